"""What the rules propose for the functions of ``tests/recorded``, as diffs."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.planning.rules import parallel_sort, recursive_tasks, repaired_openmp
from pcg_engine.planning.rules.catalog import FOR_PARALLEL_LOOPS, FOR_SEQUENTIAL_LOOPS
from pcg_engine.planning.rules.propose import propose
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.golden.conftest import FOLDER
from tests.trees import recorded

PAGES = Path(__file__).parents[2] / "docs" / "rules"

MACHINE = MachineModel(
    threads=2,
    operation_seconds=1e-9,
    bandwidth_one=1e10,
    bandwidth_all=1.5e10,
    fork_join_seconds=5e-6,
    calibrated=False,
)


TEXTS = (
    "rules",
    "idioms",
    "nests",
    "recursion",
    "algorithm_loops",
    "sorts",
    "reordered",
    "invariants",
    "records",
    "adjacent",
    "ends",
    "steps",
    "memory_sums",
    "given_memory",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A function and the recorded text that it is in."""

    text: str
    function: Function


def _cases() -> list[Case]:
    return [
        Case(text, f)
        for text in TEXTS
        for f in recorded(text)[1].functions.values()
        # Operators are no names of files.
        if f.in_main_file and f.body is not None and f.name.isidentifier()
    ]


def _candidates(case: Case) -> list[Candidate]:
    source, unit = recorded(case.text)
    function = case.function
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    return [
        candidate
        for facts in analyze(unit, function, loops, source, MACHINE)
        for candidate in propose(facts, source, unit, function)
    ]


def _shown(candidate: Candidate, source: SourceText, function: Function) -> str:
    """The change of the function alone: a diff of the whole file depends on everything in it."""
    edited = apply_edits(source, candidate.edits)
    start, end = source.line_start(function.span.start), function.span.end
    ahead = [e for e in candidate.edits if e.span.end <= start]
    moved = sum(len(e.data) - len(e.span) for e in ahead)
    grown = len(edited.data) - len(source.data)
    texts = (source.data[start:end], edited.data[start + moved : end + grown])
    before, after = (text.decode().split("\n") for text in texts)
    lines = [x.rstrip() for x in difflib.unified_diff(before, after, lineterm="", n=1)]
    changes = [f"+{line}" for e in ahead for line in e.text.splitlines()]
    changes += [x for x in lines[2:] if not x.startswith("@@")]
    notes = ["reassociates"] * candidate.reassociates
    notes += [f"assuming {a.code}" for a in candidate.assumptions]
    heading = " ".join([candidate.workflow, *notes])
    return "\n".join([f"== {heading}", candidate.rationale, *changes, ""])


@pytest.mark.parametrize("case", [pytest.param(c, id=c.function.name) for c in _cases()])
def test_proposals(case: Case, golden: Callable[[str, str], None]) -> None:
    source, _ = recorded(case.text)
    shown = [_shown(c, source, case.function) for c in _candidates(case)]
    golden(f"rules/{case.function.name}.txt", "\n".join(shown) or "no candidates\n")


def test_every_rule_has_an_example() -> None:
    used = {c.workflow for case in _cases() for c in _candidates(case)}
    rules = {rule.id for rule in (*FOR_PARALLEL_LOOPS, *FOR_SEQUENTIAL_LOOPS)}
    assert used == rules | {recursive_tasks.ID, parallel_sort.ID}


def test_every_rule_has_a_page() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    rules = {rule.id for rule in (*FOR_PARALLEL_LOOPS, *FOR_SEQUENTIAL_LOOPS)}
    others = {recursive_tasks.ID, parallel_sort.ID, repaired_openmp.ID, "algorithm-calls"}
    assert pages == rules | others


def test_every_golden_file_belongs_to_a_function() -> None:
    kept = sorted(path.stem for path in (FOLDER / "rules").glob("*.txt"))
    assert kept == sorted(case.function.name for case in _cases())
