"""The directive that a loop needs instead of the wrong one that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pcg_engine.domain.ast import ArrayType, PointerType, ReferenceType
from pcg_engine.domain.facts import LoopFacts, Role, VariableFact
from pcg_engine.domain.loops import Pragma
from pcg_engine.domain.misuse import Repair
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.tools.legality.data_sharing import DataEnvironment
from pcg_engine.tools.openmp.directive import (
    Attribute,
    Clause,
    CollapseClause,
    Directive,
    ListItem,
    OtherClause,
    ReductionClause,
    SharingClause,
    clause_name,
    format_clause,
    format_directive,
)

_WIDTH = 100
_PRAGMA = re.compile(r"[ \t]*#[ \t]*pragma\b")


def repaired(directive: Directive, environment: DataEnvironment, facts: LoopFacts) -> Directive:
    """``directive`` with the data-sharing that the variables of ``facts`` need (5.2, 5.1).

    What is right already stays as it is written; so do schedules, conditions and the like.
    """
    needed: list[_Needed] = []
    for fact in facts.variables:
        wanted = _wanted(fact, environment)
        if wanted is not None:
            needed.append(wanted)
    kept = _without(directive.clauses, {one.name: one.replaces for one in needed})
    if any(isinstance(c, CollapseClause) and c.count > max(facts.collapse, 1) for c in kept):
        kept = [c for c in kept if not isinstance(c, CollapseClause)]
    if "parallel" in directive.words:
        # The region ends here, with a barrier that cannot be left out.
        kept = [c for c in kept if clause_name(c) != "nowait"]
    return replace(directive, clauses=(*kept, *_merged(needed)))


def clause_repair(
    source: SourceText, pragma: Pragma, before: Directive, after: Directive
) -> Repair:
    """The edit that turns ``before``, written at ``pragma``, into ``after``."""
    start, end = pragma.span.start, pragma.span.end
    written = source.slice(pragma.span)
    tail = _comment(written)
    code_end = start + len(written[: len(written) - len(tail)].rstrip().encode())
    added = after.clauses[len(before.clauses) :]
    text = f"#pragma omp {format_directive(after)}"
    if after.words == before.words and after.clauses[: len(before.clauses)] == before.clauses:
        last = source.slice(Span(source.line_start(code_end), code_end))
        addition = " ".join(format_clause(clause) for clause in added)
        if len(last) + 1 + len(addition) > _WIDTH:
            margin = source.indentation(start)
            return Repair((Edit(Span(code_end, code_end), f" \\\n{margin}    {addition}"),), text)
        return Repair((Edit(Span(code_end, code_end), f" {addition}"),), text)
    changed = text + (f"  {tail}" if tail else "")
    return Repair((Edit(Span(start, end), changed),), text)


def serial_repair(source: SourceText, pragma: Pragma, directive: Directive) -> Repair:
    """The edit after which one thread runs the loop.

    In a region every thread would run a loop without a directive, so that one is chosen.
    """
    if directive.words[0] == "for":
        text = "#pragma omp single"
        return Repair((Edit(pragma.span, text),), text)
    start = source.line_start(pragma.span.start)
    if source.data[start : pragma.span.start].strip():
        return Repair((Edit(pragma.span, ""),), None)
    end = source.data.find(b"\n", pragma.span.end)
    return Repair((Edit(Span(start, len(source.data) if end == -1 else end + 1), ""),), None)


@dataclass(frozen=True, slots=True)
class _Needed:
    """A clause that a variable needs, and the clauses that it may not be in beside it."""

    name: str
    clause: Clause
    replaces: frozenset[str]


_ATTRIBUTES = frozenset(str(attribute) for attribute in Attribute)
_SHARING = _ATTRIBUTES | {"reduction"}


def _wanted(fact: VariableFact, environment: DataEnvironment) -> _Needed | None:
    name = fact.variable.name
    sharing = environment.of(fact.variable)
    if sharing.is_reduction and not sharing.explicit:
        return None
    match fact.role:
        case Role.INDUCTION:
            if fact.live_out and not sharing.is_copied_out:
                return _sharing(name, Attribute.LASTPRIVATE, _SHARING)
        case Role.SHARED:
            empty = sharing.attributes == frozenset((Attribute.PRIVATE,)) and sharing.explicit
            is_element_store = isinstance(fact.variable.type, ArrayType | ReferenceType)
            if empty and not is_element_store:
                return _sharing(name, Attribute.FIRSTPRIVATE, _SHARING)
        case Role.FIRSTPRIVATE:
            if not sharing.is_copied_in:
                return _sharing(name, Attribute.FIRSTPRIVATE, _SHARING - {"lastprivate"})
        case Role.PRIVATE:
            if sharing.is_shared or sharing.is_reduction:
                return _sharing(name, Attribute.PRIVATE, _SHARING)
        case Role.LASTPRIVATE:
            if not sharing.is_copied_out:
                return _sharing(name, Attribute.LASTPRIVATE, _SHARING - {"firstprivate"})
        case Role.REDUCTION:
            return _reduction(fact, sharing.operator)
    return None


def _sharing(name: str, attribute: Attribute, replaces: frozenset[str]) -> _Needed:
    return _Needed(name, SharingClause(attribute, (name,)), replaces)


def _reduction(fact: VariableFact, given: str | None) -> _Needed | None:
    if fact.operator is None or given == fact.operator or {given, fact.operator} == {"+", "-"}:
        return None
    name = fact.variable.name
    sections: tuple[str, ...] = ()
    if fact.section is not None and isinstance(fact.variable.type, PointerType):
        sections = (f":{fact.section}",)
    return _Needed(name, ReductionClause(fact.operator, (ListItem(name, sections),)), _SHARING)


def _without(clauses: Iterable[Clause], replaced: Mapping[str, frozenset[str]]) -> list[Clause]:
    """``clauses`` without the names that get a clause of another kind."""

    def stays(name: str, clause: Clause) -> bool:
        return clause_name(clause) not in replaced.get(name, frozenset())

    kept: list[Clause] = []
    for clause in clauses:
        match clause:
            case SharingClause(names=names):
                left = tuple(name for name in names if stays(name, clause))
                if left:
                    kept.append(replace(clause, names=left))
            case ReductionClause(items=items):
                rest = tuple(item for item in items if stays(item.name, clause))
                if rest:
                    kept.append(replace(clause, items=rest))
            case _:
                kept.append(clause)
    return kept


def _merged(needed: Iterable[_Needed]) -> list[Clause]:
    """One clause an attribute and one an operator, in the order of their first variables."""
    merged: dict[object, Clause] = {}
    for one in needed:
        match one.clause:
            case SharingClause(attribute=attribute, names=names):
                known = merged.get(attribute)
                earlier = known.names if isinstance(known, SharingClause) else ()
                merged[attribute] = SharingClause(attribute, (*earlier, *names))
            case ReductionClause(operator=operator, items=items):
                known = merged.get(operator)
                before = known.items if isinstance(known, ReductionClause) else ()
                merged[operator] = ReductionClause(operator, (*before, *items))
            case _:
                merged[one.name] = one.clause
    return list(merged.values())


def is_understood(directive: Directive) -> bool:
    """Whether each clause is one that can be written again."""
    return not any(isinstance(c, OtherClause) and c.name != "nowait" for c in directive.clauses)


def _comment(written: str) -> str:
    """The comment at the end of a pragma, if there is one."""
    body = _PRAGMA.sub("", written, count=1)
    match = re.search(r"(?://[^\n]*|/\*[^\n]*?\*/)\s*\Z", body)
    return "" if match is None else match[0].rstrip()
