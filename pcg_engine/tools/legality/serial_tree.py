"""The serial program under the directives: what remains when OpenMP is switched off."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from pcg_engine.domain.ast import (
    Block,
    Break,
    Continue,
    Declaration,
    Empty,
    ExpressionStatement,
    For,
    Function,
    If,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    UnsupportedStatement,
    While,
)


def without_directives(function: Function) -> Function:
    """``function`` with each directive replaced by the statement it applies to."""
    if function.body is None:
        return function
    body = Block(tuple(map(serial, function.body.statements)), function.body.span)
    return replace(function, body=body)


def serial(statement: Statement) -> Statement:
    """``statement`` without directives anywhere inside."""
    match statement:
        case OpenMPDirective(body=body, span=span):
            return Empty(span) if body is None else serial(body)
        case Block(statements=statements, span=span):
            return Block(tuple(map(serial, statements)), span)
        case If(condition=condition, then=then, otherwise=otherwise, span=span):
            return If(
                condition, serial(then), None if otherwise is None else serial(otherwise), span
            )
        case For(initialiser=initialiser, body=body):
            start = None if initialiser is None else serial(initialiser)
            return replace(statement, initialiser=start, body=serial(body))
        case RangeFor(body=body) | While(body=body):
            return replace(statement, body=serial(body))
        case UnsupportedStatement(statements=statements):
            return replace(statement, statements=tuple(map(serial, statements)))
        case Declaration() | ExpressionStatement() | Return() | Break() | Continue() | Empty():
            return statement
        case _:
            assert_never(statement)
