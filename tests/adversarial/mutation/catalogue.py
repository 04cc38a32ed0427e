"""All operators, and what they make of a text."""

from __future__ import annotations

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.splice import apply_edits
from tests.adversarial.mutation import (
    directive_operators as directives,
    expression_operators as expressions,
    loop_operators as loops,
)
from tests.adversarial.mutation.mutant import Change, Mutant, Operator, plot

DIRECTIVE_OPERATORS: dict[str, Operator] = {
    "clause dropped": directives.drop_clause,
    "variable dropped from a clause": directives.drop_list_item,
    "reduction: other operator": directives.reduction_operator,
    "reduction → private, firstprivate, shared": directives.reduction_sharing,
    "private, firstprivate → shared, private": directives.sharing_changed,
    "lastprivate → private": directives.lastprivate_to_private,
    "guard dropped": directives.guard_dropped,
    "guard negated": directives.guard_negated,
    "guard: one condition dropped": directives.guard_conjunct,
    "guard: range shorter by one": directives.guard_by_one,
    "one loop more collapsed": directives.collapse_more,
    "directive at the loop inside": directives.moved_inward,
    "directive at the loop around": directives.moved_outward,
    "nowait added": directives.nowait_added,
    "directive removed": directives.directive_removed,
    "atomic only for the write": directives.atomic_weakened,
    "schedule changed": directives.schedule_changed,
    "simd added": directives.simd_added,
}
"""Operators on directives, by what they do."""

CODE_OPERATORS: dict[str, Operator] = {
    "loop bound ± 1": loops.bound_moved,
    "loop bound: < ↔ <=": loops.bound_inclusive,
    "loop start ± 1": loops.start_moved,
    "loop step doubled": loops.step_doubled,
    "arithmetic operator": expressions.arithmetic,
    "comparison": expressions.comparison,
    "indices swapped": expressions.index_swapped,
    "index ± 1": expressions.index_moved,
    "statement deleted": expressions.statement_deleted,
    "constant changed": expressions.constant_changed,
    "type narrowed": expressions.type_narrowed,
}
"""Operators on the code that the directives apply to."""

OPERATORS = DIRECTIVE_OPERATORS | CODE_OPERATORS


def mutants(source: SourceText, span: Span, operators: dict[str, Operator]) -> tuple[Mutant, ...]:
    """What ``operators`` make of ``span``: each text once, the unchanged one never."""
    field = plot(source, span)
    found: dict[bytes, Mutant] = {}
    for name, operator in operators.items():
        for change in operator(field):
            text = apply_edits(source, change.edits).data
            if text.split() != source.data.split():
                found.setdefault(text, Mutant(name, change.what, _line(source, change), text))
    return tuple(found.values())


def _line(source: SourceText, change: Change) -> int:
    return source.location(change.edits[0].span.start).line
