"""Candidates whose directives are wrong, right, or not understood.

Each file of ``legality/`` is a candidate; its original is the text after ``// --- original``, or
the same text without directives. ``// expect:`` says ``proved``, ``not-proved`` (nothing wrong
was seen, and nothing is claimed) or ``refuted CODE``; ``// assumes:`` the code of an assumption.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.legality import check
from pcg_engine.tools.subject import Instruments, Subject
from tests.integration.tools.instruments import make_instruments
from tests.integration.tools.originals import read_original, rewritten

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_CASES = sorted((Path(__file__).parent / "legality").glob("*.cpp"))
_MACHINE = MachineModel(2, 1e-9, 1e10, 2e10, 1e-5, calibrated=False)


@dataclass(frozen=True)
class Case:
    """One file taken apart."""

    original: str
    candidate: str
    expect: str
    assumes: str


def load(path: Path) -> Case:
    text = path.read_text()
    expect = re.search(r"^// expect: (.*)$", text, re.MULTILINE)
    assert expect is not None, path
    assumes = re.search(r"^// assumes: (.*)$", text, re.MULTILINE)
    parts = re.split(r"^// --- (?:original|candidate)\n", text, flags=re.MULTILINE)
    if len(parts) == 3:
        original, candidate = parts[1:]
    else:
        original = re.sub(r"^#pragma omp.*\n", "", text, flags=re.MULTILINE)
        candidate = text
    return Case(original, candidate, expect[1], assumes[1] if assumes else "")


@pytest.fixture(scope="module")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    folder = tmp_path_factory.mktemp("instruments")
    made = make_instruments(folder)
    clang = made.toolchain.clang
    assert clang is not None
    return replace(made, reader=ClangAstReader(clang.path, clang.version, folder / "reader"))


def make_subject(case: Case, folder: Path, instruments: Instruments) -> Subject:
    original = read_original(case.original.encode(), folder, instruments)
    loops = tuple(
        loop
        for loop in find_loops(parse(original.source))
        if original.function.span.contains(loop.span)
    )
    facts = analyze(original.unit, original.function, loops, original.source, _MACHINE)
    return rewritten(replace(original, nests=facts[:1]), case.candidate.encode())


def told(result: CheckResult) -> str:
    match result.outcome:
        case Outcome.PASSED:
            return "proved" if result.proved else "not-proved"
        case Outcome.REFUTED:
            return f"refuted {result.code}"
        case _:
            return f"{result.outcome} {result.code}"


@pytest.mark.parametrize("path", _CASES, ids=[path.stem for path in _CASES])
def test_legality(path: Path, tmp_path: Path, instruments: Instruments) -> None:
    """The check says what ``expect`` says, and assumes what ``assumes`` says and nothing else."""
    case = load(path)
    result = check.check(make_subject(case, tmp_path, instruments), instruments, Cancellation())
    assert result.name is CheckName.LEGALITY
    assert told(result) == case.expect, result.detail
    assert [a.code for a in result.assumptions] == ([case.assumes] if case.assumes else [])
    assert bool(result.obligations) is result.proved


def test_a_guard_in_the_if_clause_discharges_its_assumption(
    tmp_path: Path, instruments: Instruments
) -> None:
    case = load(Path(__file__).parent / "legality" / "overlapping_pointers.cpp")
    subject = make_subject(case, tmp_path, instruments)
    (assumption,) = subject.original.nests[0].assumptions
    assert assumption.guard is not None
    for clause, assumed in (
        (f"if({assumption.guard})", []),
        (f"if(n > 100 && ({assumption.guard}))", []),
        (f"if(parallel : {assumption.guard.replace(' ', '  ')} && n > 1)", []),
        (f"if({assumption.guard} || n > 100)", [assumption]),
        (f"simd if({assumption.guard})", []),
        # Without a team the lanes of `simd` still run together.
        (f"simd if(parallel : {assumption.guard})", [assumption]),
        (f"simd if(simd : {assumption.guard})", [assumption]),
        ("if(n > 100)", [assumption]),
    ):
        text = case.candidate.replace("omp parallel for", f"omp parallel for {clause}")
        guarded = rewritten(subject.original, text.encode())
        result = check.check(guarded, instruments, Cancellation())
        assert result.proved, result.detail
        assert list(result.assumptions) == assumed, clause
