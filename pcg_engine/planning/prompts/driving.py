"""What a model is told that chooses the actions itself (paper: Action, model-driven)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pcg_engine.domain.conversation import FunctionTool, Message
from pcg_engine.planning.prompts import sections
from pcg_engine.planning.prompts.prompt import Prompt, TooLong, fitting
from pcg_engine.planning.prompts.task import Pair, Task

ID = "model-driven@1"

EDIT, EVALUATE, RESET, STOP = "edit", "evaluate", "reset", "stop"


def _tool(name: str, description: str, **texts: str) -> FunctionTool:
    parameters = {
        "type": "object",
        "properties": {key: {"type": "string", "description": told} for key, told in texts.items()},
        "required": list(texts),
        "additionalProperties": False,
    }
    return FunctionTool(name, description, json.dumps(parameters, separators=(",", ":")))


TOOLS: tuple[FunctionTool, ...] = (
    _tool(
        EDIT,
        "Put another version in the place of the function.",
        code="the complete function, with new helpers and #include lines before it",
    ),
    _tool(
        EVALUATE,
        "Compile the present version, compare its results with the original's, look for data races "
        "and conflicts between iterations, and time it.",
    ),
    _tool(RESET, "Go back to the original function."),
    _tool(STOP, "End the work; the fastest version that was verified is kept.", reason="why"),
)


def driving(task: Task, pairs: Sequence[Pair], room: int) -> Prompt | TooLong:
    """The beginning of a conversation in which the model calls ``TOOLS``."""
    return fitting(ID, _ask, task, pairs, room)


def _ask(task: Task, pairs: Sequence[Pair]) -> tuple[Message, ...]:
    return (
        sections.system("You make C++ code faster on multi-core processors, with tools."),
        sections.question(
            (
                (
                    "Make the function below run as fast as possible on the machine described. Any "
                    "means will do: less work, better use of caches and vector units, OpenMP on "
                    "several cores. You work with tools, one call at a time: `edit` to try a "
                    "version, `evaluate` to have it judged, `reset` to begin again from the "
                    "original, `stop` when nothing better is to be expected. Only what `evaluate` "
                    "found right and faster counts."
                ),
                sections.examples(pairs),
                sections.declarations(task),
                sections.code(task, "Slow code"),
                sections.knowledge(task),
                sections.rules(task, openmp=True),
            )
        ),
    )


def reminder() -> str:
    """What a model is told that called no tool."""
    return "Call one of the tools: `edit`, `evaluate`, `reset` or `stop`."
