"""On which inputs the original keeps its digits, and what the others are held to."""

from __future__ import annotations

import numpy as np

from pcg_engine.tools.comparison import Agreement, Difference, compare
from pcg_engine.tools.harness.layout import ScalarLayout
from pcg_engine.tools.harness.observation import Observation, Output
from pcg_engine.tools.rounding import (
    Steadiness,
    gamma,
    normwise,
    rounding_bound,
    steadiness,
)

F8 = ScalarLayout("double", "<f8")
I4 = ScalarLayout("int", "<i4")


def seen(values: list[float], count: int = 0, exception: str | None = None) -> Observation:
    """An array of doubles, and an integer."""
    doubles = Output("y", F8, np.array(values, "<f8").tobytes())
    return Observation((doubles, Output("n", I4, np.array([count], "<i4").tobytes())), exception)


def test_runs_as_far_apart_as_rounding_makes_any_sum_are_steady() -> None:
    small = gamma(100, "<f8")
    found = steadiness(seen([1.0]), seen([1.0 + small]), seen([1.0 - small]), 100)
    assert found is Steadiness.STEADY


def test_one_small_element_of_a_large_array_does_not_count() -> None:
    """What cancels in one place is small beside the others."""
    usual, up, down = [1.0, 1e-16], [1.0, 2e-16], [1.0, 0.5e-16]
    assert steadiness(seen(usual), seen(up), seen(down), 10) is Steadiness.STEADY


def test_amplified_rounding_is_unsteady_however_much_it_is() -> None:
    for distance in (1e-14, 1e-12, 1e-3, 1.0):
        up, down = seen([1.0 + distance / 2]), seen([1.0 - distance / 2])
        assert steadiness(seen([1.0]), up, down, 10) is Steadiness.UNSTEADY


def test_where_rounding_decides_nothing_can_be_compared() -> None:
    """Another number of steps, an exception, other values of integers."""
    usual = seen([1.0], 3)
    for other in (seen([1.0], 4), seen([1.0, 1.0], 3), seen([1.0], 3, "std::exception")):
        assert steadiness(usual, other, usual, 10) is Steadiness.DECIDED
        assert steadiness(usual, usual, other, 10) is Steadiness.DECIDED


def test_unsteady_results_may_each_be_as_wrong_as_the_worst_of_them_but_no_more() -> None:
    usual, up, down = seen([1.0, 1.0]), seen([1.0 + 5e-15, 1.0]), seen([1.0 - 5e-15, 1.0])
    bound = rounding_bound(usual, up, down, 10)
    near, wrong = seen([1.0, 1.0 + 1e-13]), seen([1.0, 1.0 + 1e-11])
    refused = compare(usual, near, bound)
    assert isinstance(refused, Difference)
    assert refused.code == "beyond-rounding"
    assert isinstance(compare(usual, near, normwise(bound)), Agreement)
    assert isinstance(compare(usual, wrong, normwise(bound)), Difference)


def test_a_sum_that_cancels_is_still_compared() -> None:
    """Its digits are lost, but a term that is missing shows."""
    usual, up, down = seen([1e-16]), seen([4e-16]), seen([-4e-16])
    assert steadiness(usual, up, down, 100) is Steadiness.UNSTEADY
    missing = compare(usual, seen([0.5]), normwise(rounding_bound(usual, up, down, 100)))
    assert isinstance(missing, Difference)


def test_exact_results_keep_their_bound() -> None:
    assert normwise(rounding_bound(seen([1.0]), seen([1.0]), seen([1.0]), 10)) is None


def test_results_that_only_some_directions_keep_finite_are_decided_by_rounding() -> None:
    usual, lost = seen([1.0, 2.0]), seen([1.0, float("nan")])
    assert steadiness(usual, lost, usual, 10) is Steadiness.DECIDED
    assert steadiness(lost, usual, usual, 10) is Steadiness.DECIDED
    assert steadiness(lost, lost, lost, 10) is Steadiness.STEADY
