"""Workflow *multi-stage*: first a faster serial version, then OpenMP on what was verified of it."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.task import Pair, Task

FIRST_ID = "multi-stage-1@1"
SECOND_ID = "multi-stage-2@1"


def ask_first(task: Task, pairs: Sequence[Pair]) -> tuple[Message, ...]:
    """Ask for a faster serial version that can be parallelized afterwards."""
    return (
        sections.system("You prepare C++ loops for parallel execution on multi-core processors."),
        sections.question(
            (
                (
                    "This is the first of two steps. Rewrite the function below into a faster "
                    "version for one core whose loops can be parallelized in the second step: do "
                    "less work, visit memory in order, give every iteration its own results "
                    "instead of a value that the next one needs, and replace early exits and "
                    "running positions where that costs little. Do not parallelize anything yet."
                ),
                sections.examples(pairs),
                sections.declarations(task),
                sections.code(task, "Slow code"),
                sections.knowledge(task),
                sections.rules(task, openmp=False),
                sections.answer(),
            )
        ),
    )


def ask_second(task: Task, pairs: Sequence[Pair]) -> tuple[Message, ...]:
    """Ask for OpenMP; ``task.code`` is the verified result of the first step."""
    return (
        sections.system("You parallelize C++ loops with OpenMP for multi-core processors."),
        sections.question(
            (
                (
                    "This is the second of two steps. The code below is the result of the first: "
                    "it was tested against the original, and computes the same. Parallelize it "
                    "with OpenMP so that it runs as fast as possible on the machine described, "
                    "and keep what the first step gained. The file still holds the original: "
                    "repeat the helpers and `#include` lines that your answer needs."
                ),
                sections.examples(pairs),
                sections.declarations(task),
                sections.code(task, "Result of the first step"),
                # Where the nest is, and its dependences, was found in the original.
                sections.knowledge(task, lines=False),
                sections.rules(task, openmp=True),
                sections.answer(),
            )
        ),
    )
