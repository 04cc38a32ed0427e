"""From which amount of work a team is worth it, out of measured points."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from pcg_engine.action.cross_over import CrossOver, Measured, cross_over


def _points(*pairs: tuple[int, float]) -> list[Measured]:
    return [Measured(work, ratio) for work, ratio in pairs]


def test_the_threshold_is_a_round_number_between_slow_and_fast() -> None:
    found = cross_over(
        _points((1_000_000, 1.9), (250_000, 1.7), (62_500, 1.5), (15_625, 1.1), (3906, 0.7))
    )

    assert found == CrossOver(10_000, Measured(3906, 0.7), Measured(15_625, 1.1))


@pytest.mark.parametrize(
    "points",
    [
        # A little slower on small inputs may be noise.
        _points((1_000_000, 1.9), (1000, 0.85)),
        # Faster everywhere.
        _points((1_000_000, 1.9), (1000, 1.2)),
        # Slower everywhere: nothing to cross.
        _points((1_000_000, 0.9), (1000, 0.3)),
        # An empty input says nothing.
        _points((1_000_000, 1.9), (0, 0.1)),
        [],
    ],
)
def test_without_a_clear_cross_over_there_is_none(points: list[Measured]) -> None:
    assert cross_over(points) is None


def test_what_is_a_little_slower_above_counts_as_slow() -> None:
    found = cross_over(_points((10, 0.4), (100, 0.95), (1000, 1.6)))

    assert found is not None
    assert (found.slow.work, found.fast.work) == (100, 1000)
    assert 100 <= found.threshold < 1000


def test_of_equal_work_the_slowest_counts() -> None:
    found = cross_over(_points((10, 1.5), (10, 0.5), (100, 1.5)))

    assert found is not None
    assert found.slow == Measured(10, 0.5)


def test_a_gap_without_a_round_number_begins_at_the_slow_point() -> None:
    found = cross_over(_points((60, 0.5), (90, 1.5)))

    assert found is not None
    assert found.threshold == 60


@given(
    st.dictionaries(
        st.integers(1, 10**9), st.floats(0.01, 100.0, allow_nan=False), min_size=1, max_size=8
    )
)
def test_the_threshold_parts_what_was_slow_from_what_was_fast(points: dict[int, float]) -> None:
    found = cross_over([Measured(work, ratio) for work, ratio in points.items()])

    if found is not None:
        assert found.slow.work <= found.threshold < found.fast.work
        assert points[found.slow.work] < 1.0 <= points[found.fast.work]
        assert all(ratio >= 0.8 for work, ratio in points.items() if work > found.threshold)
