"""What of a statement is evaluated whenever it runs, whatever the data are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pcg_engine.analysis.conditions import may_skip_rest
from pcg_engine.domain.ast import (
    Binary,
    Block,
    Conditional,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    If,
    RangeFor,
    Statement,
    UnsupportedExpression,
    While,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, subexpressions


def certain_places(statement: Statement) -> frozenset[Span]:
    """Where all that stands is evaluated whenever ``statement`` runs.

    What one macro makes stands in one place, all of it.
    """
    certain = Counter(
        part.span for one in certain_expressions(statement) for part in certain_parts(one)
    )
    whole = Counter(one.span for one in all_expressions(statement))
    return frozenset(place for place, times in certain.items() if times == whole[place])


def certain_expressions(statement: Statement) -> Iterator[Expression]:
    """The expressions that are evaluated whenever ``statement`` runs; of loops only the header."""
    match statement:
        case Block(statements=statements):
            for inner in statements:
                yield from certain_expressions(inner)
                if may_skip_rest(inner):
                    return
        case ExpressionStatement(expression=expression):
            yield expression
        case Declaration(declarators=declarators):
            yield from (d.initialiser for d in declarators if d.initialiser is not None)
        case If(condition=condition) | While(condition=condition):
            yield condition
        case For(initialiser=initialiser, condition=condition):
            if initialiser is not None:
                yield from certain_expressions(initialiser)
            if condition is not None:
                yield condition
        case RangeFor(range=range_):
            yield range_
        case _:
            pass


def certain_parts(expression: Expression) -> Iterator[Expression]:
    """The parts that are evaluated whenever ``expression`` is, parents first."""
    yield expression
    match expression:
        case Binary(operator="&&" | "||", left=left):
            yield from certain_parts(left)
        case Conditional(condition=condition):
            yield from certain_parts(condition)
        case UnsupportedExpression():
            pass
        case _:
            for part in subexpressions(expression):
                yield from certain_parts(part)
