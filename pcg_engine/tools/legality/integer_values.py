"""Integer expressions evaluated as C++ does: with their types, wrap-around and overflow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Call,
    Cast,
    Conditional,
    Expression,
    IntegerLiteral,
    Name,
    ReferenceType,
    Type,
    Unary,
)
from pcg_engine.domain.traversal import subexpressions

_SMALL = (-1, 0, 1, 2, 7)
_LARGEST_CONTAINER = 1 << 40
_INT_BITS = 32


class NotEvaluated(Exception):
    """The expression is not made of integers alone."""


class Overflow(Exception):
    """Signed overflow, or a division that C++ leaves undefined; the text is the operator."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a symbol may be: an integer of ``type``, or the size of a container."""

    type: ArithmeticType
    is_size: bool = False


def symbols_in(expression: Expression) -> Mapping[str, Value]:
    """The variables and container sizes that an expression depends on, by name."""
    return dict(_symbols(expression))


def range_of(type_: ArithmeticType) -> tuple[int, int]:
    """The least and the greatest value of an integer type."""
    if type_.kind is ArithmeticKind.BOOLEAN:
        return 0, 1
    if type_.signed:
        return -(1 << (type_.bits - 1)), (1 << (type_.bits - 1)) - 1
    return 0, (1 << type_.bits) - 1


def limits_of(value: Value) -> tuple[int, ...]:
    """The extreme and the small values that a symbol may have."""
    if value.is_size:
        return (*(v for v in _SMALL if v >= 0), _LARGEST_CONTAINER)
    low, high = range_of(value.type)
    wanted = {low, low + 1, *_SMALL, high - 1, high}
    return tuple(sorted(v for v in wanted if low <= v <= high))


def evaluate(expression: Expression, values: Mapping[str, int]) -> int:
    """The value of ``expression``; raises ``NotEvaluated`` and ``Overflow``."""
    match expression:
        case IntegerLiteral(value=value):
            return value
        case Name(variable=variable):
            if variable.name in values:
                return values[variable.name]
            if variable.constant is not None:
                return variable.constant
            raise NotEvaluated
        case Call(callee="std::min" | "std::max" as callee, receiver=None, arguments=(left, right)):
            values_of = (evaluate(left, values), evaluate(right, values))
            return min(values_of) if callee == "std::min" else max(values_of)
        case Call():
            name = _size_name(expression)
            if name is None or name not in values:
                raise NotEvaluated
            return values[name]
        case Cast(operand=operand, type=type_):
            return convert(evaluate(operand, values), type_)
        case Unary(operator="-" | "+" | "~" | "!" as operator, operand=operand, type=type_):
            value = evaluate(operand, values)
            result = {"-": -value, "+": value, "~": ~value, "!": int(not value)}[operator]
            return convert(result, type_, arithmetic=True, told=operator)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return evaluate(then if evaluate(condition, values) else otherwise, values)
        case Binary():
            return _binary(expression, values)
        case _:
            raise NotEvaluated


def convert(value: int, type_: Type, *, arithmetic: bool = False, told: str = "+") -> int:
    """``value`` as ``type_`` holds it; the result of signed ``arithmetic`` must fit."""
    plain = _plain(type_)
    if plain is None:
        raise NotEvaluated
    if plain.kind is ArithmeticKind.BOOLEAN:
        return int(value != 0)
    low, high = range_of(plain)
    if low <= value <= high:
        return value
    # Narrow types are computed as int, and converting back wraps.
    if arithmetic and plain.signed and plain.bits >= _INT_BITS:
        raise Overflow(told)
    return (value - low) % (1 << plain.bits) + low


def _binary(expression: Binary, values: Mapping[str, int]) -> int:
    operator = expression.operator
    left = evaluate(expression.left, values)
    if operator == "&&":
        return int(bool(left) and bool(evaluate(expression.right, values)))
    if operator == "||":
        return int(bool(left) or bool(evaluate(expression.right, values)))
    right = evaluate(expression.right, values)
    if operator in _COMPARISONS:
        return int(_compare(operator, left, right))
    return convert(
        _computed(operator, left, right), expression.type, arithmetic=True, told=operator
    )


_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))


def _compare(operator: str, left: int, right: int) -> bool:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "==":
            return left == right
        case _:
            return left != right


def _computed(operator: str, left: int, right: int) -> int:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/" | "%":
            if right == 0:
                raise Overflow(operator)
            quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
            return quotient if operator == "/" else left - quotient * right
        case "&":
            return left & right
        case "|":
            return left | right
        case "^":
            return left ^ right
        case _:
            raise NotEvaluated


def _symbols(expression: Expression) -> Iterator[tuple[str, Value]]:
    size = _size_name(expression)
    if size is not None and isinstance(expression.type, ArithmeticType):
        yield size, Value(expression.type, is_size=not size.startswith("omp_"))
        return
    if isinstance(expression, Name) and expression.variable.constant is None:
        plain = _plain(expression.variable.type)
        if plain is not None:
            yield expression.variable.name, Value(plain)
    for inner in subexpressions(expression):
        yield from _symbols(inner)


def _size_name(expression: Expression) -> str | None:
    match expression:
        case Call(callee=str(callee), receiver=Name(variable=variable), arguments=()) if (
            callee.startswith("std::") and callee.rpartition("::")[2] in ("size", "length")
        ):
            return f"{variable.name}.size()"
        case Call(callee=str(callee), receiver=None, arguments=()) if callee.startswith("omp_get_"):
            return f"{callee}()"
        case _:
            return None


def _plain(type_: Type) -> ArithmeticType | None:
    if isinstance(type_, ReferenceType):
        return _plain(type_.referent)
    if isinstance(type_, ArithmeticType) and type_.kind is not ArithmeticKind.FLOATING:
        return type_
    return None
