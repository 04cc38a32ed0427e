"""The recorded replies: what was asked about, what was answered, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.conversation import Finish, Reply
from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.items import Item, ItemKind, items
from pcg_engine.syntax.parse import parse
from tests.fakes.model_server import Says, read_conversations

FOLDER = Path(__file__).parent / "recorded" / "replies"
FUNCTIONS = {
    "dot": "dot",
    "find": "find_first",
    "histogram": "histogram",
    "image": "photo::correct",
    "multiply": "multiply",
    "nearest": "nearest",
    "prefix": "prefix",
    "primes": "numbers::count_primes",
    "relax": "relax",
    "smooth": "smooth",
    "spmv": "spmv",
    "transpose": "transpose",
}


@dataclass(frozen=True, slots=True)
class RecordedReply:
    """The ``number``-th reply of a conversation about the function of ``subject``."""

    subject: str
    conversation: str
    number: int
    reply: Reply

    def __str__(self) -> str:
        return f"{self.subject}/{self.conversation} {self.number}"


def source_of(subject: str) -> SourceText:
    """The file that a subject's function is in."""
    path = FOLDER / subject / f"{subject}.cpp"
    return SourceText(path.name, path.read_bytes())


def function_of(subject: str) -> Item:
    """The function."""
    return next(
        item
        for item in items(parse(source_of(subject)))
        if item.kind is ItemKind.FUNCTION and item.name == FUNCTIONS[subject]
    )


def recorded_replies() -> Iterator[RecordedReply]:
    """All replies that are to hold code."""
    for conversation in read_conversations(FOLDER):
        subject, _, file = conversation.name.partition("/")
        name = file.removesuffix(".toml")
        if name == "self-correction":
            continue
        for number, said in enumerate(conversation.replies, 1):
            assert isinstance(said, Says)
            finish = Finish(said.finish) if said.finish else Finish.STOP
            yield RecordedReply(subject, name, number, Reply(said.text, finish=finish))


def outcomes() -> dict[str, str]:
    """What becomes of each reply, by ``str``."""
    lines = (FOLDER / "outcomes.txt").read_text("utf-8").splitlines()
    return {name: outcome for name, _, outcome in (line.rpartition(" ") for line in lines)}
