"""Recording, races and benchmark on candidates of real functions, with the real tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import coverage, equivalence, races
from pcg_engine.tools.benchmark import check as benchmark, sampling
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.load import CpuTimes, Snapshot
from pcg_engine.tools.benchmark.sizing import ENOUGH_SECONDS, Sized, choose_case
from pcg_engine.tools.calibration import calibrate
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.own_code.clauses import what_keeps_serial
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments, Subject
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_SCATTER = b"""#include <vector>
void kernel(std::vector<int>& a, const std::vector<unsigned>& b) {
  if (a.empty()) return;
  for (std::size_t i = 0; i < b.size(); ++i) {
    a[b[i] % a.size()] += 1;
  }
}
"""
_MAP = b"""#include <cmath>
#include <vector>
void kernel(std::vector<double>& a, const std::vector<double>& b) {
  const std::size_t n = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < n; ++i) {
    a[i] = std::sqrt(std::fabs(b[i])) + std::exp(-std::fabs(b[i]));
  }
}
"""
_FIXED = b"""void kernel(double a[100][100], const double b[100][100], int n) {
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) a[i][j] += b[i][j];
  }
}
"""
_ENDING = b"""#include <cstdio>
#include <cstdlib>
#include <vector>
void kernel(std::vector<double>& a) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == 1e300 || a[i] == -1e300) {
      std::fprintf(stderr, "bad: %zu", i);
      std::exit(1);
    }
    a[i] *= 2;
  }
}
"""
_WARNING = _ENDING.replace(b'      std::fprintf(stderr, "bad: %zu", i);\n', b"").replace(
    b"std::exit(1);", b"a[i] = 1;"
)
_ALL_PAIRS = b"""#include <cmath>
#include <vector>
void kernel(std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t k = 0; k < b.size(); ++k) a[i] += std::sqrt(std::fabs(b[k] - a[i]));
  }
}
"""


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return make_instruments(tmp_path_factory.mktemp("instruments"))


@pytest.fixture(scope="module")
def candidate(
    instruments: Instruments, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bytes, str], tuple[Subject, Experiment]]:
    """A candidate with a pragma before the loop; the experiment is shared by text."""
    known: dict[bytes, Experiment] = {}

    def make(text: bytes, pragma: str) -> tuple[Subject, Experiment]:
        if text not in known:
            folder = tmp_path_factory.mktemp("original")
            original = read_original(text, folder, instruments)
            known[text] = Experiment(original, instruments)
        experiment = known[text]
        new = text.replace(b"  for (", f"  #pragma omp {pragma}\n  for (".encode())
        return rewritten(experiment.original, new), experiment

    return make


Make = Callable[[bytes, str], tuple[Subject, Experiment]]
Check = Callable[[Subject, Experiment, Instruments, Cancellation], CheckResult]


def test_a_scatter_is_refuted_with_lines_and_input(
    instruments: Instruments, candidate: Make
) -> None:
    result = recording.check(*candidate(_SCATTER, "parallel for"), instruments, Cancellation())
    assert (result.outcome, result.code) == (Outcome.REFUTED, "conflict")
    assert "of the loop at line 5 use the same 4 bytes of memory" in result.detail
    assert "line 6 writes" in result.detail
    assert "elements" in result.counterexample


def test_a_map_is_clean(instruments: Instruments, candidate: Make) -> None:
    result = recording.check(*candidate(_MAP, "parallel for"), instruments, Cancellation())
    assert (result.outcome, result.code) == (Outcome.PASSED, ""), result.detail
    assert result.detail.startswith("no conflict between iterations recorded on ")


def test_what_never_runs_in_parallel_is_not_passed(
    instruments: Instruments, candidate: Make
) -> None:
    result = recording.check(
        *candidate(_MAP, "parallel for if (n > 1000000000)"), instruments, Cancellation()
    )
    assert (result.outcome, result.code) == (Outcome.INCONCLUSIVE, "never-parallel")


def test_atomics_cover_the_scatter(instruments: Instruments, candidate: Make) -> None:
    subject, experiment = candidate(_SCATTER, "parallel for")
    text = subject.source.data.replace(b"    a[b", b"    #pragma omp atomic\n    a[b")
    result = recording.check(
        rewritten(subject.original, text), experiment, instruments, Cancellation()
    )
    assert result.outcome is Outcome.PASSED, result.detail


@pytest.mark.needs("archer")
def test_races(instruments: Instruments, candidate: Make) -> None:
    racy = races.check(*candidate(_SCATTER, "parallel for"), instruments, Cancellation())
    clean = races.check(*candidate(_MAP, "parallel for"), instruments, Cancellation())
    assert (racy.outcome, racy.code) == (Outcome.REFUTED, "race")
    assert "line 6 " in racy.detail
    assert (clean.outcome, clean.code) == (Outcome.PASSED, ""), clean.detail


def test_without_archer_races_are_unavailable(instruments: Instruments, candidate: Make) -> None:
    lacking = replace(instruments, toolchain=replace(instruments.toolchain, archer=None))
    result = races.check(*candidate(_MAP, "parallel for"), lacking, Cancellation())
    assert (result.outcome, result.code) == (Outcome.UNAVAILABLE, "no-archer")


@pytest.mark.needs("archer")
def test_a_silent_archer_is_noticed(instruments: Instruments, tmp_path: Path) -> None:
    """A library that is no Archer must not turn into a pass, nor into false races."""
    archer = instruments.toolchain.archer
    assert archer is not None
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    broken = replace(
        instruments,
        workspace=workspace,
        toolchain=replace(
            instruments.toolchain, archer=replace(archer, path=str(tmp_path / "no-such-library"))
        ),
    )
    found = races.find_detector(broken, Cancellation())
    assert isinstance(found, Obstacle)
    assert (found.outcome, found.code) == (Outcome.UNAVAILABLE, "race-detector-broken")


def test_benchmark_has_a_whole_measurement(
    instruments: Instruments,
    candidate: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Structure only: times are the machine's."""
    monkeypatch.setattr(sampling, "take_snapshot", _unknown)
    result = _measure(instruments, candidate, tmp_path)
    speedup = result.speedup
    assert speedup is not None
    assert 0 < speedup.low <= speedup.ratio <= speedup.high
    assert (speedup.threads, speedup.pairs >= 6, speedup.confidence >= 0.95) == (2, True, True)
    assert speedup.original_seconds > 0
    assert speedup.candidate_seconds > 0
    expected = {
        Outcome.PASSED: "",
        Outcome.REFUTED: "not-faster",
        Outcome.INCONCLUSIVE: "noise",
    }
    assert result.code == expected[result.outcome]
    if result.outcome is Outcome.PASSED:
        teams = [point.threads for point in result.scaling if point.size == speedup.size]
        assert teams == [1, 2]
        assert len(result.scaling) > len(teams)


