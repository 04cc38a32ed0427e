"""Reductions into the elements of an array: histograms and the like.

Every thread gets a copy of the array (OpenMP 5.2, section 5.5.8), on its stack: so it must be
small, and an array section must not be empty. A C array of known size is named in the clause. A
container is reached through a pointer to its data, in a branch that is taken only if it has
elements and few enough; otherwise the loop runs as it did before. So it is with a pointer, if the
loop counts over its elements.
"""

from __future__ import annotations

from pcg_engine.analysis.reductions import ArrayReduction, find_reductions
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerType,
    PointerType,
    ReferenceType,
    Type,
)
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Role, VariableFact
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.pragma import all_of, data_clauses, directive, if_clause
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    counter_name,
    directive_edit,
    header_edits,
    mentions,
    stands_in_block,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import (
    STEP,
    counter_is_live,
    in_branch,
    indented,
    needs_an_iteration,
    rewritten_loop,
    runs_condition,
)

ID = "array-reduction"

LARGEST_BYTES = 64 * 1024
"""Of one thread's copy: stacks of threads may be small."""


def propose(situation: Situation) -> Candidate | None:
    """A reduction over array sections; ``None`` if an array's size is not known."""
    arrays = _arrays(situation)
    if not arrays or counter_is_live(situation.facts) or needs_an_iteration(situation.facts):
        return None
    if all(isinstance(_bare(a.variable.type), ArrayType) for a in arrays):
        edits = _fixed(situation, arrays)
    elif len(arrays) == 1 and isinstance(arrays[0].variable.type, PointerType):
        edits = _pointer(situation, arrays[0])
    elif len(arrays) == 1:
        edits = _container(situation, arrays[0])
    else:
        edits = None
    if edits is None:
        return None
    action = "give every thread a copy of the array and combine the copies"
    return situation.candidate(ID, edits, rationale(situation, action))


def _arrays(situation: Situation) -> list[ArrayReduction]:
    """The reductions of the loop into arrays that the facts rely on."""
    wanted = {v.variable.id for v in situation.array_reductions}
    found = find_reductions(
        situation.statement, situation.function, situation.unit, situation.source
    )
    arrays = [a for a in found.arrays if a.variable.id in wanted]
    return arrays if len(arrays) == len(wanted) else []


def _fixed(situation: Situation, arrays: list[ArrayReduction]) -> tuple[Edit, ...] | None:
    """C arrays whose extent is in their type."""
    if situation.branch_guards:
        return None
    clauses: list[str] = []
    for array in arrays:
        type_ = _bare(array.variable.type)
        if not isinstance(type_, ArrayType) or not type_.extent:
            return None
        if type_.extent * _element_bytes(type_.element) > LARGEST_BYTES:
            return None
        section = f"{array.variable.name}[0:{type_.extent}]"
        clauses.append(f"reduction({array.operator}:{section})")
    return (
        directive_edit(situation, "parallel for", [*_other_clauses(situation), *clauses]),
        *header_edits(situation),
    )


