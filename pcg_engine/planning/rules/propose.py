"""From facts to candidates: which rules apply to a loop nest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pcg_engine.analysis.induction_variables import InductionVariable
from pcg_engine.analysis.iterator_loops import IndexedLoop
from pcg_engine.analysis.local_jumps import jumps_out
from pcg_engine.analysis.normal_form import normalised
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.source import SourceText
from pcg_engine.planning.rules import (
    array_reduction,
    invariant_call,
    parallel_for,
    parallel_for_dynamic,
    parallel_for_simd,
    parallel_sort,
    recursive_tasks,
)
from pcg_engine.planning.rules.catalog import (
    FOR_PARALLEL_LOOPS,
    FOR_SEQUENTIAL_LOOPS,
    Rule,
)
from pcg_engine.planning.rules.condition import Condition
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
    directives already and nothing in a ``constexpr`` function, which may not hold directives. The
    facts of a template are those of one instance: whether the text suits the others is for who
    asks.
    """
    if has_openmp(source, function) or function.is_constexpr:
        return ()
    return _proposals(facts, source, unit, function, with_variants=False)


def propose_variants(
    facts: LoopFacts, source: SourceText, unit: TranslationUnit, function: Function
) -> tuple[Candidate, ...]:
    """What ``propose`` proposes, with other parameters: of the same rules for the same loops."""
    if has_openmp(source, function) or function.is_constexpr:
        return ()
    everything = _proposals(facts, source, unit, function, with_variants=True)
    return tuple(c for c in everything if c.variant)


def propose_under(
    condition: Condition,
    like: Candidate,
    facts: LoopFacts,
    source: SourceText,
    unit: TranslationUnit,
    function: Function,
) -> Candidate | None:
    """``like``, a rule's version of a loop of the nest, with a team only where ``condition`` holds.

    ``None`` where the rule does not write such a version.
    """
    found = _proposals(facts, source, unit, function, with_variants=True, condition=condition)
    return next(
        (
            c
            for c in found
            if (c.loop_id, c.workflow, c.variant) == (like.loop_id, like.workflow, like.variant)
            and any(condition.text in edit.text for edit in c.edits)
        ),
        None,
    )


def _proposals(
    facts: LoopFacts,
    source: SourceText,
    unit: TranslationUnit,
    function: Function,
    *,
    with_variants: bool,
    condition: Condition | None = None,
) -> tuple[Candidate, ...]:
    """The usual candidates, and then the others if they are wanted, each text once."""
    normal = normalised(function, unit, source)
    whole = _Whole(
        source,
        normal.unit,
        normal.function,
        normal.indexed,
        normal.stepped,
        (unit, function),
        condition,
    )
    found: dict[tuple[object, ...], Candidate] = {}
    everything = list(_candidates(facts, whole, with_variants=with_variants))
    for candidate in sorted(everything, key=lambda c: c.variant != ""):  # stable
        edits = with_line_ends(candidate.edits, source)
        found.setdefault(edits, replace(candidate, edits=edits))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Whole:
    """The function as analysis saw it, and where it comes from."""

    source: SourceText
    unit: TranslationUnit
    function: Function
    indexed: Mapping[int, IndexedLoop]
    stepped: Mapping[int, tuple[InductionVariable, ...]]
    written: tuple[TranslationUnit, Function]
    """What the text itself says, before analysis put simpler forms in its place."""
    condition: Condition | None = None


def _candidates(facts: LoopFacts, whole: _Whole, *, with_variants: bool) -> Iterator[Candidate]:
    if facts.loop.kind is LoopKind.RECURSION:
        unit, function = whole.written
        candidate = recursive_tasks.propose(facts, whole.source, unit, function)
        if candidate is not None:
            yield candidate
    if facts.loop.kind is LoopKind.ALGORITHM:
        unit, function = whole.written
        sorted_ = parallel_sort.propose(facts, whole.source, unit, function)
        if sorted_ is not None:
            yield sorted_
    statement = find_statement(whole.function, facts)
    descend = True
    if statement is not None:
        situation = Situation(
            facts,
            statement,
            whole.source,
            whole.unit,
            whole.function,
            whole.indexed,
            whole.stepped,
            whole.condition,
        )
        if is_editable(situation):
            rules = _rules(situation)
            proposed = [c for r in rules if (c := r.propose(situation)) is not None]
            yield from proposed
            if with_variants:
                for rule in rules:
                    yield from rule.variants(situation)
            descend = not situation.is_parallel or _is_short(facts) or not _feeds_threads(proposed)
    for child in facts.children:
        # Calls in a loop are shared out in another way than its iterations: both are tried.
        if descend or child.loop.kind is LoopKind.RECURSION:
            yield from _candidates(child, whole, with_variants=with_variants)


_WITH_OWN_VALUES = tuple(
    rule
    for rule in FOR_PARALLEL_LOOPS
    if rule.id in (parallel_for.ID, parallel_for_dynamic.ID, parallel_for_simd.ID)
)
"""Rules that give iterations copies of the variables that every one of them steps."""


_WITH_INSPECTIONS = tuple(
    rule for rule in FOR_PARALLEL_LOOPS if rule.id in (parallel_for.ID, parallel_for_dynamic.ID)
)
"""Rules that put what has to be looked at before the loop in front of it."""


def _rules(situation: Situation) -> tuple[Rule, ...]:
    rules = _applicable_rules(situation)
    if situation.condition is None:
        return rules
    return tuple(rule for rule in rules if rule.takes_condition)


def _applicable_rules(situation: Situation) -> tuple[Rule, ...]:
    if situation.facts.loop.span.start in situation.stepped:
        return _WITH_OWN_VALUES if situation.is_parallel else ()
    if situation.inspections:
        return _WITH_INSPECTIONS
    if situation.is_parallel:
        return FOR_PARALLEL_LOOPS
    if situation.facts.loop.span.start in situation.indexed:
        return ()  # rules that compose loops anew take the body as the text has it
    if jumps_out(situation.statement):
        return ()  # rules for idioms take the statements of the body to be run one after the other
    return FOR_SEQUENTIAL_LOOPS


def _feeds_threads(proposed: list[Candidate]) -> bool:
    """Whether one of them shares the loop out without copying arrays for every thread."""
    return any(c.workflow not in (array_reduction.ID, invariant_call.ID) for c in proposed)


def _is_short(facts: LoopFacts) -> bool:
    trips = facts.canonical.trip_count if facts.canonical is not None else None
    constant = trips.as_constant if trips is not None else None
    return constant is not None and constant < SHORT_TRIPS
