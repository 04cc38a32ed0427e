"""The agent edits, evaluates, resets and stops; what was found before a deadline is kept."""

from __future__ import annotations

from pcg_engine.action.agent import ListGenerator, run
from pcg_engine.action.policy import RuleDrivenPolicy
from pcg_engine.action.state import AgentState, Edit, Evaluate, Proposal, Reset, Step, Stop
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.events import CandidateJudged, Event, OfferFound
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt
from pcg_engine.domain.verdict import (
    BUSY,
    Evidence,
    Inconclusive,
    Refuted,
    Verdict,
    Verified,
)
from pcg_engine.ports import Cancellation
from pcg_engine.tools.suggested import Suggestion
from tests.builders import all_passed, candidate, facts, speedup

PLAIN = candidate("parallel-for", "#p\n")
COLLAPSED = candidate("parallel-for-collapse", "#pragma omp parallel for collapse(2)\n")
WRONG = candidate("wrong", "#pragma omp simd\n")


class ScriptedJudge:
    """Judges by a table; a missing entry means that the budget ended."""

    def __init__(self, verdicts: dict[Candidate, Verdict]) -> None:
        self._verdicts = verdicts

    def judge(self, proposal: Proposal) -> Verdict:
        if proposal.candidate not in self._verdicts:
            raise Cancelled
        return self._verdicts[proposal.candidate]

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        raise AssertionError(f"nobody named {suggestion} for {proposal}, which is {verdict}")

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return Offer(candidate, verdict, "diff", "text")

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        cancellation.check()
        return offer.verdict


def _verified(ratio: float) -> Verified:
    measured = speedup(ratio, ratio - 0.1, ratio + 0.1)
    return Verified(Evidence(tuple(all_passed()), True, measured, 0.0), ())


def _run(
    candidates: tuple[Candidate, ...], verdicts: dict[Candidate, Verdict], limit: int = 8
) -> tuple[AgentState, list[Event]]:
    events: list[Event] = []
    judge = ScriptedJudge(verdicts)
    generator = ListGenerator(candidates)
    start = AgentState(facts())
    state = run(start, RuleDrivenPolicy(limit), generator, judge, events.append)
    return state, events


def test_every_candidate_is_tried_and_the_fastest_is_best() -> None:
    refuted = Refuted("race", "a race", ())
    verdicts: dict[Candidate, Verdict] = {
        PLAIN: _verified(1.3),
        WRONG: refuted,
        COLLAPSED: _verified(1.9),
    }

    state, events = _run((PLAIN, WRONG, COLLAPSED), verdicts)

    assert state.attempts == tuple(Attempt(c, v) for c, v in verdicts.items())
    assert state.best is not None
    assert state.best.candidate == COLLAPSED
    shown = [e.offer.candidate for e in events if isinstance(e, OfferFound)]
    assert shown == [PLAIN, COLLAPSED]
    assert sum(isinstance(e, CandidateJudged) for e in events) == 3


def test_what_was_verified_before_the_budget_ended_is_kept() -> None:
    state, _ = _run((PLAIN, COLLAPSED), {PLAIN: _verified(1.5)})

    assert [o.candidate for o in state.offers] == [PLAIN]
    assert not state.exhausted


def test_the_number_of_attempts_is_limited() -> None:
    state, _ = _run((PLAIN, COLLAPSED), {PLAIN: _verified(1.5)}, limit=1)

    assert len(state.attempts) == 1


def test_a_nest_that_had_its_share_of_time_gets_no_second_candidate() -> None:
    policy = RuleDrivenPolicy(has_time=lambda: False)
    start = AgentState(facts())
    proposal = Proposal(PLAIN)
    attempted = start.edited(proposal).evaluated(Step(proposal, _verified(1.5)), None, None).reset()

    assert policy.next_action(start) == Edit()
    assert policy.next_action(attempted) == Stop("this nest has had its share of the budget")


def test_what_is_nearly_as_fast_as_the_threads_allow_ends_the_search() -> None:
    policy = RuleDrivenPolicy(enough=1.8)
    proposal = Proposal(PLAIN)
    begun = AgentState(facts()).edited(proposal)
    for ratio, following in ((1.5, Edit()), (2.5, Stop("the threads can hardly give more"))):
        verdict = _verified(ratio)
        offer = Offer(PLAIN, verdict, "", "")
        after = begun.evaluated(Step(proposal, verdict), offer, offer).reset()

        assert policy.next_action(after) == following


def test_the_rule_driven_policy_goes_edit_evaluate_reset() -> None:
    policy = RuleDrivenPolicy()
    start = AgentState(facts())
    proposal = Proposal(PLAIN)
    edited = start.edited(proposal)
    evaluated = edited.evaluated(Step(proposal, Refuted("race", "", ())), None, None)

    assert policy.next_action(start) == Edit()
    assert policy.next_action(edited) == Evaluate()
    assert policy.next_action(evaluated) == Reset()
    assert policy.next_action(evaluated.reset()) == Edit()
    assert policy.next_action(evaluated.reset().edited(None)) == Stop("every proposal was tried")


def _until_stopped(policy: RuleDrivenPolicy, verdicts: dict[Candidate, Verdict]) -> AgentState:
    generator = ListGenerator((PLAIN, WRONG, COLLAPSED))
    return run(AgentState(facts()), policy, generator, ScriptedJudge(verdicts), lambda _: None)


def test_in_the_order_of_speed_the_first_that_is_verified_is_the_last() -> None:
    verdicts: dict[Candidate, Verdict] = {
        PLAIN: Refuted("race", "a race", ()),
        WRONG: _verified(1.3),
        COLLAPSED: _verified(1.9),
    }

    state = _until_stopped(RuleDrivenPolicy(fastest_first=True), verdicts)

    assert [a.candidate for a in state.attempts] == [PLAIN, WRONG]
    assert state.best is not None
    assert state.best.candidate == WRONG


def test_on_a_busy_machine_no_other_candidate_is_begun() -> None:
    busy = Inconclusive(BUSY, "others used 1.0 of 2 processors", ())

    state = _until_stopped(RuleDrivenPolicy(), {PLAIN: busy})

    assert [a.candidate for a in state.attempts] == [PLAIN]
    assert not state.exhausted
