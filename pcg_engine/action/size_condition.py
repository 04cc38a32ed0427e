"""A team only where there is enough work for it: the offered version with an ``if`` clause.

Which size is enough was measured with the offer. The version with the clause is a candidate like
any other: built, checked, timed; it takes the offer's place only where it is right, as fast on the
usual input, and faster than the offer was on small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pcg_engine.action.agent import Judge
from pcg_engine.action.cross_over import CLEARLY_SLOWER, CrossOver, Measured, cross_over
from pcg_engine.action.state import Proposal
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.events import CandidateJudged, Event, OfferFound
from pcg_engine.domain.measurement import Scaling
from pcg_engine.domain.next_steps import with_next_step
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt, NestResult
from pcg_engine.domain.verdict import CheckName, Inconclusive, Verdict, Verified
from pcg_engine.planning.rules.condition import Condition
from pcg_engine.planning.rules.work import Work
from pcg_engine.ports import Cancellation

NO_GAIN = "no-gain"
"""The code of versions with a condition that are right, and no better than those without."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """How a version with a condition is made.

    ``work`` gives what the offered candidate's loop has to do, in terms of the named sizes;
    ``propose`` the same candidate under a condition. Both give ``None`` where there is none.
    """

    work: Callable[[Candidate, frozenset[str]], Work | None]
    propose: Callable[[Condition, Candidate], Candidate | None]


def with_condition(
    result: NestResult,
    sizing: Sizing,
    judge: Judge,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> NestResult:
    """``result``, offering the version with a condition where that is better.

    What becomes of that version is among the attempts. When the budget ends before it is verified,
    the offer stays as it is.
    """
    offer = result.offer
    if offer is None or offer.candidate.origin != RULES_ORIGIN:
        return result
    points = _points(offer)
    if not points:
        return result
    names = frozenset(name for point in points for name, _ in point.lengths)
    work = sizing.work(offer.candidate, names)
    found = None if work is None else cross_over(_measured(points, work))
    if work is None or found is None:
        return result
    condition = Condition(work.text, found.threshold)
    plain = sizing.propose(condition, offer.candidate)
    if plain is None:
        return result
    candidate = _told(plain, condition, found)
    try:
        verdict = judge.judge(Proposal(candidate))
    except Cancelled:
        return result
    emit(CandidateJudged(candidate, verdict))
    if not isinstance(verdict, Verified):
        return _tried(result, candidate, verdict)
    conditional = judge.offer(candidate, verdict)
    confirmed = judge.confirm(conditional, cancellation)
    if not isinstance(confirmed, Verified):
        return _tried(result, candidate, confirmed)
    conditional = replace(conditional, verdict=confirmed)
    why = _shortcoming(offer, conditional, work, found)
    if why is not None:
        checks = confirmed.evidence.checks
        told = with_next_step(NO_GAIN, why)
        return _tried(result, candidate, Inconclusive(NO_GAIN, told, checks))
    emit(OfferFound(conditional))
    return replace(_tried(result, candidate, confirmed), offer=conditional)


def _tried(result: NestResult, candidate: Candidate, verdict: Verdict) -> NestResult:
    return replace(result, attempts=(*result.attempts, Attempt(candidate, verdict)))


def _told(plain: Candidate, condition: Condition, found: CrossOver) -> Candidate:
    """``plain`` with a name and a reason of its own."""
    variant = ", ".join(part for part in (plain.variant, condition.text) if part)
    reason = (
        f"With less to do (`{condition.work}` up to {condition.threshold:,}) the loop stays on one "
        f"thread: without the condition {found.slow.ratio:.2f}× was measured at "
        f"{found.slow.work:,}, {found.fast.ratio:.2f}× at {found.fast.work:,}."
    )
    return replace(plain, variant=variant, rationale=f"{plain.rationale} {reason}")


def _points(offer: Offer) -> tuple[Scaling, ...]:
    """What was measured with the team of the offer, on inputs whose sizes are known."""
    threads = offer.speedup.threads
    return tuple(
        point
        for check in offer.verdict.evidence.checks
        if check.name is CheckName.BENCHMARK
        for point in check.scaling
        if point.threads == threads and point.lengths
    )


def _measured(points: Sequence[Scaling], work: Work) -> list[Measured]:
    return [Measured(work.amount.evaluate(dict(p.lengths)), p.ratio) for p in points]


def _shortcoming(offer: Offer, conditional: Offer, work: Work, found: CrossOver) -> str | None:
    """Why ``conditional`` is not clearly better than ``offer``; ``None`` if it is."""
    if conditional.speedup.high < offer.speedup.low:
        return (
            f"right, but slower on the usual input: {conditional.speedup.ratio:.2f}×, "
            f"{offer.speedup.ratio:.2f}× without the condition"
        )
    before = _least(offer, work, found.threshold)
    after = _least(conditional, work, found.threshold)
    if before is None or after is None or before >= CLEARLY_SLOWER * after:
        told = "nothing" if after is None else f"{after:.2f}×"
        return f"right, but no faster where there is less to do: {told} was measured there"
    return None


def _least(offer: Offer, work: Work, threshold: int) -> float | None:
    """The least ratio on inputs that the condition leaves to one thread."""
    small = [m.ratio for m in _measured(_points(offer), work) if 0 < m.work <= threshold]
    return min(small, default=None)
