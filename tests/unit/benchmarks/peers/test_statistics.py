from __future__ import annotations

import pytest

from benchmarks.peers.statistics import (
    Estimate,
    geometric_mean,
    mean_speedup,
    ratios,
    speedup,
)


def test_a_ratio_is_of_the_two_times_of_one_round() -> None:
    assert ratios((2.0, 3.0), (1.0, 6.0)) == (2.0, 0.5)


def test_rounds_that_were_not_measured_together_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratios((2.0, 3.0), (1.0,))


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ((1.5,), Estimate(1.5, 1.5, 1.5)),
        # 2 · (1/2)⁵ = 6 %: not even the whole range holds the median with 95 %
        ((1.0, 2.0, 3.0, 4.0, 5.0), Estimate(3.0, 1.0, 5.0)),
        # 1 − 2 · 1/2⁸ = 99 %, 1 − 2 · 9/2⁸ = 93 %
        ((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0), Estimate(4.5, 1.0, 8.0)),
        # 1 − 2 · 10/2⁹ = 96 %
        ((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0), Estimate(5.0, 2.0, 8.0)),
    ],
)
def test_the_interval_is_made_of_order_statistics(
    rounds: tuple[float, ...], expected: Estimate
) -> None:
    assert speedup(rounds) == expected


def test_the_order_of_rounds_does_not_matter() -> None:
    assert speedup((3.0, 1.0, 2.0)) == speedup((1.0, 2.0, 3.0))


def test_the_geometric_mean_of_a_gain_and_the_same_loss_is_one() -> None:
    assert geometric_mean((4.0, 0.25)) == pytest.approx(1.0)
    assert geometric_mean(()) == 1.0


def test_a_program_without_a_gain_counts_as_one_in_the_mean() -> None:
    assert mean_speedup(((4.0, 4.0, 4.0), ())) == Estimate(2.0, 2.0, 2.0)


def test_the_interval_of_the_mean_is_the_same_each_time_and_holds_the_mean() -> None:
    programs = ((1.0, 2.0, 3.0), (2.0, 2.5, 2.7, 4.0))
    first = mean_speedup(programs)
    assert first == mean_speedup(programs)
    assert first.low < first.value < first.high


def test_an_estimate_is_shown_with_two_decimals() -> None:
    assert str(Estimate(1.234, 1.0, 2.0)) == "1.23 [1.00, 2.00]"
