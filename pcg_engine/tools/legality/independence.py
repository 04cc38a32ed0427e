"""The iterations of a loop construct against what analysis found between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pcg_engine.domain.ast import (
    ArithmeticType,
    ContainerType,
    For,
    PointerType,
    RangeFor,
    ReferenceType,
    Variable,
)
from pcg_engine.domain.facts import (
    STEP_ASSUMPTION,
    Assumption,
    Inspection,
    LoopFacts,
    Parallelizability,
    Reason,
)
from pcg_engine.tools.legality.certainty import surely_reads_first, surely_writes
from pcg_engine.tools.legality.conditions import normal, spellings
from pcg_engine.tools.legality.data_sharing import DataEnvironment
from pcg_engine.tools.legality.inspections import is_of, may_change
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.synchronisation import Synchronisation
from pcg_engine.tools.openmp.directive import Directive, ExpressionClause, ScheduleClause

_BETWEEN_ELEMENTS = frozenset(("flow-dependence", "anti-dependence", "output-dependence"))
_LARGEST_CHUNK = 1 << 16
# Messages put code in backticks; it begins with the variable that it is about.
_ROOT = re.compile(r"`[(*&]*([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known to hold where a loop construct runs its iterations at once.

    ``conditions`` are those of an ``if`` statement around the construct, ``guards`` those of its
    ``if`` clause. ``copied`` are the names of which a clause makes copies (``None``: of memory
    behind a name): a team of one thread works on copies too, so that an ``if`` clause does not
    restore the serial loop where something else overlaps with what is copied. ``inspected`` are
    variables that were set right before, each with the text that did so.
    """

    conditions: frozenset[str]
    guards: frozenset[str]
    copied: frozenset[str] | None
    inspected: Mapping[str, str] = field(default_factory=dict[str, str])
    is_c: bool = False

    def what_tests(self, assumption: Assumption) -> str | None:
        """What makes sure of ``assumption``, in words; ``None`` if nothing does."""
        if assumption.guard is None:
            return None
        if assumption.inspection is not None:
            return self._what_inspects(assumption.inspection)
        guard = normal(assumption.guard)
        ways = spellings(guard)
        if ways & self.conditions:
            return "the if statement around it"
        if not ways & self.guards or self.copied is None:
            return None
        if assumption.code == STEP_ASSUMPTION:
            return None  # the iterations are counted before anything is switched off
        names = frozenset(re.findall(r"[A-Za-z_]\w*", guard))
        return None if names & self.copied else "the if clause"

    def _what_inspects(self, inspection: Inspection) -> str | None:
        """The same for what a loop right before looks at."""
        if may_change(self.conditions | self.guards):
            return None
        for flag, text in self.inspected.items():
            if not is_of(inspection, flag, text, is_c=self.is_c):
                continue
            names = frozenset(re.findall(r"[A-Za-z_]\w*", f"{flag} {inspection.condition}"))
            if flag in self.conditions:
                return "the if statement around it, after the loop before it,"
            if flag in self.guards and self.copied is not None and not names & self.copied:
                return "the if clause, after the loop before it,"
        return None


@dataclass(frozen=True, slots=True)
class LoopConstruct:
    """A loop construct: the directive, its associated loops, and the sharing inside."""

    directive: Directive
    nest: Sequence[For | RangeFor]
    environment: DataEnvironment
    synchronisation: Synchronisation

    @property
    def body(self) -> For | RangeFor:
        """The innermost associated loop."""
        return self.nest[-1]

    @property
    def orders_itself(self) -> bool:
        """Whether the body, or a function that it calls, synchronises."""
        return self.synchronisation.is_in(self.nest[0].body)

    @property
    def runs_apart(self) -> bool:
        """Whether neighbouring iterations may certainly meet in different threads."""
        chunks = [c.chunk for c in self.directive.clauses if isinstance(c, ScheduleClause)]
        return all(
            chunk is None or (chunk.isdigit() and int(chunk) <= _LARGEST_CHUNK) for chunk in chunks
        )


