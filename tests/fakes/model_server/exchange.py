"""One request and its answer, on the wire."""

from __future__ import annotations

import json
import select
import socket
import struct
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, assert_never, cast

from tests.fakes.model_server.behaviours import (
    Behaviour,
    BreaksOff,
    CalledTool,
    Endless,
    Garbage,
    Hangs,
    Received,
    Refuses,
    Says,
)

if TYPE_CHECKING:
    from tests.fakes.model_server.server import ModelServer

_EVENTS = "text/event-stream"
_JSON = "application/json"


class Exchange(BaseHTTPRequestHandler):
    """Answers what comes over one connection, request after request."""

    protocol_version = "HTTP/1.1"
    # Pieces shall arrive one by one.
    disable_nagle_algorithm = True
    wbufsize = 0

    @property
    def owner(self) -> ModelServer:
        """Whose script is followed."""
        return cast("Any", self.server).owner

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Tests look at what was received, not at a log."""

    def do_GET(self) -> None:
        """``/v1/models``."""
        if self.path != "/v1/models":
            self._whole(404, {"error": {"message": "no such path"}})
            return
        listed = [{"id": name, "object": "model"} for name in self.owner.models]
        self._whole(200, {"object": "list", "data": listed})

    def do_POST(self) -> None:
        """``/v1/chat/completions``."""
        length = int(self.headers.get("content-length", "0"))
        body: Any = json.loads(self.rfile.read(length))
        if self.path != "/v1/chat/completions":
            self._whole(404, {"error": {"message": "no such path"}})
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Received(self.command, self.path, headers, body)
        behaviour = self.owner.received(request)
        gone = False
        try:
            self._follow(behaviour, request)
        except (ConnectionError, _Gone):
            gone = True
            self.close_connection = True
        finally:
            self.owner.answered(hung_up=gone)

    def _follow(self, behaviour: Behaviour, request: Received) -> None:
        match behaviour:
            case Says():
                self._say(behaviour, request)
            case Refuses():
                self._refuse(behaviour)
            case Hangs(text, finish):
                if text:
                    self._begin(_EVENTS)
                    self._event(_delta(content=text))
                if finish:
                    self._event(_ending(finish))
                self._wait_for_the_client_to_go()
            case BreaksOff(text, politely):
                self._begin(_EVENTS)
                for piece in _cut(text, 24):
                    self._event(_delta(content=piece))
                if politely:
                    self._chunk(b"")
                else:
                    self._drop()
            case Endless(text):
                self._begin(_EVENTS)
                while not self.owner.closing.is_set():
                    self._event(_delta(content=text))
            case Garbage(data, kind):
                self._begin(kind)
                self._chunk(data)
                self._chunk(b"")
            case _:
                assert_never(behaviour)

    def _say(self, said: Says, request: Received) -> None:
        finish = said.finish or ("tool_calls" if said.tool_calls else "stop")
        usage = said.usage and {
            "prompt_tokens": said.usage[0],
            "completion_tokens": said.usage[1],
            "total_tokens": sum(said.usage),
        }
        if not request.body.get("stream") or not said.streams:
            message: dict[str, object] = {"role": "assistant", "content": said.text}
            if said.tool_calls:
                message["tool_calls"] = [_call(call) for call in said.tool_calls]
            choice = {"index": 0, "message": message, "finish_reason": finish}
            whole = {"object": "chat.completion", "choices": [choice]}
            self._whole(200, whole | ({"usage": usage} if usage else {}))
            return
        self._begin(_EVENTS)
        self._event(_delta(role="assistant", content=""))
        for piece in _cut(said.thoughts, said.piece):
            self._event(_delta(reasoning_content=piece))
        for piece in _cut(said.text, said.piece):
            self.owner.closing.wait(said.pause)
            self._event(_delta(content=piece))
        for index, call in enumerate(said.tool_calls):
            first = _call(call) | {"index": index}
            first["function"] = {"name": call.name, "arguments": ""}
            self._event(_delta(tool_calls=[first]))
            for piece in _cut(call.arguments, said.piece):
                more = {"index": index, "function": {"arguments": piece}}
                self._event(_delta(tool_calls=[more]))
        self._event(_ending(finish))
        options: Any = request.body.get("stream_options") or {}
        if usage and options.get("include_usage"):
            self._event({"object": "chat.completion.chunk", "choices": [], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _refuse(self, refusal: Refuses) -> None:
        error = {
            "message": refusal.message,
            "type": "scripted_error",
            "param": refusal.parameter,
            "code": refusal.code,
        }
        text = json.dumps({"error": error}) if refusal.body is None else refusal.body
        data = text.encode()
        self.send_response(refusal.status)
        for name, value in refusal.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", _JSON)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _whole(self, status: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", _JSON)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _event(self, value: object) -> None:
        self._chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _drop(self) -> None:
        """Reset the connection, as a crash of the server does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _wait_for_the_client_to_go(self) -> None:
        while not self.owner.closing.is_set():
            readable, _, _ = select.select((self.connection,), (), (), 0.02)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise _Gone
        self.close_connection = True


class _Gone(Exception):
    """The client closed the connection."""


def _delta(**added: object) -> dict[str, object]:
    return _chunk_of({"index": 0, "delta": added, "finish_reason": None})


def _ending(finish: str) -> dict[str, object]:
    return _chunk_of({"index": 0, "delta": {}, "finish_reason": finish})


def _chunk_of(choice: dict[str, object]) -> dict[str, object]:
    return {"object": "chat.completion.chunk", "choices": [choice]}


def _call(call: CalledTool) -> dict[str, object]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _cut(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(0, len(text), length))
