"""Medians of paired ratios with their intervals, and geometric means over programs."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from statistics import median

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value between ``low`` and ``high``, with about 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def ratios(base: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    """How many times faster ``other`` was than ``base``, round by round."""
    return tuple(b / max(o, 1e-9) for b, o in zip(base, other, strict=True))


def speedup(of_rounds: tuple[float, ...]) -> Estimate:
    """The median of the rounds' ratios; the interval is made of order statistics.

    The interval holds the true median with at least 95 %, where there are six rounds or more;
    with fewer it is the whole range.
    """
    ordered = sorted(of_rounds)
    count = len(ordered)
    left_out = 0
    while 2 * _tail(count, left_out + 1) <= 0.05:
        left_out += 1
    return Estimate(median(ordered), ordered[left_out], ordered[count - 1 - left_out])


def geometric_mean(values: tuple[float, ...]) -> float:
    """The geometric mean of positive numbers; 1 of none."""
    return math.exp(sum(map(math.log, values)) / len(values)) if values else 1.0


def mean_speedup(programs: tuple[tuple[float, ...], ...]) -> Estimate:
    """The geometric mean of the programs' medians; the interval by drawing rounds anew.

    ``programs`` holds the rounds' ratios of each program. One without rounds counts as 1.
    """
    drawn = random.Random(20160510)  # the same draws each time
    means = sorted(
        geometric_mean(
            tuple(median(drawn.choices(rounds, k=len(rounds))) for rounds in programs if rounds)
            + (1.0,) * sum(not rounds for rounds in programs)
        )
        for _ in range(_DRAWS)
    )
    value = geometric_mean(tuple(median(rounds) if rounds else 1.0 for rounds in programs))
    return Estimate(value, means[int(0.025 * _DRAWS)], means[int(0.975 * _DRAWS) - 1])


def _tail(count: int, left_out: int) -> float:
    """How likely the median is beyond the value that remains after ``left_out`` at one end."""
    return sum(math.comb(count, k) for k in range(left_out + 1)) / 2.0**count
