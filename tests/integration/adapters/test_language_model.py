"""The client against a real server on the loopback: what is sent, and what comes of each answer."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from pcg_engine.adapters.language_model.client import CHARACTERS_PER_TOKEN, ChatModel
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
from pcg_engine.domain.endpoint import Structure
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.ports import Cancellation
from tests.fakes.model_server import (
    BreaksOff,
    CalledTool,
    Endless,
    Garbage,
    Hangs,
    ModelServer,
    Refuses,
    Says,
)
from tests.fakes.model_server.asking import FakeTime, endpoint_of, model_of, question

_LOOP = "for (int i = 0; i < n; ++i)\n\ty[i] = α * x[i];\n" * 20
_SHAPE = ReplySchema(
    "answer",
    json.dumps(
        {
            "type": "object",
            "properties": {"code": {"type": "string"}},
            "required": ["code"],
            "additionalProperties": False,
        }
    ),
)
_STOP = FunctionTool("stop", "End here.", '{"type": "object", "properties": {}}')


def _told(reply: Reply) -> Reply:
    """Without the time, which is the machine's."""
    assert reply.seconds >= 0
    return dataclasses.replace(reply, seconds=0.0)


def _failure(server: ModelServer, time: FakeTime | None = None, **fields: float) -> str:
    model = model_of(server, None, time, **fields)
    with pytest.raises(EnvironmentUnavailable) as caught:
        model.complete(question(), Cancellation())
    model.close()
    assert caught.value.hint
    return f"{caught.value.code}: {caught.value.message} ({caught.value.hint})"


def test_sends_the_question_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "of-another-program")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.1/v1")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer stolen\nX-Extra: more")
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://192.0.2.1:1")
    with ModelServer([Says("a", finish="stop"), Says("b")]) as server:
        model = model_of(server, key="sk-secret", temperature=0.5)
        request = ModelRequest(
            (
                Message(Role.SYSTEM, "You write C++."),
                Message(Role.USER, _LOOP),
                Message(Role.ASSISTANT, "", (ToolCall("c1", "stop", "{}"),)),
                Message(Role.TOOL, "refused", answers="c1"),
            ),
            Sampling(temperature=0.25, max_tokens=64),
            tools=(_STOP,),
            sample=3,
        )
        model.complete(request, Cancellation())
        model.complete(ModelRequest((Message(Role.USER, "hi"),), schema=_SHAPE), Cancellation())
        model.close()
        first, second = server.requests
    assert first.body == {
        "model": "test-model",
        "messages": [
            {"role": "system", "content": "You write C++."},
            {"role": "user", "content": _LOOP},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "c1",
                        "type": "function",
                        "function": {"name": "stop", "arguments": "{}"},
                    }
                ],
            },
            {"role": "tool", "content": "refused", "tool_call_id": "c1"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": 64,
        "temperature": 0.25,
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "stop",
                    "description": "End here.",
                    "parameters": {"type": "object", "properties": {}},
                },
            }
        ],
    }
    assert (second.body["max_tokens"], second.body["temperature"]) == (512, 0.5)
    assert second.body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": json.loads(_SHAPE.schema), "strict": True},
    }
    assert set(first.headers) == {
        "host",
        "connection",
        "content-type",
        "content-length",
        "accept",
        "accept-encoding",
        "user-agent",
        "authorization",
    }
    assert first.headers["authorization"] == "Bearer sk-secret"


def test_without_a_key_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-program")
    with ModelServer([Says("a")]) as server:
        model = model_of(server)
        model.complete(question(), Cancellation())
        model.close()
        assert "authorization" not in server.requests[0].headers


