"""A fault of PCG itself costs the loop where it shows, and nothing else."""

# ruff: noqa: ARG001, ARG002 -- they stand for what takes more

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pcg_engine.action import parallelize as request, survey as surveying
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.conclusion import without_candidates
from pcg_engine.action.nest_work import NestWork, work_for
from pcg_engine.action.parallelize import Request, parallelize
from pcg_engine.action.result_cache import ResultCache
from pcg_engine.action.survey import Survey, survey
from pcg_engine.analysis import analyze as analysis
from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable, PcgError, UsageError
from pcg_engine.domain.facts import LoopFacts, Parallelizability, flatten
from pcg_engine.domain.internal_error import internal_errors
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.result import FileResult, NestResult
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from tests.fakes.worlds import DictStore, instruments
from tests.trees import recorded

_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_COMMAND = CompileCommand("c++", ("-std=c++20",), ".")
_TOLD = (
    "PCG itself failed while analysing this loop (KeyError: 'x'); other loops are not affected; "
    "report it to PCG's authors with this file"
)


class _Recorded:
    """``AstReader`` of a recorded tree."""

    identity = "recorded"

    def __init__(self, name: str) -> None:
        self.source, self.unit = recorded(name)

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        return self.unit


def _surveyed(name: str = "loops") -> Survey:
    reader = _Recorded(name)
    return survey(reader.source, _COMMAND, reader, _MACHINE, Cancellation())


def _fails(monkeypatch: pytest.MonkeyPatch, line: int, error: Exception, name: str) -> None:
    """The analysis raises ``error`` at the loop in ``line``."""
    judged = analysis._Assembler.facts  # pyright: ignore[reportPrivateUsage]
    source = _Recorded(name).source

    def facts(assembler: object, loop: object, executions: float = 1.0) -> LoopFacts:
        if source.location(loop.span.start).line == line:  # type: ignore[attr-defined]
            raise error
        return judged(assembler, loop, executions)  # type: ignore[arg-type]

    monkeypatch.setattr(analysis._Assembler, "facts", facts)  # pyright: ignore[reportPrivateUsage]


def _told(found: Survey) -> dict[int, tuple[Parallelizability, tuple[str, ...]]]:
    place = found.source.location
    return {
        place(f.loop.span.start).line: (f.parallelizability, tuple(r.code for r in f.reasons))
        for f in flatten(found.nests)
    }


@pytest.mark.parametrize(
    ("name", "line", "lost"),
    [
        pytest.param("loops", 4, {4}, id="the-only-one-of-its-function"),
        pytest.param("loops", 15, {14, 15}, id="inside-another"),
        pytest.param("adjacent", 20, {20}, id="one-of-two-nests-of-a-function"),
    ],
)
def test_a_loop_on_which_the_analysis_fails_is_unknown_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
    contained_faults: list[str],
    name: str,
    line: int,
    lost: set[int],
) -> None:
    before = _told(_surveyed(name))
    _fails(monkeypatch, line, KeyError("x"), name)

    found = _surveyed(name)

    error = (Parallelizability.UNKNOWN, ("internal-error",))
    assert _told(found) == before | dict.fromkeys(lost, error)
    assert {r.message for r in internal_errors(found.nests)} == {_TOLD}
    assert contained_faults


def test_calls_of_algorithms_that_cannot_be_written_as_loops_cost_their_functions(
    monkeypatch: pytest.MonkeyPatch, contained_faults: list[str]
) -> None:
    def fails(*_arguments: object) -> None:
        raise IndexError

    before = _told(_surveyed())
    monkeypatch.setattr(surveying, "with_loops", fails)

    assert _told(_surveyed()) == before
    told = _told(_surveyed("algorithms"))
    assert {codes for _, codes in told.values()} >= {("internal-error",)}


def test_without_the_number_of_calls_loops_are_ranked_all_the_same(
    monkeypatch: pytest.MonkeyPatch, contained_faults: list[str]
) -> None:
    def fails(*_arguments: object) -> None:
        raise IndexError

    before = _told(_surveyed())
    monkeypatch.setattr(surveying, "executions", fails)

    assert _told(_surveyed()) == before
    assert len(contained_faults) == 1


