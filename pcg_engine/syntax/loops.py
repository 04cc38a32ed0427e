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
    return loops_of(outline(tree.root, tree.source.data, {}), span)


def loops_of(branch: Branch, span: Span | None = None) -> tuple[Loop, ...]:
    """The numbered loops of all units of ``branch``, or those that share a byte with ``span``."""
    units = list(branch.units())
    declared = frozenset[str]().union(*(unit.declares for _, unit in units if unit.declares))
    loops: list[Loop] = []
    outside = 0
    for delta, unit in units:
        if span is None:
            loops.extend(placed_loops(unit, declared, delta, outside))
        elif unit.start + delta < span.end and span.start < unit.end + delta:
            placed = placed_loops(unit, declared, delta, outside)
            loops.extend(
                loop for loop in placed if loop.span.start < span.end and span.start < loop.span.end
            )
        outside += unit.count_outside_functions(declared)
    return tuple(loops)
