'''Recorded conversations: which reply a request gets.

A folder holds one conversation a file (in sub-folders too), as JSON or, where replies have many
lines, more readably as TOML::

    title = "a reduction that forgets its clause, then repairs it"
    match = ["double dot(", "OpenMP"]     # all in what was said since the model spoke last
    anywhere = ["You write C++"]          # all anywhere in the conversation (optional)
    turn = 0                              # only when the model has spoken that often (optional)

    [[replies]]
    text = """
    ... what the model says, as it says it
    """

    [[replies]]
    file = "dot-repaired.md"              # or the text of a file beside this one

In JSON ``text`` may also be a list of lines, and a reply that is a plain string is its text.
Further members of a reply: ``finish`` (``"length"`` …), ``usage`` (``[prompt, completion]`` tokens;
without it the server does not count), ``tool_calls`` (a list of ``{"name": …, "arguments": {…} or
text}``), or ``status`` with ``message`` and ``retry_after``: an error instead of a reply.

A request belongs to the conversation whose strings it all has; if there are several, to that with
the most strings, then to the first by name. It gets the first reply at its first request, the
second at its second, and so on; the last is repeated. A request that belongs to none is refused
(400) and kept in ``Playback.unmatched``.
'''

from __future__ import annotations

import json
import threading
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tests.fakes.model_server.behaviours import Behaviour, CalledTool, Received, Refuses, Says

_MEMBERS = frozenset(("title", "match", "anywhere", "turn", "replies"))
_REPLY_MEMBERS = frozenset(
    ("text", "file", "finish", "usage", "tool_calls", "status", "message", "retry_after")
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One file."""

    name: str
    title: str
    match: tuple[str, ...]
    anywhere: tuple[str, ...]
    turn: int | None
    replies: tuple[Behaviour, ...]

    def fits(self, request: Received) -> bool:
        """Whether ``request`` has all that this asks for."""
        latest, whole = request.latest_text, request.whole_text
        return (
            all(part in latest for part in self.match)
            and all(part in whole for part in self.anywhere)
            and self.turn in (None, request.turn)
        )


class Playback:
    """A script for ``ModelServer``: answers from ``conversations``; thread-safe."""

    def __init__(self, conversations: Iterable[Conversation]) -> None:
        self._conversations = tuple(sorted(conversations, key=lambda one: one.name))
        self._served: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.unmatched: list[Received] = []

    def __call__(self, request: Received) -> Behaviour:
        fitting = [one for one in self._conversations if one.fits(request)]
        with self._lock:
            if not fitting:
                self.unmatched.append(request)
                return Refuses(400, f"no recorded reply for: {request.latest_text[:200]}")
            # `max` gives the first of equals, and they are in the order of their names.
            chosen = max(fitting, key=_strings)
            number = min(self._served[chosen.name], len(chosen.replies) - 1)
            self._served[chosen.name] += 1
            return chosen.replies[number]

    @property
    def served(self) -> dict[str, int]:
        """How many requests belonged to each conversation, by the name of its file."""
        with self._lock:
            return dict(self._served)


def read_conversations(folder: Path) -> tuple[Conversation, ...]:
    """All conversations below ``folder``; raises ``ValueError``, naming the file, for a bad one."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".toml"))
    return tuple(_read(path, path.relative_to(folder).as_posix()) for path in files)


def _strings(conversation: Conversation) -> int:
    return len(conversation.match) + len(conversation.anywhere) + (conversation.turn is not None)


def _read(path: Path, name: str) -> Conversation:
    text = path.read_text("utf-8")
    try:
        content: Any = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        return _conversation(content, name, path.parent)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ValueError(f"{path}: {error}") from error


def _conversation(content: Any, name: str, folder: Path) -> Conversation:
    unknown = set(content) - _MEMBERS
    if unknown or not content.get("match") or not content.get("replies"):
        raise ValueError(f"needs match and replies, does not know {sorted(unknown)}")
    return Conversation(
        name,
        content.get("title", name),
        tuple(content["match"]),
        tuple(content.get("anywhere", ())),
        content.get("turn"),
        tuple(_reply(reply, folder) for reply in content["replies"]),
    )


def _reply(reply: Any, folder: Path) -> Behaviour:
    if isinstance(reply, str):
        return Says(reply)
    fields = cast("dict[str, Any]", reply)
    unknown = set(fields) - _REPLY_MEMBERS
    if unknown:
        raise ValueError(f"a reply has no {sorted(unknown)}")
    if "status" in fields:
        wait = fields.get("retry_after")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        return Refuses(fields["status"], fields.get("message", "recorded error"), headers=headers)
    if "file" in fields:
        text = (folder / fields["file"]).read_text("utf-8")
    else:
        written: str | Sequence[str] = fields.get("text", "")
        text = written if isinstance(written, str) else "\n".join(written)
    calls = tuple(
        CalledTool(
            call["name"],
            call["arguments"]
            if isinstance(call["arguments"], str)
            else json.dumps(call["arguments"]),
            call.get("id", f"call-{number}"),
        )
        for number, call in enumerate(fields.get("tool_calls", ()))
    )
    usage = tuple(fields["usage"]) if "usage" in fields else None
    return Says(text, calls, fields.get("finish", ""), usage)
