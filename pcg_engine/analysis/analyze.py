"""From trees to facts: everything analysis says of a function's loops, assembled."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.canonical import (
    canonical_form,
    last_step_fits,
    range_form,
    step_assumptions,
)
from pcg_engine.analysis.carried_conditions import carried_condition
from pcg_engine.analysis.clauses import needed_clauses
from pcg_engine.analysis.control_flow import Obstacles, obstacles
from pcg_engine.analysis.cost import estimate, loop_cost
from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.defined_elsewhere import defined_elsewhere
from pcg_engine.analysis.explanations import most_telling_first
from pcg_engine.analysis.extents import input_facts
from pcg_engine.analysis.hotness import Workload, rank
from pcg_engine.analysis.inlining import inlined
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, range_iteration, recognised
from pcg_engine.analysis.loop_analysis import CERTAIN_SCALARS, Independence, examine
from pcg_engine.analysis.nesting import NestedLoop, loops_by_offset, scope_of
from pcg_engine.analysis.normal_form import normalised
from pcg_engine.analysis.open_calls import no_other_overriders
from pcg_engine.analysis.program_end import program_goes_on, without_last_words
from pcg_engine.analysis.recursion_facts import recursion_facts
from pcg_engine.analysis.row_inspection import inspecting_header, rows_assumption
from pcg_engine.analysis.scope import FunctionContext, Iteration, Scope
from pcg_engine.analysis.suppositions import ROWS_APART
from pcg_engine.domain.ast import (
    Block,
    For,
    Function,
    RangeFor,
    Statement,
    TranslationUnit,
    Variable,
    While,
)
from pcg_engine.domain.facts import (
    STEP_ASSUMPTION,
    Assumption,
    CanonicalForm,
    Inspection,
    LoopFacts,
    Parallelizability,
    Reason,
    Role,
)
from pcg_engine.domain.loops import Loop, LoopKind
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import walk_statements

__all__ = ["analyze", "analyze_loop", "input_facts"]

_INDEPENDENT = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)

_NOT_UNDERSTOOD = frozenset(("unknown-call", "unsupported", "shared-count"))
"""Reasons after which the rest of the body may mean something else than it seems to."""

_HIDES_TEXT = frozenset(("unsupported",))
"""Those after which it may set what no call can reach."""

_CARRIED = CERTAIN_SCALARS | {"carried-condition"}
"""Reasons that rest on which variables the body sets, and when."""

_DEEPEST_NEST = 16
"""Loops around one another that are analysed: every one adds two unknowns to the integer problems,
whose worst cases grow exponentially with them."""


def analyze(
    unit: TranslationUnit,
    function: Function,
    loops: tuple[Loop, ...],
    source: SourceText,
    machine: MachineModel,
    *,
    as_written: bool = False,
) -> tuple[LoopFacts, ...]:
    """The facts of the outermost of ``loops``, those inside them nested, in source order.

    ``loops`` are the syntax's loops of ``function``; each is matched by the offset of its keyword.
    What the trees do not hold is ``unknown`` with the reason ``not-compiled``. ``as_written`` asks
    about the text with the directives that it has: what a candidate could do about variables that
    every iteration steps does not count then.
    """
    brief, own = without_last_words(unit, function)
    normal = normalised(inlined(own, brief), brief, source, steps=as_written)
    context = FunctionContext.of(
        normal.unit,
        normal.function,
        source,
        normal.indexed,
        {start: frozenset(v.variable.id for v in found) for start, found in normal.stepped.items()},
    )
    nest = loops_by_offset(normal.function)
    assembler = _Assembler(context, loops, machine, nest, (unit, function), may_inspect=True)
    roots = sorted((x for x in loops if x.parent is None), key=lambda x: x.span.start)
    return assembler.ranked([assembler.facts(loop) for loop in roots])


def analyze_loop(
    unit: TranslationUnit,
    function: Function,
    loop: Loop,
    loops: tuple[Loop, ...],
    source: SourceText,
) -> LoopFacts:
    """The facts of ``loop`` alone with those of the ``loops`` inside it, without any ranking.

    Estimates are those of no particular machine. No rows are inspected at run time.
    """
    context = FunctionContext.of(unit, function, source)
    nest = loops_by_offset(function)
    return _Assembler(context, loops, _NO_MACHINE, nest, (unit, function)).facts(loop)


_NO_MACHINE = MachineModel(1, 1e-9, 1e10, 1e10, 1e-5, calibrated=False)


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What was found out about one loop by itself."""

    obstacles: Obstacles
    refused: Reason | None = None
    canonical: CanonicalForm | None = None
    independence: Independence | None = None

    @property
    def forbidding(self) -> tuple[Reason, ...]:
        """Why the loop is sequential."""
        certain = tuple(r for r in self._seen if r not in self._doubtful)
        return most_telling_first(certain)

    @property
    def unclear(self) -> tuple[Reason, ...]:
        """What was not understood."""
        own = self.independence.unclear if self.independence is not None else ()
        refused = () if self.refused is None else (self.refused,)
        return most_telling_first((*self.obstacles.unclear, *refused, *own, *self._doubtful))

    @property
    def _doubtful(self) -> tuple[Reason, ...]:
        """Values that seem to be carried on, where what is not understood may set them anew."""
        dark = {r.code for r in self.obstacles.unclear} & _NOT_UNDERSTOOD
        if not dark:
            return ()
        own = self.independence
        certain = () if own is None or dark & _HIDES_TEXT else own.privatization.certain
        return tuple(r for r in self._seen if r.code in _CARRIED and r not in certain)

    @property
    def _seen(self) -> tuple[Reason, ...]:
        own = self.independence.forbidding if self.independence is not None else ()
        return (*own, *self.obstacles.forbidding)


