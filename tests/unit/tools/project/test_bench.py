"""Timing in pairs: order, busy machines, failures, and when it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.domain.project import (
    ApplicationSpeedup,
    BenchMeasure,
    ProjectCommands,
    TimeLimits,
)
from pcg_engine.domain.verdict import BUSY
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark import load
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.project import bench
from pcg_engine.tools.project.bench import BenchPair, compare_benches
from pcg_engine.tools.project.commands import Failed, Succeeded
from tests.fakes.worlds import StoppedClock

PAIR = BenchPair(Path("/copies/original"), Path("/copies/candidate"))
COMMANDS = ProjectCommands(
    "/p", "make", bench="app", measure=BenchMeasure("t=([0-9.]+)"), limits=TimeLimits(bench_total=1)
)


class Runs:
    """The benchmark: so many seconds in each copy, on a clock that it moves."""

    def __init__(self, clock: StoppedClock, seconds: dict[str, float]) -> None:
        self.clock = clock
        self.seconds = seconds
        self.order: list[str] = []

    def __call__(self, folder: Path, cancellation: Cancellation) -> Succeeded | Failed:
        del cancellation
        self.order.append(folder.name[0])
        self.clock.time += self.seconds[folder.name]
        return Succeeded(f"t={self.seconds[folder.name]}", self.seconds[folder.name], 0.0)


def _load(monkeypatch: pytest.MonkeyPatch, foreign: float) -> None:
    def told(*_: object) -> load.Load:
        return load.Load(foreign, 0.0, 2)

    monkeypatch.setattr(bench, "load_between", told)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    _load(monkeypatch, 0.0)
    monkeypatch.setattr(bench, "_PAUSE_SECONDS", 0.0)


def _compare(
    runs: bench.Run, clock: StoppedClock, folder: Path, *, insists: bool = True
) -> ApplicationSpeedup | Obstacle | Failed:
    timing = ExclusiveTiming(folder / "lock")
    return compare_benches(
        PAIR, COMMANDS, runs, 2, timing, clock, Cancellation(), insists_on_quiet=insists
    )


def test_runs_take_turns_and_six_pairs_are_the_fewest(tmp_path: Path) -> None:
    clock = StoppedClock()
    runs = Runs(clock, {"original": 3.0, "candidate": 2.0})

    found = _compare(runs, clock, tmp_path)

    assert "".join(runs.order) == "oc" + "occo" * 3
    assert isinstance(found, ApplicationSpeedup)
    assert (found.ratio, found.low, found.high, found.pairs) == (1.5, 1.5, 1.5, 6)
    assert (found.original, found.candidate) == (3.0, 2.0)
    assert found.confidence >= 0.95


def test_short_benchmarks_are_run_more_often_within_the_time(tmp_path: Path) -> None:
    clock = StoppedClock()
    runs = Runs(clock, {"original": 0.06, "candidate": 0.04})

    found = _compare(runs, clock, tmp_path)

    assert isinstance(found, ApplicationSpeedup)
    assert 6 < found.pairs <= 40
    assert clock.time < 1.5


def test_on_a_busy_machine_there_is_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(monkeypatch, 1.5)
    clock = StoppedClock()
    runs = Runs(clock, {"original": 3.0, "candidate": 2.0})

    found = _compare(runs, clock, tmp_path)

    assert isinstance(found, Obstacle)
    assert found.code == BUSY


def test_where_nothing_depends_on_the_number_it_is_taken_and_the_load_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(monkeypatch, 1.5)
    clock = StoppedClock()
    runs = Runs(clock, {"original": 3.0, "candidate": 2.0})

    found = _compare(runs, clock, tmp_path, insists=False)

    assert isinstance(found, ApplicationSpeedup)
    assert found.foreign == 1.5


def test_a_failure_of_the_changed_program_is_its_own(tmp_path: Path) -> None:
    def run(folder: Path, cancellation: Cancellation) -> Succeeded | Failed:
        del cancellation
        if folder == PAIR.candidate:
            return Failed("it crashed", 0.1)
        return Succeeded("t=1", 1.0, 1.0)

    assert _compare(run, StoppedClock(), tmp_path) == Failed("it crashed", 0.1)


def test_a_failure_of_the_original_says_nothing_of_the_candidate(tmp_path: Path) -> None:
    def run(folder: Path, cancellation: Cancellation) -> Succeeded | Failed:
        del folder, cancellation
        return Failed("it crashed", 0.1)

    found = _compare(run, StoppedClock(), tmp_path)

    assert isinstance(found, Obstacle)
    assert found.code == "bench-fails"
