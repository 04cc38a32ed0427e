"""Values of constant integer expressions, exact or unknown."""

from __future__ import annotations

from collections.abc import Callable

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Expression,
    IntegerLiteral,
    Name,
    Type,
    Unary,
)

_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
}


def constant_value(expression: Expression) -> int | None:
    """The value of ``expression`` if every step of it is known and fits its type."""
    match expression:
        case IntegerLiteral(value=value):
            return value
        case Name(variable=variable):
            return variable.constant
        case Cast(conversion="IntegralCast", operand=operand, type=type_):
            return _within(constant_value(operand), type_)
        case Unary(operator="-", operand=operand, type=type_):
            value = constant_value(operand)
            return None if value is None else _within(-value, type_)
        case Unary(operator="+", operand=operand):
            return constant_value(operand)
        case Binary(operator=operator, left=left, right=right, type=type_):
            operation = _OPERATIONS.get(operator)
            a, b = constant_value(left), constant_value(right)
            if a is None or b is None:
                return None
            if operation is not None:
                return _within(operation(a, b), type_)
            if operator == "<<" and 0 <= b < 64:
                return _within(a << b, type_)
            if operator in ("/", "%") and a >= 0 and b > 0:
                return _within(a // b if operator == "/" else a % b, type_)
            return None
        case _:
            return None


def _within(value: int | None, type_: Type) -> int | None:
    if value is None or not isinstance(type_, ArithmeticType):
        return None
    if type_.kind is not ArithmeticKind.INTEGER:
        return None
    low = -(1 << (type_.bits - 1)) if type_.signed else 0
    high = 1 << (type_.bits - 1 if type_.signed else type_.bits)
    return value if low <= value < high else None