def _container(situation: Situation, array: ArrayReduction) -> tuple[Edit, ...] | None:
    """A vector, span or ``std::array``, through a pointer to its data."""
    type_ = _bare(array.variable.type)
    if not isinstance(type_, ContainerType) or type_.const:
        return None
    element_bytes = _element_bytes(type_.element)
    if not element_bytes or not stands_in_block(situation) or not starts_its_line(situation):
        return None
    name = array.variable.name
    data, size = f"{name}_data", f"{name}_size"
    if mentions(situation.source.slice(situation.function.span), (data, size)):
        return None
    changed = rewritten_loop(situation, (*header_edits(situation), *_renamed(array, data)))
    if type_.extent is not None and not situation.branch_guards:
        return _of_known_size(situation, array, data, changed, type_.extent * element_bytes)
    return _of_any_size(situation, array, data, size, changed, LARGEST_BYTES // element_bytes)


def _pointer(situation: Situation, array: ArrayReduction) -> tuple[Edit, ...] | None:
    """Elements behind a pointer that the loop counts over."""
    type_ = array.variable.type
    assert isinstance(type_, PointerType)
    section = next(v.section for v in situation.array_reductions)
    element_bytes = _element_bytes(type_.pointee)
    runs = runs_condition(situation.facts.canonical)
    if section is None or not element_bytes or runs is None:
        return None
    if not stands_in_block(situation) or not starts_its_line(situation):
        return None
    changed = indented(rewritten_loop(situation, header_edits(situation)))
    if changed is None:
        return None
    clause = f"reduction({array.operator}:{array.variable.name}[0:{section}])"
    most = LARGEST_BYTES // element_bytes
    conditions = [runs, f"{section} > 0", f"{section} <= {most}"]
    return _in_branch(situation, [], conditions, [], clause, changed)


def _of_known_size(
    situation: Situation, array: ArrayReduction, data: str, loop: str, size_in_bytes: int
) -> tuple[Edit, ...] | None:
    """A ``std::array`` that is small and not empty."""
    if not 0 < size_in_bytes <= LARGEST_BYTES:
        return None
    margin = situation.indentation
    section = f"reduction({array.operator}:{data}[0:{array.section}])"
    text = (
        f"{_element_name(array)}* {data} = {array.variable.name}.data();\n"
        f"{directive('parallel for', [*_other_clauses(situation), section], margin)}"
        f"{margin}{loop}"
    )
    return (Edit(situation.facts.loop.span, text),)


def _of_any_size(
    situation: Situation, array: ArrayReduction, data: str, size: str, loop: str, most: int
) -> tuple[Edit, ...] | None:
    """A container of any number of elements."""
    changed = indented(loop)
    if changed is None:
        return None
    name = array.variable.name
    return _in_branch(
        situation,
        [f"const auto {size} = {name}.size();"],
        [f"{size} > 0", f"{size} <= {most}"],
        [f"{_element_name(array)}* {data} = {name}.data();"],
        f"reduction({array.operator}:{data}[0:{size}])",
        changed,
    )


def _in_branch(
    situation: Situation,
    before: list[str],
    conditions: list[str],
    inside: list[str],
    reduction: str,
    changed: str,
) -> tuple[Edit, ...] | None:
    """Two branches: the parallel one under ``conditions``, and the loop as it was."""
    margin = situation.indentation
    inner = margin + STEP
    condition = all_of([*conditions, *dict.fromkeys(situation.branch_guards)])
    clauses = [*_other_clauses(situation), reduction]
    lines = "".join(f"{inner}{line}\n" for line in inside)
    branches = in_branch(
        situation,
        condition,
        f"{lines}{directive('parallel for', clauses, inner)}{inner}{changed}\n",
    )
    if branches is None:
        return None
    text = "".join(f"{line}\n{margin}" for line in before) + branches
    return (Edit(situation.facts.loop.span, text),)


def _renamed(array: ArrayReduction, data: str) -> tuple[Edit, ...]:
    return tuple(Edit(Span(s.start, s.end), data) for s in sorted(array.uses))


def _other_clauses(situation: Situation) -> list[str]:
    """Clauses of the variables that are no arrays, and the guards."""
    arrays = {v.variable.id for v in situation.array_reductions}
    others: list[VariableFact] = [
        v
        for v in situation.facts.variables
        if not (v.role is Role.REDUCTION and v.variable.id in arrays)
    ]
    counter = counter_name(situation.statement)
    without = frozenset((counter,)) if counter is not None else frozenset[str]()
    kept = [g for g in situation.guards if g not in situation.branch_guards]
    return [*data_clauses(others, without=without), *if_clause(kept)]


def _element_name(array: ArrayReduction) -> str:
    type_ = _bare(array.variable.type)
    element = type_.element if isinstance(type_, ContainerType) else None
    return element.name if isinstance(element, ArithmeticType) else "auto"


def _element_bytes(element: Type) -> int:
    return element.bits // 8 if isinstance(element, ArithmeticType) else 0


def _bare(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type