def test_a_schema_that_hosted_models_would_refuse_as_strict_is_not_called_so() -> None:
    loose = ReplySchema("answer", '{"type": "object", "properties": {"code": {}}}')
    with ModelServer([Says("{}")]) as server:
        model = model_of(server)
        model.complete(ModelRequest(question().messages, schema=loose), Cancellation())
        model.close()
        assert server.requests[0].body["response_format"]["json_schema"]["strict"] is False


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Says(_LOOP, piece=7), Reply(_LOOP, usage=Usage(100, 10))),
        (Says(_LOOP, streams=False), Reply(_LOOP, usage=Usage(100, 10))),
        (Says("cut sho", finish="length"), Reply("cut sho", (), Finish.LENGTH, Usage(100, 10))),
        (Says("", finish="content_filter"), Reply("", (), Finish.FILTERED, Usage(100, 10))),
        (Says("a", finish="eos_token"), Reply("a", usage=Usage(100, 10))),
        # 15 characters were asked, 6 answered; 7 thought besides.
        (Says("answer", usage=None), Reply("answer", usage=Usage(5, 2))),
        (Says("answer", usage=None, thoughts="let me…"), Reply("answer", usage=Usage(5, 5))),
        (Says("answer", usage=(-3, -4)), Reply("answer", usage=Usage(5, 2))),
    ],
)
def test_the_answer_is_put_together(said: Says, expected: Reply) -> None:
    with ModelServer([said]) as server:
        model = model_of(server)
        assert _told(model.complete(question(), Cancellation())) == expected
        assert model.identity == f"test-model@{server.url[7:-3]}"
        model.close()


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("finish", ["", "stop"])
def test_tool_calls_are_put_together(streams: bool, finish: str) -> None:
    calls = (
        CalledTool("edit", json.dumps({"workflow": "parallel", "why": _LOOP}), "c1"),
        CalledTool("evaluate", "not json {", "c2"),
    )
    with ModelServer([Says("Now.", calls, finish, streams=streams, piece=5)]) as server:
        model = model_of(server)
        reply = model.complete(ModelRequest(question().messages, tools=(_STOP,)), Cancellation())
        model.close()
    assert _told(reply) == Reply(
        "Now.",
        tuple(ToolCall(call.id, call.name, call.arguments) for call in calls),
        Finish.TOOL_CALLS,
        Usage(100, 10),
    )


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (BreaksOff("half of"), Reply("half of", (), Finish.CUT_OFF, Usage(5, 3))),
        (BreaksOff("half of", politely=True), Reply("half of", (), Finish.CUT_OFF, Usage(5, 3))),
        (
            Garbage(b'data: {"choices": [{"delta": {"content": "half"}}]}\n\ndata: {"cho\n\n'),
            Reply("half", (), Finish.CUT_OFF, Usage(5, 2)),
        ),
        (
            Garbage(
                b'data: {"choices": [{"delta": {"content": "half"}}]}\n\n'
                b'data: {"error": {"message": "out of memory", "code": 500}}\n\n'
            ),
            Reply("half", (), Finish.CUT_OFF, Usage(5, 2)),
        ),
    ],
)
def test_what_was_said_before_it_broke_off_is_told_as_that(
    behaviour: BreaksOff | Garbage, expected: Reply
) -> None:
    with ModelServer([behaviour]) as server:
        model = model_of(server)
        assert _told(model.complete(question(), Cancellation())) == expected
        model.close()


def test_an_endless_answer_is_cut_and_its_connection_closed() -> None:
    with ModelServer(
        [
            Endless("for (;;) "),
            Endless(
                "",
            ),
        ]
    ) as server:
        model = model_of(server, max_tokens=10)
        reply = model.complete(question(), Cancellation())
        assert reply.finish is Finish.LENGTH
        assert reply.text == ("for (;;) " * CHARACTERS_PER_TOKEN * 10)[: CHARACTERS_PER_TOKEN * 10]
        server.wait_for(hung_up=1)
        # Pieces without a word in them: bounded as bytes.
        with pytest.raises(EnvironmentUnavailable, match="far more than an answer can have"):
            model.complete(question(), Cancellation())
        server.wait_for(hung_up=2, requests=2)
        model.close()


@pytest.mark.parametrize("kind", ["text/event-stream", "application/json", "text/html"])
def test_a_line_without_end_is_cut(kind: str) -> None:
    with ModelServer([Garbage(b"data: " + b"x" * (3 << 20), kind)]) as server:
        failure = _failure(server, max_tokens=10)
    assert "endpoint-failed: " in failure


def test_a_huge_error_is_neither_read_whole_nor_shown() -> None:
    refusals = [Refuses(401, "very wrong " * 400_000), Refuses(401, "\x1b[31mno\u202e\r\n" * 1000)]
    with ModelServer(refusals) as server:
        assert "far more than an answer" in _failure(server)
        failure = _failure(server)
    assert len(failure) < 600
    assert failure.isprintable()


