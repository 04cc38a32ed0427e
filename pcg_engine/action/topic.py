"""What a model is asked about, and who reads its answers."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.briefing import brief
from pcg_engine.action.replies import ReplyReader
from pcg_engine.action.survey import Survey
from pcg_engine.domain.ast import Function
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.planning.prompts.task import Pair, Task
from pcg_engine.tools.subject import Instruments


@dataclass(frozen=True, slots=True)
class Topic:
    """One loop nest: the task, the examples shown with it (most similar first), the reader."""

    task: Task
    pairs: tuple[Pair, ...]
    reader: ReplyReader


def topic_of(
    nest: LoopFacts,
    function: Function,
    found: Survey,
    settings: Settings,
    instruments: Instruments,
    assistant: Assistant,
) -> Topic:
    """``nest``, which lies in ``function``, as ``assistant`` is asked about it."""
    task = brief(found, nest, function, settings, instruments)
    shown = assistant.recall(task.code) if settings.model.examples else ()
    reader = ReplyReader(
        found.source,
        function,
        nest.loop.id,
        assistant.origin,
        reassociates=settings.floating_point is FloatingPoint.REASSOCIATE,
    )
    pairs = tuple(Pair(r.example.slow, r.example.fast, r.example.speedup) for r in shown)
    return Topic(task, pairs, reader)
