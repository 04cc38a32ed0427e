"""What a process and its descendants use, read from ``/proc``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """Sums over a process tree; ``threads`` counts tasks, as ``RLIMIT_NPROC`` does.

    Pages that several processes share are in ``resident_bytes`` once for each of them.
    """

    resident_bytes: int
    cpu_seconds: float
    threads: int


def descendants(root: int) -> list[int]:
    """Living descendants of process ``root``, parents first, without ``root``."""
    found: list[int] = []
    waiting = [root]
    while waiting:
        children = _children(waiting.pop(0))
        found += children
        waiting += children
    return found


def usage(pids: list[int]) -> Usage:
    """What ``pids`` use together.

    CPU time includes that of children which have ended and been waited for.
    """
    resident = 0
    ticks = 0
    threads = 0
    for pid in pids:
        stat = _read(f"/proc/{pid}/stat")
        pages = _read(f"/proc/{pid}/statm").split()
        if not stat or len(pages) < 2:
            continue
        # The name (in parentheses) may hold anything, so count from its end.
        fields = stat[stat.rindex(")") + 2 :].split()
        ticks += sum(int(field) for field in fields[11:15])
        threads += int(fields[17])
        resident += int(pages[1])
    return Usage(resident * _PAGE, ticks / _TICK, threads)


def proportional_bytes(pids: list[int]) -> int:
    """Memory of ``pids`` together, each page counted once; as slow as they are large."""
    return sum(map(_proportional_bytes, pids))


def _proportional_bytes(pid: int) -> int:
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    # Without the right to look closer, all that is resident counts.
    pages = _read(f"/proc/{pid}/statm").split()
    return int(pages[1]) * _PAGE if len(pages) > 1 else 0


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []
    return [int(child) for task in tasks for child in _read(f"{task}/children").split()]


def _read(path: str) -> str:
    """The file's text; empty once the process has gone."""
    try:
        return Path(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
