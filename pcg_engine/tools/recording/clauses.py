"""What the clauses of a directive mean for the recorder."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.tools.openmp.directive import (
    Attribute,
    Clause,
    CollapseClause,
    DefaultClause,
    Directive,
    IfClause,
    ListItem,
    ReductionClause,
    SharingClause,
    clause_name,
    format_clause,
)
from pcg_engine.tools.openmp.text import section_bounds
from pcg_engine.tools.recording.constructs import VariableRole

_ALLOWED = frozenset(
    "private firstprivate lastprivate reduction shared default if num_threads schedule collapse "
    "nowait proc_bind simdlen aligned nontemporal order hint read write update capture compare "
    "seq_cst acq_rel acquire release relaxed".split()
)
# Clauses whose every form that the recorder knows has a type of its own.
_TYPED = frozenset("private firstprivate lastprivate reduction collapse default if".split())
_ROLES = {
    Attribute.PRIVATE: VariableRole.PRIVATE,
    Attribute.FIRSTPRIVATE: VariableRole.FIRSTPRIVATE,
    Attribute.LASTPRIVATE: VariableRole.LASTPRIVATE,
}


class Unmarkable(Exception):
    """A construct that cannot be marked; the message names it."""


@dataclass(frozen=True, slots=True)
class VariableMark:
    """The registration of one variable; ``section`` is ``(lower, length)`` as text."""

    name: str
    role: VariableRole
    section: tuple[str, str] | None = None


def refuse_clauses(directive: Directive) -> None:
    """Raise ``Unmarkable`` if some clause is beyond a serial recording."""
    for clause in directive.clauses:
        if clause_name(clause) not in _ALLOWED:
            raise Unmarkable(f"the clause `{clause_name(clause)}` of `{directive.name}`")
        if not _is_recorded(clause):
            raise Unmarkable(f"the clause `{format_clause(clause)}`")


def clause_marks(directive: Directive) -> list[VariableMark]:
    """The registrations that the data-sharing clauses call for."""
    roles: dict[str, VariableRole] = {}
    sections: dict[str, tuple[str, str]] = {}
    for clause in directive.clauses:
        match clause:
            case SharingClause(attribute=attribute, names=names):
                role = _ROLES.get(attribute)
                items = tuple(map(ListItem, names))
            case ReductionClause(items=items):
                role = VariableRole.REDUCTION
            case _:
                continue
        if role is None:
            continue
        for item in items:
            both = {VariableRole.FIRSTPRIVATE, VariableRole.LASTPRIVATE}
            joined = {role, roles.get(item.name)} == both
            roles[item.name] = VariableRole.FIRST_LASTPRIVATE if joined else role
            if item.sections:
                sections[item.name] = _section(item)
    return [VariableMark(name, role, sections.get(name)) for name, role in roles.items()]


def conditions(directive: Directive) -> list[str]:
    """Expressions that all hold where the construct runs in parallel."""
    return [
        clause.condition
        for clause in directive.clauses
        if isinstance(clause, IfClause)
        and (clause.directive in (None, "parallel") or directive.words == ("simd",))
    ]


def collapse_depth(directive: Directive) -> int:
    """The number of associated loops."""
    for clause in directive.of("collapse"):
        if not isinstance(clause, CollapseClause):
            raise Unmarkable(f"the clause `{format_clause(clause)}`")
        return clause.count
    return 1


def _is_recorded(clause: Clause) -> bool:
    match clause:
        case DefaultClause(kind=kind):
            return kind in ("shared", "none")
        case SharingClause(modifier=modifier):
            return modifier is None
        case ReductionClause(modifier=modifier):
            return modifier in (None, "default")
        case CollapseClause() | IfClause():
            return True
        case _:
            return clause_name(clause) not in _TYPED


def _section(item: ListItem) -> tuple[str, str]:
    bounds = section_bounds(item.sections[0]) if len(item.sections) == 1 else None
    if bounds is None:
        raise Unmarkable(f"the array section `{''.join(f'[{s}]' for s in item.sections)}`")
    return bounds