_NO_FAULTS = [
    pytest.param(Cancelled(), id="cancelled"),
    pytest.param(UsageError("code", "message"), id="usage"),
    pytest.param(EnvironmentUnavailable("code", "message"), id="environment"),
]


@pytest.mark.parametrize("error", _NO_FAULTS)
def test_what_is_no_fault_of_pcg_passes(monkeypatch: pytest.MonkeyPatch, error: PcgError) -> None:
    _fails(monkeypatch, 4, error, "loops")

    with pytest.raises(type(error)):
        _surveyed()


def _parallelized() -> FileResult:
    reader = _Recorded("loops")
    tools = instruments()
    laboratory = Laboratory(
        tools, _MACHINE, ExclusiveTiming(Path("nowhere")), ResultCache(DictStore(), tools)
    )
    asked = Request(reader.source, _COMMAND, Settings(2))
    return parallelize(asked, laboratory, Cancellation(), lambda _event: None)


def _reads_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    def surveyed(*_arguments: object) -> Survey:
        return _surveyed()

    monkeypatch.setattr(request, "surveyed", surveyed)


def _tried(work: NestWork, *_: object) -> NestResult:
    return NestResult(work.nest, Outcome.INCONCLUSIVE, "tried", "", None, ())


def _outcomes(result: FileResult) -> dict[str, tuple[Outcome, str]]:
    return {one.facts.loop.id.function: (one.outcome, one.code) for one in result.nests}


def test_a_nest_whose_candidates_cannot_be_planned_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, contained_faults: list[str]
) -> None:
    def planned(nest: LoopFacts, *rest: object) -> NestWork:
        if nest.loop.id.function == "copied":
            raise KeyError("x")
        return work_for(nest, *rest)  # type: ignore[arg-type]

    _reads_trees(monkeypatch)
    monkeypatch.setattr(request, "work_on", _tried)
    before = _outcomes(_parallelized())
    monkeypatch.setattr(request, "work_for", planned)

    found = _parallelized()

    assert _outcomes(found) == before | {"copied": (Outcome.UNAVAILABLE, "internal-error")}
    (reason,) = (one.reason for one in found.nests if one.code == "internal-error")
    assert reason == _TOLD.replace("analysing", "planning candidates for")


def test_a_nest_on_which_trying_candidates_fails_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, contained_faults: list[str]
) -> None:
    def tried(work: NestWork, *rest: object) -> NestResult:
        if work.nest.loop.id.function == "copied":
            raise ZeroDivisionError
        return _tried(work)

    _reads_trees(monkeypatch)
    monkeypatch.setattr(request, "work_on", _tried)
    before = _outcomes(_parallelized())
    assert before["copied"] == (Outcome.INCONCLUSIVE, "tried")
    monkeypatch.setattr(request, "work_on", tried)

    found = _outcomes(_parallelized())

    assert found == before | {"copied": (Outcome.UNAVAILABLE, "internal-error")}


@pytest.mark.parametrize("error", _NO_FAULTS)
def test_what_is_no_fault_of_pcg_ends_the_request(
    monkeypatch: pytest.MonkeyPatch, error: PcgError
) -> None:
    def tried(*_: object) -> NestResult:
        raise error

    _reads_trees(monkeypatch)
    monkeypatch.setattr(request, "work_on", tried)

    with pytest.raises(type(error)):
        _parallelized()


def test_an_unanalysed_loop_without_candidates_is_no_refutation(
    monkeypatch: pytest.MonkeyPatch, contained_faults: list[str]
) -> None:
    _fails(monkeypatch, 9, KeyError("x"), "loops")
    found = next(n for n in _surveyed().nests if n.loop.id.function == "recurrence")

    result = without_candidates(found)

    assert (result.outcome, result.code) == (Outcome.UNAVAILABLE, "internal-error")
    assert result.reason == _TOLD
