"""What trying one loop nest came to, with the most useful reason where nothing was verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pcg_engine.action.agent import Judge
from pcg_engine.action.selection import best_offer
from pcg_engine.action.state import AgentState
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.internal_error import INTERNAL_ERROR
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt, NestResult
from pcg_engine.domain.verdict import (
    OUTPACED,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verified,
)
from pcg_engine.ports import Cancellation
from pcg_engine.protocol import words

_NOT_JUDGED = "no candidate was judged; raise the budget with --budget SECONDS"
_BUDGET_ENDED = (
    "the budget ended while a candidate was being verified; raise it with --budget SECONDS, "
    "or choose this loop alone with --line"
)


def without_candidates(nest: LoopFacts, misuses: Sequence[Misuse] = ()) -> NestResult:
    """Why nothing was tried on ``nest``; ``misuses`` are the faults of its directives."""
    if misuses:
        first = misuses[0]
        return NestResult(nest, Outcome.REFUTED, first.code, words.misuse(first), None, ())
    if nest.loop.is_openmp:
        reason = "this loop has an OpenMP directive already: remove it to let PCG try"
        return NestResult(nest, Outcome.INCONCLUSIVE, "already-parallel", reason, None, ())
    for facts in _undecided(nest):
        if pragmas := facts.loop.binding_pragmas:
            reason = (
                f"`{pragmas[0].text}` stands directly before the loop, where an OpenMP directive "
                "would have to stand: remove it to let PCG try"
            )
            return NestResult(nest, Outcome.INCONCLUSIVE, "other-pragma", reason, None, ())
        if facts.reasons:
            first = facts.reasons[0]
            certain = facts.parallelizability is Parallelizability.SEQUENTIAL
            outcome = Outcome.REFUTED if certain else Outcome.INCONCLUSIVE
            if first.code == INTERNAL_ERROR:
                outcome = Outcome.UNAVAILABLE
            return NestResult(nest, outcome, first.code, first.message, None, ())
    reason = "independent, but no rule of PCG applies under these settings (see --fp)"
    return NestResult(nest, Outcome.INCONCLUSIVE, "no-rule", reason, None, ())


def _undecided(nest: LoopFacts) -> Iterator[LoopFacts]:
    """The loops that could have been parallelised, outermost first."""
    yield nest
    if nest.parallelizability not in (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH):
        for child in nest.children:
            yield from _undecided(child)


def conclude(
    state: AgentState,
    judge: Judge,
    cancellation: Cancellation,
    failure: EnvironmentUnavailable | None,
    *,
    out_of_time: bool,
) -> NestResult:
    """Re-measure the winner on a fresh sample; fall back to the next best if it does not hold."""
    offers = list(state.offers)
    attempts = list(state.attempts)
    while (winner := best_offer(offers)) is not None:
        verdict = judge.confirm(winner, cancellation)
        attempts = [
            replace(a, verdict=verdict) if a.candidate == winner.candidate else a for a in attempts
        ]
        if isinstance(verdict, Verified):
            return _offered(state, replace(winner, verdict=verdict), tuple(attempts))
        offers.remove(winner)
    if not attempts and failure is not None:
        return NestResult(state.nest, Outcome.UNAVAILABLE, failure.code, failure.sentence, None, ())
    if not attempts:
        reason = _BUDGET_ENDED if out_of_time else _NOT_JUDGED
        return NestResult(state.nest, Outcome.INCONCLUSIVE, "budget", reason, None, ())
    return _unverified(state.nest, tuple(attempts))


def _offered(state: AgentState, offer: Offer, attempts: tuple[Attempt, ...]) -> NestResult:
    return NestResult(state.nest, Outcome.PASSED, "", "", offer, attempts)


def _unverified(nest: LoopFacts, attempts: tuple[Attempt, ...]) -> NestResult:
    """The most useful reason: what stayed open, else "not faster", else the first refutation."""

    def usefulness(attempt: Attempt) -> int:
        match attempt.verdict:
            case Inconclusive(code=code) if code == OUTPACED:
                return 4
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
