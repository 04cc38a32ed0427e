"""What a server works on: values by id, the task behind each, and who is told of changes."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from typing import Generic, Protocol, TypeVar


class Identified(Protocol):
    """A value with an id; a new value takes the place of the one with the same id."""

    @property
    def id(self) -> str:
        """The same for all values that follow each other."""
        ...


One = TypeVar("One", bound=Identified)


class Roster(Generic[One]):
    """The values by id, oldest first."""

    def __init__(self, prefix: str = "") -> None:
        """``prefix`` is what every id begins with."""
        self._prefix = prefix
        self._values: dict[str, One] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._listeners: list[Callable[[One], None]] = []
        self._ids = itertools.count(1)

    def new_id(self) -> str:
        """An id that nothing had yet."""
        return f"{self._prefix}{next(self._ids)}"

    def listen(self, listener: Callable[[One], None]) -> None:
        """Tell ``listener`` of every new value."""
        self._listeners.append(listener)

    def get(self, identity: str) -> One | None:
        """The value with this id."""
        return self._values.get(identity)

    def all(self) -> tuple[One, ...]:
        """All values, oldest first."""
        return tuple(self._values.values())

    def put(self, value: One) -> None:
        """Keep ``value`` in the place of the one before it, and tell."""
        self.put_silently(value)
        self.tell(value)

    def put_silently(self, value: One) -> None:
        """Keep ``value``; the next one tells."""
        self._values[value.id] = value

    def tell(self, value: One) -> None:
        """Tell of ``value``, kept or not."""
        for listener in tuple(self._listeners):
            listener(value)

    def drop(self, identity: str) -> None:
        """Forget a value; its task goes on."""
        self._values.pop(identity, None)

    def work(self, identity: str, work: Coroutine[None, None, None]) -> None:
        """Let ``work`` be the task of ``identity``."""
        task = asyncio.ensure_future(work)
        self._tasks[identity] = task
        task.add_done_callback(lambda _: self._tasks.pop(identity, None))

    def stop(self, identity: str) -> None:
        """Cancel the task of ``identity``, unless it is the one that asks."""
        task = self._tasks.get(identity)
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    async def close(self) -> None:
        """Stop everything; nothing is told to anybody any more."""
        self._listeners.clear()
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