@pytest.mark.parametrize(
    ("refusal", "code", "attempts"),
    [
        (Refuses(401, "bad key"), "endpoint-refused", 1),
        (Refuses(403, "not for you"), "endpoint-refused", 1),
        (Refuses(402, "pay"), "endpoint-refused", 1),
        (Refuses(429, "You exceeded your quota", "insufficient_quota"), "endpoint-refused", 1),
        (Refuses(404, "no model test-model"), "no-such-model", 1),
        (Refuses(400, "maximum context length is 4096 tokens"), "bad-request", 1),
        (Refuses(413, "too much"), "bad-request", 1),
        (Refuses(418, "teapot"), "bad-request", 1),
        (Refuses(501, "not here"), "endpoint-failed", 1),
        (Refuses(429, "slow down"), "rate-limited", 4),
        (Refuses(500, "oops"), "endpoint-failed", 4),
        (Refuses(503, body="<html>busy</html>"), "endpoint-failed", 4),
        (Garbage(b"data: {not json}\n\n"), "endpoint-failed", 4),
        (Garbage(b"data: " + b"[" * 200_000 + b"\n\n"), "endpoint-failed", 4),
        (Garbage(b"data: []\n\ndata: 7\n\ndata: {}\n\n"), "endpoint-failed", 4),
        (Garbage(b"\xff\xfe\n\n"), "endpoint-failed", 4),
        (Garbage(b"<html>Welcome</html>", "text/html"), "endpoint-failed", 4),
        (Garbage(b"[1, 2", "application/json"), "endpoint-failed", 4),
        (Garbage(b'data: {"error": {"message": "overloaded"}}\n\n'), "endpoint-failed", 4),
        (BreaksOff(""), "endpoint-unreachable", 4),
        (BreaksOff("", politely=True), "endpoint-failed", 4),
    ],
)
def test_failures_have_the_codes_of_the_port_and_what_may_pass_is_tried_again(
    refusal: Refuses | Garbage | BreaksOff, code: str, attempts: int
) -> None:
    time = FakeTime()
    with ModelServer(lambda _: refusal) as server:
        assert _failure(server, time).startswith(f"{code}: {server.url[7:-3]} ")
        assert len(server.requests) == attempts
    assert time.slept == [0.5, 1.0, 2.0][: attempts - 1]


def test_what_passes_is_answered_in_the_end() -> None:
    time = FakeTime()
    script = (Refuses(500), BreaksOff(""), Refuses(429, headers={"Retry-After": "7"}), Says("ok"))
    with ModelServer(script) as server:
        model = model_of(server, time=time)
        assert model.complete(question(), Cancellation()).text == "ok"
        model.close()
        bodies = [request.body for request in server.requests]
    assert time.slept == [0.5, 1.0, 7.0]
    assert bodies == [bodies[0]] * 4


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"Retry-After": "1.5"}, [1.5]),
        ({"retry-after-ms": "250", "Retry-After": "9"}, [0.25]),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, [0.0]),
        ({"Retry-After": "soon"}, [0.5]),
        ({"Retry-After": "-3"}, [0.5]),
    ],
)
def test_an_endpoint_says_how_long_to_wait(headers: dict[str, str], slept: list[float]) -> None:
    time = FakeTime()
    with ModelServer([Refuses(503, headers=headers), Says("ok")]) as server:
        model = model_of(server, time=time)
        assert model.complete(question(), Cancellation()).text == "ok"
        model.close()
    assert time.slept == slept


def test_nobody_is_made_to_wait_for_very_long() -> None:
    time = FakeTime()
    with ModelServer([Refuses(429, headers={"Retry-After": "3600"})]) as server:
        assert _failure(server, time).startswith("rate-limited: ")
    assert time.slept == []


def test_nobody_there() -> None:
    with ModelServer([]) as server:
        pass
    failure = _failure(server)
    assert failure.startswith(f"endpoint-unreachable: {server.url[7:-3]} cannot be reached: ")
    assert "start the model server" in failure


