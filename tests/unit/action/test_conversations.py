"""What a model is asked, when, and what becomes of its failures; no network, no compiler."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pcg_engine.action.conversations import Conversations
from pcg_engine.action.state import AgentState, Proposal, Step
from pcg_engine.domain.conversation import Role, Usage
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.domain.events import Event, ModelAnswered, ModelAsked, ModelUnavailable
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.settings import ModelSettings
from pcg_engine.domain.verdict import CheckName, Evidence, Refuted, Verified
from pcg_engine.domain.workflow import Workflow
from pcg_engine.ports import Cancellation
from tests.builders import LOOP_ID, all_passed, check, facts, speedup
from tests.fakes.scripted_model import CODE, FASTER, ScriptedModel, assistant, code, topic


def _conversations(
    model: ScriptedModel,
    events: list[Event],
    *,
    workflows: Sequence[Workflow] = (Workflow.PARALLEL,),
    context: int = 32_768,
    most_tokens: int = 0,
    cancellation: Cancellation | None = None,
) -> Conversations:
    return Conversations(
        topic=topic(),
        assistant=assistant(model, context, most_tokens),
        settings=ModelSettings(tuple(workflows), samples=3),
        cancellation=cancellation or Cancellation(),
        emit=events.append,
    )


def _after(state: AgentState, proposal: Proposal, reason: str = "race") -> AgentState:
    checks = (check(CheckName.RACES, detail="a race"),) if reason == "race" else tuple(all_passed())
    step = Step(proposal, Refuted(reason, "two threads write `x[0]`", checks))
    return state.edited(proposal).evaluated(step, None, None)


def test_an_answer_becomes_a_candidate_and_a_failure_a_further_question() -> None:
    model, events = ScriptedModel([code(FASTER)] * 2), list[Event]()
    with _conversations(model, events) as talk:
        first = talk.propose(AgentState(facts()))
        assert first is not None
        second = talk.propose(_after(AgentState(facts()), first))

    assert first == second
    assert (first.candidate.origin, first.candidate.loop_id) == ("coder", LOOP_ID)
    assert first.candidate.workflow.startswith("parallel@")
    assert [e.text for e in first.candidate.edits] == ["#pragma omp parallel for\n"]
    roles = [message.role for message in model.requests[1].messages]
    assert roles == [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER]
    assert "two threads write `x[0]`" in model.requests[1].messages[-1].text
    assert [e.turn for e in events if isinstance(e, ModelAsked)] == [1, 2]
    assert talk.assistant.spending.usage == Usage(200, 100)
    assert sum(isinstance(e, ModelAnswered) for e in events) == 2


def test_workflows_take_turns_and_samples_are_told_apart() -> None:
    model, events = ScriptedModel([code(FASTER)] * 3), list[Event]()
    state = AgentState(facts())
    with _conversations(model, events, workflows=(Workflow.SERIAL, Workflow.ANY)) as talk:
        asked = [talk.propose(s) for s in (state, state.reset(), state.reset().reset())]

    workflows = [p.candidate.workflow.partition("@")[0] for p in asked if p is not None]
    assert workflows == ["serial", "any", "serial"]
    assert [request.sample for request in model.requests] == [0, 1, 2]


def test_the_second_stage_begins_with_the_code_of_the_first() -> None:
    serial = CODE.replace("x[i] *= 2.0", "x[i] += x[i]")
    model, events = ScriptedModel([code(serial), code(FASTER)]), list[Event]()
    state = AgentState(facts())
    with _conversations(model, events, workflows=(Workflow.MULTI_STAGE,)) as talk:
        first = talk.propose(state)
        assert first is not None
        second = talk.propose(_after(state, first, "not-faster"))

    assert first.is_stage
    assert second is not None
    assert not second.is_stage
    assert "x[i] += x[i]" in model.requests[1].messages[-1].text
    assert [message.role for message in model.requests[1].messages] == [Role.SYSTEM, Role.USER]


def test_later_conversations_build_on_the_fastest_verified_versions() -> None:
    model, events = ScriptedModel([code(FASTER)] * 3), list[Event]()
    with _conversations(model, events) as talk:
        first = talk.propose(AgentState(facts()))
        assert first is not None
        verdict = Verified(Evidence(tuple(all_passed()), True, speedup(1.8), 0.0), ())
        offer = Offer(first.candidate, verdict, "diff", "text")
        state = AgentState(facts()).edited(first).evaluated(Step(first, verdict), offer, offer)
        second = talk.propose(state.reset())
        without = talk.propose(AgentState(facts()).reset().reset())

    assert second is not None
    assert second.candidate.workflow.startswith("evolution@")
    asked = model.requests[1].messages[-1].text
    assert "1.80 times as fast as the original" in asked
    assert "#pragma omp parallel for" in asked
    assert without is not None
    assert without.candidate.workflow.startswith("parallel@")


@pytest.mark.parametrize(
    ("most_tokens", "context", "why"),
    [(100, 32_768, "budget"), (0, 8300, "prompt-too-long"), (0, 32_768, "rate-limited")],
)
def test_a_model_that_cannot_be_asked_ends_the_conversations(
    most_tokens: int, context: int, why: str
) -> None:
    failure = EnvironmentUnavailable("rate-limited", "too many requests", "wait")
    model, events = ScriptedModel([code(FASTER), failure]), list[Event]()
    state = AgentState(facts())
    with _conversations(model, events, most_tokens=most_tokens, context=context) as talk:
        talk.begin()
        while (proposal := talk.propose(state)) is not None:
            state = _after(state, proposal)

    assert talk.failure is not None
    assert talk.failure.code == why
    assert isinstance(events[-1], ModelUnavailable)


def test_whoever_cancels_is_heard() -> None:
    cancellation = Cancellation()
    with _conversations(ScriptedModel([]), [], cancellation=cancellation) as talk:
        cancellation.cancel()
        with pytest.raises(Cancelled):
            talk.propose(AgentState(facts()))
