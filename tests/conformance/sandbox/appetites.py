"""Programs that want too much or stay too long, and what a sandbox must make of each."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass, replace

from pcg_engine.ports import Exited, Guarantee, LimitReached, Limits, RunOutcome

_MEGABYTE = 1 << 20
_BASE = Limits(
    wall_seconds=15,
    cpu_seconds=15,
    memory_bytes=512 * _MEGABYTE,
    processes=32,
    disk_bytes=256 * _MEGABYTE,
)
_SPARE_TASKS = 4
"""The adapters' own processes count in the limit of the kernel."""

Judgement = str | None
"""What went wrong, or ``None``."""


@dataclass(frozen=True, slots=True)
class Appetite:
    """One run of the glutton; ``judge`` tells what went wrong with its outcome.

    Whatever the outcome, nothing of the run may be left.
    """

    guarantee: Guarantee
    word: str
    limits: Limits
    judge: Callable[[RunOutcome], Judgement]

    @property
    def name(self) -> str:
        """How reports call it."""
        return self.word if self.limits.address_space else f"{self.word} (watched)"


def _reaches(*names: str) -> Callable[[RunOutcome], Judgement]:
    def judge(outcome: RunOutcome) -> Judgement:
        match outcome:
            case LimitReached(limit=limit):
                return None if limit in names else f"reached {limit} instead of {names}"
            case Exited(code=code):
                return f"ended by itself with {code}"

    return judge


def _is_bounded(bound: int, *names: str) -> Callable[[RunOutcome], Judgement]:
    """It prints how much it got, or is stopped for the limit of that."""

    def judge(outcome: RunOutcome) -> Judgement:
        match outcome:
            case LimitReached(limit=limit):
                return None if limit in names else f"reached {limit} instead of {names}"
            case Exited(code=0, stdout=stdout):
                most = max(map(int, stdout.split()))
                return None if 0 <= most <= bound else f"got {most}, more than {bound}"
            case Exited(code=code):
                return f"ended with {code}"

    return judge


def _may_end(outcome: RunOutcome) -> Judgement:
    match outcome:
        case Exited(code=0) | LimitReached():
            return None
        case Exited(code=code):
            return f"ended with {code}"


def _overflows(outcome: RunOutcome) -> Judgement:
    match outcome:
        case Exited(code=code) if code in (-signal.SIGSEGV, -signal.SIGBUS):
            return None
        case LimitReached(limit="memory"):
            return None
        case _:
            return f"did not overflow: {outcome}"


def _runs_out_of_memory(outcome: RunOutcome) -> Judgement:
    match outcome:
        case Exited(code=code) if code < 0:
            return None
        case _:
            return _reaches("memory")(outcome)


def _limits(**changes: float) -> Limits:
    return replace(_BASE, **changes)


_SMALL_MEMORY = _limits(memory_bytes=96 * _MEGABYTE)
_WATCHED_MEMORY = _limits(memory_bytes=96 * _MEGABYTE, address_space=False)
_SMALL_DISK = _limits(disk_bytes=32 * _MEGABYTE)
_SHORT = _limits(wall_seconds=0.5)
_LITTLE_CPU = _limits(cpu_seconds=0.3)
_LEAST_KERNEL_CPU = _limits(cpu_seconds=1)
"""The kernel counts whole seconds."""
_LITTLE_OUTPUT = _limits(output_bytes=100_000)
_MOST_TASKS = _is_bounded(_BASE.processes + _SPARE_TASKS, "processes")

APPETITES = (
    Appetite(Guarantee.TASKS, "fork-bomb", _BASE, _MOST_TASKS),
    Appetite(Guarantee.TASKS, "thread-bomb", _BASE, _MOST_TASKS),
    Appetite(Guarantee.TASKS, "mixed-bomb", _SHORT, _reaches("wall", "processes")),
    Appetite(Guarantee.MEMORY, "small-blocks", _WATCHED_MEMORY, _reaches("memory")),
    Appetite(Guarantee.MEMORY, "small-blocks", _SMALL_MEMORY, _runs_out_of_memory),
    Appetite(Guarantee.MEMORY, "shared-pages", _WATCHED_MEMORY, _reaches("memory")),
    Appetite(
        Guarantee.MEMORY, "memory-files", _SMALL_MEMORY, _is_bounded(2 * 96, "memory", "file-size")
    ),
    Appetite(Guarantee.MEMORY, "deep-stack", _BASE, _overflows),
    Appetite(Guarantee.DISK, "one-file", _limits(file_bytes=_MEGABYTE), _reaches("file-size")),
    Appetite(Guarantee.DISK, "sparse-file", _limits(file_bytes=_MEGABYTE), _reaches("file-size")),
    Appetite(Guarantee.DISK, "sparse-files", _SMALL_DISK, _reaches("disk")),
    Appetite(Guarantee.DISK, "many-files", _SMALL_DISK, _reaches("disk")),
    Appetite(Guarantee.DISK, "empty-files", _SMALL_DISK, _reaches("disk")),
    Appetite(Guarantee.DISK, "deleted-files", _SMALL_DISK, _reaches("disk")),
    Appetite(Guarantee.DISK, "deep-folders", _BASE, _may_end),
    Appetite(Guarantee.OUTPUT, "flood-output", _LITTLE_OUTPUT, _reaches("output")),
    Appetite(Guarantee.OUTPUT, "flood-errors", _LITTLE_OUTPUT, _reaches("output")),
    Appetite(Guarantee.OUTPUT, "flood-both", _LITTLE_OUTPUT, _reaches("output")),
    Appetite(Guarantee.TIME, "spin", _LITTLE_CPU, _reaches("cpu")),
    Appetite(Guarantee.TIME, "spin-stubbornly", _LEAST_KERNEL_CPU, _reaches("cpu")),
    Appetite(Guarantee.TIME, "spin-in-four", _LITTLE_CPU, _reaches("cpu")),
    Appetite(Guarantee.TIME, "spin-in-turn", _LITTLE_CPU, _reaches("cpu")),
    Appetite(Guarantee.TIME, "sleep", _SHORT, _reaches("wall")),
    Appetite(Guarantee.TIME, "stop", _SHORT, _reaches("wall")),
    Appetite(Guarantee.END, "leave-daemons", _BASE, _may_end),
    Appetite(Guarantee.END, "leave-stopped", _BASE, _may_end),
    Appetite(Guarantee.END, "leave-busy", _BASE, _may_end),
    Appetite(Guarantee.END, "leave-forkers", _BASE, _may_end),
    Appetite(Guarantee.END, "attack-launcher", _BASE, _may_end),
)
