"""Integer expressions mean what they mean in C++, at the limits of their types."""

from __future__ import annotations

import pytest

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Conditional,
    IntegerLiteral,
    Name,
    Storage,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.tools.legality.integer_values import (
    NotEvaluated,
    Overflow,
    Value,
    evaluate,
    limits_of,
    symbols_in,
)

HERE = Span(0, 0)
INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, True)
UNSIGNED = ArithmeticType("unsigned int", ArithmeticKind.INTEGER, 32, False)
CHAR = ArithmeticType("unsigned char", ArithmeticKind.INTEGER, 8, False)
N = Name(Variable("n", "n", INT, Storage.PARAMETER, HERE), INT, HERE)
U = Name(Variable("u", "u", UNSIGNED, Storage.PARAMETER, HERE), UNSIGNED, HERE)
MAX, MIN = 2**31 - 1, -(2**31)


def number(value: int, type_: ArithmeticType = INT) -> IntegerLiteral:
    return IntegerLiteral(value, type_, HERE)


def minus_one(name: Name) -> Binary:
    return Binary("-", name, number(1, UNSIGNED if name is U else INT), name.type, HERE)


def test_unsigned_wraps_and_signed_overflows() -> None:
    assert evaluate(minus_one(U), {"u": 0}) == 2**32 - 1
    assert evaluate(minus_one(N), {"n": 0}) == -1
    with pytest.raises(Overflow, match="-"):
        evaluate(minus_one(N), {"n": MIN})
    with pytest.raises(Overflow, match="-"):
        evaluate(Unary("-", N, INT, HERE), {"n": MIN})


def test_conversions_keep_the_low_bits() -> None:
    assert evaluate(Cast("IntegralCast", True, N, CHAR, HERE), {"n": 257}) == 1
    assert evaluate(Cast("IntegralCast", True, U, INT, HERE), {"u": 2**32 - 1}) == -1
    assert evaluate(Cast("IntegralCast", True, N, UNSIGNED, HERE), {"n": -1}) == 2**32 - 1


def test_division_truncates_towards_zero() -> None:
    assert evaluate(Binary("/", N, number(2), INT, HERE), {"n": -7}) == -3
    assert evaluate(Binary("%", N, number(2), INT, HERE), {"n": -7}) == -1
    with pytest.raises(Overflow):
        evaluate(Binary("/", number(1), N, INT, HERE), {"n": 0})


def test_only_the_operands_that_count_are_evaluated() -> None:
    guarded = Conditional(Binary(">", N, number(1), INT, HERE), minus_one(N), number(0), INT, HERE)
    assert [evaluate(guarded, {"n": n}) for n in (MIN, 0, 2, MAX)] == [0, 0, 1, MAX - 1]


def test_what_is_unknown_is_not_evaluated() -> None:
    with pytest.raises(NotEvaluated):
        evaluate(N, {})
    assert symbols_in(minus_one(N)) == {"n": Value(INT)}


def test_limits_hold_the_extremes() -> None:
    assert limits_of(Value(INT)) == (MIN, MIN + 1, -1, 0, 1, 2, 7, MAX - 1, MAX)
    assert limits_of(Value(CHAR)) == (0, 1, 2, 7, 254, 255)
    assert min(limits_of(Value(UNSIGNED, is_size=True))) == 0
