"""Expressions with some of their parts replaced by others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Call,
    Cast,
    Conditional,
    Construct,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Member,
    Name,
    Subscript,
    This,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import walk_expression

Replacement = Callable[[Expression], Expression | None]


def substituted(expression: Expression, replacement: Replacement) -> Expression:
    """``expression`` with ``replacement(part)`` for every outermost part where there is one."""
    found = replacement(expression)
    if found is not None:
        return found

    def inner(part: Expression) -> Expression:
        return substituted(part, replacement)

    match expression:
        case IntegerLiteral() | FloatingLiteral() | Name() | This():
            return expression
        case Unary(operand=operand) | Cast(operand=operand):
            return replace(expression, operand=inner(operand))
        case Binary(left=left, right=right):
            return replace(expression, left=inner(left), right=inner(right))
        case Assignment(target=target, value=value):
            return replace(expression, target=inner(target), value=inner(value))
        case Subscript(base=base, index=index):
            return replace(expression, base=inner(base), index=inner(index))
        case Member(base=base):
            return replace(expression, base=inner(base))
        case Call(receiver=receiver, arguments=arguments):
            return replace(
                expression,
                receiver=None if receiver is None else inner(receiver),
                arguments=tuple(map(inner, arguments)),
            )
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return replace(
                expression,
                condition=inner(condition),
                then=inner(then),
                otherwise=inner(otherwise),
            )
        case Construct(arguments=arguments):
            return replace(expression, arguments=tuple(map(inner, arguments)))
        case UnsupportedExpression(children=children):
            return replace(expression, children=tuple(map(inner, children)))
        case _:
            assert_never(expression)


def without_integer_casts(expression: Expression) -> Expression:
    """``expression`` without implicit conversions between integers, to compare what is written."""
    match expression:
        case Cast(conversion="IntegralCast", explicit=False, operand=operand):
            return without_integer_casts(operand)
        case _:

            def stripped(part: Expression) -> Expression | None:
                if part is expression or not isinstance(part, Cast):
                    return None
                plain = without_integer_casts(part)
                return None if plain is part else plain

            return substituted(expression, stripped)


def any_integer(variable: Variable, counter: Variable, span: Span) -> Expression:
    """An expression of the type of ``variable``, of which analysis knows nothing.

    For a variable that changes in a way that the tree no longer shows: without its assignments it
    would be taken for a constant. The value is computed from the loop's ``counter``, so that it is
    another one in every iteration.
    """
    floating = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
    value = Cast("IntegralToFloating", False, Name(counter, counter.type, span), floating, span)
    return Cast("FloatingToIntegral", False, value, variable.type, span)


def names_any(expression: Expression, variables: frozenset[str]) -> bool:
    """Whether ``expression`` names one of the variables with these ids."""
    return any(
        isinstance(e, Name) and e.variable.id in variables for e in walk_expression(expression)
    )


def named(expression: Expression) -> Variable | None:
    """The variable that ``expression`` is, conversions between integers aside."""
    match expression:
        case Name(variable=variable):
            return variable
        case Cast(conversion="IntegralCast", operand=operand):
            return named(operand)
        case _:
            return None
