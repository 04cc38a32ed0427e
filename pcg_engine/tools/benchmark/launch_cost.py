"""What launching a program in the sandbox takes beside the program: it looks like others' work.

A namespace is set up by a process that nobody waits for, and taken apart by the kernel. Where calls
are short, that is a good part of the time of a launch.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation, Exited, Limits, RunRequest
from pcg_engine.tools.benchmark.load import load_between, take_snapshot
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, scratch_folder
from pcg_engine.tools.subject import Instruments

_LAUNCHES, _BATCHES = 20, 3
_MOST_SECONDS = 0.005
"""Of processor time: a machine that is busy meanwhile must not be excused by it."""


@dataclass(slots=True)
class _Known:
    """Costs by the kind of sandbox, measured once a process."""

    seconds: dict[str, float] = field(default_factory=dict[str, float])
    lock: Lock = field(default_factory=Lock)


_KNOWN = _Known()


def launch_cost(instruments: Instruments, cancellation: Cancellation) -> float:
    """Processor seconds of a launch that are in nobody's account, at most 0.005 s.

    The least of three batches of launches of a program that does nothing (0.3 s, once).
    """
    kind = type(instruments.sandbox).__qualname__
    with _KNOWN.lock:
        if kind not in _KNOWN.seconds:
            _KNOWN.seconds[kind] = _measured(instruments, cancellation)
        return _KNOWN.seconds[kind]


def _measured(instruments: Instruments, cancellation: Cancellation) -> float:
    program = shutil.which("true")
    if program is None:
        return 0.0
    found = [_batch(Path(program), instruments, cancellation) for _ in range(_BATCHES)]
    return min(_MOST_SECONDS, *found)


def _batch(program: Path, instruments: Instruments, cancellation: Cancellation) -> float:
    """Unaccounted seconds of a launch, on average; 0 where nothing can be run or told."""
    clock = instruments.clock
    with scratch_folder(instruments) as scratch:
        request = RunRequest(
            (str(program),), scratch, environment=BASE_ENVIRONMENT, limits=Limits(wall_seconds=5.0)
        )
        before, programs = take_snapshot(clock.now()), 0.0
        for _ in range(_LAUNCHES):
            try:
                outcome = instruments.sandbox.run(request, cancellation)
            except EnvironmentUnavailable:
                return 0.0
            if not isinstance(outcome, Exited) or outcome.code != 0:
                return 0.0
            programs += outcome.cpu_seconds
        after = take_snapshot(clock.now())
    load = load_between(before, after, programs)
    return 0.0 if load is None else load.foreign * (after.moment - before.moment) / _LAUNCHES
