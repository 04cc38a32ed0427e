"""Paired samples: original and candidate in ABBA blocks, each launch a process of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from pcg_engine.domain.verdict import BUSY
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.launch_cost import launch_cost
from pcg_engine.tools.benchmark.load import Load, load_between, take_snapshot
from pcg_engine.tools.benchmark.sizing import failed
from pcg_engine.tools.benchmark.statistics import Decision, decide, median_interval
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.timing import Timing, time
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.subject import Instruments

_LAUNCH_SECONDS = 0.06
"""Timed work of one launch: long against the clock, short against a change of weather."""
_FEWEST, _MANY, _MOST = 3, 60, 600
_REFILLED_BYTES = 64 << 20
"""Of storage that is refilled in a launch: more than ``_MANY`` calls only where it is small."""
_LEAST_BLOCKS = 3
_MOST_BUSY_BLOCKS = 10
_PAUSE_SECONDS = 0.3
_LONGEST_PAUSE_SECONDS = 2.0
_MOST_TRIES = 3
_CLEAR = 1.15
_HOPELESS = 4.0
"""So many times too slow, a candidate is not faster, whatever disturbed it."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The two programs, the input, and the team of the candidate."""

    original: Program
    candidate: Program
    case: Case
    threads: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Paired ratios (original / candidate), median seconds of a call, what the calls left.

    ``foreign`` is how many processors others used where that could not be waited for.
    """

    ratios: tuple[float, ...]
    original_seconds: float
    candidate_seconds: float
    expected: Observation
    observed: Observation
    foreign: float = 0.0


def team(threads: int) -> Mapping[str, str]:
    """The environment of a timed process: the team's size; all else as the user has it.

    ``OMP_WAIT_POLICY`` is passed on, empty (the run-time's default) where the user sets none:
    nothing runs beside a timed process, so its threads may wait as they would for the user.
    """
    return {
        "OMP_NUM_THREADS": str(threads),
        "OMP_WAIT_POLICY": os.environ.get("OMP_WAIT_POLICY", ""),
    }


def repetitions(seconds: float, total_bytes: int) -> int:
    """Calls of one launch, the first of which (starting the team, touching pages) is dropped.

    ``total_bytes`` of storage are refilled before each call of ``seconds``.
    """
    most = min(_MOST, max(_MANY, _REFILLED_BYTES // max(total_bytes, 1)))
    return 1 + min(most, max(_FEWEST, round(_LAUNCH_SECONDS / max(seconds, 1e-6))))


def collect(
    pairing: Pairing,
    budget: float,
    threshold: float,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sample | Obstacle:
    """ABBA blocks until ``budget`` seconds are used, or earlier if the answer is clear.

    If the threshold lies inside the interval then, the sample is made three times as large, once,
    and looked at only at its end: looking again and again until it fits would be no measurement.

    A block during which others used the machine is measured again; too many of them are an
    obstacle, since a wrong number is worse than none. Where no speedup is asked for (a
    ``threshold`` of 0) nothing depends on the number, and what was many times too slow each time
    would not be fast in a quiet hour: then they are taken, and that is told.
    """
    clock = instruments.clock
    start = clock.now()
    taken, disturbed = _Ratios(), _Ratios()
    busy = 0
    until, is_extended = start + budget, False
    while True:
        ratios = taken.ratios
        if len(ratios) >= 2 * _LEAST_BLOCKS and clock.now() >= until:
            if is_extended or decide(median_interval(ratios), threshold) is not Decision.NOISE:
                break
            until, is_extended = clock.now() + 2 * budget, True
        timed = _watched_block(pairing, instruments, cancellation)
        if isinstance(timed, Obstacle):
            return timed
        block, load = timed
        if load is not None and load.is_busy(pairing.threads):
            busy += 1
            if threshold > 0:
                disturbed.add(block, load.foreign)
                if busy >= _MOST_BUSY_BLOCKS:
                    if max(disturbed.ratios) * _HOPELESS < threshold:
                        return disturbed.sample()
                    return inconclusive(
                        BUSY,
                        f"the machine was busy while timing (others used {load.foreign:.1f} of "
                        f"{load.processors} processors): try again when it is quiet",
                    )
            if busy < _MOST_BUSY_BLOCKS:
                cancellation.wait(min(_PAUSE_SECONDS * busy, _LONGEST_PAUSE_SECONDS))
                continue
            taken.add(block, load.foreign)
        else:
            taken.add(block)
        enough = len(ratios) >= 2 * _LEAST_BLOCKS
        if enough and not is_extended and _is_clear(ratios, threshold):
            break
    return taken.sample()


@dataclass(slots=True)
class _Ratios:
    """What blocks came to; ``foreign`` is how many processors others used, at most."""

    ratios: list[float] = field(default_factory=list[float])
    originals: list[float] = field(default_factory=list[float])
    candidates: list[float] = field(default_factory=list[float])
    expected: Observation = Observation(())
    observed: Observation = Observation(())
    foreign: float = 0.0

    def add(self, block: Sequence[Timing], foreign: float = 0.0) -> None:
        first, second, third, fourth = (typical(timing) for timing in block)
        self.ratios += [first / second, fourth / third]
        self.originals += [first, fourth]
        self.candidates += [second, third]
        self.expected, self.observed = block[3].observation, block[2].observation
        self.foreign = max(self.foreign, foreign)

    def sample(self) -> Sample:
        return Sample(
            tuple(self.ratios),
            median(self.originals),
            median(self.candidates),
            self.expected,
            self.observed,
            self.foreign,
        )


def undisturbed_ratio(
    pairing: Pairing, instruments: Instruments, cancellation: Cancellation
) -> float | None:
    """The original's time to the candidate's in one ABBA block.

    ``None`` if a run does not end well, or if others used the machine each time it was tried.
    """
    for attempt in range(1, _MOST_TRIES + 1):
        timed = _watched_block(pairing, instruments, cancellation)
        if isinstance(timed, Obstacle):
            return None
        block, load = timed
        if load is None or not load.is_busy(pairing.threads):
            first, second, third, fourth = (typical(timing) for timing in block)
            return (first + fourth) / (second + third)
        cancellation.wait(_PAUSE_SECONDS * attempt)
    return None


def _watched_block(
    pairing: Pairing, instruments: Instruments, cancellation: Cancellation
) -> tuple[list[Timing], Load | None] | Obstacle:
    """A block, and how much of the machine others used meanwhile."""
    before = take_snapshot(instruments.clock.now())
    block = _block(pairing, instruments, cancellation)
    if isinstance(block, Obstacle):
        return block
    after = take_snapshot(instruments.clock.now())
    programs = sum(timing.cpu_seconds for timing in block)
    load = load_between(before, after, programs)
    if load is not None and load.is_busy(pairing.threads):
        launching = len(block) * launch_cost(instruments, cancellation)
        load = load_between(before, after, programs, launching)
    return block, load


def _block(
    pairing: Pairing, instruments: Instruments, cancellation: Cancellation
) -> list[Timing] | Obstacle:
    """Original, candidate, candidate, original."""
    block: list[Timing] = []
    for program in (pairing.original, pairing.candidate, pairing.candidate, pairing.original):
        timed = time_once(program, pairing, instruments, cancellation)
        if isinstance(timed, Obstacle):
            return timed
        block.append(timed)
    return block


def time_once(
    program: Program, pairing: Pairing, instruments: Instruments, cancellation: Cancellation
) -> Timing | Obstacle:
    """One launch."""
    count = repetitions(pairing.seconds, pairing.case.total_bytes)
    environment = team(pairing.threads)
    match time(program, pairing.case, count, environment, instruments, cancellation):
        case Timing() as timing:
            return timing
        case outcome:
            what = "the original" if program is pairing.original else "the candidate"
            return failed(what, outcome)


def typical(timing: Timing) -> float:
    """Median seconds of a launch's calls, the first left out."""
    return max(median(timing.seconds[1:] or timing.seconds), 1e-9)


def _is_clear(ratios: Sequence[float], threshold: float) -> bool:
    interval = median_interval(ratios)
    match decide(interval, threshold):
        case Decision.FASTER:
            return interval.low >= threshold * _CLEAR and interval.high <= interval.low * _CLEAR
        case Decision.NOT_FASTER:
            return interval.high * _CLEAR < threshold
        case Decision.NOISE:
            return False
