"""From which amount of work a team is worth it, out of measured points (pure)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CLEARLY_SLOWER = 0.8
"""Ratios of original to candidate below this are no noise of short calls."""
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Measured:
    """How many times faster the candidate was (``ratio``) with so much ``work`` in a call."""

    work: int
    ratio: float


@dataclass(frozen=True, slots=True)
class CrossOver:
    """The candidate is slower at ``slow``, faster at ``fast``, and even about ``threshold``.

    ``threshold`` is a round number, at least the work of ``slow`` and less than that of ``fast``.
    """

    threshold: int
    slow: Measured
    fast: Measured


def cross_over(points: Sequence[Measured]) -> CrossOver | None:
    """Where the candidate stops being slower than the original.

    ``None`` if it is clearly slower at none of ``points``, or not faster with more work. Of points
    with the same work the slowest counts. What is slower above a point at which it is clearly so,
    if only a little, counts as slow as well: the threshold errs on the side of one thread.
    """
    slowest: dict[int, float] = {}
    for point in points:
        slowest[point.work] = min(point.ratio, slowest.get(point.work, math.inf))
    ordered = [Measured(work, slowest[work]) for work in sorted(slowest) if work > 0]
    clearly = [i for i, point in enumerate(ordered) if point.ratio < CLEARLY_SLOWER]
    if not clearly:
        return None
    last = clearly[-1]
    above = next((i for i in range(last + 1, len(ordered)) if ordered[i].ratio >= 1.0), None)
    if above is None:
        return None
    slow, fast = ordered[above - 1], ordered[above]
    return CrossOver(_round_between(slow, fast), slow, fast)


def _round_between(slow: Measured, fast: Measured) -> int:
    """The first round number from where both would be as fast, or one that still is below ``fast``.

    Between two points ratios are taken to lie on a line in logarithms of both.
    """
    steepness = math.log(fast.ratio / slow.ratio)
    part = -math.log(slow.ratio) / steepness if steepness > 0 else 1.0
    even = slow.work * (fast.work / slow.work) ** min(max(part, 0.0), 1.0)
    usable = [n for n in _round_numbers(fast.work) if slow.work <= n < fast.work]
    above = [n for n in usable if n >= even]
    return above[0] if above else usable[-1] if usable else slow.work


def _round_numbers(up_to: int) -> Iterator[int]:
    """1, 2, 5, 10, 20 …"""
    power = 1
    while power <= up_to:
        yield from (digit * power for digit in _ROUND)
        power *= 10
