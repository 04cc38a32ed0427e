"""Whether a candidate keeps memory with every call, which the original gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.capture.specs import affordable
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.run import execute
from pcg_engine.tools.harness.stream import decode_stream
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments
from pcg_engine.tools.trial import Expectation, Failure

CALLS = 16
"""Equal calls between two measurements."""
_LEAST = 16
"""Bytes: the heap hands out no less at a time."""
_SIZES = (3, 65)
_MOST = 6
_TEAM: Mapping[str, str] = {"OMP_NUM_THREADS": "3"}
_WALL_SECONDS = 20.0
_CAPTURED_BYTES = 1 << 20


def leak(
    program: Program,
    wanted: Sequence[Expectation],
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Failure | Obstacle | None:
    """The first input on which every few calls hold more memory, if the original's do not.

    ``program`` is the candidate with OpenMP; a handful of small cases of ``wanted`` is called, one
    that throws among them. What is kept once, or up to some amount, is no leak, nor is what the
    OpenMP run-time keeps for itself. What takes too long to be called so often is not judged.
    """
    cases = chosen(wanted)
    growing = [
        (case, growth)
        for case, growth in zip(
            cases, _growth(program, cases, instruments, cancellation), strict=True
        )
        if grows(growth)
    ]
    if not growing:
        return None
    original = experiment.released(cancellation)
    if isinstance(original, Obstacle):
        return original
    usual = _growth(original, [case for case, _ in growing], instruments, cancellation)
    for (case, growth), own in zip(growing, usual, strict=True):
        # A few bytes more than the original's own leak are what threads make of it.
        if not own or min(growth) <= 2 * max(0, *own):
            continue
        return Failure(
            "leaks-memory",
            f"it keeps about {min(growth) // CALLS:,} bytes of memory with every call, which the "
            "original gives back, with 3 threads",
            case.description,
        )
    return None


def chosen(wanted: Sequence[Expectation]) -> list[Case]:
    """Small inputs without shared storage, and one more that throws."""
    plain = [e for e in wanted if e.case.spec.alias is None and not e.case.spec.pinned]
    small = [e.case for e in plain if e.case.spec.size in _SIZES][:_MOST]
    small = small or affordable([e.case for e in plain], 1, _CAPTURED_BYTES)
    throwing = [e.case for e in plain if e.observation.exception is not None][:1]
    return list(dict.fromkeys((*small, *throwing)))


def grows(growth: Sequence[int]) -> bool:
    """Whether at least a block a call more was held, each time it was looked at."""
    return bool(growth) and min(growth) >= CALLS * _LEAST


def _growth(
    program: Program, cases: Sequence[Case], instruments: Instruments, cancellation: Cancellation
) -> tuple[tuple[int, ...], ...]:
    raw = execute(
        program,
        cases,
        "measured",
        _TEAM,
        Limits(wall_seconds=_WALL_SECONDS),
        instruments,
        cancellation,
        CALLS,
    )
    return decode_stream(program.harness.signature, raw.stream, len(cases)).growth
