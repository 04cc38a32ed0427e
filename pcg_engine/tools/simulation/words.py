"""What a simulation found, in words (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import assert_never

from pcg_engine.tools.recording.symbols import Place
from pcg_engine.tools.simulation.report import Deadlock, Escaped, Event, Race, Side, Waiting

_KINDS = {"r": "reads", "w": "writes", "A": "reads atomically", "W": "updates atomically"}

EVENT_CODES = frozenset({"conflict", "deadlock", "exception-escapes"})
"""The codes of events; others are those of compared results."""


def code_of(event: Event) -> str:
    """The code of the refutation."""
    match event:
        case Race():
            return "conflict"
        case Deadlock():
            return "deadlock"
        case Escaped():
            return "exception-escapes"
        case _:
            assert_never(event)


def addresses_of(event: Event) -> Iterator[int]:
    """The offsets whose lines ``explain`` wants to know."""
    match event:
        case Race(first=first, second=second):
            for side in (first, second):
                yield from (side.address, side.call, side.created)
        case Deadlock(waiting=waiting):
            yield from (one.address for one in waiting)
        case Escaped(address=address):
            yield address
        case _:
            assert_never(event)


def explain(event: Event, places: Mapping[int, Place], file: str) -> str:
    """One sentence about ``event``; ``file`` is the user's."""
    lines = _Lines(places, PurePath(file).name)
    match event:
        case Race(size=size, first=first, second=second):
            memory = f"{size} bytes of memory" if size > 1 else "byte of memory"
            return (
                f"{lines.who(first)} and {lines.who(second)} use the same {memory} without "
                f"synchronisation: {lines.does(first)}, {lines.does(second)}"
            )
        case Deadlock(waiting=waiting):
            return f"no thread can go on: {'; '.join(lines.waits(one) for one in waiting)}"
        case Escaped(thread=thread):
            return (
                f"an exception leaves the construct in thread {thread}, which ends an OpenMP "
                f"program{lines.after(event.address)}"
            )
        case _:
            assert_never(event)


class _Lines:
    def __init__(self, places: Mapping[int, Place], file: str) -> None:
        self._places = places
        self._file = file

    def who(self, side: Side) -> str:
        if side.thread >= 0:
            return f"thread {side.thread} of {side.team}"
        place = self._places.get(side.created)
        return "a task" if place is None else f"a task of line {place.line}"

    def does(self, side: Side) -> str:
        return f"{self._place(side)} {_KINDS.get(side.kind, 'uses')}"

    def waits(self, one: Waiting) -> str:
        return f"thread {one.thread} of {one.team} waits for {one.what}{self.after(one.address)}"

    def after(self, address: int) -> str:
        place = self._places.get(address)
        return f" (line {place.line})" if place is not None else ""

    def _place(self, side: Side) -> str:
        """The user's own line if there is one, else the header's."""
        inner = self._places.get(side.address)
        outer = self._places.get(side.call)
        if inner is not None and PurePath(inner.file).name == self._file:
            return f"line {inner.line}"
        if outer is not None and PurePath(outer.file).name == self._file:
            return f"line {outer.line}"
        if inner is not None:
            return f"{PurePath(inner.file).name}:{inner.line}"
        return "code without line information"
