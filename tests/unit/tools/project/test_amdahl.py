"""The share of the time and the bound, from speedups that were computed from a known share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.domain.project import ApplicationSpeedup, ShareSource
from pcg_engine.tools.project.amdahl import computed_bound, timed_bound
from tests.builders import speedup

PROGRAM = ApplicationSpeedup(1.5, 1.4, 1.6, 0.95, 6, 4, 3.0, 2.0, "seconds")


def _program(share: float, loop: float) -> ApplicationSpeedup:
    """The program of which ``share`` of the time becomes ``loop`` times faster."""
    ratio = 1 / (1 - share + share / loop)
    return replace(PROGRAM, ratio=ratio, low=ratio, high=ratio)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_is_found_again(share: float) -> None:
    found = computed_bound(_program(share, 4.0), [speedup(4.0, 4.0, 4.0)])

    assert found is not None
    assert found.share == pytest.approx(share)
    assert found.bound == pytest.approx(1 / (1 - share))


def test_the_interval_holds_what_both_intervals_allow() -> None:
    found = computed_bound(PROGRAM, [speedup(2.0, 1.9, 2.1)])

    assert found is not None
    assert found.share == pytest.approx((1 / 3) / (1 / 2))
    assert found.share_low == pytest.approx((1 - 1 / 1.4) / (1 - 1 / 2.1))
    assert found.share_high == pytest.approx((1 - 1 / 1.6) / (1 - 1 / 1.9))
    assert found.bound_low is not None
    assert found.bound is not None
    assert found.bound_low < found.bound


def test_of_several_loops_the_slowest_and_the_fastest_bound_the_share() -> None:
    found = computed_bound(PROGRAM, [speedup(2.0, 1.9, 2.1), speedup(4.0, 3.8, 4.2)])

    assert found is not None
    assert found.share_low == pytest.approx((1 - 1 / 1.4) / (1 - 1 / 4.2))
    assert found.share_high == pytest.approx((1 - 1 / 1.6) / (1 - 1 / 1.9))


def test_a_program_that_gains_as_much_as_its_loop_may_be_all_loop() -> None:
    found = computed_bound(_program(1.0, 2.0), [speedup(2.0, 2.0, 2.0)])

    assert found is not None
    assert (found.share, found.bound) == (1.0, None)


def test_a_program_that_gains_nothing_has_no_share() -> None:
    slower = replace(PROGRAM, ratio=0.98, low=0.9, high=1.0)

    found = computed_bound(slower, [speedup()])

    assert found is not None
    assert (found.share, found.bound) == (0.0, 1.0)


def test_a_loop_that_is_not_clearly_faster_tells_nothing() -> None:
    assert computed_bound(PROGRAM, [speedup(1.1, 1.01, 1.2)]) is None
    assert computed_bound(PROGRAM, []) is None


def test_of_timed_shares_the_median_counts_and_all_are_told() -> None:
    found = timed_bound([0.8, 0.75, 0.5])

    assert (found.source, found.share) == (ShareSource.TIMED, 0.75)
    assert (found.share_low, found.share_high) == (0.5, 0.8)
    assert (found.bound, found.bound_low) == (4.0, 2.0)
    assert found.bound_high == pytest.approx(5.0)
