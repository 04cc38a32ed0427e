"""The order-statistic interval and what it decides."""

from __future__ import annotations

import random
from math import comb

import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.benchmark.statistics import (
    Decision,
    Interval,
    decide,
    median_interval,
)

_RATIOS = st.lists(st.floats(0.1, 10.0), min_size=1, max_size=40)


def test_twelve_pairs_leave_out_two_on_each_side() -> None:
    ratios = [float(i) for i in range(12, 0, -1)]
    level = 1 - 2 * (comb(12, 0) + comb(12, 1) + comb(12, 2)) / 2**12
    assert median_interval(ratios) == Interval(6.5, 3.0, 10.0, level, 12)


def test_too_few_pairs_never_decide() -> None:
    interval = median_interval([2.0, 2.0, 2.0])
    assert interval == Interval(2.0, 2.0, 2.0, 0.75, 3)
    assert decide(interval, 1.05) is Decision.NOISE


def test_no_pairs_are_an_error() -> None:
    with pytest.raises(ValueError, match="no ratios"):
        median_interval([])


@given(_RATIOS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(ratios: list[float], rng: random.Random) -> None:
    shuffled = list(ratios)
    rng.shuffle(shuffled)
    assert median_interval(shuffled) == median_interval(ratios)


@given(_RATIOS)
def test_the_median_lies_inside(ratios: list[float]) -> None:
    interval = median_interval(ratios)
    assert interval.low <= interval.median <= interval.high
    assert interval.pairs == len(ratios)


@given(_RATIOS, st.floats(1.0, 2.0), st.floats(1.0, 3.0))
def test_scaling_every_ratio_up_never_turns_faster_into_slower(
    ratios: list[float], threshold: float, factor: float
) -> None:
    order = [Decision.NOT_FASTER, Decision.NOISE, Decision.FASTER]
    before = decide(median_interval(ratios), threshold)
    after = decide(median_interval([r * factor for r in ratios]), threshold)
    assert order.index(after) >= order.index(before)


def test_coverage_on_simulated_samples() -> None:
    """The interval holds the true median at least as often as it says (seeded)."""
    rng = random.Random(7)
    held = 0
    for _ in range(2000):
        interval = median_interval([rng.lognormvariate(0.0, 0.3) for _ in range(10)])
        held += interval.low <= 1.0 <= interval.high
    assert held >= 0.94 * 2000
