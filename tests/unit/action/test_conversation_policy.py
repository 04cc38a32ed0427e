"""How long a model is talked to: feedback or regeneration, patience, and broken tools."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.action.policy import ConversationPolicy
from pcg_engine.action.state import AgentState, Edit, Evaluate, Proposal, Reset, Step, Stop
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import (
    Evidence,
    Inconclusive,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)
from tests.builders import all_passed, candidate, facts, offer, speedup

WRONG = Refuted("race", "two threads write `s`", ())
TIMED = tuple(all_passed())
SLOW = Refuted("not-faster", "0.98×", TIMED)
BUSY = Inconclusive("busy", "others work on this machine", TIMED)
RIGHT = Verified(Evidence(tuple(all_passed()), True, speedup(), 0.0), ())

LARGE = ConversationPolicy(samples=2, attempts=3, feedback=True, patience=2)
SMALL = ConversationPolicy(samples=2, attempts=3, feedback=False, patience=2)


def _judged(
    state: AgentState, verdict: Verdict, *, is_stage: bool = False, best: Offer | None = None
) -> AgentState:
    text = f"// {len(state.attempts)}\n"
    proposal = Proposal(candidate("parallel@1", text), is_stage=is_stage)
    return state.edited(proposal).evaluated(Step(proposal, verdict), best, best or state.best)


START = AgentState(facts())


def test_a_large_model_is_told_what_was_wrong_up_to_a_limit() -> None:
    once = _judged(START, WRONG)
    thrice = _judged(_judged(once, SLOW), WRONG)

    assert LARGE.next_action(START) == Edit()
    assert LARGE.next_action(START.edited(Proposal(candidate()))) == Evaluate()
    assert LARGE.next_action(once) == Edit()
    assert LARGE.next_action(thrice) == Reset()
    assert LARGE.next_action(replace(START, rounds=2)) == Stop("2 conversations were had")


def test_a_small_model_is_asked_anew() -> None:
    assert SMALL.next_action(_judged(START, WRONG)) == Reset()
    assert SMALL.next_action(replace(START, rounds=5)) == Edit()
    assert SMALL.next_action(replace(START, rounds=6)) == Stop("6 conversations were had")


def test_what_is_right_ends_a_conversation_unless_it_is_a_stage() -> None:
    staged = _judged(START, SLOW, is_stage=True)

    assert LARGE.next_action(_judged(START, RIGHT)) == Reset()
    assert LARGE.next_action(_judged(START, BUSY)) == Reset()
    assert LARGE.next_action(_judged(START, BUSY, is_stage=True)) == Edit()
    assert LARGE.next_action(staged) == Edit()
    assert SMALL.next_action(staged) == Edit()
    # A right stage is no failure: the second one has as many attempts.
    assert LARGE.next_action(_judged(_judged(staged, WRONG), WRONG)) == Edit()
    assert LARGE.next_action(_judged(_judged(_judged(staged, WRONG), WRONG), WRONG)) == Reset()


def test_patience_counts_conversations_that_found_nothing_better() -> None:
    patient = replace(LARGE, samples=10)
    found = _judged(START, RIGHT, best=offer()).reset()

    enough = Stop("2 conversations in a row found nothing better")
    assert patient.next_action(found) == Edit()
    assert patient.next_action(found.reset()) == Edit()
    assert patient.next_action(found.reset().reset()) == enough
    # What rules found is as good as what a conversation found.
    handed = found.handed_on()
    assert patient.next_action(handed.reset()) == Edit()
    assert patient.next_action(handed.reset().reset()) == enough
    # Without anything verified there is nothing that could be good enough.
    assert patient.next_action(replace(START, rounds=7)) == Edit()


@pytest.mark.parametrize("policy", [LARGE, SMALL])
def test_broken_tools_and_spent_time_end_the_work(policy: ConversationPolicy) -> None:
    late = replace(policy, has_time=lambda: False)

    assert isinstance(policy.next_action(_judged(START, Unavailable("no-gxx", "", ()))), Stop)
    assert isinstance(late.next_action(START), Stop)
    assert isinstance(policy.next_action(START.edited(None)), Stop)
    assert late.next_action(START.edited(Proposal(candidate()))) == Evaluate()


def test_another_generator_begins_anew_with_what_was_found() -> None:
    best = offer()
    found = _judged(START, RIGHT, best=best).reset().edited(None)

    handed = found.handed_on()

    assert (handed.rounds, handed.exhausted, handed.steps) == (0, False, ())
    assert (handed.best, handed.offers, handed.attempts) == (best, (best,), found.attempts)
