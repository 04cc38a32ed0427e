"""What the simulated run-time wrote, read back (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.tools.recording.report import MalformedReport


@dataclass(frozen=True, slots=True)
class Side:
    """One access of a pair: by which thread of how many (-1: a task), and where.

    ``created`` is where the task was created or the region entered, ``address`` the access,
    ``call`` the call in the region's own function that led to it; offsets in the library, 0 if not
    known. ``kind``: ``r`` read, ``w`` write, ``A`` atomic read, ``W`` atomic update.
    """

    thread: int
    team: int
    created: int
    address: int
    call: int
    kind: str


@dataclass(frozen=True, slots=True)
class Race:
    """Two accesses to the same ``size`` bytes that nothing orders."""

    size: int
    first: Side
    second: Side


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread that waits for ``what`` at the offset ``address``."""

    thread: int
    team: int
    what: str
    address: int


@dataclass(frozen=True, slots=True)
class Deadlock:
    """No thread can go on."""

    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Escaped:
    """An exception left a construct in thread ``thread`` of ``team``."""

    thread: int
    team: int
    address: int


@dataclass(frozen=True, slots=True)
class Unsimulated:
    """Something met that the simulation does not model."""

    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A region or task (``code``: the offset of its function) that was entered ``count`` times.

    ``team`` is the size of the largest team.
    """

    place: int
    code: int
    team: int
    count: int


Event = Race | Deadlock | Escaped


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What happened on one case; ``is_complete`` is false where recording stopped for its cost."""

    case: int
    regions: tuple[Entered, ...]
    tasks: tuple[Entered, ...]
    events: tuple[Event, ...]
    unsimulated: tuple[Unsimulated, ...]
    accesses: int
    is_complete: bool = True


def parse_report(output: bytes) -> tuple[CaseReport, ...]:
    """The finished cases of ``output``, in order; raises ``MalformedReport``."""
    reports: list[CaseReport] = []
    lines: list[list[str]] = []
    for line in output.decode("utf-8", "replace").splitlines():
        fields = line.split("\t")
        lines.append(fields)
        if fields[0] == "end":
            try:
                reports.append(_case(lines))
            except ValueError as error:
                raise MalformedReport(line) from error
            lines = []
    return tuple(reports)


def _case(lines: list[list[str]]) -> CaseReport:
    number, accesses, is_complete = -1, 0, True
    regions: list[Entered] = []
    tasks: list[Entered] = []
    events: list[Event] = []
    unsimulated: list[Unsimulated] = []
    for fields in lines:
        match fields:
            case ["case", index]:
                number = int(index)
            case ["P", *numbers]:
                regions.append(_entered(numbers))
            case ["T", *numbers]:
                tasks.append(_entered(numbers))
            case ["R", size, *sides] if len(sides) == 12:
                events.append(Race(int(size), _side(sides[:6]), _side(sides[6:])))
            case ["D", *waiting] if len(waiting) % 4 == 0:
                events.append(
                    Deadlock(
                        tuple(
                            Waiting(
                                int(waiting[i]),
                                int(waiting[i + 1]),
                                waiting[i + 2],
                                int(waiting[i + 3]),
                            )
                            for i in range(0, len(waiting), 4)
                        )
                    )
                )
            case ["X", thread, team, address]:
                events.append(Escaped(int(thread), int(team), int(address)))
            case ["U", code, what]:
                unsimulated.append(Unsimulated(code, what))
            case ["L"]:
                is_complete = False
            case ["end", count]:
                accesses = int(count)
            case _:
                raise ValueError(fields)
    if number < 0:
        raise ValueError("no case")
    return CaseReport(
        number,
        tuple(regions),
        tuple(tasks),
        tuple(events),
        tuple(unsimulated),
        accesses,
        is_complete,
    )


def _entered(numbers: list[str]) -> Entered:
    place, code, team, count = (int(number) for number in numbers)
    return Entered(place, code, team, count)


def _side(fields: list[str]) -> Side:
    thread, team, created, address, call = (int(field) for field in fields[:5])
    return Side(thread, team, created, address, call, fields[5])
