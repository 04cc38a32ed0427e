"""The version with a size condition takes the offer's place where it is better, and only there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from pcg_engine.action.size_condition import NO_GAIN, Sizing, with_condition
from pcg_engine.action.state import Proposal
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.events import CandidateJudged, Event, OfferFound
from pcg_engine.domain.measurement import Scaling
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.result import Attempt, NestResult
from pcg_engine.domain.source import Edit
from pcg_engine.domain.verdict import (
    CheckName,
    Evidence,
    Inconclusive,
    Outcome,
    Refuted,
    Verdict,
    Verified,
)
from pcg_engine.planning.rules.condition import Condition
from pcg_engine.planning.rules.work import Work
from pcg_engine.ports import Cancellation
from pcg_engine.tools.suggested import Suggestion
from tests.builders import all_passed, candidate, facts, speedup

PLAIN = candidate()
SLOW_WHEN_SMALL = {1_000_000: 1.8, 10_000: 1.4, 100: 0.2}
AS_BEFORE_WHEN_SMALL = {1_000_000: 1.8, 10_000: 1.4, 100: 0.95}


def _verified(ratios: dict[int, float]) -> Verified:
    """A verdict with a measurement at each ``n``, the largest being the usual one."""
    usual = max(ratios)
    points = tuple(
        Scaling(2, f"n = {n}", ratio, (("n", n), ("x.size()", n))) for n, ratio in ratios.items()
    )
    measured = speedup(ratios[usual], ratios[usual] - 0.1, ratios[usual] + 0.1)
    checks = tuple(
        replace(c, scaling=points, speedup=measured) if c.name is CheckName.BENCHMARK else c
        for c in all_passed()
    )
    return Verified(Evidence(checks, True, measured, 0.0), ())


@dataclass
class OneJudge:
    """Judges every candidate alike; without a verdict the budget has ended."""

    verdict: Verdict | None
    confirmed: Verdict | None = None
    judged: list[Candidate] = field(default_factory=list[Candidate])

    def judge(self, proposal: Proposal) -> Verdict:
        self.judged.append(proposal.candidate)
        if self.verdict is None:
            raise Cancelled
        return self.verdict

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        raise AssertionError(f"nobody named {suggestion} for {proposal}, which is {verdict}")

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return Offer(candidate, verdict, "diff", "text")

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        cancellation.check()
        return self.confirmed or offer.verdict


def _under(condition: Condition, like: Candidate) -> Candidate:
    text = like.edits[0].text.replace("\n", f" if({condition.text})\n")
    return replace(like, edits=(Edit(like.edits[0].span, text),))


SIZING = Sizing(lambda _, known: Work("n", Polynomial.name("n")) if "n" in known else None, _under)


def _offered(ratios: dict[int, float]) -> NestResult:
    verdict = _verified(ratios)
    offer = Offer(PLAIN, verdict, "diff", "text")
    return NestResult(facts(), Outcome.PASSED, "", "", offer, (Attempt(PLAIN, verdict),))


def _go(result: NestResult, judge: OneJudge) -> tuple[NestResult, list[Event]]:
    events: list[Event] = []
    return with_condition(result, SIZING, judge, Cancellation(), events.append), events


def test_what_is_slow_on_small_inputs_is_offered_with_a_condition() -> None:
    verdict = _verified(AS_BEFORE_WHEN_SMALL)
    judge = OneJudge(verdict)

    result, events = _go(_offered(SLOW_WHEN_SMALL), judge)

    assert result.offer is not None
    chosen = result.offer.candidate
    assert chosen.variant == "n > 5000"
    assert chosen.edits[0].text == "#pragma omp parallel for if(n > 5000)\n"
    assert "0.20× was measured at 100, 1.40× at 10,000" in chosen.rationale
    assert result.attempts[1:] == (Attempt(chosen, verdict),)
    assert events == [CandidateJudged(chosen, verdict), OfferFound(result.offer)]


@pytest.mark.parametrize(
    ("ratios", "origin"),
    [
        ({1_000_000: 1.8, 10_000: 1.4, 100: 0.9}, "rules"),
        (SLOW_WHEN_SMALL, "some-model"),
    ],
)
def test_nothing_is_judged_where_there_is_no_reason_to(
    ratios: dict[int, float], origin: str
) -> None:
    result = _offered(ratios)
    assert result.offer is not None
    offer = replace(result.offer, candidate=replace(PLAIN, origin=origin))
    judge = OneJudge(None)

    after, events = _go(replace(result, offer=offer), judge)

    assert (after, events, judge.judged) == (replace(result, offer=offer), [], [])


def test_when_the_budget_ends_the_offer_stays() -> None:
    before = _offered(SLOW_WHEN_SMALL)
    judge = OneJudge(None)

    assert _go(before, judge) == (before, [])
    assert len(judge.judged) == 1


def test_a_refuted_version_is_told_and_not_offered() -> None:
    before = _offered(SLOW_WHEN_SMALL)
    refuted = Refuted("race", "a race", ())

    after, _ = _go(before, OneJudge(refuted))

    assert after.offer == before.offer
    assert after.attempts[-1].verdict == refuted


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        # Slower on the usual input by more than both intervals.
        ({1_000_000: 1.4, 10_000: 1.2, 100: 0.95}, "slower on the usual input"),
        # As slow on small ones as before.
        ({1_000_000: 1.8, 10_000: 1.4, 100: 0.22}, "no faster where there is less to do"),
    ],
)
def test_what_gains_nothing_is_not_offered(confirmed: dict[int, float], words: str) -> None:
    before = _offered(SLOW_WHEN_SMALL)

    after, _ = _go(before, OneJudge(_verified(SLOW_WHEN_SMALL), _verified(confirmed)))

    verdict = after.attempts[-1].verdict
    assert after.offer == before.offer
    assert isinstance(verdict, Inconclusive)
    assert (verdict.code, words in verdict.reason) == (NO_GAIN, True)


def test_a_busy_machine_leaves_the_offer_as_it_is() -> None:
    before = _offered(SLOW_WHEN_SMALL)
    busy = Inconclusive("busy", "others used the machine", ())

    after, _ = _go(before, OneJudge(_verified(AS_BEFORE_WHEN_SMALL), busy))

    assert (after.offer, after.attempts[-1].verdict) == (before.offer, busy)