def judge_independence(
    construct: LoopConstruct, facts: LoopFacts, holding: Holding, judgement: Judgement
) -> None:
    """Turn what forbids or was not understood into violations and doubts, and note the proof."""
    match facts.parallelizability:
        case Parallelizability.SEQUENTIAL:
            for reason in facts.reasons:
                _judge_reason(construct, facts, reason, judgement)
            if not facts.reasons:
                judgement.doubt("the loop is sequential, for a reason that is not told")
        case Parallelizability.UNKNOWN:
            for reason in facts.reasons:
                judgement.doubt(reason.message)
            if not facts.reasons:
                judgement.doubt("it is not known whether the iterations are independent")
        case Parallelizability.PARALLEL | Parallelizability.PARALLEL_WITH:
            if not facts.proved:
                judgement.doubt("the independence of the iterations is not proved")
            judgement.obligations += [
                o for o in facts.obligations if o not in judgement.obligations
            ]
    for assumption in facts.assumptions:
        tested_by = holding.what_tests(assumption)
        if tested_by is None:
            judgement.assume(assumption)
        else:
            tested = assumption.guard
            if assumption.inspection is not None:
                tested = assumption.inspection.condition
            judgement.prove(assumption.message, f"{tested_by} tests {tested}")


def judge_collapse(
    construct: LoopConstruct,
    facts: LoopFacts,
    known: Mapping[int, LoopFacts],
    judgement: Judgement,
) -> None:
    """All iterations of collapsed loops run at once, so that all of them must be independent."""
    nest = construct.nest
    if len(nest) <= max(facts.collapse, 1):
        return
    found = Judgement()
    for loop in nest[1:]:
        inner = known.get(loop.span.start)
        if inner is not None and inner.parallelizability is Parallelizability.SEQUENTIAL:
            for reason in inner.reasons:
                _judge_reason(construct, inner, reason, found)
    if found.violations:
        judgement.violate("collapse-not-independent", found.violations[0].message)
    else:
        judgement.doubt(
            f"collapse({len(nest)}): only {facts.collapse} loops are known to be independent"
        )


def _judge_reason(
    construct: LoopConstruct, facts: LoopFacts, reason: Reason, judgement: Judgement
) -> None:
    """A violation if ``reason`` is a conflict on every view of it, else a doubt."""
    roots = frozenset(_ROOT.findall(reason.message))
    named = [f.variable for f in facts.variables if f.variable.name in roots]
    environment = construct.environment
    body = construct.body.body
    if construct.orders_itself:
        judgement.doubt(f"{reason.message}; the body synchronises itself")
    elif not construct.runs_apart:
        judgement.doubt(f"{reason.message}; one thread may run all of the iterations")
    elif reason.code == "carried-scalar":
        _carried_scalar(construct, reason, named, judgement)
    elif any(not environment.of(variable).is_shared for variable in named):
        judgement.doubt(f"{reason.message}; each thread has its own")
    elif reason.code == "container-modified":
        modified = any(
            isinstance(v.type, ContainerType) and surely_writes(body, v, also_calls=True)
            for v in named
        )
        _tell(judgement, reason, certain=modified)
    elif reason.code in _BETWEEN_ELEMENTS:
        _tell(judgement, reason, certain=not _lanes_allow(construct.directive, reason))
    else:
        _tell(judgement, reason, certain=reason.code == "ordered-io")


def _carried_scalar(
    construct: LoopConstruct, reason: Reason, named: Sequence[Variable], judgement: Judgement
) -> None:
    body = construct.body.body
    for variable in named:
        if not isinstance(variable.type, ArithmeticType | PointerType | ReferenceType):
            continue
        sharing = construct.environment.of(variable)
        if sharing.is_shared and surely_writes(body, variable):
            judgement.violate(reason.code, reason.message)
            return
        starts_empty = sharing.explicit and not sharing.is_copied_in and not sharing.is_reduction
        if starts_empty and not sharing.is_shared and surely_reads_first(body, variable):
            judgement.violate(
                "private-read-before-write",
                f"{reason.message}; a private copy starts without a value",
            )
            return
    judgement.doubt(reason.message)


def _lanes_allow(directive: Directive, reason: Reason) -> bool:
    """Whether the lanes of ``simd`` may keep to the dependence (OpenMP 5.2, section 10.4).

    An element that is read before another iteration overwrites it stays right in lanes that step
    together; a flow of distance ``d`` does with ``safelen`` up to ``d``.
    """
    if directive.words != ("simd",):
        return False
    if reason.code != "flow-dependence" or reason.distance is None:
        return True
    lengths = [
        clause.expression
        for clause in directive.clauses
        if isinstance(clause, ExpressionClause) and clause.name == "safelen"
    ]
    return any(not text.isdigit() or int(text) <= reason.distance for text in lengths)


def _tell(judgement: Judgement, reason: Reason, *, certain: bool) -> None:
    if certain:
        judgement.violate(reason.code, reason.message)
    else:
        judgement.doubt(reason.message)
