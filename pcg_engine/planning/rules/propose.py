"""From facts to candidates: which rules apply to a loop nest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import SourceText
from pcg_engine.planning.rules import array_reduction
from pcg_engine.planning.rules.catalog import FOR_PARALLEL_LOOPS, FOR_SEQUENTIAL_LOOPS
from pcg_engine.planning.rules.situation import (
    Situation,
    find_statement,
    has_openmp,
    is_editable,
)
from pcg_engine.syntax.splice import with_line_ends

SHORT_TRIPS = 16
"""An outer loop known to run fewer iterations may feed fewer threads than its inner loops."""


def propose(
    facts: LoopFacts, source: SourceText, unit: TranslationUnit, function: Function
) -> tuple[Candidate, ...]:
    """Candidates for the outermost loops of the nest that may run in parallel, simplest first.

    Nothing is proposed that the facts do not prove, nothing in a function that contains OpenMP
    directives already, nothing in a template (the facts are those of one instance) and nothing in
    a ``constexpr`` function, which may not hold directives.
    """
    if has_openmp(source, function) or function.is_template_instance or function.is_constexpr:
        return ()
    found: dict[tuple[object, ...], Candidate] = {}
    for candidate in _candidates(facts, source, unit, function):
        edits = with_line_ends(candidate.edits, source)
        found.setdefault(edits, replace(candidate, edits=edits))
    return tuple(found.values())


def _candidates(
    facts: LoopFacts, source: SourceText, unit: TranslationUnit, function: Function
) -> Iterator[Candidate]:
    statement = find_statement(function, facts)
    descend = True
    if statement is not None:
        situation = Situation(facts, statement, source, unit, function)
        if is_editable(situation):
            rules = FOR_PARALLEL_LOOPS if situation.is_parallel else FOR_SEQUENTIAL_LOOPS
            proposed = [c for r in rules if (c := r.propose(situation)) is not None]
            yield from proposed
            descend = not situation.is_parallel or _is_short(facts) or not _feeds_threads(proposed)
    if descend:
        for child in facts.children:
            yield from _candidates(child, source, unit, function)


def _feeds_threads(proposed: list[Candidate]) -> bool:
    """Whether one of them shares the loop out without copying arrays for every thread."""
    return any(c.workflow != array_reduction.ID for c in proposed)


def _is_short(facts: LoopFacts) -> bool:
    trips = facts.canonical.trip_count if facts.canonical is not None else None
    constant = trips.as_constant if trips is not None else None
    return constant is not None and constant < SHORT_TRIPS