def test_a_redirection_is_not_followed() -> None:
    with ModelServer([Says("stolen")]) as elsewhere:
        headers = {"Location": f"{elsewhere.url}/chat/completions"}
        with ModelServer([Refuses(307, headers=headers)]) as server:
            assert f"wants to be asked at {elsewhere.url}" in _failure(server)
        assert elsewhere.requests == []


def test_a_missing_model_is_told_with_those_there_are() -> None:
    models = [f"model-{number}" for number in range(10)]
    with ModelServer([Refuses(404, "model not found")], models=models) as server:
        failure = _failure(server)
    assert "model-0, model-1, model-2" in failure
    assert "model-7 and 2 more" in failure


@pytest.mark.parametrize("text", ["", "half"])
def test_silence_is_waited_for_no_longer_than_agreed(text: str) -> None:
    with ModelServer([Hangs(text)]) as server:
        if text:
            model = model_of(server, timeout=0.2)
            reply = model.complete(question(), Cancellation())
            assert (reply.text, reply.finish) == ("half", Finish.CUT_OFF)
            model.close()
        else:
            assert "said nothing for 0.2 seconds" in _failure(server, timeout=0.2)
        server.wait_for(hung_up=1)
        assert len(server.requests) == 1


def test_a_slow_answer_has_as_much_time_as_it_needs() -> None:
    with ModelServer([Says("abcdef", piece=1, pause=0.3)]) as server:
        model = model_of(server, timeout=1.5)
        assert model.complete(question(), Cancellation()).text == "abcdef"
        model.close()


def test_an_answer_that_has_ended_is_whole_though_the_tokens_are_never_counted() -> None:
    with ModelServer([Hangs("answer", finish="stop")]) as server:
        model = model_of(server, timeout=0.2)
        reply = model.complete(question(), Cancellation())
        assert _told(reply) == Reply("answer", usage=Usage(5, 2))
        server.wait_for(hung_up=1)
        model.close()


def _cancel_when(arrived: Callable[[], None], cancellation: Cancellation) -> threading.Thread:
    def wait() -> None:
        arrived()
        cancellation.cancel()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.parametrize("behaviour", [Hangs(), Hangs("half"), Endless("")])
def test_a_cancelled_call_ends_at_once_and_closes_its_connection(
    behaviour: Hangs | Endless,
) -> None:
    with ModelServer([behaviour, Says("next")]) as server:
        model = model_of(server, timeout=600.0, max_tokens=1 << 30)
        cancellation = Cancellation()
        thread = _cancel_when(lambda: server.wait_for(requests=1), cancellation)
        with pytest.raises(Cancelled):
            model.complete(question(), cancellation)
        thread.join()
        server.wait_for(hung_up=1)
        assert model.complete(question(), Cancellation()).text == "next"
        with pytest.raises(Cancelled):
            model.complete(question(), cancellation)
        assert len(server.requests) == 2
        model.close()


def test_cancellation_is_heard_while_waiting_to_try_again() -> None:
    with ModelServer([Refuses(429, headers={"Retry-After": "59"}), Says("late")]) as server:
        # With the real sleeper.
        model = ChatModel(endpoint_of(server), lambda _: None)
        cancellation = Cancellation()
        thread = _cancel_when(lambda: server.wait_for(requests=1), cancellation)
        with pytest.raises(Cancelled):
            model.complete(question(), cancellation)
        thread.join()
        model.close()
        assert len(server.requests) == 1


def test_closing_cancels_who_still_waits() -> None:
    with ModelServer([Hangs()]) as server:
        model = model_of(server, timeout=600.0)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(model.complete, question(), Cancellation())
            server.wait_for(requests=1)
            model.close()
            with pytest.raises(Cancelled):
                waiting.result()
        model.close()
        with pytest.raises(Cancelled):
            model.complete(question(), Cancellation())
        server.wait_for(hung_up=1)


