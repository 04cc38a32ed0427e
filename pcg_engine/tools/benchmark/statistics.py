"""Statistics of paired ratios (pure): median, order-statistic interval, decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb
from statistics import median

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A median with a confidence interval; ``confidence`` is the level that was reached."""

    median: float
    low: float
    high: float
    confidence: float
    pairs: int


class Decision(StrEnum):
    """What an interval says about a threshold."""

    FASTER = "faster"
    """The whole interval is at or above it."""
    NOT_FASTER = "not-faster"
    """The whole interval is below it."""
    NOISE = "noise"
    """The threshold lies inside: more or quieter pairs are needed."""


def median_interval(ratios: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The median of ``ratios`` and its sign-test interval.

    The interval between the k-th smallest and the k-th largest of n values holds the median of
    their distribution with probability 1 - 2 P(B < k), B binomial(n, 1/2), whatever that
    distribution is. The narrowest that reaches ``confidence`` is taken; too few values give the
    whole range with the level it has. Raises ``ValueError`` without values.
    """
    if not ratios:
        raise ValueError("no ratios")
    ordered = sorted(ratios)
    count = len(ordered)
    rank, reached = 1, _coverage(count, 1)
    while rank < (count + 1) // 2 and _coverage(count, rank + 1) >= confidence:
        rank += 1
        reached = _coverage(count, rank)
    return Interval(median(ordered), ordered[rank - 1], ordered[count - rank], reached, count)


def decide(interval: Interval, threshold: float, confidence: float = CONFIDENCE) -> Decision:
    """Whether the speedup is at least ``threshold``; noise where the level was not reached."""
    if interval.confidence < confidence:
        return Decision.NOISE
    if interval.low >= threshold:
        return Decision.FASTER
    if interval.high < threshold:
        return Decision.NOT_FASTER
    return Decision.NOISE


def _coverage(count: int, rank: int) -> float:
    below = sum(comb(count, i) for i in range(rank))
    return max(0.0, 1.0 - 2.0 * below / 2.0**count)
