"""Inputs on which a function works hard, or which are easily forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.conversation import Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.input_format import MOST_INPUTS, described
from pcg_engine.planning.prompts.prompt import Prompt, TooLong, fitting
from pcg_engine.planning.prompts.task import Pair, Task

ID = "inputs@1"


def input_generator(task: Task, room: int) -> Prompt | TooLong:
    """Ask for inputs; the answer is JSON as in ``inputs_schema``."""
    return fitting(ID, _ask, task, (), room)


def _ask(task: Task, _pairs: Sequence[Pair]) -> tuple[Message, ...]:
    return (
        sections.system("You write inputs that test and time C++ functions."),
        sections.question(
            (
                (
                    "Which inputs should a faster version of this function be tried on? Name some "
                    "on which it works hard (large, with the branches that cost most), and some "
                    "that are easily forgotten: empty and tiny data, borders, equal and extreme "
                    "elements, sizes that do not fit together evenly. Use only inputs for which "
                    "the function is defined."
                ),
                sections.declarations(task),
                sections.code(task, "Code"),
                sections.knowledge(task),
                (
                    "## Answer\n\nAnswer with one JSON object that holds `inputs`, a list of up to "
                    f"{MOST_INPUTS} inputs. {described()}"
                ),
            )
        ),
    )