def test_calls_of_several_threads_overlap_up_to_the_limit() -> None:
    together, too_many = threading.Barrier(3), threading.Barrier(4)
    passed: list[int] = []

    def answer(_: object) -> Says:
        # Three must be here at the same time, or nobody gets on.
        together.wait(timeout=20)
        with suppress(threading.BrokenBarrierError):
            passed.append(too_many.wait(timeout=0.2))
        return Says("ok")

    with ModelServer(answer) as server:
        model = model_of(server, concurrency=3)
        with ThreadPoolExecutor(9) as pool:
            replies = [
                pool.submit(model.complete, question(str(number)), Cancellation())
                for number in range(9)
            ]
            assert [reply.result().text for reply in replies] == ["ok"] * 9
        model.close()
        assert (server.most_running, passed, len(server.requests)) == (3, [], 9)


def test_requests_per_minute_are_kept() -> None:
    time = FakeTime()
    with ModelServer(lambda _: Says("a")) as server:
        model = model_of(server, time=time, requests_per_minute=2)
        for _ in range(5):
            model.complete(question(), Cancellation())
        model.close()
    assert time.slept == [60.0, 60.0]


def test_requests_per_minute_count_attempts() -> None:
    time = FakeTime()
    with ModelServer([Refuses(500), Refuses(500), Says("a")]) as server:
        model = model_of(server, time=time, requests_per_minute=2)
        model.complete(question(), Cancellation())
        model.close()
    assert time.slept == [0.5, 1.0, 58.5]


_ALL = ("stream_options", "response_format", "max_tokens", "temperature", "system")


@pytest.mark.parametrize("refuses", [*[(part,) for part in _ALL], _ALL])
def test_what_an_endpoint_refuses_is_left_out_and_remembered(refuses: tuple[str, ...]) -> None:
    with ModelServer(lambda _: Says("ok"), refuses=refuses) as server:
        model = model_of(server, temperature=0.0)
        request = ModelRequest(question(system="You write C++.").messages, schema=_SHAPE)
        assert model.complete(request, Cancellation()).text == "ok"
        assert len(server.requests) == 1 + len(refuses)
        model.complete(request, Cancellation())
        model.close()
        assert len(server.requests) == 2 + len(refuses)
        sent = server.requests[-1].body
    whole = {"stream_options", "response_format", "max_tokens", "temperature"}
    assert {part for part in whole if part in sent} == whole - set(refuses)
    assert sent.get("max_completion_tokens", sent.get("max_tokens")) == 512
    told = [(message["role"], message["content"]) for message in sent["messages"]]
    if "system" in refuses:
        assert told == [("user", "You write C++.\n\nMake it faster.")]
    else:
        assert told == [("system", "You write C++."), ("user", "Make it faster.")]


def test_what_was_refused_is_remembered_even_if_the_next_attempt_fails() -> None:
    with ModelServer([Refuses(500), Says("ok")], refuses=("stream_options",)) as server:
        model = model_of(server)
        assert model.complete(question(), Cancellation()).text == "ok"
        model.close()
        assert ["stream_options" in one.body for one in server.requests] == [True, False, False]


def test_an_endpoint_that_does_not_say_what_it_minds_is_asked_plainly() -> None:
    def answer(request: object) -> Says | Refuses:
        plain = "response_format" not in getattr(request, "body", {})
        return Says("ok") if plain else Refuses(422, body='{"detail": [{"msg": "no"}]}')

    with ModelServer(answer) as server:
        model = model_of(server)
        request = ModelRequest(question().messages, schema=_SHAPE)
        assert model.complete(request, Cancellation()).text == "ok"
        assert model.complete(request, Cancellation()).text == "ok"
        model.close()
        assert len(server.requests) == 3


def test_the_first_complaint_is_told_if_asking_plainly_does_not_help() -> None:
    with ModelServer([Refuses(400, "first"), Refuses(400, "second"), Says("late")]) as server:
        assert "answered 400: first" in _failure(server)
        assert len(server.requests) == 2


@pytest.mark.parametrize(("structure", "sent"), [(Structure.SCHEMA, True), (Structure.TEXT, False)])
def test_a_profile_can_insist_on_a_shape_or_do_without(structure: Structure, sent: bool) -> None:
    with ModelServer([Refuses(400, "'response_format' is not supported")] * 2) as server:
        model = model_of(server, structure=structure)
        with pytest.raises(EnvironmentUnavailable, match="response_format"):
            model.complete(ModelRequest(question().messages, schema=_SHAPE), Cancellation())
        model.close()
        assert all(("response_format" in one.body) is sent for one in server.requests)
