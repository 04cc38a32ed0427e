"""Self-correction: what a model is asked about a version that passed, and what that decides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pcg_engine.action.critic import Critic, CriticalJudge
from pcg_engine.action.state import Proposal
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.conversation import Reply
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.events import Event, ModelUnavailable
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import (
    CheckName,
    Evidence,
    Outcome,
    Refuted,
    Verdict,
    Verified,
)
from pcg_engine.ports import Cancellation
from pcg_engine.tools.suggested import Suggestion
from tests.builders import all_passed, check, speedup
from tests.fakes.scripted_model import CODE, FASTER, ScriptedModel, assistant, code, topic

RIGHT = Verified(Evidence(tuple(all_passed()), True, speedup(), 0.0), ())
WRONG = Refuted("different-result", "another result", (check(CheckName.SUGGESTED),))


def _says(**answer: object) -> Reply:
    return Reply(json.dumps(answer))


def _input(size: int) -> Mapping[str, object]:
    return {"size": size, "values": "exact", "numbers": [], "parameters": [], "why": "a border"}


def _version(text: str) -> Candidate:
    return topic().reader.read(code(text), "parallel@1", is_stage=False).candidate


@dataclass
class Judge:
    """Says the same of everything, until inputs are named."""

    verdict: Verdict = RIGHT
    challenged: list[Suggestion] = field(default_factory=list[Suggestion])

    def judge(self, proposal: Proposal) -> Verdict:
        del proposal
        return self.verdict

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        assert proposal.candidate.edits
        assert verdict == self.verdict
        self.challenged.append(suggestion)
        return WRONG

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return Offer(candidate, verdict, "diff", "text")

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        cancellation.check()
        return offer.verdict


def _judge(
    answers: Sequence[Reply | Exception], judge: Judge, events: list[Event]
) -> tuple[ScriptedModel, CriticalJudge]:
    model = ScriptedModel(answers)
    critic = Critic(topic(), assistant(model), Cancellation(), events.append)
    return model, CriticalJudge(judge, critic)


def test_a_version_that_passed_is_tried_on_what_the_model_names() -> None:
    judge, events = Judge(), list[Event]()
    answers = [
        _says(inputs=[_input(7)]),
        _says(equivalent=False, reason="the last one is left out", inputs=[_input(8), _input(9)]),
    ]
    model, critical = _judge(answers, judge, events)

    assert critical.judge(Proposal(_version(FASTER))) is WRONG
    sizes = [spec.size for spec in judge.challenged[0].specs]
    assert sizes == [7, 8, 9]
    assert judge.challenged[0].doubt == "the last one is left out"
    general, about = (request.messages[-1].text for request in model.requests)
    assert FASTER not in general
    assert CODE in about
    assert FASTER in about
    assert all(request.schema is not None for request in model.requests)


def test_what_was_named_for_one_version_is_tried_on_the_next() -> None:
    judge = Judge()
    sure = _says(equivalent=True, reason="", inputs=[_input(9)])
    answers = [_says(inputs=[_input(7)]), _says(equivalent=True, reason="", inputs=[]), sure]
    model, critical = _judge(answers, judge, [])
    critical.judge(Proposal(_version(FASTER)))
    critical.judge(Proposal(_version(FASTER.replace("for\n", "for simd\n"))))

    assert [[s.size for s in one.specs] for one in judge.challenged] == [[7], [7, 9]]
    assert [one.doubt for one in judge.challenged] == ["", ""]
    assert len(model.requests) == 3


def test_rules_and_what_failed_are_not_doubted() -> None:
    model, critical = _judge([], Judge(), [])
    by_rules = replace(_version(FASTER), origin=RULES_ORIGIN)
    assert critical.judge(Proposal(by_rules)) is RIGHT

    race = check(CheckName.RACES, Outcome.REFUTED, "race", "a race")
    refuted = Refuted("race", "a race", (race,))
    model, critical = _judge([], Judge(refuted), [])
    assert critical.judge(Proposal(_version(FASTER))) is refuted
    assert model.requests == []


def test_an_opinion_without_inputs_decides_nothing() -> None:
    judge = Judge()
    answers = [_says(inputs=[]), _says(equivalent=False, reason="looks odd", inputs=[])]
    _, critical = _judge(answers, judge, [])

    assert critical.judge(Proposal(_version(FASTER))) is RIGHT
    assert judge.challenged == []


def test_a_model_that_fails_leaves_the_verdict_and_is_not_asked_again() -> None:
    judge, events = Judge(), list[Event]()
    failure = EnvironmentUnavailable("rate-limited", "too many requests", "wait")
    model, critical = _judge([failure], judge, events)

    assert critical.judge(Proposal(_version(FASTER))) is RIGHT
    assert critical.judge(Proposal(_version(FASTER))) is RIGHT
    assert len(model.requests) == 1
    assert any(isinstance(event, ModelUnavailable) for event in events)
