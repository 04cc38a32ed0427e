"""The checks on a function that calls into another file, which is built and linked with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.action.outlined import drive
from pcg_engine.action.result_cache import ResultCache
from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.adapters.linked_units import LinkingReader
from pcg_engine.adapters.store import SqliteStore
from pcg_engine.domain.facts import InputFacts, LoopFacts, Parallelizability
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.tools import coverage, elision, equivalence, interface, races
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.prepare import NoHarness, prepare
from pcg_engine.tools.legality import check as legality
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments, Original, Subject
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import edited

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("llvm-tools"),
]

_FLAGS = ("-std=c++20", "-O2")
MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_APART = b"""void deposit(double* cell, double value);
double curve(double x);
static double bent(double x) { return x - 1.0; }
void kernel(double* __restrict out, const double* __restrict in, int n) {
  for (int i = 0; i < n; ++i) {
    deposit(&out[i], curve(bent(in[i])));
  }
}
"""
_PURE = _APART.replace(b"deposit(&out[i], curve(bent(in[i])));", b"out[i] += curve(bent(in[i]));")
_TOGETHER = _APART.replace(b"&out[i]", b"&out[i / 2]")
_OTHER = b"""#include <cmath>
static double bent(double x) { return std::fabs(x) * SHARE; }
double curve(double x) { return bent(x) + 1.0; }
void deposit(double* cell, double value) { *cell += value; }
"""
_STATE = b"""static double total;
double curve(double x) { return x; }
void deposit(double* cell, double value) { total += value; *cell = total; }
"""
_TIMED = b"""void start(int n);
void stop(int n);
bool timing = false;
static void begin(bool) { start(2); }
void kernel(double* __restrict out, const double* __restrict in, int n) {
  if (timing) start(1);
  for (int i = 0; i < n; ++i) {
    out[i] += in[i];
  }
  if (timing) stop(1);
  if (n < -1000) begin(timing);
}
"""
_TIMER = b"""#include <ctime>
static double elapsed[8], begun[8];
void start(int n) { begun[n] = std::clock(); }
void stop(int n) { elapsed[n] += std::clock() - begun[n]; }
"""
_C = b"""void deposit(double *cell, double value);
void kernel(double *restrict out, const double *restrict in, int n) {
  for (int i = 0; i < n; ++i) {
    deposit(&out[i], in[i]);
  }
}
"""


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    made = make_instruments(tmp_path_factory.mktemp("instruments"))
    clang = made.toolchain.clang
    assert clang is not None
    scratch = tmp_path_factory.mktemp("reader")
    return replace(made, reader=LinkingReader(ClangAstReader(clang.path, clang.version, scratch)))


@pytest.fixture(scope="module")
def read(
    instruments: Instruments, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bytes, bytes], Original]:
    """The function `kernel` of a program of two files; the second has a macro of its own."""

    def make(text: bytes, other: bytes, suffix: str = ".cpp") -> Original:
        folder = tmp_path_factory.mktemp("program")
        main, further = folder / f"main{suffix}", folder / f"other{suffix}"
        main.write_bytes(text)
        further.write_bytes(other)
        flags = _FLAGS if suffix == ".cpp" else ("-std=c17", "-O2")
        words = ["g++", *flags, "-DSHARE=0.5", "-c", str(further)]
        entry = {"file": str(further), "directory": str(folder), "arguments": words}
        database = folder / "compile_commands.json"
        database.write_text(json.dumps([entry]))
        command = CompileCommand("g++", flags, str(folder), database=str(database))
        return _original(SourceText(str(main), text), command, instruments)

    return make


Read = Callable[..., Original]
Check = Callable[[Subject, Experiment, Instruments, Cancellation], CheckResult]


def _original(source: SourceText, command: CompileCommand, instruments: Instruments) -> Original:
    unit = instruments.reader.read(source, command, ["kernel"], Cancellation())
    loop = next(x for x in find_loops(parse(source)))
    function = unit.function_at(loop.span.start, loop.span.end)
    assert function is not None
    facts = LoopFacts(loop, function.key, Parallelizability.UNKNOWN)
    return Original(source, command, unit, function, (facts,), InputFacts(), loop.span)


def _parallel(original: Original) -> Subject:
    return edited(original, "#pragma omp parallel for\n  ")


@pytest.mark.parametrize(
    "check", [elision.check, equivalence.check, coverage.check, recording.check]
)
def test_what_the_other_file_does_is_run(
    check: Check, instruments: Instruments, read: Read
) -> None:
    original = read(_APART, _OTHER)
    experiment = Experiment(original, instruments)
    result = check(_parallel(original), experiment, instruments, Cancellation())
    assert result.outcome is Outcome.PASSED, result.detail


def test_neither_symbols_nor_legality_mind_the_other_file(
    instruments: Instruments, read: Read
) -> None:
    subject = _parallel(read(_PURE, _OTHER))
    symbols = interface.check(subject, instruments, Cancellation())
    assert symbols.outcome is Outcome.PASSED, symbols.detail
    proof = legality.check(subject, instruments, Cancellation())
    assert (proof.outcome, proof.proved) == (Outcome.PASSED, True), proof.detail
    assert [a.message for a in proof.assumptions] == ["`curve` is what `other.cpp` defines"]


def test_conflicts_that_only_the_other_file_makes_are_recorded(
    instruments: Instruments, read: Read
) -> None:
    original = read(_TOGETHER, _OTHER)
    experiment = Experiment(original, instruments)
    result = recording.check(_parallel(original), experiment, instruments, Cancellation())
    assert (result.outcome, result.code) == (Outcome.REFUTED, "conflict"), result.detail
    assert "(in `deposit`)" in result.detail


@pytest.mark.needs("archer")
def test_races_that_only_the_other_file_makes_are_found(
    instruments: Instruments, read: Read
) -> None:
    for text, outcome in ((_TOGETHER, Outcome.REFUTED), (_APART, Outcome.PASSED)):
        original = read(text, _OTHER)
        experiment = Experiment(original, instruments)
        result = races.check(_parallel(original), experiment, instruments, Cancellation())
        assert result.outcome is outcome, result.detail


def test_a_program_in_c_is_linked_as_well(instruments: Instruments, read: Read) -> None:
    other = b"void deposit(double *cell, double value) { *cell += value * SHARE; }\n"
    original = read(_C, other, ".c")
    assert [Path(one.path).name for one in original.unit.linked] == ["other.c"]
    experiment = Experiment(original, instruments)
    result = equivalence.check(_parallel(original), experiment, instruments, Cancellation())
    assert result.outcome is Outcome.PASSED, result.detail


def test_state_of_another_file_is_not_driven(read: Read) -> None:
    found = prepare(read(_APART, _STATE))
    assert isinstance(found, NoHarness)
    assert found.code == "state-elsewhere"
    assert "`total`, a variable of another file" in found.reason


def test_state_behind_a_condition_is_left_out(instruments: Instruments, read: Read) -> None:
    """A timer that a flag turns on: the loop is judged where the flag is off."""
    original = read(_TIMED, _TIMER)
    driven = drive(original, instruments, MACHINE, Cancellation())
    assert driven.left_out == ("start", "stop")
    subject = driven.subject(_parallel(original))
    assert isinstance(subject, Subject)

    for check in (elision.check, equivalence.check, coverage.check, recording.check):
        result = driven.told(check(subject, driven.experiment, instruments, Cancellation()))
        assert result.outcome is Outcome.PASSED, result.detail
        assert result.detail.endswith("(where it does not call `start` and `stop`)")

    wrong = _parallel(read(_TIMED.replace(b"out[i] +=", b"out[0] +="), _TIMER))
    driven = drive(wrong.original, instruments, MACHINE, Cancellation())
    result = recording.check(wrong, driven.experiment, instruments, Cancellation())
    assert (result.outcome, result.code) == (Outcome.REFUTED, "conflict"), result.detail


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"if (timing) start(1);", b"start(1);"),  # whatever the flag is
        (b"out[i] +=", b"if (timing) start(i); out[i] +="),  # in the loop
        (b"if (timing) start(1);", b"begin(timing);"),  # in a callee, whatever the flag is
    ],
)
def test_state_that_the_loop_or_every_call_reaches_is_not_left_out(
    before: bytes, after: bytes, read: Read
) -> None:
    found = prepare(read(_TIMED.replace(before, after), _TIMER))
    assert isinstance(found, NoHarness)
    assert found.code == "state-elsewhere"


def test_a_candidate_must_not_change_what_is_around_left_out_code(
    instruments: Instruments, read: Read
) -> None:
    original = read(_TIMED, _TIMER)
    driven = drive(original, instruments, MACHINE, Cancellation())
    data = original.source.data
    start, end = data.index(b"if (timing) start"), data.rindex(b"}")
    edits = (Edit(Span(start, start), "{ "), Edit(Span(end, end), "}\n"))
    subject = _parallel(original)
    moved = replace(subject, candidate=replace(subject.candidate, edits=edits))

    found = driven.subject(moved)

    assert isinstance(found, Obstacle)
    assert found.code == "edit-outside-nest"
    assert "`start` changes variables of another file" in found.reason


def test_what_cannot_be_linked_is_never_the_candidates_fault(
    instruments: Instruments, read: Read
) -> None:
    twice = _OTHER + b"void kernel(double*, const double*, int) {}\n"
    original = read(_APART, twice)
    experiment = Experiment(original, instruments)
    result = equivalence.check(_parallel(original), experiment, instruments, Cancellation())
    assert result.outcome in (Outcome.INCONCLUSIVE, Outcome.UNAVAILABLE), result.detail


def test_kept_results_are_void_when_the_other_file_changes(
    instruments: Instruments, read: Read, tmp_path: Path
) -> None:
    original = read(_APART, _OTHER)
    cache = ResultCache(SqliteStore(tmp_path / "cache.sqlite"), instruments)
    subject = _parallel(original)
    passed = (CheckResult(CheckName.EQUIVALENCE, Outcome.PASSED, "fine"),)
    cache.keep(subject, passed)
    assert cache.recall(subject) == passed
    other = Path(original.unit.linked[0].path)
    other.write_bytes(_OTHER.replace(b"+ 1.0", b"+ 2.0"))
    assert cache.recall(subject) is None
    again = _original(original.source, original.command, instruments)
    assert again.unit.linked != original.unit.linked
