"""Declarations that only give a name to a number or a place: written twice they say the same."""

from __future__ import annotations

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Binary,
    Cast,
    Declaration,
    Declarator,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Name,
    PointerType,
    ReferenceType,
    Storage,
    Subscript,
    Unary,
)


def is_repeatable(declaration: Declaration, changed: frozenset[str]) -> bool:
    """Whether nothing is read from memory, and no variable whose id is among ``changed``.

    Its own variables are numbers, pointers, or references to elements; there is at least one.
    """
    return bool(declaration.declarators) and all(
        _is_name_for_a_value(d, changed) for d in declaration.declarators
    )


def _is_name_for_a_value(declarator: Declarator, changed: frozenset[str]) -> bool:
    variable, value = declarator.variable, declarator.initialiser
    if value is None or variable.volatile or variable.storage is not Storage.LOCAL:
        return False
    match variable.type:
        case ArithmeticType() | PointerType():
            return _is_computed(value, changed)
        case ReferenceType():
            return isinstance(value, Subscript) and _is_place(value, changed)
        case _:
            return False


def _is_computed(expression: Expression, changed: frozenset[str]) -> bool:
    """Whether the value is one of numbers and variables that stay."""
    match expression:
        case IntegerLiteral() | FloatingLiteral():
            return True
        case Name(variable=variable):
            return (
                variable.storage in (Storage.LOCAL, Storage.PARAMETER)
                and isinstance(variable.type, ArithmeticType | PointerType | ArrayType)
                and not variable.volatile
                and variable.id not in changed
            )
        case Cast(operand=operand):
            return _is_computed(operand, changed)
        case Unary(operator="&", operand=Subscript() as operand):
            return _is_place(operand, changed)
        case Unary(operator="+" | "-" | "~" | "!", operand=operand):
            return _is_computed(operand, changed)
        case Binary(left=left, right=right):
            return _is_computed(left, changed) and _is_computed(right, changed)
        case Subscript(type=ArrayType()):
            return _is_place(expression, changed)  # a row of an array of arrays
        case _:
            return False


def _is_place(place: Subscript, changed: frozenset[str]) -> bool:
    """Whether where the element is can be told without reading memory."""
    return _is_computed(place.base, changed) and _is_computed(place.index, changed)
