"""One request: survey a file, work on its loop nests by hotness, compose the offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pcg_engine.action.agent import ListGenerator, run
from pcg_engine.action.budget import Budget
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.composition import compose
from pcg_engine.action.judges import NestJudges
from pcg_engine.action.policy import Policy, RuleDrivenPolicy
from pcg_engine.action.selection import best_offer
from pcg_engine.action.state import AgentState
from pcg_engine.action.survey import Survey, flatten, require_compilable, survey
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.events import Event, NestFinished, NestStarted, SurveyFinished
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt, FileResult, NestResult
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import (
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verified,
)
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation


@dataclass(frozen=True, slots=True)
class Request:
    """What to parallelise and how."""

    source: SourceText
    command: CompileCommand
    settings: Settings


def parallelize(
    request: Request,
    laboratory: Laboratory,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> FileResult:
    """Work on ``request`` until everything was tried or its budget is spent.

    Raises ``UsageError`` if the file does not compile or the chosen function or line has no loop,
    ``EnvironmentUnavailable`` if the compiler is missing, ``Cancelled`` if the user stopped it.
    """
    clock = laboratory.instruments.clock
    started = clock.now()
    with Budget(request.settings.budget_seconds, clock, cancellation) as budget:
        found = survey(
            request.source,
            request.command,
            laboratory.instruments.reader,
            laboratory.machine,
            cancellation,
        )
        require_compilable(found)
        nests = _chosen(found, request.settings)
        emit(SurveyFinished(found.nests, nests, found.unit.dependencies))
        proposals = [(nest, _candidates(nest, found, request.settings)) for nest in nests]
        waiting = sum(1 for _, candidates in proposals if candidates)
        results: list[NestResult] = []
        for nest, candidates in proposals:
            emit(NestStarted(nest, candidates))
            if candidates:
                policy = RuleDrivenPolicy(has_time=budget.share(waiting))
                waiting -= 1
                work = _Work(nest, candidates, found, request, laboratory)
                result = _work_on(work, policy, budget, cancellation, emit)
            else:
                result = _without_candidates(nest)
            cancellation.check()
            emit(NestFinished(result))
            results.append(result)
    composition = compose(found, tuple(results), laboratory, cancellation, emit)
    return FileResult(
        file=request.source.path,
        facts=found.nests,
        nests=composition.nests,
        output_text=composition.text,
        seconds=clock.now() - started,
    )


def _chosen(found: Survey, settings: Settings) -> tuple[LoopFacts, ...]:
    """The nests to try, hottest first."""
    nests = found.nests
    if settings.function is not None:
        wanted = settings.function
        nests = tuple(n for n in nests if _is_named(n.loop.id.function, wanted))
    if settings.line is not None:
        line = settings.line
        nests = tuple(n for n in nests if _covers(found.source, n, line))
    if settings.loop is not None:
        wanted_loop = settings.loop
        nests = tuple(n for n in nests if any(f.loop.id == wanted_loop for f in flatten((n,))))
    if not nests and (settings.function, settings.line, settings.loop) != (None, None, None):
        names = sorted({n.loop.id.function for n in found.nests})
        raise UsageError(
            "no-such-loop",
            "no loop there",
            f"functions with loops: {', '.join(names) or 'none'}; see pcg analyze",
        )
    return tuple(sorted(nests, key=lambda n: -n.hotness))


def _is_named(function: str, wanted: str) -> bool:
    return function == wanted or function.endswith(f"::{wanted}")


def _covers(source: SourceText, nest: LoopFacts, line: int) -> bool:
    first = source.location(nest.loop.span.start).line
    last = source.location(nest.loop.span.end).line
    return first <= line <= last


@dataclass(frozen=True, slots=True)
class _Work:
    """One nest, what is proposed for it, and with what it is judged."""

    nest: LoopFacts
    candidates: tuple[Candidate, ...]
    found: Survey
    request: Request
    laboratory: Laboratory


def _work_on(
    work: _Work,
    policy: Policy,
    budget: Budget,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> NestResult:
    nest, found = work.nest, work.found
    function = found.function_of(nest)
    if function is None:
        return _without_candidates(nest)
    if budget.is_spent:
        return NestResult(nest, Outcome.INCONCLUSIVE, "budget", _BUDGET_SPENT, None, ())
    with NestJudges(
        nest,
        function,
        found,
        work.request.settings,
        work.laboratory,
        budget.cancellation,
        emit,
    ) as judges:
        state = run(AgentState(nest), policy, ListGenerator(work.candidates), judges, emit)
        cancellation.check()
        return _conclude(state, judges, cancellation, out_of_time=budget.is_spent)


_BUDGET_SPENT = "the budget was spent before this loop's turn; raise it with --budget SECONDS"
_BUDGET_ENDED = (
    "the budget ended while a candidate was being verified; raise it with --budget SECONDS, "
    "or choose this loop alone with --line"
)


def _candidates(nest: LoopFacts, found: Survey, settings: Settings) -> tuple[Candidate, ...]:
    function = found.function_of(nest)
    if function is None:
        return ()
    proposed = propose(nest, found.source, found.unit, function)
    if settings.floating_point is FloatingPoint.STRICT:
        return tuple(c for c in proposed if not c.reassociates)
    return proposed


def _without_candidates(nest: LoopFacts) -> NestResult:
    if nest.loop.is_openmp:
        reason = "this loop has an OpenMP directive already"
        return NestResult(nest, Outcome.INCONCLUSIVE, "already-parallel", reason, None, ())
    for facts in flatten((nest,)):
        if facts.reasons:
            first = facts.reasons[0]
            certain = facts.parallelizability is Parallelizability.SEQUENTIAL
            outcome = Outcome.REFUTED if certain else Outcome.INCONCLUSIVE
            return NestResult(nest, outcome, first.code, first.message, None, ())
    reason = "independent, but no rule of PCG applies under these settings (see --fp)"
    return NestResult(nest, Outcome.INCONCLUSIVE, "no-rule", reason, None, ())


def _conclude(
    state: AgentState, judges: NestJudges, cancellation: Cancellation, *, out_of_time: bool
) -> NestResult:
    """Re-measure the winner on a fresh sample; fall back to the next best if it does not hold."""
    offers = list(state.offers)
    attempts = list(state.attempts)
    while (winner := best_offer(offers)) is not None:
        verdict = judges.confirm(winner, cancellation)
        attempts = [
            replace(a, verdict=verdict) if a.candidate == winner.candidate else a for a in attempts
        ]
        if isinstance(verdict, Verified):
            return _offered(state, replace(winner, verdict=verdict), tuple(attempts))
        offers.remove(winner)
    if not attempts:
        reason = _BUDGET_ENDED if out_of_time else "no candidate was judged"
        return NestResult(state.nest, Outcome.INCONCLUSIVE, "budget", reason, None, ())
    return _unverified(state.nest, tuple(attempts))


def _offered(state: AgentState, offer: Offer, attempts: tuple[Attempt, ...]) -> NestResult:
    return NestResult(state.nest, Outcome.PASSED, "", "", offer, attempts)


def _unverified(nest: LoopFacts, attempts: tuple[Attempt, ...]) -> NestResult:
    """The most useful reason: what stayed open, else "not faster", else the first refutation."""

    def usefulness(attempt: Attempt) -> int:
        match attempt.verdict:
            case Inconclusive():
                return 0
            case Unavailable():
                return 1
            case Refuted(code="not-faster"):
                return 2
            case _:
                return 3

    verdict = min(attempts, key=usefulness).verdict
    match verdict:
        case Inconclusive(code=code, reason=reason):
            return NestResult(nest, Outcome.INCONCLUSIVE, code, reason, None, attempts)
        case Unavailable(code=code, reason=reason):
            return NestResult(nest, Outcome.UNAVAILABLE, code, reason, None, attempts)
        case Refuted(code=code, reason=reason):
            return NestResult(nest, Outcome.REFUTED, code, reason, None, attempts)
        case Verified():
            raise AssertionError("a verified attempt has an offer")
