"""Workflow *serial*: a faster version for one core."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.task import Pair, Task

ID = "serial@1"


def ask(task: Task, pairs: Sequence[Pair]) -> tuple[Message, ...]:
    """Ask for a better algorithm or a better use of caches and vector units."""
    return (
        sections.system("You make C++ loops faster on a single core."),
        sections.question(
            (
                (
                    "Rewrite the function below so that it runs as fast as possible on one core. "
                    "Consider, in this order: an algorithm that does less work; the order in "
                    "which memory is visited, and blocks that stay in the cache; work that does "
                    "not change inside a loop; data that a compiler can vectorize. Leave to the "
                    "compiler what it does by itself."
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
