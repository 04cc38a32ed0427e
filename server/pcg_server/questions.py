"""Questions to the user: those who want the same answer wait for the same question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 120.0
"""How long a job waits for the user's answer. One that comes later holds for later jobs."""


class Questions(Generic[Answer]):
    """The questions that are open, each for a matter of its own."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._open: dict[Hashable, asyncio.Future[Answer]] = {}

    def is_open(self, matter: Hashable) -> bool:
        """Whether the user is being asked about ``matter``."""
        return matter in self._open

    async def answer(
        self, matter: Hashable, ask: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer | None:
        """The answer about ``matter``, which ``ask`` gets unless somebody asks already.

        ``None`` if there is none for a while; the question stays open.
        """
        question = self._open.get(matter)
        if question is None:
            question = asyncio.ensure_future(ask())
            self._open[matter] = question
            question.add_done_callback(lambda _: self._open.pop(matter, None))
        done, _ = await asyncio.wait({question}, timeout=self._patience)
        return question.result() if done else None

    async def close(self) -> None:
        """Ask nothing any more."""
        questions = tuple(self._open.values())
        for question in questions:
            question.cancel()
        await asyncio.gather(*questions, return_exceptions=True)
