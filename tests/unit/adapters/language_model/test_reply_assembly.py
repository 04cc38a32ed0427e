"""Answers from pieces as odd as servers send them."""

from __future__ import annotations

import pytest

from pcg_engine.adapters.language_model.reply_assembly import ReplyAssembly
from pcg_engine.domain.conversation import (
    Finish,
    Message,
    ModelRequest,
    Reply,
    Role,
    ToolCall,
    Usage,
)

_REQUEST = ModelRequest((Message(Role.USER, "123456"),))


def _piece(finish: object = None, **delta: object) -> object:
    return {"choices": [{"delta": delta, "finish_reason": finish}]}


def _assembled(*pieces: object, most_characters: int = 1000) -> Reply:
    assembly = ReplyAssembly(most_characters)
    for piece in pieces:
        assembly.add(piece)
    return assembly.reply(_REQUEST, Finish.CUT_OFF, 2.0)


def _call(identity: str | None, name: str | None, arguments: object, index: object) -> object:
    return {"index": index, "id": identity, "function": {"name": name, "arguments": arguments}}


def test_pieces_without_sense_are_left_out() -> None:
    odd: list[object] = [None, 7, "x", [], {}, {"choices": None}, {"choices": [None]}]
    odd += [{"choices": [{"delta": None}]}, _piece(content=7), _piece(tool_calls={"a": 1})]
    odd += [_piece(tool_calls=[None]), {"usage": {"prompt_tokens": True}}, _piece(finish=3)]
    reply = _assembled(*odd, _piece("stop", content="a"))
    assert (reply.text, reply.finish, reply.usage) == ("a", Finish.STOP, Usage(2, 1))


def test_text_may_come_in_typed_parts_and_half_characters_are_replaced() -> None:
    reply = _assembled(
        _piece(content=[{"type": "text", "text": "a"}, {"type": "image"}, {"text": "b"}]),
        _piece("stop", content="\ud83d!"),
    )
    assert reply.text == "ab?!"


def test_a_refusal_is_no_answer() -> None:
    reply = _assembled(_piece(refusal="I will not"), _piece("stop"))
    assert (reply.text, reply.finish) == ("I will not", Finish.FILTERED)


def test_the_last_count_of_tokens_holds() -> None:
    counts = [{"usage": {"prompt_tokens": 5, "completion_tokens": tokens}} for tokens in (1, 2)]
    empty = {"usage": {"prompt_tokens": 0, "completion_tokens": 0}}
    assert _assembled(*counts, empty).usage == Usage(5, 2)


@pytest.mark.parametrize("index", [0, None])
def test_whole_calls_without_indices_are_told_apart_by_their_ids(index: object) -> None:
    reply = _assembled(
        _piece(tool_calls=[_call("a", "edit", "{}", index)]),
        _piece("stop", tool_calls=[_call("b", "stop", {"x": 1}, index)]),
    )
    assert reply.tool_calls == (ToolCall("a", "edit", "{}"), ToolCall("b", "stop", '{"x": 1}'))
    assert reply.finish is Finish.TOOL_CALLS


def test_calls_without_ids_are_numbered() -> None:
    reply = _assembled(
        _piece(tool_calls=[_call(None, "edit", "{", 0), _call("", "stop", "", 1)]),
        _piece(tool_calls=[_call(None, None, "}", 0)]),
    )
    assert reply.tool_calls == (ToolCall("call-0", "edit", "{}"), ToolCall("call-1", "stop", ""))


def test_nothing_is_kept_beyond_the_limit() -> None:
    assembly = ReplyAssembly(5)
    assembly.add(_piece(content="abc"))
    assert not assembly.is_full
    assembly.add(_piece(content="defg", tool_calls=[_call("a", "edit", "{}", 0)]))
    assert assembly.is_full
    reply = assembly.reply(_REQUEST, Finish.LENGTH, 0.0)
    assert (reply.text, reply.tool_calls[0].arguments) == ("abcde", "")
    many = [_piece(tool_calls=[_call(f"{number}", "edit", "", number)]) for number in range(99)]
    assert len(_assembled(*many).tool_calls) == 64
