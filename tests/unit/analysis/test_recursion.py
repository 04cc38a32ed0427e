"""How often functions call themselves, and what their integers may be."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.integer_states import Space
from pcg_engine.analysis.recursion import Recursion, examine_recursion
from pcg_engine.analysis.recursion_growth import growth_of
from pcg_engine.analysis.recursive_calls import CallGroup, SummedCalls
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Expression,
    Function,
    IntegerLiteral,
    Name,
    Storage,
    Variable,
)
from pcg_engine.domain.source import Span
from tests.trees import recorded

_INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
_UNSIGNED = ArithmeticType("unsigned int", ArithmeticKind.INTEGER, 32, signed=False)
_BYTE = ArithmeticType("unsigned char", ArithmeticKind.INTEGER, 8, signed=False)
_NOWHERE = Span(0, 0)


def _function(name: str) -> Function:
    _, unit = recorded("recursion")
    return next(f for f in unit.functions.values() if f.name == name)


def _siblings(name: str) -> list[tuple[type, int]]:
    source, unit = recorded("recursion")
    found = examine_recursion(_function(name), unit, source)
    assert isinstance(found, Recursion)
    return [
        (type(one), len(one.calls if isinstance(one, CallGroup) else one.updates))
        for one in found.siblings
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fib", [(CallGroup, 2)]),
        ("weight", [(CallGroup, 2)]),
        ("area", [(CallGroup, 2)]),
        ("queens", [(SummedCalls, 1)]),
        ("shapes", [(SummedCalls, 1)]),
        ("merge_sort", [(CallGroup, 2)]),
    ],
)
def test_calls_side_by_side(name: str, expected: list[tuple[type, int]]) -> None:
    assert _siblings(name) == expected


def test_the_calls_of_two_steps_multiply_by_the_golden_ratio() -> None:
    growth = growth_of(_function("fib"))
    assert growth is not None
    assert growth.counting == {"n"}
    assert growth.base == pytest.approx(1.618, abs=1e-3)


def test_the_calls_of_a_loop_multiply_with_every_step() -> None:
    growth = growth_of(_function("queens"))
    assert growth is not None
    assert (growth.counting, growth.base) == ({"n"}, None)


def test_a_range_begins_at_the_lesser_number() -> None:
    for name, begin in (("merge_sort", "low"), ("range_sum", "begin")):
        growth = growth_of(_function(name))
        assert growth is not None
        assert (growth.counting, growth.begins) == (frozenset(), {begin})


def _variable(name: str, value_type: ArithmeticType) -> Variable:
    return Variable(name, name, value_type, Storage.PARAMETER, _NOWHERE)


def _binary(operator: str, left: Expression, right: Expression, of: ArithmeticType) -> Binary:
    return Binary(operator, left, right, of, _NOWHERE)


def test_unsigned_differences_have_a_value_only_where_they_do_not_wrap() -> None:
    low, high = _variable("low", _UNSIGNED), _variable("high", _UNSIGNED)
    space = Space({v.id: v for v in (low, high)})
    difference = _binary(
        "-", Name(high, _UNSIGNED, _NOWHERE), Name(low, _UNSIGNED, _NOWHERE), _UNSIGNED
    )
    unordered = space.states(f"{space.range_of(low)} and {space.range_of(high)}")
    assert space.value(difference, unordered) is None
    ordered = unordered.intersect(space.states(f"{space.name(low)} <= {space.name(high)}"))
    assert space.value(difference, ordered) is not None


def test_a_half_is_rounded_down_only_from_zero_on() -> None:
    n = _variable("n", _INT)
    space = Space({n.id: n})
    half = _binary("/", Name(n, _INT, _NOWHERE), IntegerLiteral(2, _INT, _NOWHERE), _INT)
    assert space.value(half, space.states(space.range_of(n))) is None
    state = space.states(f"0 <= {space.name(n)} <= 9")
    value = space.value(half, state)
    assert value is not None
    assert space.holds(state, f"0 <= {value} <= 4")
    assert not space.holds(state, f"0 <= {value} <= 3")


def test_a_conversion_that_may_change_the_value_has_none() -> None:
    n = _variable("n", _INT)
    space = Space({n.id: n})
    narrow = Cast("IntegralCast", True, Name(n, _INT, _NOWHERE), _BYTE, _NOWHERE)
    assert space.value(narrow, space.states(f"0 <= {space.name(n)} <= 256")) is None
    assert space.value(narrow, space.states(f"0 <= {space.name(n)} <= 255")) is not None


def test_conditions_narrow_down_in_both_directions() -> None:
    n = _variable("n", _INT)
    space = Space({n.id: n})
    state = space.states(f"0 <= {space.name(n)} <= 9")
    less = _binary("<", Name(n, _INT, _NOWHERE), IntegerLiteral(3, _INT, _NOWHERE), _INT)
    odd = _binary("%", Name(n, _INT, _NOWHERE), IntegerLiteral(2, _INT, _NOWHERE), _INT)
    both = _binary("&&", less, odd, _INT)
    assert space.holds(space.refined(state, both, truth=True), f"{space.name(n)} <= 2")
    assert not space.holds(space.refined(state, both, truth=False), f"{space.name(n)} >= 3")
    assert space.holds(space.refined(state, less, truth=False), f"{space.name(n)} >= 3")