@dataclass(slots=True)
class _Assembler:
    context: FunctionContext
    loops: tuple[Loop, ...]
    machine: MachineModel
    nest: dict[int, NestedLoop]
    written: tuple[TranslationUnit, Function]
    may_inspect: bool = False
    workloads: dict[int, Workload] = field(default_factory=dict[int, Workload])
    may_end: bool | None = None
    """Whether the function may end the program somewhere, once that was looked for."""
    alone: set[int] = field(default_factory=set[int])
    """Loops of which the loop around them does not show that their assumptions hold.

    Of two pointers that are elements of one object it knows only that they are apart if they are
    different elements, which those that one of its own iterations names need not be.
    """

    def facts(self, loop: Loop, executions: float = 1.0) -> LoopFacts:
        """The facts of ``loop`` and the loops inside it."""
        if loop.kind is LoopKind.RECURSION:
            return self._recursion(loop, executions)
        nested = self.nest.get(loop.span.start)
        if nested is None:
            children = self._children(loop, executions)
            return LoopFacts(
                loop,
                self.context.function.key,
                Parallelizability.UNKNOWN,
                reasons=(self._unmatched(loop),),
                children=children,
            )
        judgement = self._judge(nested)
        if judgement.independence is not None and judgement.independence.keeps_pointers_apart:
            self.alone.add(nested.statement.span.start)
        trip_count = judgement.canonical.trip_count if judgement.canonical is not None else None
        cost = loop_cost(nested.statement, self.context.unit, trip_count)
        self.workloads[loop.span.start] = Workload(cost, executions)
        children = self._children(loop, executions * max(cost.trip_count, 1.0))
        trips_known = trip_count is not None and trip_count.as_constant is not None
        facts = LoopFacts(
            loop,
            self.context.function.key,
            Parallelizability.UNKNOWN,
            canonical=judgement.canonical,
            cost=cost,
            estimate=estimate(cost, self.machine, trips_known=trips_known),
            children=children,
        )
        effects = self.context.effects.of_statement(nested.statement, self.context.function)
        facts = replace(facts, calls_unknown=effects.unknown_calls, performs_io=effects.performs_io)
        facts = self._decided(facts, judgement, nested.statement)
        elsewhere = defined_elsewhere(nested.statement, self.context.unit)
        closed = no_other_overriders(nested.statement, self.context.unit)
        going = self._going_on(loop)
        return replace(facts, assumptions=(*facts.assumptions, *elsewhere, *closed, *going))

    def _going_on(self, loop: Loop) -> tuple[Assumption, ...]:
        """Of the loop as it is written: what ends the program may have been left out."""
        unit, function = self.written
        if function.body is None:
            return ()
        if self.may_end is None:
            self.may_end = bool(program_goes_on(function.body, unit.functions))
        if not self.may_end:
            return ()
        statements = (s for s in walk_statements(function.body) if loop.span.contains(s.span))
        outermost = next(statements, None)
        return () if outermost is None else program_goes_on(outermost, unit.functions)

    def _recursion(self, loop: Loop, executions: float) -> LoopFacts:
        # Of the function as it is: what stands for a call of it may have been put in its place.
        unit, function = self.written
        facts = recursion_facts(loop, function, unit, self.context.source, self.machine)
        if facts.cost is not None:
            self.workloads[loop.span.start] = Workload(facts.cost, executions)
        return facts

    def ranked(self, found: list[LoopFacts]) -> tuple[LoopFacts, ...]:
        """``found`` with hotness, relative to the costliest loop of the function."""
        starts = list(self.workloads)
        shares = dict(zip(starts, rank([self.workloads[s] for s in starts]), strict=True))
        return tuple(_with_hotness(facts, shares) for facts in found)

    def _children(self, loop: Loop, executions: float) -> tuple[LoopFacts, ...]:
        inner = [x for x in self.loops if x.parent == loop.id.ordinal]
        return tuple(
            self.facts(child, executions) for child in sorted(inner, key=lambda x: x.span.start)
        )

    def _decided(self, facts: LoopFacts, judgement: _Judgement, statement: Statement) -> LoopFacts:
        independence = judgement.independence
        if independence is not None:
            facts = replace(
                facts,
                assumptions=independence.assumptions,
                variables=independence.privatization.variables,
                dependences=independence.dependences,
                obligations=independence.obligations,
            )
        if judgement.forbidding:
            return replace(
                facts,
                parallelizability=Parallelizability.SEQUENTIAL,
                reasons=tuple(dict.fromkeys((*judgement.forbidding, *judgement.unclear))),
            )
        if judgement.unclear or independence is None or facts.canonical is None:
            return replace(facts, reasons=tuple(dict.fromkeys(judgement.unclear)))
        with_ = needed_clauses(facts.canonical, facts.variables)
        return replace(
            facts,
            parallelizability=(
                Parallelizability.PARALLEL_WITH if with_ else Parallelizability.PARALLEL
            ),
            with_=with_,
            proved=True,
            collapse=1 + _collapsible(facts, statement, self.alone),
        )

    def _unmatched(self, loop: Loop) -> Reason:
        location = self.context.source.location(loop.span.start)
        if loop.kind is LoopKind.ALGORITHM:
            name = loop.algorithm or "the algorithm"
            return Reason(
                "algorithm-call",
                f"`{name}` is a call of the library, which PCG judges as the loop that it stands "
                "for; here it could not be read as one",
                (location,),
            )
        return Reason(
            "not-compiled",
            "the compiler did not build this loop: it is in an inactive branch, in a lambda, "
            "or near an error",
            (location,),
        )

    def _judge(self, nested: NestedLoop) -> _Judgement:
        statement = nested.statement
        found = obstacles(statement, self.context)
        if self._deepest_within(statement) > _DEEPEST_NEST:
            return _Judgement(
                found,
                Reason(
                    "too-deep",
                    f"more than {_DEEPEST_NEST} loops are nested here, which is not analysed; "
                    "put the inner ones into a function of their own",
                    (self.context.source.location(statement.span.start),),
                ),
            )
        match statement:
            case While():
                return _Judgement(
                    self._with_condition(statement, found),
                    Reason(
                        "not-counted",
                        "PCG does not see how often this loop runs; if it counts, set the counter "
                        "right before it, step it in the last statement of the body, and do not "
                        "`continue`, or write it as a counted for loop",
                        (self.context.source.location(statement.span.start),),
                    ),
                )
            case RangeFor():
                return self._judge_range(statement, nested, found)
            case For():
                return self._judge_counted(statement, nested, found)

    def _deepest_within(self, statement: Statement) -> int:
        return max(
            (n.depth for n in self.nest.values() if statement.span.contains(n.statement.span)),
            default=0,
        )

    def _with_condition(self, statement: For | While, found: Obstacles) -> Obstacles:
        carried = carried_condition(statement, self.context)
        if carried is None:
            return found
        return replace(found, forbidding=(*found.forbidding, carried))

    def _judge_counted(self, statement: For, nested: NestedLoop, found: Obstacles) -> _Judgement:
        counted = recognised(statement, self.context)
        if isinstance(counted, NotCounted):
            found = self._with_condition(statement, found)
            return _Judgement(found, self._refusal(counted, statement))
        scope = scope_of(nested, self.context)
        evaluator = IntegerEvaluator(scope)
        space = iteration_space(counted, evaluator, nested.depth)
        fits = last_step_fits(counted, self.context.source) if space.wraps else None
        if fits is not None:
            space = iteration_space(counted, evaluator, nested.depth, stops=True)
        form = canonical_form(counted, space, evaluator)
        header = None
        if self.may_inspect and isinstance(form, CanonicalForm):
            header = inspecting_header(counted, form, self.context)
        independence = _examined(
            statement, space.iteration, scope, counted.induction, may_inspect=header is not None
        )
        independence = replace(
            independence,
            obligations=(*space.obligations, *independence.obligations),
            assumptions=(
                *([] if fits is None else [fits]),
                *independence.assumptions,
                *step_assumptions(counted, self.context.source),
                *self._inspected(statement, header, independence),
            ),
        )
        if isinstance(form, NotCounted):
            return _Judgement(found, self._refusal(form, statement), None, independence)
        return _Judgement(found, None, form, independence)

    def _inspected(
        self, statement: For, header: str | None, independence: Independence
    ) -> tuple[Assumption, ...]:
        """What has to hold of every row."""
        if header is None or not independence.row_conditions:
            return ()
        number = sorted(self.nest).index(statement.span.start) + 1
        inspection = Inspection(header, independence.row_conditions)
        return (rows_assumption(inspection, number, self.context.source),)

    def _judge_range(self, statement: RangeFor, nested: NestedLoop, found: Obstacles) -> _Judgement:
        scope = scope_of(nested, self.context)
        evaluator = IntegerEvaluator(scope)
        iteration = range_iteration(statement, evaluator, nested.depth)
        form = range_form(statement, iteration, evaluator)
        if iteration is None or isinstance(form, NotCounted):
            refused = form if isinstance(form, NotCounted) else None
            reason = None if refused is None else self._refusal(refused, statement)
            return _Judgement(found, reason)
        return _Judgement(found, None, form, _examined(statement, iteration, scope, None))

    def _refusal(self, refused: NotCounted, statement: Statement) -> Reason:
        location = self.context.source.location(statement.span.start)
        return Reason(refused.code, refused.message, (location,))


