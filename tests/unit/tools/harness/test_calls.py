"""Arguments for about so many calls of a function by itself."""

from __future__ import annotations

import pytest

from pcg_engine.domain.facts import GrowthFact
from pcg_engine.tools.harness.calls import steps_of

_DOUBLING = GrowthFact(frozenset({"n"}), frozenset({"row"}), 2.0)
_FACTORIAL = GrowthFact(frozenset({"n"}), frozenset(), None)


@pytest.mark.parametrize(
    ("calls", "steps"), [(0, 0), (1, 1), (2, 1), (1023, 9), (1024, 10), (1 << 27, 27)]
)
def test_steps_that_double_the_calls_are_as_many_as_the_size_has_digits(
    calls: int, steps: int
) -> None:
    assert steps_of(_DOUBLING, "n", calls, 0) == steps


def test_calls_of_loops_are_counted_by_factorials() -> None:
    assert [steps_of(_FACTORIAL, "n", calls, 0) for calls in (1, 2, 5, 6, 24, 5040)] == [
        1,
        2,
        2,
        3,
        4,
        7,
    ]


def test_what_rises_begins_low() -> None:
    assert [steps_of(_DOUBLING, "row", 1 << 12, seed) for seed in range(3)] == [0, 1, 4]


def test_other_parameters_are_left_alone() -> None:
    assert steps_of(_DOUBLING, "factor", 100, 0) is None
