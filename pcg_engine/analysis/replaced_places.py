"""Places in memory for which variables stand while a loop runs (scalar replacement)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.analysis.integers import structural_key
from pcg_engine.analysis.remainder import with_expressions
from pcg_engine.domain.ast import (
    Assignment,
    Block,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
    For,
    Member,
    Name,
    RangeFor,
    Statement,
    Subscript,
    Unary,
    Variable,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, own_expressions, walk_expression


@dataclass(frozen=True, slots=True)
class ReplacedPlace:
    """A place that the loop writes, with the variable that stands for it.

    ``place`` is one mention of it, ``mentions`` are the spans of all. ``start`` is its value before
    the loop: the place, or the number that it is set to. ``assumptions``, each with a guard, say
    that nothing else in the loop leads there. ``needs_iteration``: it is certain to exist only if
    the loop runs at all.
    """

    place: Expression
    variable: Variable
    mentions: tuple[Span, ...]
    start: Expression
    assumptions: tuple[Assumption, ...] = ()
    needs_iteration: bool = False


def expressions_of(loop: For | RangeFor) -> list[Expression]:
    """What the iterations of ``loop`` evaluate: its condition, increment and body."""
    found = [e for own in own_expressions(loop) for e in walk_expression(own)]
    found += all_expressions(loop.body)
    return found


def with_variables(loop: For | RangeFor, places: Sequence[ReplacedPlace]) -> dict[Span, Statement]:
    """The loop over variables, which are set before it and stored after it."""
    by_key = {structural_key(p.place): p.variable for p in places}

    def replaced(part: Expression) -> Expression | None:
        match part:
            case Member() | Subscript() | Unary(operator="*"):
                variable = by_key.get(structural_key(part))
                return None if variable is None else Name(variable, part.type, part.span)
            case _:
                return None

    before = tuple(
        Declaration((Declarator(p.variable, p.start, p.place.span),), p.place.span) for p in places
    )
    after = tuple(
        ExpressionStatement(
            Assignment(
                "=",
                p.place,
                Name(p.variable, p.variable.type, p.place.span),
                p.variable.type,
                p.variable.type,
                p.place.span,
            ),
            p.place.span,
        )
        for p in places
    )
    return {loop.span: Block((*before, with_expressions(loop, replaced), *after), loop.span)}