def _examined(
    loop: For | RangeFor,
    iteration: Iteration,
    scope: Scope,
    induction: Variable | None,
    *,
    may_inspect: bool = False,
) -> Independence:
    """What speaks against the loop's parallel run, under further conditions if that helps."""
    found = examine(loop, iteration, scope, induction)
    if found.is_shown:
        return found
    may_inspect = may_inspect and any(isinstance(s, For) for s in walk_statements(loop.body))
    for ask in (False, True) if found.may_ask else (False,):
        for wraps, rows in ((False, False), (True, False), (False, True), (True, True)):
            if (wraps and not found.may_wrap) or (rows and not found.may_suppose):
                continue
            if not (wraps or rows or ask):
                continue  # that is what was found
            other = examine(
                loop,
                iteration,
                scope,
                induction,
                may_assume=wraps,
                may_suppose=rows,
                may_ask=ask,
            )
            if other.is_shown or (ask and other.forbidding and not other.unclear):
                return other
        if may_inspect:
            other = examine(loop, iteration, scope, induction, may_inspect=True, may_ask=ask)
            if other.is_shown:
                return other
    return found


def _collapsible(facts: LoopFacts, statement: Statement, alone: AbstractSet[int]) -> int:
    """How many loops further in may share one iteration space with this loop."""
    if not isinstance(statement, For) or len(facts.children) != 1:
        return 0
    body = statement.body
    while isinstance(body, Block) and len(body.statements) == 1:
        body = body.statements[0]
    (child,) = facts.children
    canonical = child.canonical
    if (
        not isinstance(body, For)
        or body.span.start != child.loop.span.start
        or child.parallelizability not in _INDEPENDENT
        or body.span.start in alone
        or canonical is None
        or not canonical.rectangular
        or canonical.needs_rewrite
        or (facts.canonical is not None and facts.canonical.needs_rewrite)
        or any(f.role is Role.INDUCTION and f.live_out for f in child.variables)
        or any(a.code == STEP_ASSUMPTION for a in child.assumptions)
        or any(a.code == ROWS_APART and a not in facts.assumptions for a in child.assumptions)
        or any(a.inspection is not None for a in (*facts.assumptions, *child.assumptions))
        or not _only_shared_roles(facts, child)
    ):
        return 0
    return child.collapse


def _only_shared_roles(facts: LoopFacts, child: LoopFacts) -> bool:
    """Whether each variable means the same to both loops, so that one set of clauses serves."""
    outer = {f.variable.id: f.role for f in facts.variables}
    return all(
        f.role in (Role.SHARED, Role.INDUCTION) or outer.get(f.variable.id) is f.role
        for f in child.variables
    )


def _with_hotness(facts: LoopFacts, shares: dict[int, float]) -> LoopFacts:
    return replace(
        facts,
        hotness=shares.get(facts.loop.span.start, 0.0),
        children=tuple(_with_hotness(child, shares) for child in facts.children),
    )
