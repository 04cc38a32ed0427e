"""What the server may do with one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Received:
    """One request: ``headers`` with names in lower case, ``body`` as it was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def messages(self) -> tuple[Mapping[str, Any], ...]:
        """The conversation so far."""
        return tuple(cast("list[Mapping[str, Any]]", self.body.get("messages", [])))

    @property
    def whole_text(self) -> str:
        """Everything that is said in it."""
        return "\n".join(str(message.get("content") or "") for message in self.messages)

    @property
    def latest_text(self) -> str:
        """What was said since the model spoke last."""
        latest: list[str] = []
        for message in reversed(self.messages):
            if message.get("role") in ("assistant", "system"):
                break
            latest.append(str(message.get("content") or ""))
        return "\n".join(reversed(latest))

    @property
    def turn(self) -> int:
        """How often the model has spoken in it."""
        return sum(message.get("role") == "assistant" for message in self.messages)


@dataclass(frozen=True, slots=True)
class CalledTool:
    """A tool call of the model; ``arguments`` is JSON, or not."""

    name: str
    arguments: str
    id: str = "call-of-the-server"


@dataclass(frozen=True, slots=True)
class Says:
    """An answer.

    ``finish`` empty: what is usual. ``usage`` ``None``: the server does not count. ``piece`` is how
    many characters come at once. With ``streams`` false it comes in one, though a stream was asked
    for. ``thoughts`` are streamed before it, as reasoning. Before each piece there is a ``pause``,
    in seconds.
    """

    text: str
    tool_calls: tuple[CalledTool, ...] = ()
    finish: str = ""
    usage: tuple[int, int] | None = (100, 10)
    piece: int = 24
    streams: bool = True
    thoughts: str = ""
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Refuses:
    """An error, in the words of the protocol; ``body`` instead of those, if it is given."""

    status: int
    message: str = "refused by the script"
    code: str | None = None
    parameter: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Hangs:
    """Says ``text``, if any, then why it ends, if it does, and nothing more.

    Until the client goes or the server is closed.
    """

    text: str = ""
    finish: str = ""


@dataclass(frozen=True, slots=True)
class BreaksOff:
    """Says ``text`` and drops the connection; ``politely``: as HTTP ends an answer."""

    text: str
    politely: bool = False


@dataclass(frozen=True, slots=True)
class Endless:
    """Never stops saying ``text``, until the client goes."""

    text: str = "for (;;) "


@dataclass(frozen=True, slots=True)
class Garbage:
    """Sends ``data`` as it is, with status 200 and the media type ``kind``."""

    data: bytes
    kind: str = "text/event-stream"


Behaviour = Says | Refuses | Hangs | BreaksOff | Endless | Garbage
