"""A question to a model, and questions that fit into its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts.task import Pair, Task
from pcg_engine.planning.prompts.tokens import estimate_messages

_SHARES = (0.6, 0.3, 0.1, 0.0)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is said. ``id`` is the workflow with its version, for a candidate's provenance.

    ``tokens`` is an estimate on the high side; ``left_out`` tells what did not fit.
    """

    id: str
    messages: tuple[Message, ...]
    tokens: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooLong:
    """The question does not fit: even without all that could be left out it has ``tokens``."""

    tokens: int


Wording = Callable[[Task, Sequence[Pair]], tuple[Message, ...]]
"""How a workflow asks: a system message and a question."""


def fitting(
    id_: str, wording: Wording, task: Task, pairs: Sequence[Pair], room: int
) -> Prompt | TooLong:
    """The fullest question of at most ``room`` tokens.

    Examples go first, the least similar before the others; then declarations, from the end; then
    findings, from the end. The function itself never does.
    """
    tokens = 0
    for shorter, examples, left_out in _versions(task, pairs):
        messages = wording(shorter, examples)
        tokens = estimate_messages(messages)
        if tokens <= room:
            return Prompt(id_, messages, tokens, left_out)
    return TooLong(tokens)


def _versions(
    task: Task, pairs: Sequence[Pair]
) -> Iterator[tuple[Task, tuple[Pair, ...], tuple[str, ...]]]:
    """The task and the examples, ever shorter, with what was left out."""
    for count in range(len(pairs), -1, -1):
        missing = len(pairs) - count
        told = (f"{missing} of {len(pairs)} examples",) if missing else ()
        yield task, tuple(pairs[:count]), told
    left_out = ("all examples",) if pairs else ()
    if task.surroundings:
        for share in _SHARES:
            shorter = replace(task, surroundings=_beginning(task.surroundings, share))
            yield shorter, (), (*left_out, "some declarations")
        task = replace(task, surroundings=_beginning(task.surroundings, 0.0))
        left_out = (*left_out, "the declarations")
    for count in range(len(task.findings) - 1, -1, -1):
        shorter = replace(task, findings=task.findings[:count])
        yield shorter, (), (*left_out, "some findings")


def _beginning(text: str, share: float) -> str:
    """The first lines of ``text``, with a note that there were more."""
    end = text.rfind("\n", 0, int(len(text) * share)) + 1
    return f"{text[:end]}// Further declarations are not shown.\n"
