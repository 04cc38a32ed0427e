"""Code that an instance of a template never reaches, whatever it is given: its conditions decide.

`if (channels == 4)` with a template's number is a condition in the text, and none in an instance.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Conditional,
    Expression,
    Function,
    If,
    IntegerLiteral,
    Name,
    Unary,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, walk_statements

_OPERATIONS: Mapping[str, Callable[[int, int], int]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def dead_code(function: Function) -> tuple[Span, ...]:
    """What no call of ``function`` reaches; nothing unless it is an instance of a template."""
    if not function.is_template_instance or function.body is None:
        return ()
    return tuple(_dead(function))


def _dead(function: Function) -> Iterator[Span]:
    assert function.body is not None
    for statement in walk_statements(function.body):
        if isinstance(statement, If):
            match _constant(statement.condition):
                case None:
                    pass
                case 0:
                    yield statement.then.span
                case _ if statement.otherwise is not None:
                    yield statement.otherwise.span
                case _:
                    pass
    for expression in all_expressions(function.body):
        match expression:
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                value = _constant(condition)
                if value is not None:
                    yield then.span if value == 0 else otherwise.span
            case Binary(operator="&&" | "||" as sign, left=left, right=right):
                value = _constant(left)
                if value is not None and (value == 0) == (sign == "&&"):
                    yield right.span
            case _:
                pass


def _constant(expression: Expression) -> int | None:
    """The value of an expression of numbers that the text, or the instance, has."""
    match expression:
        case IntegerLiteral(value=value):
            return value
        case Name(variable=variable) if variable.constant is not None:
            return variable.constant
        case Cast(operand=operand, type=ArithmeticType() as type_):
            return _converted(_constant(operand), type_)
        case Unary(operator="!", operand=operand):
            value = _constant(operand)
            return None if value is None else int(value == 0)
        case Binary(operator="&&" | "||" as sign, left=left, right=right):
            return _decided(sign, _constant(left), _constant(right))
        case Binary(operator=sign, left=left, right=right) if sign in _OPERATIONS:
            first, second = _constant(left), _constant(right)
            if first is None or second is None:
                return None
            return int(_OPERATIONS[sign](first, second))
        case _:
            return None


def _converted(value: int | None, type_: ArithmeticType) -> int | None:
    """``value`` in another type, where that does not change it."""
    if value is None:
        return None
    if type_.kind is ArithmeticKind.BOOLEAN:
        return int(value != 0)
    if type_.kind is not ArithmeticKind.INTEGER:
        return None
    bits = type_.bits if not type_.signed else type_.bits - 1
    lowest = -(1 << bits) if type_.signed else 0
    return value if lowest <= value < 1 << bits else None


def _decided(sign: str, left: int | None, right: int | None) -> int | None:
    deciding = 0 if sign == "&&" else 1
    values = [None if one is None else int(one != 0) for one in (left, right)]
    if deciding in values:
        return deciding
    return None if None in values else 1 - deciding
