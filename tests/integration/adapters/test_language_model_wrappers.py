"""Replies that are kept, recorded and replayed."""

from __future__ import annotations

import dataclasses
import json
import stat
from pathlib import Path

import pytest

from pcg_engine.adapters.language_model.kept_replies import KeptReplies
from pcg_engine.adapters.language_model.recording import RecordedModel, ReplayedModel
from pcg_engine.adapters.store import SqliteStore
from pcg_engine.domain.conversation import (
    Finish,
    FunctionTool,
    Message,
    ModelRequest,
    Reply,
    ReplySchema,
    Role,
    Sampling,
    ToolCall,
    Usage,
)
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable, UsageError
from pcg_engine.ports import Cancellation
from tests.fakes.model_server import BreaksOff, CalledTool, ModelServer, Refuses, Says
from tests.fakes.model_server.asking import endpoint_of, model_of, question
from tests.fakes.worlds import DictStore

_CALL = CalledTool("edit", '{"workflow": "any"}', "c1")


class _Counting:
    """A model that says how often it was asked."""

    identity = "counting@nowhere"

    def __init__(self) -> None:
        self.asked = 0

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        cancellation.check()
        self.asked += len(request.messages) > 0
        return Reply(f"answer {self.asked}", usage=Usage(3, 4), seconds=5.0)


_ENDPOINT = Endpoint("p", "https://api.example.org/v1", "m", max_tokens=100)
_REQUEST = ModelRequest(
    (Message(Role.SYSTEM, "be brief"), Message(Role.USER, "hi")),
    Sampling(0.5, 50),
    ReplySchema("s", "{}"),
    (FunctionTool("stop", "ends", "{}"),),
)


def test_an_equal_question_is_answered_from_the_store_and_costs_nothing(tmp_path: Path) -> None:
    model = _Counting()
    first = SqliteStore(tmp_path / "replies.sqlite")
    asked = KeptReplies(model, first, _ENDPOINT).complete(_REQUEST, Cancellation())
    assert asked == Reply("answer 1", usage=Usage(3, 4), seconds=5.0)
    first.close()
    second = SqliteStore(tmp_path / "replies.sqlite")
    kept = KeptReplies(model, second, _ENDPOINT)
    again = kept.complete(dataclasses.replace(_REQUEST), Cancellation())
    second.close()
    assert again == Reply("answer 1", usage=Usage(), seconds=0.0, cached=True)
    assert (model.asked, kept.identity) == (1, "counting@nowhere")


@pytest.mark.parametrize(
    ("request_", "endpoint"),
    [
        (dataclasses.replace(_REQUEST, sample=1), _ENDPOINT),
        (dataclasses.replace(_REQUEST, schema=None), _ENDPOINT),
        (dataclasses.replace(_REQUEST, tools=()), _ENDPOINT),
        (dataclasses.replace(_REQUEST, sampling=Sampling(0.6, 50)), _ENDPOINT),
        (dataclasses.replace(_REQUEST, sampling=Sampling(0.5, 51)), _ENDPOINT),
        (dataclasses.replace(_REQUEST, messages=_REQUEST.messages[1:]), _ENDPOINT),
        (_REQUEST, dataclasses.replace(_ENDPOINT, base_url="https://api.example.com/v1")),
        (_REQUEST, dataclasses.replace(_ENDPOINT, model="n")),
        (_REQUEST, dataclasses.replace(_ENDPOINT, max_tokens=49)),
    ],
)
def test_any_other_question_is_asked(request_: ModelRequest, endpoint: Endpoint) -> None:
    model, store = _Counting(), DictStore()
    KeptReplies(model, store, _ENDPOINT).complete(_REQUEST, Cancellation())
    reply = KeptReplies(model, store, endpoint).complete(request_, Cancellation())
    assert (reply.text, reply.cached, len(store.entries)) == ("answer 2", False, 2)


def test_what_decides_no_answer_is_no_part_of_the_question() -> None:
    model, store = _Counting(), DictStore()
    KeptReplies(model, store, _ENDPOINT).complete(_REQUEST, Cancellation())
    other = dataclasses.replace(
        _ENDPOINT, profile="q", timeout=1.0, concurrency=1, key_variable="K", temperature=0.9
    )
    assert KeptReplies(model, store, other).complete(_REQUEST, Cancellation()).cached


@pytest.mark.parametrize(
    "said", [BreaksOff("half"), Says("half", finish="length"), Says("no", finish="content_filter")]
)
def test_only_whole_answers_are_kept(said: BreaksOff | Says) -> None:
    store = DictStore()
    with ModelServer([said, Says("", (_CALL,)), Says("")]) as server:
        model = model_of(server)
        kept = KeptReplies(model, store, endpoint_of(server))
        assert kept.complete(question(), Cancellation()).finish is not Finish.STOP
        assert store.entries == {}
        whole = kept.complete(question(), Cancellation())
        assert len(store.entries) == 1
        again = kept.complete(question(), Cancellation())
        assert (again.tool_calls, again.finish) == (whole.tool_calls, Finish.TOOL_CALLS)
        assert again.tool_calls == (ToolCall(_CALL.id, _CALL.name, _CALL.arguments),)
        kept.complete(question("something else"), Cancellation())
        assert len(store.entries) == 1
        model.close()


@pytest.mark.parametrize(
    "damaged", [b"", b"\xff", b"{}", b"[]", b'{"text": "", "finish": "x"}', b"7"]
)
def test_a_damaged_entry_is_asked_for_again(damaged: bytes) -> None:
    model, store = _Counting(), DictStore()
    kept = KeptReplies(model, store, _ENDPOINT)
    kept.complete(_REQUEST, Cancellation())
    (key,) = store.entries
    store.entries[key] = damaged
    assert kept.complete(_REQUEST, Cancellation()).text == "answer 2"
    assert kept.complete(_REQUEST, Cancellation()).text == "answer 2"


