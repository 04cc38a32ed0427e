"""Building on what was verified: the fastest versions so far, and a question for a faster one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.delimiters import fenced
from pcg_engine.planning.prompts.prompt import Prompt, TooLong, fitting
from pcg_engine.planning.prompts.task import Pair, Task

ID = "evolution@1"


@dataclass(frozen=True, slots=True)
class Verified:
    """A version of the function that passed every check: its text, and its measured speedup."""

    code: str
    speedup: float


def evolution(
    task: Task, population: Sequence[Verified], room: int, profile: str = ""
) -> Prompt | TooLong:
    """Ask for a version that is faster than all of ``population``, which must not be empty.

    Where they do not fit, the slowest are left out first; the fastest is always shown. ``profile``
    is what a tool says of its time.
    """
    fastest, *others = sorted(population, key=lambda one: -one.speedup)
    # What can be left out is what `fitting` calls examples.
    pairs = tuple(Pair("", one.code, one.speedup) for one in others)

    def ask(shorter: Task, kept: Sequence[Pair]) -> tuple[Message, ...]:
        shown = [fastest, *(Verified(one.fast, one.speedup) for one in kept)]
        return _ask(shorter, shown, profile)

    return fitting(ID, ask, task, pairs, room)


def _ask(task: Task, population: Sequence[Verified], profile: str) -> tuple[Message, ...]:
    shown = [
        f"### Version {number}, {one.speedup:.2f} times as fast as the original\n\n"
        f"{fenced(one.code)}"
        for number, one in enumerate(population, 1)
    ]
    return (
        sections.system("You make C++ code faster on multi-core processors."),
        sections.question(
            (
                (
                    "Below are a function and faster versions of it, all of which were tested and "
                    "are right. Write a version that is faster than every one of them: combine "
                    "what makes them fast, remove what still costs time, or try another way. Small "
                    "changes that a compiler makes by itself do not help."
                ),
                sections.declarations(task),
                sections.code(task, "Original"),
                "## Versions, fastest first",
                *shown,
                f"Where the fastest spends its time:\n\n{fenced(profile, 'text')}"
                if profile
                else "",
                sections.knowledge(task, lines=False),
                sections.rules(task, openmp=True),
                (
                    "The file still holds the original: repeat the helpers and `#include` lines "
                    "that your answer needs."
                ),
                sections.answer(),
            )
        ),
    )
