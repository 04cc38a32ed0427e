"""When sampling ends: at once if clear, later if open, and never by looking until it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import cast

import pytest

from pcg_engine.domain.verdict import BUSY
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark import sampling
from pcg_engine.tools.benchmark.load import CpuTimes, Snapshot
from pcg_engine.tools.benchmark.sampling import Pairing, Sample, collect, repetitions
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.timing import Timing
from pcg_engine.tools.obstacle import Obstacle
from tests.fakes.worlds import StoppedClock, instruments

_LAUNCH = 0.125
_ORIGINAL, _CANDIDATE = cast("Program", "original"), cast("Program", "candidate")


def _unknown_load(moment: float) -> Snapshot:
    return Snapshot(None, 0.0, 0.0, moment)


def _busy_load(moment: float) -> Snapshot:
    """Others keep one and a half of two processors busy all the time."""
    return Snapshot(CpuTimes(1.5 * moment, 0.0, 2), 0.0, 0.0, moment)


def _sample(monkeypatch: pytest.MonkeyPatch, ratios: Iterator[float], budget: float) -> Sample:
    sample = _collected(monkeypatch, ratios, budget)
    assert isinstance(sample, Sample)
    return sample


def _collected(
    monkeypatch: pytest.MonkeyPatch,
    ratios: Iterator[float],
    budget: float,
    *,
    threshold: float = 1.05,
    load: Callable[[float], Snapshot] = _unknown_load,
    launching: float = 0.0,
) -> Sample | Obstacle:
    clock = StoppedClock()

    def launch(program: Program, *_: object) -> Timing:
        clock.time += _LAUNCH
        seconds = 1.0 if program is _ORIGINAL else 1.0 / next(ratios)
        return Timing((seconds, seconds), Observation(()))

    monkeypatch.setattr(sampling, "time_once", launch)

    def cost(*_: object) -> float:
        return launching

    monkeypatch.setattr(sampling, "take_snapshot", load)
    monkeypatch.setattr(sampling, "launch_cost", cost)
    case = Case(CaseSpec(8, Style.RANDOM, 8), b"", "n = 8", 64, (), 8)
    pairing = Pairing(_ORIGINAL, _CANDIDATE, case, 2, 1.0)
    world = replace(instruments(), clock=clock)
    return collect(pairing, budget, threshold, world, _Impatient())


class _Impatient(Cancellation):
    """Waits for nobody."""

    def wait(self, seconds: float) -> bool:
        return seconds < 0


def test_a_clear_answer_needs_three_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = _sample(monkeypatch, cycle([1.9, 2.0]), budget=60.0)

    assert len(sample.ratios) == 6


def test_an_open_answer_is_sampled_three_times_as_long_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample = _sample(monkeypatch, cycle([0.8, 1.4]), budget=10.0)

    assert len(sample.ratios) == 2 * round(30.0 / (4 * _LAUNCH))


def test_the_longer_sample_is_not_cut_where_it_looks_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undecided = [0.8, 1.4] * 20
    sample = _sample(monkeypatch, iter([*undecided, *([1.9] * 80)]), budget=10.0)

    assert len(sample.ratios) == 120


def test_on_a_busy_machine_nothing_is_said_of_the_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _collected(monkeypatch, cycle([1.9]), 10.0, load=_busy_load)

    assert isinstance(found, Obstacle)
    assert found.code == BUSY


def test_where_no_speedup_is_asked_for_a_busy_machine_is_only_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = _collected(monkeypatch, cycle([1.9]), 10.0, threshold=0.0, load=_busy_load)

    assert isinstance(found, Sample)
    assert len(found.ratios) == 6
    assert found.foreign == pytest.approx(1.5)


def test_what_is_hopeless_is_so_on_a_busy_machine_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _collected(monkeypatch, cycle([0.04, 0.05]), 10.0, load=_busy_load)
    close = _collected(monkeypatch, cycle([0.04, 0.5]), 10.0, load=_busy_load)

    assert isinstance(found, Sample)
    assert max(found.ratios) == 0.05
    assert found.foreign == pytest.approx(1.5)
    assert isinstance(close, Obstacle)


def test_what_launching_takes_is_not_others_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def launched(moment: float) -> Snapshot:
        """In each block of half a second, 0.16 s that nobody accounts for."""
        return Snapshot(CpuTimes(0.32 * moment, 0.0, 2), 0.0, 0.0, moment)

    without = _collected(monkeypatch, cycle([1.9]), 10.0, load=launched)
    known = _collected(monkeypatch, cycle([1.9]), 10.0, load=launched, launching=0.02)

    assert isinstance(without, Obstacle)
    assert isinstance(known, Sample)
    assert known.foreign == 0.0


@pytest.mark.parametrize(
    ("seconds", "total_bytes", "calls"),
    [(1.0, 800, 4), (1e-3, 800, 61), (1e-4, 800, 601), (1e-7, 800, 601), (1e-4, 64 << 20, 61)],
)
def test_short_calls_are_made_often_where_refilling_is_cheap(
    seconds: float, total_bytes: int, calls: int
) -> None:
    assert repetitions(seconds, total_bytes) == calls
