"""The project's benchmark, timed in pairs: the original's build against the candidate's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pcg_engine.domain.project import ApplicationSpeedup, ProjectCommands
from pcg_engine.domain.verdict import BUSY
from pcg_engine.ports import Cancellation, Clock
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.load import load_between, take_snapshot
from pcg_engine.tools.benchmark.statistics import median_interval
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.project.commands import Failed, Succeeded
from pcg_engine.tools.project.measure import as_printed, cost_of, measure_in_words

_LEAST_BLOCKS = 3
"""Six pairs: the fewest whose range is a 95 % interval of the median."""
_MOST_BLOCKS = 20
_MOST_BUSY_BLOCKS = 10
_PAUSE_SECONDS = 1.0

Run = Callable[[Path, Cancellation], Succeeded | Failed]
"""Runs the benchmark once in a copy of the project."""


@dataclass(frozen=True, slots=True)
class BenchPair:
    """The copies with the two builds."""

    original: Path
    candidate: Path


def compare_benches(
    pair: BenchPair,
    commands: ProjectCommands,
    run: Run,
    threads: int,
    timing: ExclusiveTiming,
    clock: Clock,
    cancellation: Cancellation,
    *,
    insists_on_quiet: bool = True,
) -> ApplicationSpeedup | Obstacle | Failed:
    """ABBA blocks of runs until ``bench_total`` seconds are used, at least three, at most twenty.

    One run of each goes before and counts for nothing (files are read from the disk then). A block
    during which others used the machine is measured again; too many of them are an obstacle, unless
    whoever asked does not insist on quiet: then that is told. ``Failed`` is a run of the changed
    program.
    """
    with timing.hold(cancellation):
        for folder in (pair.original, pair.candidate):
            warm = _cost(folder, pair, commands, run, cancellation)
            if not isinstance(warm, _Cost):
                return warm
        return _blocks(pair, commands, run, threads, clock, cancellation, insists_on_quiet)


@dataclass(frozen=True, slots=True)
class _Cost:
    value: float
    cpu_seconds: float


def _blocks(
    pair: BenchPair,
    commands: ProjectCommands,
    run: Run,
    threads: int,
    clock: Clock,
    cancellation: Cancellation,
    insists_on_quiet: bool,
) -> ApplicationSpeedup | Obstacle | Failed:
    until = clock.now() + commands.limits.bench_total
    ratios: list[float] = []
    originals: list[float] = []
    candidates: list[float] = []
    busy, foreign = 0, 0.0
    while len(ratios) < 2 * _LEAST_BLOCKS or (
        clock.now() < until and len(ratios) < 2 * _MOST_BLOCKS
    ):
        before = take_snapshot(clock.now())
        block: list[_Cost] = []
        for folder in (pair.original, pair.candidate, pair.candidate, pair.original):
            cost = _cost(folder, pair, commands, run, cancellation)
            if not isinstance(cost, _Cost):
                return cost
            block.append(cost)
        programs = sum(cost.cpu_seconds for cost in block)
        load = load_between(before, take_snapshot(clock.now()), programs)
        if load is not None and load.is_busy(threads):
            busy += 1
            if insists_on_quiet:
                if busy >= _MOST_BUSY_BLOCKS:
                    return inconclusive(
                        BUSY,
                        "the machine was busy while the project's benchmark was timed (others used "
                        f"{load.foreign:.1f} of {load.processors} processors): try again when it "
                        "is quiet",
                    )
                cancellation.wait(_PAUSE_SECONDS)
                cancellation.check()
                continue
            foreign = max(foreign, load.foreign)
        first, second, third, fourth = (cost.value for cost in block)
        ratios += [first / second, fourth / third]
        originals += [first, fourth]
        candidates += [second, third]
    return _speedup(ratios, originals, candidates, commands, threads, foreign)


def _speedup(
    ratios: Sequence[float],
    originals: Sequence[float],
    candidates: Sequence[float],
    commands: ProjectCommands,
    threads: int,
    foreign: float,
) -> ApplicationSpeedup:
    interval = median_interval(ratios)
    measure = commands.measure
    return ApplicationSpeedup(
        ratio=interval.median,
        low=interval.low,
        high=interval.high,
        confidence=interval.confidence,
        pairs=interval.pairs,
        threads=threads,
        original=as_printed(median(originals), measure),
        candidate=as_printed(median(candidates), measure),
        measure=measure_in_words(measure),
        foreign=foreign,
    )


def _cost(
    folder: Path,
    pair: BenchPair,
    commands: ProjectCommands,
    run: Run,
    cancellation: Cancellation,
) -> _Cost | Obstacle | Failed:
    is_original = folder == pair.original
    whose = "the original" if is_original else "the changed program"
    match run(folder, cancellation):
        case Failed(reason=reason) as failed:
            if not is_original:
                return failed
            return inconclusive("bench-fails", f"the benchmark of {whose} fails: {reason}")
        case Succeeded() as ran:
            cost = cost_of(ran, commands.measure)
            if isinstance(cost, str):
                return inconclusive("bench-unreadable", f"the benchmark of {whose}: {cost}")
            return _Cost(cost, ran.cpu_seconds)
