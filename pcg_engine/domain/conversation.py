"""What is said to a language model, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function that the model wants called; ``arguments`` is JSON as it wrote it, perhaps bad."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One turn; ``tool_calls`` belong to the assistant, ``answers`` is the id a tool replies to."""

    role: Role
    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class FunctionTool:
    """A function that the model may call; ``parameters`` is a JSON Schema, as text."""

    name: str
    description: str
    parameters: str


@dataclass(frozen=True, slots=True)
class ReplySchema:
    """The shape that the answer shall have: a JSON Schema, as text."""

    name: str
    schema: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the answer is drawn; ``None`` leaves it to the endpoint. ``max_tokens`` bounds it."""

    temperature: float | None = None
    max_tokens: int = 8192


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One question.

    ``sample`` tells independent answers to equal questions apart: it is not sent, but answers are
    kept by the whole request.
    """

    messages: tuple[Message, ...]
    sampling: Sampling = Sampling()
    schema: ReplySchema | None = None
    tools: tuple[FunctionTool, ...] = ()
    sample: int = 0


class Finish(StrEnum):
    """Why the answer ended; only ``stop`` and ``tool-calls`` are whole answers."""

    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool-calls"
    FILTERED = "filtered"
    CUT_OFF = "cut-off"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written, as the endpoint counts them (or estimated, where it does not)."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; ``cached`` if it was kept from an earlier equal request and cost nothing now."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    finish: Finish = Finish.STOP
    usage: Usage = Usage()
    seconds: float = 0.0
    cached: bool = False
