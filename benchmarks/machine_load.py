"""How much of the machine others used while something was measured."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from pathlib import Path

_BUSY = 0.25  # processors used by others


@dataclass(frozen=True, slots=True)
class MachineTime:
    """Seconds of processor time: all that the machine spent, and this process with its children."""

    clock: float
    all: float
    own: float

    @staticmethod
    def now() -> MachineTime | None:
        """``None`` where there is no ``/proc/stat``."""
        try:
            first = Path("/proc/stat").read_text().split("\n", 1)[0].split()
        except OSError:
            return None
        user, nice, system, _idle, _wait, irq, softirq, steal = (int(v) for v in first[1:9])
        own = 0.0
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
            usage = resource.getrusage(who)
            own += usage.ru_utime + usage.ru_stime
        ticks = user + nice + system + irq + softirq + steal
        return MachineTime(time.perf_counter(), ticks / 100.0, own)


@dataclass(frozen=True, slots=True)
class Load:
    """Processors that others used, or ``None`` where it is not known."""

    foreign: float | None

    @property
    def is_busy(self) -> bool:
        """Whether times on the clock mean little."""
        return self.foreign is not None and self.foreign > _BUSY

    @property
    def verdict(self) -> str:
        """What a missed target means under this load."""
        return "not decided, the machine was busy" if self.is_busy else "MISSED"

    def __str__(self) -> str:
        if self.foreign is None:
            return "machine: load unknown (no /proc/stat)"
        state = "BUSY, times on the clock are too high" if self.is_busy else "quiet"
        return f"machine: {state} (others used {self.foreign:.2f} processors)"


def load_at_rest(seconds: float = 0.5) -> Load:
    """What others use while this process sleeps.

    For measurements whose own programs run in a sandbox's namespaces and are not told apart.
    """
    before = MachineTime.now()
    time.sleep(seconds)
    return load_since(before)


def load_since(before: MachineTime | None) -> Load:
    """What others used since ``before``."""
    after = MachineTime.now()
    if before is None or after is None:
        return Load(None)
    wall = max(after.clock - before.clock, 1e-9)
    return Load(max(0.0, (after.all - before.all) - (after.own - before.own)) / wall)
