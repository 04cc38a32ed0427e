"""What the recorder wrote, read back (pure)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Runner:
    """Who made an access: an iteration of a loop, or (``loop`` is ``None``) every thread.

    ``ordinal`` counts the iterations of the instance from 0; ``values`` are those of the loop
    variables, as far as they are integers.
    """

    loop: int | None
    ordinal: int = 0
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """One access: by whom, where (offsets in the library, 0 if not known), and whether a write.

    ``call`` is the place in the construct's function from which a callee was entered that made
    the access; 0 if that function made it itself.
    """

    runner: Runner | None
    address: int
    call: int
    is_write: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two accesses (in time order) that the text does not order when it runs in parallel.

    ``certain`` is false where the recorder's view is too coarse to call it wrong. ``construct``
    is the marker's number, ``variable`` a name or empty.
    """

    code: str
    certain: bool
    construct: int
    variable: str
    size: int
    first: Access
    second: Access


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something met while running that a serial recording cannot judge."""

    code: str
    what: str


@dataclass(frozen=True, slots=True)
class LoopCount:
    """How often one loop ran: ``checked`` instances, the longest of them, and unchecked ones."""

    loop: int
    checked: int
    unchecked: int
    longest: int
    iterations: int


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What was recorded on one case; ``constructs`` were met, whether or not they were active."""

    case: int
    loops: tuple[LoopCount, ...]
    conflicts: tuple[Conflict, ...]
    unsupported: tuple[Unsupported, ...]
    accesses: int
    constructs: int


class MalformedReport(Exception):
    """The output is not the recorder's: something else wrote to it, or it was cut."""


def parse_report(output: bytes) -> tuple[CaseReport, ...]:
    """The finished cases of ``output``, in order; raises ``MalformedReport``."""
    reports: list[CaseReport] = []
    case: int | None = None
    loops: list[LoopCount] = []
    conflicts: list[Conflict] = []
    unsupported: list[Unsupported] = []
    for line in output.decode("utf-8", "replace").splitlines():
        try:
            match line.split("\t"):
                case ["case", number]:
                    case, loops, conflicts, unsupported = int(number), [], [], []
                case ["L", loop, checked, unchecked, longest, iterations]:
                    loops.append(
                        LoopCount(
                            int(loop), int(checked), int(unchecked), int(longest), int(iterations)
                        )
                    )
                case ["U", code, what]:
                    unsupported.append(Unsupported(code, what))
                case ["C", *fields]:
                    conflicts.append(_conflict(fields))
                case ["end", accesses, constructs] if case is not None:
                    found = (tuple(loops), tuple(conflicts), tuple(unsupported))
                    reports.append(CaseReport(case, *found, int(accesses), int(constructs)))
                    case = None
                case _:
                    raise MalformedReport(line)
        except ValueError as error:
            raise MalformedReport(line) from error
    return tuple(reports)


def _conflict(fields: list[str]) -> Conflict:
    match fields:
        case [code, certainty, construct, variable, size, who, other, *places]:
            address, call, kind, address2, call2, kind2 = places
            return Conflict(
                code,
                certainty == "certain",
                int(construct),
                "" if variable == "-" else variable,
                int(size),
                Access(_runner(who), int(address), int(call), kind == "w"),
                Access(_runner(other), int(address2), int(call2), kind2 == "w"),
            )
        case _:
            raise ValueError(fields)


def _runner(text: str) -> Runner | None:
    if text == "-":
        return None
    if text == "all":
        return Runner(None)
    _, loop, ordinal, values = text.split(":")
    numbers = tuple(int(v) for v in values.split(",") if v)
    return Runner(int(loop), int(ordinal), numbers)
