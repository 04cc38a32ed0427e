"""``goto`` that stays inside a loop's body: another way of writing conditions.

A jump forward to a label further down, that enters no loop, leaves out what is in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    For,
    RangeFor,
    Statement,
    UnsupportedExpression,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.traversal import all_expressions, substatements, walk_statements

GOTO, LABEL = "GotoStmt", "LabelStmt"


def forward_jumps(body: Statement) -> frozenset[int]:
    """Offsets of the jumps in the loop body ``body`` to a label further down in it.

    Not of those into the body of an inner loop that they are not in themselves.
    """
    places = tuple(_places(body, ()))
    labels = [p for p in places if p.statement.construct == LABEL and p.statement.label]
    found: set[int] = set()
    others: set[int] = set()
    for jump in places:
        goto = jump.statement
        if not _jumps(goto):
            continue
        targets = [p for p in labels if p.statement.label == goto.label]
        if (
            goto.label
            and len(targets) == 1
            and targets[0].statement.span.start > goto.span.start
            and jump.loops[: len(targets[0].loops)] == targets[0].loops
        ):
            found.add(goto.span.start)
        else:
            others.add(goto.span.start)
    return frozenset(found - others)  # of jumps that one macro makes, all or none


def is_private_label(label: UnsupportedStatement, loop: Statement, function: Statement) -> bool:
    """Whether all jumps of ``function`` to ``label`` are inside ``loop``."""
    if not label.label or any(
        isinstance(e, UnsupportedExpression) and e.construct == "AddrLabelExpr"
        for e in all_expressions(function)
    ):
        return False
    jumps = [
        s for s in walk_statements(function) if isinstance(s, UnsupportedStatement) and _jumps(s)
    ]
    return all(
        loop.span.contains(s.span) if s.label == label.label else s.label != "" for s in jumps
    )


def jumps_out(loop: Statement) -> bool:
    """Whether something in ``loop`` may jump, be it out of the loop or not."""
    return any(isinstance(s, UnsupportedStatement) and _jumps(s) for s in walk_statements(loop))


def _jumps(statement: UnsupportedStatement) -> bool:
    return statement.construct in (GOTO, "IndirectGotoStmt") or "Asm" in statement.construct


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement, and the loops around it, outermost first, as ``id`` tells them apart."""

    statement: UnsupportedStatement
    loops: tuple[int, ...]


def _places(statement: Statement, loops: tuple[int, ...]) -> Iterator[_Place]:
    if isinstance(statement, UnsupportedStatement):
        yield _Place(statement, loops)
    if isinstance(statement, For | RangeFor | While):
        loops = (*loops, id(statement))
    for inner in substatements(statement):
        yield from _places(inner, loops)
