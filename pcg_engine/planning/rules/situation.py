"""What a rule sees: a loop whose facts allow parallel iterations, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.disguised_loops import step_in_body
from pcg_engine.analysis.induction_variables import InductionVariable
from pcg_engine.analysis.iterator_loops import IndexedLoop
from pcg_engine.analysis.reduction_updates import is_reducible_type
from pcg_engine.domain.ast import Block, For, Function, RangeFor, Statement, TranslationUnit
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.facts import (
    STEP_ASSUMPTION,
    Assumption,
    LoopFacts,
    Parallelizability,
    Role,
    VariableFact,
)
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.planning.rules.condition import Condition
from pcg_engine.planning.rules.pragma import data_clauses, directive, if_clause

PARALLEL = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)


@dataclass(frozen=True, slots=True)
class Situation:
    """A loop, the statement it is in the tree, and where both come from.

    With a ``condition`` the loop is to run on one thread where that does not hold.
    """

    facts: LoopFacts
    statement: For | RangeFor
    source: SourceText
    unit: TranslationUnit
    function: Function
    indexed: Mapping[int, IndexedLoop] = field(default_factory=dict[int, IndexedLoop])
    stepped: Mapping[int, tuple[InductionVariable, ...]] = field(
        default_factory=dict[int, tuple[InductionVariable, ...]]
    )
    condition: Condition | None = None

    @property
    def is_parallel(self) -> bool:
        """Whether the facts prove the iterations independent."""
        return self.facts.parallelizability in PARALLEL

    @property
    def indentation(self) -> str:
        """The white space before the loop's line."""
        return self.source.indentation(self.facts.loop.span.start)

    @property
    def guards(self) -> tuple[str, ...]:
        """Run-time conditions of the assumptions that have one, and that of the size, if any."""
        guards = (a.guard for a in self.facts.assumptions if a.guard is not None)
        size = () if self.condition is None else (self.condition.text,)
        return (*(" ".join(guard.split()) for guard in guards), *size)

    @property
    def branch_guards(self) -> tuple[str, ...]:
        """Guards about variables that clauses give copies of, and about how OpenMP counts.

        An ``if`` clause does not switch the copies off: one thread still has its own; and it
        changes nothing about the number of iterations that OpenMP computes. These conditions
        must choose between the directive and the loop as it was.
        """
        copied = [
            v.variable.name
            for v in self.facts.variables
            if v.role not in (Role.SHARED, Role.INDUCTION)
        ]
        counting = [
            " ".join(a.guard.split())
            for a in self.facts.assumptions
            if a.code == STEP_ASSUMPTION and a.guard is not None
        ]
        inspected = [
            a.guard
            for a in self.facts.assumptions
            if a.inspection is not None and mentions(a.inspection.condition, copied)
        ]
        return tuple(
            g for g in self.guards if g in counting or g in inspected or mentions(g, copied)
        )

    @property
    def inspections(self) -> tuple[Assumption, ...]:
        """Assumptions whose guards a loop before this one sets."""
        return tuple(a for a in self.facts.assumptions if a.inspection is not None)

    @property
    def unguarded(self) -> tuple[Assumption, ...]:
        """Assumptions that only a person can confirm."""
        return tuple(a for a in self.facts.assumptions if a.guard is None)

    @property
    def array_reductions(self) -> tuple[VariableFact, ...]:
        """Reductions into elements."""
        return tuple(v for v in self.facts.variables if v.role is Role.REDUCTION and is_array(v))

    @property
    def reassociates(self) -> bool:
        """Whether some reduction reorders floating-point operations."""
        return any(v.reassociates for v in self.facts.variables if v.role is Role.REDUCTION)

    def inside(self, facts: LoopFacts) -> Situation | None:
        """The situation of a loop inside this one's function.

        ``None`` for one that is independent only after an inspection directly before it.
        """
        if any(a.inspection is not None for a in facts.assumptions):
            return None
        statement = find_statement(self.function, facts)
        return None if statement is None else replace(self, facts=facts, statement=statement)

    def candidate(
        self,
        workflow: str,
        edits: tuple[Edit, ...],
        rationale: str,
        *,
        reassociates: bool | None = None,
        assumptions: tuple[Assumption, ...] | None = None,
        reassociates_serially: bool = False,
        variant: str = "",
    ) -> Candidate:
        """A candidate of the rule ``workflow`` for this loop."""
        return Candidate(
            loop_id=self.facts.loop.id,
            origin=RULES_ORIGIN,
            workflow=workflow,
            edits=tuple(sorted(edits, key=lambda e: (e.span.start, e.span.end))),
            rationale=rationale,
            reassociates=self.reassociates if reassociates is None else reassociates,
            assumptions=self.unguarded if assumptions is None else assumptions,
            reassociates_serially=reassociates_serially,
            variant=variant,
        )


