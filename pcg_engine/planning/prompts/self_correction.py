"""The model's own judgement of a result: is it equivalent, and on which inputs would it show?

Its inputs are executed; its opinion alone decides nothing (paper: self-correction).
"""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.delimiters import fenced
from pcg_engine.planning.prompts.input_format import MOST_INPUTS, described
from pcg_engine.planning.prompts.prompt import Prompt, TooLong, fitting
from pcg_engine.planning.prompts.task import Pair, Task

ID = "self-correction@1"


def self_correction(task: Task, result: str, room: int) -> Prompt | TooLong:
    """Ask whether ``result`` does what ``task.code`` does, and for inputs that would tell.

    The answer is JSON as in ``judgement_schema``.
    """

    def ask(shorter: Task, _pairs: Sequence[Pair]) -> tuple[Message, ...]:
        return _ask(shorter, result)

    return fitting(ID, ask, task, (), room)


def _ask(task: Task, result: str) -> tuple[Message, ...]:
    return (
        sections.system("You review C++ code with OpenMP for errors, and are hard to convince."),
        sections.question(
            (
                (
                    "Does the second version of this function always do what the first one does, "
                    "on any number of threads? Look for iterations that depend on each other, for "
                    "variables that should be private, for what happens with empty and tiny data, "
                    "with sizes that no number of threads divides, with equal elements, and with "
                    "arguments that share memory."
                ),
                sections.declarations(task),
                sections.code(task, "First version"),
                f"## Second version\n\n{fenced(result)}",
                sections.knowledge(task, lines=False),
                (
                    "## Answer\n\nAnswer with one JSON object: `equivalent` (true or false), "
                    f"`reason` (one or two sentences) and `inputs`, a list of up to {MOST_INPUTS} "
                    "inputs on which the two might differ, the most promising first, also if you "
                    f"believe that they do not. {described()}"
                ),
            )
        ),
    )
