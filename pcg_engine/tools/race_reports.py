"""ThreadSanitizer's reports, read back (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

_WARNING = "WARNING: ThreadSanitizer: data race"
_ACCESS = re.compile(
    r"^\s+(?P<previous>Previous )?(?P<kind>(?:[Aa]tomic )?(?:[Rr]ead|[Ww]rite)) of size "
    r"(?P<size>\d+) at \S+ by (?P<thread>.+?)(?: \[.*\])?:\s*$"
)
_FRAME = re.compile(r"^\s+#\d+ .* (?P<file>\S+?):(?P<line>\d+)(?::\d+)? \(")


@dataclass(frozen=True, slots=True)
class RacingAccess:
    """One side of a race; ``line`` is 0 where the report names no line of the file."""

    is_write: bool
    size: int
    line: int


@dataclass(frozen=True, slots=True)
class Race:
    """The first race of a report, in the order of the report (the later access first)."""

    first: RacingAccess
    second: RacingAccess | None

    def __str__(self) -> str:
        if self.second is None:
            return f"{_words(self.first)}, unordered with an earlier access"
        return f"{_words(self.first)}, unordered with another thread: {_words(self.second)}"


def parse_race(report: str, file: str) -> Race | None:
    """The first race in ``report``; lines are those of ``file`` (compared by name).

    Of each stack the innermost frame in ``file`` counts.
    """
    start = report.find(_WARNING)
    if start == -1:
        return None
    accesses: list[RacingAccess] = []
    current: RacingAccess | None = None
    name = PurePath(file).name
    for line in report[start:].splitlines()[1:]:
        header = _ACCESS.match(line)
        if header is not None:
            if current is not None:
                accesses.append(current)
            is_write = header["kind"].lower().endswith("write")
            current = RacingAccess(is_write, int(header["size"]), 0)
            continue
        if line.startswith("SUMMARY") or (current is not None and line.startswith("  Location")):
            break
        frame = _FRAME.match(line)
        if frame is None or current is None or current.line:
            continue
        if PurePath(frame["file"]).name == name:
            current = RacingAccess(current.is_write, current.size, int(frame["line"]))
    if current is not None:
        accesses.append(current)
    if not accesses:
        return None
    return Race(accesses[0], accesses[1] if len(accesses) > 1 else None)


def _words(access: RacingAccess) -> str:
    where = f"line {access.line}" if access.line else "code without line information"
    return f"{where} {'writes' if access.is_write else 'reads'} {access.size} bytes"
