"""The loops that belong to a loop construct."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.ast import (
    Block,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Name,
    RangeFor,
    Statement,
    Variable,
)
from pcg_engine.domain.traversal import walk_expression
from pcg_engine.tools.openmp.directive import CollapseClause, Directive


def associated_loops(body: Statement, directive: Directive) -> tuple[For | RangeFor, ...] | None:
    """The loops that belong to the directive: one, or as many as ``collapse`` says."""
    count = next((c.count for c in directive.clauses if isinstance(c, CollapseClause)), 1)
    nest: list[For | RangeFor] = []
    statement = body
    while len(nest) < count:
        while isinstance(statement, Block) and len(statement.statements) == 1:
            statement = statement.statements[0]
        if not isinstance(statement, For | RangeFor):
            return None
        nest.append(statement)
        statement = statement.body
    return tuple(nest)


def inductions(nest: Sequence[For | RangeFor]) -> tuple[Variable, ...]:
    """The variables that the loops count with."""
    found: list[Variable] = []
    for loop in nest:
        match loop:
            case RangeFor(variable=variable):
                found.append(variable)
            case For(initialiser=Declaration(declarators=declarators)):
                found += [declarator.variable for declarator in declarators]
            case For(initialiser=ExpressionStatement(expression=expression)):
                found += _assigned(expression)[:1]
            case _:
                pass
    return tuple(found)


def _assigned(expression: Expression) -> list[Variable]:
    return [e.variable for e in walk_expression(expression) if isinstance(e, Name)]
