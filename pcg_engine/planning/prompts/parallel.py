"""Workflow *parallel*: the same function with OpenMP."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.task import Pair, Task

ID = "parallel@1"


def ask(task: Task, pairs: Sequence[Pair]) -> tuple[Message, ...]:
    """Ask for OpenMP directives, and for what the code needs so that they are right."""
    return (
        sections.system("You parallelize C++ loops with OpenMP for multi-core processors."),
        sections.question(
            (
                (
                    "Parallelize the function below with OpenMP so that it runs as fast as "
                    "possible on the machine described. First find out which iterations depend on "
                    "each other, and through which variables: make reductions, private copies and "
                    "index expressions of them, or parallelize another loop of the nest. "
                    "Parallelize where the work is: one parallel region around much work is "
                    "better than many around little."
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