def test_a_busy_machine_gives_no_number(
    instruments: Instruments,
    candidate: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(moment: float) -> Snapshot:
        return Snapshot(CpuTimes(2.0 * moment, 0.0, 2), 0.0, 0.0, moment)

    monkeypatch.setattr(sampling, "take_snapshot", busy)
    monkeypatch.setattr(sampling, "_LONGEST_PAUSE_SECONDS", 0.0)
    result = _measure(instruments, candidate, tmp_path)
    assert (result.outcome, result.code, result.speedup) == (Outcome.INCONCLUSIVE, "busy", None)


def test_a_wrong_large_result_is_refuted(
    instruments: Instruments,
    candidate: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sampling, "take_snapshot", _unknown)
    subject, experiment = candidate(_MAP, "parallel for")
    text = subject.source.data.replace(b"a[i] = ", b"a[i] = i > 10000 ? 0 : ")
    result = benchmark.check(
        rewritten(subject.original, text),
        experiment,
        instruments,
        Cancellation(),
        ExclusiveTiming(tmp_path / "lock"),
        threads=2,
        seconds_budget=0.1,
    )
    assert (result.outcome, result.code) == (Outcome.REFUTED, "different-result")


def test_what_ends_the_program_need_not_be_covered(
    instruments: Instruments, candidate: Make
) -> None:
    """An input on which it ends is none on which anything can be compared."""
    for text, code in ((_ENDING, ""), (_WARNING, "branch-not-covered")):
        result = coverage.check(*candidate(text, "parallel for"), instruments, Cancellation())
        assert result.code == code, result.detail


@pytest.mark.parametrize(
    ("directive", "kept"),
    [
        ("parallel for if (a[0] < 0 && b[0] > 1e9)", "if (a[0] < 0 && b[0] > 1e9)"),
        ("parallel for if (a[0] != -1)", None),
        ("parallel for", None),
        # Both must be serial.
        ("parallel for if (a[0] == -1)\n#pragma omp parallel for", None),
    ],
)
def test_the_clause_that_keeps_a_candidate_serial_is_found(
    directive: str, kept: str | None, instruments: Instruments, candidate: Make
) -> None:
    first, *second = directive.split("\n")
    subject, experiment = candidate(_MAP, first)
    if second:
        loop = b"  for (std::size_t i = 0; i < n; ++i) {}\n}\n"
        more = b"\n".join((subject.source.data.rstrip()[:-1], second[0].encode(), loop))
        subject = rewritten(experiment.original, more)
    cases = experiment.cases(Cancellation())
    assert not isinstance(cases, Obstacle)
    case = max(cases, key=lambda case: case.total_bytes)

    found = what_keeps_serial(subject, experiment, case, 2, instruments, Cancellation())

    assert found == kept


def test_what_takes_very_long_is_timed_on_a_smaller_input(
    instruments: Instruments, candidate: Make
) -> None:
    """However fast the machine is: 16,384 squared of these take more than a tenth of a second."""
    _, experiment = candidate(_ALL_PAIRS, "parallel for")
    released = experiment.released(Cancellation())
    assert isinstance(released, Program)
    sized = choose_case(experiment, released, 8, instruments, Cancellation())
    assert isinstance(sized, Sized)
    assert sized.case.spec.size < 1 << 14
    assert sized.seconds >= ENOUGH_SECONDS


def test_what_is_too_large_for_an_array_of_fixed_size_is_not_timed(
    instruments: Instruments, candidate: Make
) -> None:
    """A side of 300 is asked for at once, and a call on 100 takes too little time."""
    _, experiment = candidate(_FIXED, "parallel for")
    released = experiment.released(Cancellation())
    assert isinstance(released, Program)
    sized = choose_case(experiment, released, 8, instruments, Cancellation())
    assert isinstance(sized, Sized)
    assert dict(sized.case.scalars)["n"] <= 100


def test_calibration_is_kept(instruments: Instruments) -> None:
    class Memory:
        def __init__(self) -> None:
            self.values: dict[str, bytes] = {}

        def get(self, key: str) -> bytes | None:
            return self.values.get(key)

        def put(self, key: str, value: bytes) -> None:
            self.values[key] = value

    store = Memory()
    model = calibrate(instruments, store, Cancellation())
    assert isinstance(model, MachineModel)
    assert model.calibrated
    assert model.threads == instruments.threads
    assert calibrate(instruments, store, Cancellation()) == model


def _unknown(moment: float) -> Snapshot:
    return Snapshot(None, 0.0, 0.0, moment)


def _measure(instruments: Instruments, candidate: Make, folder: Path) -> CheckResult:
    subject, experiment = candidate(_MAP, "parallel for")
    return benchmark.remeasure(
        subject,
        experiment,
        instruments,
        Cancellation(),
        ExclusiveTiming(folder / "lock"),
        threads=2,
        seconds_budget=0.5,
    )


_LARGE_ONLY = "parallel for if (b.size() > 30000)"


@pytest.mark.needs("archer")
def test_a_race_of_large_inputs_alone_is_found(instruments: Instruments, candidate: Make) -> None:
    """No input that is usual for races makes the condition hold."""
    result = races.check(*candidate(_SCATTER, _LARGE_ONLY), instruments, Cancellation())
    assert (result.outcome, result.code) == (Outcome.REFUTED, "race")


@pytest.mark.needs("archer")
@pytest.mark.parametrize("check", [equivalence.check, coverage.check, recording.check, races.check])
def test_a_right_condition_on_the_size_passes(
    instruments: Instruments, candidate: Make, check: Check
) -> None:
    result = check(*candidate(_MAP, "parallel for if (n > 30000)"), instruments, Cancellation())
    assert result.outcome is Outcome.PASSED, result.detail


def test_a_condition_that_no_input_meets_stays_open(
    instruments: Instruments, candidate: Make
) -> None:
    """Also of a rule's candidate that consists of a directive: nothing is known of its team."""
    pragma = "parallel for if (n > 100000000)"
    result = coverage.check(*candidate(_MAP, pragma), instruments, Cancellation())
    assert (result.outcome, result.code) == (Outcome.INCONCLUSIVE, "candidate-branch-not-covered")
    assert "was never true" in result.detail
