"""Workflow *any*: whatever is fastest, OpenMP being an option (the paper's table: Direct)."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.task import Pair, Task

ID = "any@1"


def ask(task: Task, pairs: Sequence[Pair]) -> tuple[Message, ...]:
    """Ask for a faster version, and leave the means to the model."""
    return (
        sections.system("You make C++ code faster on multi-core processors."),
        sections.question(
            (
                (
                    "Rewrite the function below so that it runs as fast as possible on the "
                    "machine described. Any means will do: less work, better use of caches and "
                    "vector units, OpenMP on several cores, or several of these."
                ),
                sections.examples(pairs),
                sections.declarations(task),
                sections.code(task, "Slow code"),
                sections.knowledge(task),
                sections.rules(task, openmp=True),
                sections.answer(),
            )
        ),
    )
