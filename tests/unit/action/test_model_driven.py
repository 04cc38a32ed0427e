"""A model that calls tools: edit, evaluate, reset, stop; and one that calls them wrongly."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from pcg_engine.action.agent import run
from pcg_engine.action.model_driven import ModelDriven
from pcg_engine.action.state import Action, AgentState, Proposal, Stop
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.conversation import Reply, Role, ToolCall, Usage
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import CheckName, Evidence, Outcome, Refuted, Verdict, Verified
from pcg_engine.ports import Cancellation
from pcg_engine.tools.suggested import Suggestion
from tests.builders import all_passed, check, facts, speedup
from tests.fakes.scripted_model import FASTER, ScriptedModel, assistant, topic


def calls(name: str, **arguments: str) -> Reply:
    """One tool call."""
    call = ToolCall(f"call-{name}", name, json.dumps(arguments))
    return Reply("", (call,), usage=Usage(10, 5))


@dataclass
class Judge:
    """The first version races, every other one is right."""

    judged: list[Proposal] = field(default_factory=list[Proposal])

    def judge(self, proposal: Proposal) -> Verdict:
        self.judged.append(proposal)
        if any(one.outcome is not Outcome.PASSED for one in proposal.checks):
            return Refuted(proposal.checks[0].code, proposal.checks[0].detail, proposal.checks)
        if len(self.judged) == 1:
            race = check(CheckName.RACES, Outcome.REFUTED, "race", "a race on `x`")
            return Refuted("race", "a race on `x`", (race,))
        return Verified(Evidence(tuple(all_passed()), True, speedup(), 0.0), ())

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        raise AssertionError(f"nobody named {suggestion} for {proposal}, which is {verdict}")

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return Offer(candidate, verdict, "diff", "text")

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        cancellation.check()
        return offer.verdict


@dataclass
class Watched:
    """Remembers what was chosen last."""

    policy: ModelDriven
    last: Action | None = None

    def next_action(self, state: AgentState) -> Action:
        self.last = self.policy.next_action(state)
        return self.last


def _go(model: ScriptedModel, attempts: int = 4) -> tuple[AgentState, Judge, Watched]:
    driven = ModelDriven(topic(), assistant(model), attempts, Cancellation(), lambda _: None)
    judge, watched = Judge(), Watched(driven)
    return run(AgentState(facts()), watched, driven, judge, lambda _: None), judge, watched


def test_the_model_edits_has_evaluated_resets_and_stops() -> None:
    model = ScriptedModel(
        [
            *(calls("edit", code=FASTER), calls("evaluate"), calls("reset")),
            *(calls("edit", code=FASTER), calls("evaluate"), calls("stop", reason="enough")),
        ]
    )
    state, judge, _ = _go(model)

    assert len(judge.judged) == 2
    assert state.best is not None
    assert state.best.candidate.origin == "coder"
    told = model.told()
    assert "`evaluate` has it judged" in told[0]
    assert "a race on `x`" in told[1]
    assert told[2] == "The function is the original again."
    assert told[4].startswith("Verified: ")
    # Every call is answered by its id, as the protocol of chat completions asks.
    last = model.requests[-1].messages
    answered = [m.answers for m in last if m.role is Role.TOOL]
    assert answered == [c.id for m in last for c in m.tool_calls]


def test_wrong_calls_are_told_and_code_without_a_call_is_an_edit() -> None:
    model = ScriptedModel(
        [
            calls("evaluate"),
            Reply("", (ToolCall("1", "edit", "{no json"),)),
            Reply(f"```cpp\n{FASTER}\n```"),
            calls("evaluate"),
            calls("evaluate"),
            calls("compile"),
            calls("stop", reason="done"),
        ]
    )
    state, judge, _ = _go(model)

    assert len(judge.judged) == 1
    assert len(state.attempts) == 1
    told = model.told()
    assert "`edit` first" in told[0]
    assert "needs `code`" in told[1]
    assert "has been evaluated" in told[4]
    assert "there is no tool `compile`" in told[5]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([Reply("Hello!")] * 3, "called no tool that makes sense"),
        ([calls("edit", code=FASTER)] * 12, "tool calls were made"),
    ],
)
def test_a_model_that_leads_nowhere_is_left_alone(answers: list[Reply], reason: str) -> None:
    model = ScriptedModel(answers)
    _, judge, watched = _go(model)

    assert judge.judged == []
    assert isinstance(watched.last, Stop)
    assert reason in watched.last.reason
    assert len(model.requests) == len(answers)


def test_a_model_that_fails_ends_the_work() -> None:
    failure = EnvironmentUnavailable("endpoint-failed", "500", "try later")
    state, _, watched = _go(ScriptedModel([calls("edit", code=FASTER), failure]))

    assert state.attempts == ()
    assert watched.policy.failure is failure