def test_offline_nothing_is_asked() -> None:
    store = DictStore()
    with ModelServer([Says("ok")]) as server:
        model = model_of(server)
        KeptReplies(model, store, endpoint_of(server)).complete(question(), Cancellation())
        offline = KeptReplies(model, store, endpoint_of(server), offline=True)
        assert offline.complete(question(), Cancellation()).text == "ok"
        with pytest.raises(EnvironmentUnavailable, match="no answer of test-model@") as caught:
            offline.complete(question("new"), Cancellation())
        assert caught.value.code == "offline"
        model.close()
        assert len(server.requests) == 1
    cancelled = Cancellation()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        offline.complete(question(), cancelled)


def test_a_recorded_run_is_replayed_exactly_and_asks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    script = (
        Says("first"),
        Says("second ☃ \ud83d", (_CALL,)),
        Refuses(401, "no"),
        BreaksOff("half"),
        Says("last"),
    )
    questions = [question(), question(), question("x"), question("y"), _REQUEST]
    path.write_text("an earlier run\n")
    path.chmod(0o644)
    with ModelServer(script) as server:
        model = model_of(server)
        recorded = RecordedModel(model, path)
        told: list[Reply | tuple[str, str, str]] = []
        for one in questions:
            told.append(_outcome(recorded, one))
            # As they come: what has been told can be read before the run has ended.
            assert len(path.read_text().splitlines()) == len(told) + 1
        identity = recorded.identity
        recorded.close()
        model.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    replayed = ReplayedModel(path)
    assert replayed.identity == identity
    order = [4, 0, 2, 1, 3]
    assert [_outcome(replayed, questions[number]) for number in order] == [
        told[number] for number in order
    ]
    assert replayed.is_finished
    with pytest.raises(EnvironmentUnavailable) as caught:
        replayed.complete(questions[0], Cancellation())
    assert caught.value.code == "not-recorded"


def _outcome(
    model: RecordedModel | ReplayedModel, request: ModelRequest
) -> Reply | tuple[str, str, str]:
    try:
        return model.complete(request, Cancellation())
    except EnvironmentUnavailable as error:
        return error.code, error.message, error.hint


def test_what_was_cancelled_is_cancelled_again(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    recorded = RecordedModel(_Counting(), path)
    cancelled = Cancellation()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        recorded.complete(question(), cancelled)
    recorded.close()
    replayed = ReplayedModel(path)
    assert not replayed.is_finished
    with pytest.raises(Cancelled):
        replayed.complete(question(), Cancellation())


def test_a_question_that_was_not_recorded_is_told(tmp_path: Path) -> None:
    recorded = RecordedModel(_Counting(), tmp_path / "run.jsonl")
    recorded.complete(_REQUEST, Cancellation())
    recorded.close()
    replayed = ReplayedModel(tmp_path / "run.jsonl")
    for other in (question(), dataclasses.replace(_REQUEST, sample=1)):
        with pytest.raises(EnvironmentUnavailable, match="holds no answer") as caught:
            replayed.complete(other, Cancellation())
        assert "record anew" in caught.value.hint


_HEAD = '{"pcg_recording": 1, "identity": "m@h"}\n'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "line 1: it does not begin"),
        ("{}\n", "line 1: it does not begin"),
        ('{"pcg_recording": 2}\n', "line 1: it does not begin"),
        (_HEAD + "nonsense\n", "line 2: it is no JSON"),
        (_HEAD + "{}\n", "line 2: this is no reply"),
        (_HEAD + '{"request": {}, "reply": {"text": "a", "finish": "odd"}}\n', "line 2: this is"),
    ],
)
def test_what_is_no_recording_is_told_with_the_line(
    tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(content)
    with pytest.raises(UsageError, match=told):
        ReplayedModel(path)


def test_a_line_that_was_never_finished_is_as_if_not_there(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    recorded = RecordedModel(_Counting(), path)
    for _ in range(2):
        recorded.complete(_REQUEST, Cancellation())
    recorded.close()
    path.write_text(path.read_text()[:-10])
    replayed = ReplayedModel(path)
    assert replayed.complete(_REQUEST, Cancellation()).text == "answer 1"
    with pytest.raises(EnvironmentUnavailable):
        replayed.complete(_REQUEST, Cancellation())


def test_files_that_cannot_be_had_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        ReplayedModel(tmp_path / "none.jsonl")
    with pytest.raises(EnvironmentUnavailable, match="No such file"):
        RecordedModel(_Counting(), tmp_path / "none" / "run.jsonl")


def test_a_recording_is_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    recorded = RecordedModel(_Counting(), path)
    recorded.complete(ModelRequest((Message(Role.USER, "hi"),)), Cancellation())
    recorded.close()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines == [
        {"pcg_recording": 1, "identity": "counting@nowhere"},
        {
            "request": {
                "messages": [{"role": "user", "text": "hi", "tool_calls": [], "answers": ""}],
                "sampling": {"temperature": None, "max_tokens": 8192},
                "schema": None,
                "tools": [],
                "sample": 0,
            },
            "reply": {
                "text": "answer 1",
                "tool_calls": [],
                "finish": "stop",
                "usage": {"prompt_tokens": 3, "completion_tokens": 4},
                "seconds": 5.0,
                "cached": False,
            },
        },
    ]
