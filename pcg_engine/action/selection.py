"""Choosing among verified candidates: the fastest, and the simplest of those as fast (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.offer import Offer


def best_offer(offers: Sequence[Offer]) -> Offer | None:
    """The offer to show.

    Candidates whose confidence intervals overlap that of the fastest count as equally fast; of
    those the one with the smallest change wins, then the one found first.
    """
    if not offers:
        return None
    fastest = max(offers, key=lambda o: o.speedup.ratio)
    floor = fastest.speedup.low
    equals = [o for o in offers if o.speedup.high >= floor]
    return min(equals, key=lambda o: o.candidate.changed_bytes)
