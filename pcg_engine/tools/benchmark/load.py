"""How much of the machine others use while something is timed (Linux's ``/proc/stat``)."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

_STAT = Path("/proc/stat")
_ALLOWED_FOREIGN = 0.25
_ALLOWED_STEAL = 0.05


@dataclass(frozen=True, slots=True)
class CpuTimes:
    """Seconds since boot over all processors: working (steal apart), and stolen by a hypervisor."""

    working: float
    stolen: float
    processors: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The processors' times, and this process's and its children's share, at one moment.

    A child counts once it has been waited for; a program in a PID namespace of its own may never.
    """

    times: CpuTimes | None
    own: float
    children: float
    moment: float


@dataclass(frozen=True, slots=True)
class Load:
    """Processors that others kept busy on average, and processors' worth of stolen time."""

    foreign: float
    stolen: float
    processors: int

    def is_busy(self, threads: int) -> bool:
        """Whether timing a team of ``threads`` was disturbed.

        Others may use processors that the team leaves idle, but only half of them: caches and
        memory are shared.
        """
        spare = max(0, self.processors - threads) / 2
        return (
            self.foreign > spare + _ALLOWED_FOREIGN
            or self.stolen > _ALLOWED_STEAL * self.processors
        )


def take_snapshot(moment: float) -> Snapshot:
    """The state now; ``moment`` is the caller's clock."""
    own, children = (
        usage.ru_utime + usage.ru_stime
        for usage in (
            resource.getrusage(resource.RUSAGE_SELF),
            resource.getrusage(resource.RUSAGE_CHILDREN),
        )
    )
    try:
        times = parse_stat(_STAT.read_text(), float(os.sysconf("SC_CLK_TCK")))
    except OSError:
        times = None
    return Snapshot(times, own, children, moment)


def load_between(
    before: Snapshot, after: Snapshot, programs: float, launching: float = 0.0
) -> Load | None:
    """The load between two snapshots; ``None`` where the system does not tell.

    ``programs`` are the processor seconds that the sandbox reported of what was timed. Whether
    they are among the children's depends on the sandbox, so that the larger of both is own.
    ``launching`` is what the sandbox took besides that nobody reports.
    """
    seconds = after.moment - before.moment
    if before.times is None or after.times is None or seconds <= 0:
        return None
    working = after.times.working - before.times.working
    own = after.own - before.own + max(after.children - before.children, programs) + launching
    stolen = after.times.stolen - before.times.stolen
    return Load(max(0.0, working - own) / seconds, stolen / seconds, after.times.processors)


def parse_stat(text: str, ticks: float) -> CpuTimes | None:
    """The first line of ``/proc/stat``: user nice system idle iowait irq softirq steal …"""
    lines = [line.split() for line in text.splitlines() if line.startswith("cpu")]
    if not lines or len(lines[0]) < 9 or lines[0][0] != "cpu":
        return None
    user, nice, system, _, _, irq, softirq, steal = (int(v) / ticks for v in lines[0][1:9])
    return CpuTimes(user + nice + system + irq + softirq, steal, max(1, len(lines) - 1))
