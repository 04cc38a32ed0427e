"""What is left of a loop without one recognised idiom: may *that* run in parallel?

A rule that knows how to run an idiom in parallel (a search for the largest element, a running sum,
an append) must be sure of everything else in the loop. So the idiom's statements are replaced in
the tree by others that compute the same operands and change nothing, and the loop is analysed as
any other: roles of variables, guards and the canonical header are then those of the remainder.
Whoever asks has made sure that the idiom's own variables are named nowhere else in the loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from pcg_engine.analysis.analyze import analyze_loop
from pcg_engine.analysis.substitution import Replacement, substituted
from pcg_engine.domain.ast import (
    Block,
    Break,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    TranslationUnit,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import SourceText, Span

_PARALLEL = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)


def independent_remainder(
    facts: LoopFacts,
    replaced: Mapping[Span, Statement],
    unit: TranslationUnit,
    function: Function,
    source: SourceText,
) -> LoopFacts | None:
    """The facts of the loop with the statements at some spans ``replaced``, if it is parallel.

    ``facts`` are those of the loop as it is. ``None`` if the rest does not prove independent.
    """
    if function.body is None:
        return None
    body = with_replaced(function.body, replaced)
    assert isinstance(body, Block)
    changed = replace(function, body=body)
    functions = {**unit.functions, function.key: changed}
    found = analyze_loop(
        replace(unit, functions=functions), changed, facts.loop, _loops(facts), source
    )
    return found if found.parallelizability in _PARALLEL else None


def evaluated(expressions: tuple[Expression, ...], span: Span) -> Statement:
    """A statement at ``span`` that computes ``expressions`` and drops the results.

    They are conditions of empty branches: what is a statement of its own is not read as a value.
    """
    return Block(tuple(If(e, Empty(e.span), None, e.span) for e in expressions), span)


def with_replaced(statement: Statement, replaced: Mapping[Span, Statement]) -> Statement:
    """``statement`` with others in the place of those inside it that have these spans."""
    if statement.span in replaced:
        return replaced[statement.span]
    match statement:
        case Block(statements=statements, span=span):
            return Block(tuple(with_replaced(s, replaced) for s in statements), span)
        case If(condition=condition, then=then, otherwise=otherwise, span=span):
            other = None if otherwise is None else with_replaced(otherwise, replaced)
            return If(condition, with_replaced(then, replaced), other, span)
        case For(body=body) | RangeFor(body=body) | While(body=body):
            return replace(statement, body=with_replaced(body, replaced))
        case OpenMPDirective(body=body):
            return replace(statement, body=None if body is None else with_replaced(body, replaced))
        case UnsupportedStatement(statements=statements):
            return replace(
                statement, statements=tuple(with_replaced(s, replaced) for s in statements)
            )
        case Declaration() | ExpressionStatement() | Return() | Break() | Continue() | Empty():
            return statement
        case _:
            assert_never(statement)


def with_expressions(statement: Statement, replacement: Replacement) -> Statement:
    """``statement`` with the parts of its expressions replaced, inner statements included."""

    def part(expression: Expression) -> Expression:
        return substituted(expression, replacement)

    def inner(one: Statement) -> Statement:
        return with_expressions(one, replacement)

    match statement:
        case Block(statements=statements, span=span):
            return Block(tuple(map(inner, statements)), span)
        case Declaration(declarators=declarators, span=span):
            changed = (
                replace(d, initialiser=None if d.initialiser is None else part(d.initialiser))
                for d in declarators
            )
            return Declaration(tuple(changed), span)
        case ExpressionStatement(expression=expression, span=span):
            return ExpressionStatement(part(expression), span)
        case If(condition=condition, then=then, otherwise=otherwise, span=span):
            other = None if otherwise is None else inner(otherwise)
            return If(part(condition), inner(then), other, span)
        case For(initialiser=initialiser, condition=condition, increment=increment, body=body):
            return replace(
                statement,
                initialiser=None if initialiser is None else inner(initialiser),
                condition=None if condition is None else part(condition),
                increment=None if increment is None else part(increment),
                body=inner(body),
            )
        case RangeFor(range=range_, body=body):
            return replace(statement, range=part(range_), body=inner(body))
        case While(condition=condition, body=body):
            return replace(statement, condition=part(condition), body=inner(body))
        case Return(value=value, span=span):
            return Return(None if value is None else part(value), span)
        case OpenMPDirective(body=body):
            return replace(statement, body=None if body is None else inner(body))
        case UnsupportedStatement(expressions=expressions, statements=statements):
            return replace(
                statement,
                expressions=tuple(map(part, expressions)),
                statements=tuple(map(inner, statements)),
            )
        case Break() | Continue() | Empty():
            return statement
        case _:
            assert_never(statement)


def _loops(facts: LoopFacts) -> tuple[Loop, ...]:
    return (facts.loop, *(loop for child in facts.children for loop in _loops(child)))
