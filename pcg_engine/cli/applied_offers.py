"""Offers that were applied become examples in the user's own memory."""

from __future__ import annotations

from collections.abc import Callable

from pcg_engine.domain.errors import PcgError, unavailable
from pcg_engine.domain.result import FileResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.wiring import AppliedOffer, keep_applied


def keep(result: FileResult, source: SourceText, note: Callable[[str], None]) -> None:
    """Keep what was applied of ``result``; ``note`` is told if that is not possible."""
    try:
        for nest in result.nests:
            applied = _applied(nest, source)
            if applied is not None:
                keep_applied(applied)
    except PcgError as error:
        note(f"the applied version is not kept as an example: {error.message}")
    except OSError as error:
        note(f"the applied version is not kept as an example: {unavailable(error).message}")


def _applied(nest: NestResult, source: SourceText) -> AppliedOffer | None:
    offer, function = nest.offer, nest.facts.loop.function
    if offer is None or function is None:
        return None
    return AppliedOffer(
        nest.facts.loop.id.function,
        source.slice(function.span),
        offer.text,
        offer.speedup.ratio,
        offer.speedup.threads,
    )