def is_array(fact: VariableFact) -> bool:
    """Whether a reduction combines elements rather than one variable."""
    return not is_reducible_type(fact.variable.type)


def find_statement(function: Function, facts: LoopFacts) -> For | RangeFor | None:
    """The ``for`` of the tree that the facts' loop is; ``None`` for other loops."""
    if function.body is None:
        return None
    return next(
        (
            s
            for s in walk_statements(function.body)
            if isinstance(s, For | RangeFor) and s.span.start == facts.loop.span.start
        ),
        None,
    )


def has_openmp(source: SourceText, function: Function) -> bool:
    """Whether the function's text holds OpenMP directives already."""
    return _OPENMP.search(source.slice(function.span)) is not None


def is_editable(situation: Situation) -> bool:
    """Whether the loop's text is where the tree says, with nothing between it and a directive."""
    loop = situation.facts.loop
    text = situation.source.slice(loop.span)
    # A comment inside a guard would swallow the rest of its directive.
    commented = any("//" in guard or "/*" in guard for guard in situation.guards)
    return text.startswith(("for", "while")) and not loop.binding_pragmas and not commented


def clauses_of(
    situation: Situation,
    associated: tuple[For | RangeFor, ...],
    guards: tuple[str, ...] | None = None,
) -> list[str]:
    """Data-sharing and ``if`` clauses of a directive that binds to the ``associated`` loops.

    ``guards`` are the loop's own unless given.
    """
    counters = frozenset(c for c in map(counter_name, associated) if c is not None)
    return [
        *data_clauses(situation.facts.variables, without=counters),
        *if_clause(
            [
                guard
                for guard in (situation.guards if guards is None else guards)
                if guard not in situation.branch_guards
            ]
        ),
    ]


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether the C++ ``text`` contains one of ``names`` as a word."""
    words = frozenset(_WORD.findall(text))
    return any(name in words for name in names)


def counter_name(loop: Statement) -> str | None:
    """The name of a counted loop's induction variable."""
    counted = counted_loop(loop) if isinstance(loop, For) else None
    return counted.induction.name if isinstance(counted, CountedLoop) else None


def directive_edit(situation: Situation, construct: str, clauses: list[str]) -> Edit:
    """The directive on lines of its own before the loop."""
    start = situation.facts.loop.span.start
    text = directive(construct, clauses, situation.indentation)
    if starts_its_line(situation):
        line = situation.source.line_start(start)
        return Edit(Span(line, line), text)
    return Edit(Span(start, start), f"\n{text}{situation.indentation}")


def starts_its_line(situation: Situation) -> bool:
    """Whether only white space precedes the loop on its line."""
    start = situation.facts.loop.span.start
    return not situation.source.data[situation.source.line_start(start) : start].strip()


def stands_in_block(situation: Situation) -> bool:
    """Whether the loop is a statement of a block, so that statements can be put beside it."""
    body = situation.function.body
    return body is not None and any(
        isinstance(s, Block) and any(inner is situation.statement for inner in s.statements)
        for s in walk_statements(body)
    )


def header_edits(situation: Situation) -> tuple[Edit, ...]:
    """The header in OpenMP's canonical form, if the source's is not.

    A step that is a statement of the body moves into the header, and elements take the place of
    iterators.
    """
    canonical = situation.facts.canonical
    if canonical is None or not canonical.needs_rewrite:
        return ()
    start = situation.facts.loop.span.start
    header = situation.source.data[start : situation.facts.loop.body.start].rstrip()
    changed = Edit(Span(start, start + len(header)), canonical.header)
    indexed = situation.indexed.get(start)
    elements = () if indexed is None else indexed.edits
    return (changed, *step_edits(situation), *elements)


def step_edits(situation: Situation) -> tuple[Edit, ...]:
    """The body without the statement that steps the counter, if that is where the step is."""
    loop = situation.statement
    step = step_in_body(loop) if isinstance(loop, For) else None
    if step is None:
        return ()
    data = situation.source.data
    end = data.index(b";", step.end) + 1
    line = situation.source.line_start(step.start)
    line_end = data.find(b"\n", end)
    alone = not data[line : step.start].strip() and not data[end:line_end].strip()
    if alone and line_end >= 0:
        return (Edit(Span(line, line_end + 1), ""),)
    start = len(data[: step.start].rstrip(b" \t"))
    return (Edit(Span(start, end), ""),)


def may_run_no_iteration(facts: LoopFacts) -> bool:
    """Whether the loop may run zero times, as far as analysis knows."""
    if facts.canonical is None or facts.canonical.trip_count is None:
        return True
    constant = facts.canonical.trip_count.as_constant
    return constant is None or constant < 1


_WORD = re.compile(r"[A-Za-z_]\w*")
_OPENMP = re.compile(r"(?:#\s*pragma\s+|_Pragma\s*\(\s*\"\s*)omp\b")
