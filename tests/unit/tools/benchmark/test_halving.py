"""Who is timed again, and who comes first."""

from __future__ import annotations

import pytest

from pcg_engine.tools.benchmark.halving import (
    finalists,
    ranking,
    simplest_of_the_fastest,
    steadiest,
    survivors,
)


def test_the_faster_half_goes_on_rounded_up() -> None:
    ratios = [[1.0, 1.1], [1.5, 1.4], [1.4, 1.5], [0.9, 0.9], [1.2, 1.3]]

    assert survivors(ratios) == [1, 2, 4]


def test_one_far_ahead_goes_on_alone() -> None:
    assert survivors([[1.0, 1.1], [5.0, 4.8], [1.2, 1.1]]) == [1]


def test_one_outlier_does_not_decide() -> None:
    assert ranking([[1.5, 1.5, 0.1], [1.2, 1.2, 9.0]]) == [0, 1]


def test_who_was_never_timed_is_not_ranked() -> None:
    assert ranking([[], [1.0]]) == [1]
    assert survivors([[], []]) == []


def test_of_the_equally_fast_the_simplest_comes_first() -> None:
    order = [(1.80, 90), (1.79, 30), (1.72, 60), (1.5, 10)]

    assert simplest_of_the_fastest(order) == [1, 2, 0, 3]


def test_finalists_are_about_as_good_as_the_first() -> None:
    assert finalists([1.80, 1.85, 1.60, 1.2, 1.79, 1.78]) == [0, 1, 2]
    assert finalists([1.80, 1.2]) == []
    assert finalists([]) == []


@pytest.mark.parametrize(
    ("worst", "taken"),
    [
        ([0.5, 1.4, 1.5], 2),
        ([1.4, 1.5], 0),
        ([1.4, 1.4], 0),
        ([None, 1.5], 0),
        ([0.5, None], 0),
        ([0.5, 0.9, 0.9], 1),
    ],
)
def test_a_clearly_better_worst_case_decides(worst: list[float | None], taken: int) -> None:
    assert steadiest(worst) == taken
