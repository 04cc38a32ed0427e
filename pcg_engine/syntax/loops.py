"""Loops of a syntax tree."""

from __future__ import annotations

from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Span
from pcg_engine.syntax.numbering import placed_loops
from pcg_engine.syntax.outline import Branch, outline
from pcg_engine.syntax.parse import SyntaxTree


def find_loops(tree: SyntaxTree, span: Span | None = None) -> tuple[Loop, ...]:
    """The loops of ``tree`` in source order, outer ones before inner ones.

    With ``span`` only those that share a byte with it. Broken code gives fewer loops.
    """
    found = loops_of(outline(tree.root, tree.source.data, {}))
    if span is None:
        return found
    return tuple(
        loop for loop in found if loop.span.start < span.end and span.start < loop.span.end
    )


def loops_of(branch: Branch) -> tuple[Loop, ...]:
    """The numbered loops of all units of ``branch``, in the coordinates of its text."""
    units = list(branch.units())
    declared = frozenset[str]().union(*(unit.declares for _, unit in units))
    loops: list[Loop] = []
    outside = 0
    for delta, unit in units:
        placed = placed_loops(unit, declared, delta, outside)
        loops.extend(placed)
        if unit.is_function:
            continue
        outside += sum(loop.function is None for loop in placed)
    return tuple(loops)
