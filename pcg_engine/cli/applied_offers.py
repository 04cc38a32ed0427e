"""Offers that were applied become examples in the user's own memory."""

from __future__ import annotations

import platform
from collections.abc import Callable

from pcg_engine import __version__
from pcg_engine.domain.errors import PcgError, unavailable
from pcg_engine.domain.result import FileResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.memory.embedder_choice import BUILT_IN
from pcg_engine.memory.examples import OWN_SOURCE, Origin, example
from pcg_engine.wiring import open_memory, remember


def keep(result: FileResult, source: SourceText, note: Callable[[str], None]) -> None:
    """Keep what was applied of ``result``; ``note`` is told if that is not possible."""
    try:
        for nest in result.nests:
            if nest.offer is not None:
                _keep(nest, source)
    except PcgError as error:
        note(f"the applied version is not kept as an example: {error.message}")
    except OSError as error:
        note(f"the applied version is not kept as an example: {unavailable(error).message}")


def _keep(nest: NestResult, source: SourceText) -> None:
    offer, function = nest.offer, nest.facts.loop.function
    if offer is None or function is None:
        return
    slow = source.slice(function.span)
    speedup = offer.speedup
    made = example(
        slow,
        offer.text,
        open_memory(BUILT_IN).category_of(slow),
        nest.facts.loop.id.function,
        Origin(
            OWN_SOURCE,
            "",
            f"{platform.machine()}, {speedup.threads} threads",
            f"pcg {__version__}",
        ),
        speedup.ratio,
    )
    remember(made)
