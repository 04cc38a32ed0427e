"""What counts as equal."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.comparison import Agreement, Difference, compare
from pcg_engine.tools.harness.layout import FieldLayout, ScalarLayout, StructLayout
from pcg_engine.tools.harness.observation import Observation, Output
from pcg_engine.tools.rounding import gamma, is_exact, rounding_bound

F8 = ScalarLayout("double", "<f8")
I4 = ScalarLayout("int", "<i4")


def seen(values: list[float], exception: str | None = None) -> Observation:
    """One array of doubles."""
    return Observation((Output("y", F8, np.array(values, "<f8").tobytes()),), exception)


@pytest.mark.parametrize(
    ("expected", "actual", "result"),
    [
        ([1.0, 2.0], [1.0, 2.0], Agreement(0.0)),
        ([float("nan")], [-float("nan")], Agreement(0.0)),
        ([0.0], [-0.0], Difference("different-result", "y", "`y` is -0.0 instead of 0.0")),
        (
            [1.0, 2.0],
            [1.0, 2.0 + 2**-51],
            Difference("different-result", "y", "`y[1]` is 2.0000000000000004 instead of 2.0"),
        ),
        ([1.0], [1.0, 2.0], Difference("different-size", "y", "`y` has 2 elements instead of 1")),
    ],
)
def test_without_a_bound_every_bit_counts(
    expected: list[float], actual: list[float], result: Agreement | Difference
) -> None:
    """NaN payloads aside."""
    assert compare(seen(expected), seen(actual)) == result


def test_guard_zones_and_exceptions_come_first() -> None:
    """A damaged guard zone and another exception are told before values."""
    damaged = Observation((Output("y", F8, b"\0" * 8, intact=False),))
    assert compare(seen([1.0]), damaged) == Difference(
        "out-of-bounds-write", "y", "memory next to `y` was overwritten"
    )
    assert compare(seen([1.0], "std::bad_alloc: no memory"), seen([2.0])) == Difference(
        "different-exception",
        "",
        "no exception instead of the exception `std::bad_alloc: no memory`",
    )


def test_fields_of_structs_are_named() -> None:
    """Only the differing field is reported."""
    layout = StructLayout("::P", (FieldLayout("x", F8), FieldLayout("id", I4)))
    dtype = np.dtype([("x", "<f8"), ("id", "<i4")])
    before = np.array([(1.0, 1), (2.0, 2)], dtype).tobytes()
    after = np.array([(1.0, 1), (2.0, 7)], dtype).tobytes()
    assert compare(
        Observation((Output("p", layout, before),)), Observation((Output("p", layout, after),))
    ) == Difference("different-result", "p", "`p[1].id` is 7 instead of 2")


def test_an_exact_computation_has_no_tolerance() -> None:
    """Runs that agree whatever the rounding, zeros' signs aside, leave no room."""
    assert is_exact(seen([0.0, 3.0]), seen([-0.0, 3.0]))
    assert rounding_bound(seen([3.0]), seen([3.0]), seen([3.0]), 1000) is None


def test_directed_runs_that_agree_by_accident_do_not_make_a_computation_exact() -> None:
    """Seen in a sum of twelve logarithms: only rounding to nearest gave another last bit."""
    directed, nearest = seen([-2.047882500132042]), seen([-2.0478825001320424])
    bound = rounding_bound(nearest, directed, directed, 12)
    assert bound is not None
    assert isinstance(compare(nearest, directed, bound), Agreement)


def test_the_bound_holds_what_rounding_explains() -> None:
    """A reordered sum passes with its error; a hundredth is wrong; in between it is left open."""
    up, down = seen([1.0 + 1e-14]), seen([1.0 - 1e-14])
    bound = rounding_bound(seen([1.0]), up, down, 100)
    assert bound is not None
    near = compare(seen([1.0]), seen([1.0 + 2e-14]), bound)
    assert isinstance(near, Agreement)
    assert near.max_relative_error == pytest.approx(2e-14, rel=0.05)
    between = compare(seen([1.0]), seen([1.0 + 1e-6]), bound)
    far = compare(seen([1.0]), seen([1.01]), bound)
    assert isinstance(between, Difference)
    assert isinstance(far, Difference)
    assert (between.code, far.code) == ("beyond-rounding", "different-result")
    infinite = compare(seen([float("inf")]), seen([1e308]), bound)
    assert isinstance(infinite, Difference)


@given(st.lists(st.floats(0.5, 2.0), min_size=1, max_size=200), st.randoms())
def test_reordered_sums_of_one_sign_are_within_the_bound(
    terms: list[float], random: Random
) -> None:
    """The property that the bound is for, without help from directed runs."""
    shuffled = list(terms)
    random.shuffle(shuffled)
    forward = float(np.cumsum(np.array(terms))[-1])
    other = float(np.cumsum(np.array(shuffled))[-1])
    assert abs(forward - other) <= 4 * gamma(len(terms), "<f8") * abs(forward)
