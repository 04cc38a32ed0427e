"""What is taken from the recorded replies, and which questions they answer."""

from __future__ import annotations

from typing import Any

import pytest

from pcg_engine.domain.conversation import Message, Role
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from pcg_engine.domain.workflow import Workflow
from pcg_engine.planning.prompts.feedback import follow_up
from pcg_engine.planning.prompts.opening import opening
from pcg_engine.planning.prompts.prompt import Prompt
from pcg_engine.planning.prompts.self_correction import self_correction
from pcg_engine.planning.prompts.task import Feedback, Task
from pcg_engine.tools.extract import check, compare
from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.inputs import judgement
from pcg_engine.tools.reply.outcome import Extracted, NoCode
from tests.fakes.model_server import Playback, Received, Says, read_conversations
from tests.recorded_replies import (
    FOLDER,
    FUNCTIONS,
    RecordedReply,
    function_of,
    outcomes,
    recorded_replies,
    source_of,
)

_JUDGED = ("right", "wrong", "broken")


@pytest.mark.parametrize("recorded", [pytest.param(r, id=str(r)) for r in recorded_replies()])
def test_what_is_taken(recorded: RecordedReply) -> None:
    source, function = source_of(recorded.subject), function_of(recorded.subject)
    found = candidate_text(recorded.reply, source, function.span)
    expected = outcomes()[str(recorded)]
    match found:
        case NoCode(code=code):
            assert code == expected
        case Extracted(data=data):
            assert expected in _JUDGED
            comparison = compare(source, SourceText(source.path, data))
            [change] = comparison.changed
            assert change.name == function.name
            assert check(comparison, change, alone=True).outcome is Outcome.PASSED


def test_there_are_enough_of_every_kind() -> None:
    known = outcomes()
    assert {str(recorded) for recorded in recorded_replies()} == known.keys()
    told = list(known.values())
    assert len(told) >= 60
    assert len({name.partition("/")[0] for name in known}) == len(FUNCTIONS) == 12
    assert all(told.count(outcome) >= 2 for outcome in _JUDGED)
    assert {"elided", "renamed", "cut-off", "no-code", "edit-outside-function"} <= set(told)
    for workflow in ("parallel", "serial", "any", "multi-stage-1", "multi-stage-2", "again"):
        assert sum(f"/{workflow} " in name for name in known) >= 3


def _task(subject: str) -> Task:
    code = source_of(subject).slice(function_of(subject).span)
    return Task(FUNCTIONS[subject], code, 1, 2, "", (), (), 1.0, "g++ 12", 2)


def _ask(playback: Playback, *messages: Message) -> str:
    sent: list[Any] = [{"role": str(m.role), "content": m.text} for m in messages]
    said = playback(Received("POST", "/v1/chat/completions", {}, {"messages": sent}))
    assert isinstance(said, Says), said
    return said.text


_QUESTIONS = (
    ("parallel", Workflow.PARALLEL, 1),
    ("serial", Workflow.SERIAL, 1),
    ("any", Workflow.ANY, 1),
    ("multi-stage-1", Workflow.MULTI_STAGE, 1),
    ("multi-stage-2", Workflow.MULTI_STAGE, 2),
)


@pytest.mark.parametrize("subject", FUNCTIONS)
def test_the_questions_that_are_asked_get_their_replies(subject: str) -> None:
    replies = {
        (one.conversation, one.number): one.reply.text
        for one in recorded_replies()
        if one.subject == subject
    }
    playback = Playback(read_conversations(FOLDER))
    asked = 0
    for name, workflow, stage in _QUESTIONS:
        if (name, 1) not in replies:
            continue
        asked += 1
        prompt = opening(workflow, _task(subject), (), 100_000, stage)
        assert isinstance(prompt, Prompt)
        assert _ask(playback, *prompt.messages) == replies[name, 1]
        if (name, 2) in replies:
            assert _ask(playback, *prompt.messages) == replies[name, 2]
    assert asked >= 2
    if ("again", 1) in replies:
        prompt = opening(Workflow.PARALLEL, _task(subject), (), 100_000)
        assert isinstance(prompt, Prompt)
        said = Message(Role.ASSISTANT, "What I said.")
        question = follow_up(Feedback("races", "race", "there is a race"))
        assert _ask(playback, *prompt.messages, said, question) == replies["again", 1]


@pytest.mark.parametrize(
    ("subject", "equivalent"), [("nearest", False), ("transpose", False), ("dot", True)]
)
def test_judgements_are_recorded_too(subject: str, equivalent: bool) -> None:
    prompt = self_correction(_task(subject), "int x;", 100_000)
    assert isinstance(prompt, Prompt)
    found = judgement(_ask(Playback(read_conversations(FOLDER)), *prompt.messages))
    assert found.equivalent is equivalent
    assert found.inputs
