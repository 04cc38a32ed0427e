"""What is proposed for calls of algorithms compiles, and follows from what the loops do."""

from __future__ import annotations

import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.action.nest_work import ask_rules
from pcg_engine.action.survey import Survey, survey
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Outcome
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.legality.check import judge
from pcg_engine.tools.subject import Subject
from pcg_engine.wiring import analysis_bench
from tests.conftest import toolchain

_TEXTS = Path(__file__).parents[2] / "recorded"
_COMMAND = CompileCommand("c++", ("-std=c++20", "-O2"), str(_TEXTS))
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
# Clang repeats what libstdc++ 12 says to itself of the buffers of its merges.
_WARNINGS = ("-Wall", "-Wextra", "-Wno-deprecated-declarations")
_FROM_PARTS = ("arg-reduction", "scan", "ordered-append", "search", "parallel-sort")
"""Rules whose candidates rest on tests."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A candidate for a nest of a surveyed text."""

    found: Survey
    nest: LoopFacts
    candidate: Candidate

    @property
    def edited(self) -> SourceText:
        """The text after the candidate's edits."""
        return apply_edits(self.found.source, self.candidate.edits)


@functools.cache
def _proposed(name: str) -> tuple[Proposed, ...]:
    path = _TEXTS / f"{name}.cpp"
    source = SourceText(str(path), path.read_bytes())
    reader = analysis_bench(_COMMAND).reader
    found = survey(source, _COMMAND, reader, _MACHINE, Cancellation())
    assert not found.errors
    proposed: list[Proposed] = []
    for nest in found.nests:
        function = found.function_of(nest)
        assert function is not None
        proposed.extend(
            Proposed(found, nest, one) for one in ask_rules(nest, function, found, propose)
        )
    return tuple(proposed)


@pytest.mark.needs("clang")
def test_every_call_that_may_run_in_parallel_gets_a_candidate() -> None:
    served = {one.candidate.loop_id for one in _proposed("algorithms")}
    found = _proposed("algorithms")[0].found
    calls = {
        nest.loop.id
        for nest in found.nests
        if nest.loop.kind is LoopKind.ALGORITHM
        and nest.parallelizability in (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)
    }
    assert calls
    assert calls <= served


@pytest.mark.needs("clang", "gxx")
@pytest.mark.parametrize("name", ["algorithms", "sorts"])
@pytest.mark.parametrize("which", ["g++", "clang"])
def test_candidates_compile_without_warnings(name: str, which: str) -> None:
    clang = toolchain().clang
    assert clang is not None
    compiler = clang.path if which == "clang" else "g++"
    chosen: dict[str, list[Candidate]] = {}
    for one in _proposed(name):
        mine = chosen.setdefault(one.candidate.workflow, [])
        if all(one.candidate.loop_id != other.loop_id for other in mine):
            mine.append(one.candidate)
    source = _proposed(name)[0].found.source
    for candidates in chosen.values():
        edits = sorted({e for c in candidates for e in c.edits}, key=lambda e: e.span)
        text = apply_edits(source, _disjoint(edits)).data
        flags = [*_WARNINGS, "-std=c++20", "-O1", "-fopenmp", "-x", "c++"]
        done = subprocess.run(
            [compiler, *flags, "-c", "-", "-o", "/dev/null"],
            input=text,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert (done.returncode, done.stderr.decode()) == (0, "")


def _disjoint(edits: list[Edit]) -> list[Edit]:
    """Without those that change what another changes: two calls of one statement."""
    kept: list[Edit] = []
    for one in edits:
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


@pytest.mark.needs("clang")
@pytest.mark.parametrize("name", ["algorithms", "sorts"])
def test_legality_proves_the_loops_of_calls(name: str) -> None:
    reader = analysis_bench(_COMMAND).reader
    for one in _proposed(name):
        function = one.found.function_of(one.nest)
        assert function is not None
        original = one.found.original(function, (one.nest,))
        edited = reader.read(one.edited, _COMMAND, (function.name,), Cancellation(), openmp=True)
        result = judge(Subject(original, one.candidate, one.edited), edited)
        assert result.outcome is Outcome.PASSED, result.detail
        assert result.proved == (one.candidate.workflow not in _FROM_PARTS), (
            function.name,
            result.detail,
        )
