"""On which inputs the original keeps its digits, and what the others are held to."""

from __future__ import annotations

import numpy as np

from pcg_engine.ports import Exited
from pcg_engine.tools.comparison import Agreement, Difference, compare
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.layout import ScalarLayout
from pcg_engine.tools.harness.observation import Observation, Output
from pcg_engine.tools.harness.run import Execution
from pcg_engine.tools.harness.signature import Result, ResultKind, Signature
from pcg_engine.tools.rounding import (
    Steadiness,
    at_least,
    decides,
    gamma,
    loses_all_digits,
    normwise,
    rounding_bound,
    steadiness,
    swing,
)
from pcg_engine.tools.trial import Doubt, Expectation, Failure, judge

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


def test_a_result_may_move_a_multiple_of_what_it_moves_when_last_digits_change() -> None:
    usual = seen([1.0, 1.0])
    room = swing(usual, [seen([1.0, 1.001]), seen([0.9999, 1.0])])

    assert isinstance(compare(usual, seen([1.06, 0.94]), room), Agreement)
    assert isinstance(compare(usual, seen([1.07, 1.0]), room), Difference)
    assert isinstance(compare(usual, seen([1.0, 1.0], 1), room), Difference)


def test_a_bound_is_widened_nowhere_narrowed() -> None:
    usual = seen([1.0])
    narrow = rounding_bound(usual, seen([1.0 + 1e-14]), seen([1.0 - 1e-14]), 10)
    wide = at_least(normwise(narrow), swing(usual, [seen([1.5])]))

    assert isinstance(compare(usual, seen([30.0]), wide), Agreement)
    assert isinstance(compare(usual, seen([40.0]), wide), Difference)
    assert at_least(None, swing(usual, [seen([1.5])])) is None


def test_digits_are_lost_where_results_move_as_far_as_they_are_large() -> None:
    usual = seen([4.0, 1e-9])

    assert loses_all_digits(usual, [seen([4.6, 1e-9])])
    assert not loses_all_digits(usual, [seen([4.4, 1e-9])])
    assert not loses_all_digits(usual, [seen([4.0, 1e-3])])  # small beside the others


def test_other_sizes_integers_and_infinities_are_decided() -> None:
    usual = seen([1.0, 2.0])

    assert decides(usual, seen([1.0]))
    assert decides(usual, seen([1.0, 2.0], 5))
    assert decides(usual, seen([1.0, float("inf")]))
    assert not decides(usual, seen([1.0, 1e300]))


_SIGNATURE = Signature("f", (), (), Result(ResultKind.VOID, "void", None))


def _judged(expectations: list[Expectation], found: list[Observation]) -> Agreement | Failure:
    execution = Execution(tuple(found), Exited(0, b"", b"", 0.1, 0.1), b"")
    return judge(_SIGNATURE, expectations, execution, "2 threads")


def _expected(observation: Observation, doubt: Doubt | None = None) -> Expectation:
    spec = CaseSpec(3, Style.RANDOM, 0)
    return Expectation(Case(spec, b"", "three", 0, (), 3), observation, None, doubt)


def test_what_the_original_is_unsteady_about_is_left_open() -> None:
    usual = seen([1.0])
    doubt = Doubt(swing(usual, [seen([1.001])]))

    near = _judged([_expected(usual, doubt)], [seen([1.06])])
    far = _judged([_expected(usual, doubt)], [seen([1.07])])

    assert isinstance(near, Failure)
    assert (near.code, near.certain) == ("unstable-input", False)
    assert isinstance(far, Failure)
    assert (far.code, far.certain) == ("different-result", True)


def test_where_rounding_decides_any_result_is_left_open() -> None:
    open_ = _judged([_expected(seen([1.0]), Doubt(decides=True))], [seen([7.0, 1.0], 3)])

    assert isinstance(open_, Failure)
    assert open_.code == "unstable-input"


def test_what_is_certainly_wrong_comes_first() -> None:
    doubtful, steady = _expected(seen([1.0]), Doubt(decides=True)), _expected(seen([2.0]))

    found = _judged([doubtful, steady], [seen([9.0]), seen([3.0])])

    assert isinstance(found, Failure)
    assert (found.code, found.certain) == ("different-result", True)
