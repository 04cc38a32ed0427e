"""How a speedup changes on smaller inputs, and longer inputs for what needs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from pcg_engine.domain.facts import ExtentFact, InputFacts
from pcg_engine.domain.measurement import Scaling
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark import sampling, sizing, sweep
from pcg_engine.tools.benchmark.load import CpuTimes, Snapshot
from pcg_engine.tools.benchmark.sampling import Pairing, Sample
from pcg_engine.tools.benchmark.sizing import Sized, longer_case
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.probing import Validation
from pcg_engine.tools.harness.timing import Timing
from tests.fakes.worlds import StoppedClock, instruments
from tests.unit.tools.harness.kernels import DOUBLE, INT, harness, pointer

_EXTENT = ExtentFact("x", (Polynomial.name("n"),), complete=True)
_HARNESS = harness({"x": pointer(DOUBLE), "n": INT}, inputs=InputFacts(extents=(_EXTENT,)))


def _program(name: str) -> Program:
    return Program(_HARNESS, Path(name), Path("host"), cast("Any", None))


def _case(size: int) -> Case:
    case = make_case(_HARNESS, CaseSpec(size, Style.RANDOM, 8))
    assert case is not None
    return case


def test_an_input_knows_its_lengths() -> None:
    assert dict(_case(4096).lengths)["n"] == 4096
    assert dict(_case(4096).lengths)["x.size()"] == 4096


_ORIGINAL, _CANDIDATE = _program("original"), _program("candidate")


def _swept(
    monkeypatch: pytest.MonkeyPatch, load: Callable[[float], Snapshot], foreign: float = 0.0
) -> tuple[Case, tuple[Scaling, ...]]:
    """A sweep over programs of which the candidate is half as fast, but for 5 µs."""

    def launch(program: Program, pairing: Pairing, *_: object) -> Timing:
        n = dict(pairing.case.lengths)["n"]
        seconds = 1e-9 * n if program is _ORIGINAL else 5e-6 + 0.5e-9 * n
        return Timing((seconds, seconds), Observation(()))

    def no_cost(*_: object) -> float:
        return 0.0

    class Impatient(Cancellation):
        def wait(self, seconds: float) -> bool:
            return seconds < 0

    monkeypatch.setattr(sweep, "time_once", launch)
    monkeypatch.setattr(sampling, "time_once", launch)
    monkeypatch.setattr(sampling, "take_snapshot", load)
    monkeypatch.setattr(sampling, "launch_cost", no_cost)
    case = _case(1 << 20)
    pairing = Pairing(_ORIGINAL, _CANDIDATE, case, 2, 0.002)
    ratios = (1.97, 1.98, 1.99)
    sample = Sample(ratios, 1e-3, 5e-4, Observation(()), Observation(()), foreign)

    class Ticking(StoppedClock):
        def now(self) -> float:
            self.time += 1.0
            return self.time

    world = replace(instruments(), clock=Ticking())
    return case, sweep.sweep(pairing, sample, world, Impatient())


def _quiet(moment: float) -> Snapshot:
    return Snapshot(None, 0.0, 0.0, moment)


def _busy(moment: float) -> Snapshot:
    """Others keep one and a half of two processors busy all the time."""
    return Snapshot(CpuTimes(1.5 * moment, 0.0, 2), 0.0, 0.0, moment)


def test_ratios_on_smaller_inputs_are_told_by_their_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    case, points = _swept(monkeypatch, _quiet)

    assert [p.threads for p in points[:2]] == [1, 2]
    sizes = [dict(p.lengths)["n"] for p in points]
    assert sizes == [1 << 20, 1 << 20, *((1 << 20) // f for f in (4, 16, 64, 256, 1024, 4096))]
    ratios = [p.ratio for p in points[1:]]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] == 1.98
    assert ratios[-1] < 0.8 < 1.0 < ratios[1]
    words = sweep.smaller_words(points, case)
    assert words.startswith("; on smaller inputs ")
    assert words.endswith("0.05× (n = 256)")


@pytest.mark.parametrize(("load", "foreign"), [(_busy, 0.0), (_quiet, 0.9)])
def test_a_busy_machine_says_nothing_of_smaller_inputs(
    monkeypatch: pytest.MonkeyPatch, load: Callable[[float], Snapshot], foreign: float
) -> None:
    """Whether it is busy now, or was while the usual input was timed."""
    _, points = _swept(monkeypatch, load, foreign)

    assert [point.threads for point in points] == [1, 2]


class _Valid:
    """An experiment in which the original is valid on all inputs but those of ``refused`` sizes."""

    def __init__(self, refused: Sequence[int] = ()) -> None:
        self._refused = refused

    def valid_cases(self, specs: Sequence[CaseSpec], cancellation: Cancellation) -> Validation:
        cancellation.check()
        kept = [_case(s.size) for s in specs if s.size not in self._refused]
        return Validation(tuple(kept), ())


def _longer(
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    seconds: float,
    *,
    refused: Sequence[int] = (),
) -> Sized | None:
    def launch(_: Program, case: Case, *__: object) -> Timing:
        taken = seconds * case.spec.size / size
        return Timing((taken, taken), Observation(()))

    monkeypatch.setattr(sizing, "time", launch)
    experiment = cast("Any", _Valid(refused))
    usual = Sized(_case(size), seconds)
    return longer_case(experiment, usual, _program("original"), instruments(), Cancellation())


def test_a_longer_input_is_eight_times_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _longer(monkeypatch, 1 << 16, 0.002)

    assert found is not None
    assert found.case.spec.size == 1 << 19
    assert found.seconds == pytest.approx(0.016)


def test_what_would_take_too_long_is_lengthened_less(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _longer(monkeypatch, 1 << 16, 0.010)

    assert found is not None
    assert found.case.spec.size == 1 << 17


def test_where_the_original_is_not_valid_a_shorter_one_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = _longer(monkeypatch, 1 << 16, 0.002, refused=(1 << 19,))

    assert found is not None
    assert found.case.spec.size == 1 << 18


@pytest.mark.parametrize(("seconds", "most_bytes"), [(0.030, 1 << 28), (0.002, 1 << 20)])
def test_beyond_the_limits_there_is_no_longer_input(
    monkeypatch: pytest.MonkeyPatch, seconds: float, most_bytes: int
) -> None:
    """Of seconds, and of memory."""
    monkeypatch.setattr(sizing, "_LARGEST_BYTES", most_bytes)

    assert _longer(monkeypatch, 1 << 16, seconds) is None
