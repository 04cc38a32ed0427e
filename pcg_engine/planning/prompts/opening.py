"""How a conversation about a loop nest begins, workflow by workflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from pcg_engine.domain.workflow import Workflow
from pcg_engine.planning.prompts import free, multi_stage, parallel, serial
from pcg_engine.planning.prompts.prompt import Prompt, TooLong, fitting
from pcg_engine.planning.prompts.task import Pair, Task

__all__ = ["Prompt", "TooLong", "opening"]


def opening(
    workflow: Workflow, task: Task, pairs: Sequence[Pair], room: int, stage: int = 1
) -> Prompt | TooLong:
    """The first question of ``workflow`` in at most ``room`` tokens, examples included.

    ``pairs`` come most similar first. The second ``stage`` of *multi-stage* is a conversation of
    its own, about the verified result of the first in ``task.code``.
    """
    match workflow:
        case Workflow.PARALLEL:
            return fitting(parallel.ID, parallel.ask, task, pairs, room)
        case Workflow.SERIAL:
            return fitting(serial.ID, serial.ask, task, pairs, room)
        case Workflow.ANY:
            return fitting(free.ID, free.ask, task, pairs, room)
        case Workflow.MULTI_STAGE if stage == 1:
            return fitting(multi_stage.FIRST_ID, multi_stage.ask_first, task, pairs, room)
        case Workflow.MULTI_STAGE:
            # What was found concerns the original's text.
            later = replace(task, findings=())
            return fitting(multi_stage.SECOND_ID, multi_stage.ask_second, later, pairs, room)
        case _:
            assert_never(workflow)
