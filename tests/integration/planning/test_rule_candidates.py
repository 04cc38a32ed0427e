"""Every candidate of the golden files compiles with both compilers and passes legality."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.adapters.clang_ast import ClangAstReader
from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import InputFacts, LoopFacts
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Outcome
from pcg_engine.planning.rules.propose import propose, propose_variants
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.legality.check import judge
from pcg_engine.tools.subject import Original, Subject
from tests.conftest import toolchain
from tests.golden.test_rules import MACHINE, TEXTS
from tests.trees import recorded

COMMAND = CompileCommand("c++", ("-std=c++20", "-O2"), ".")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate, the loop it edits and the file after it."""

    text: str
    function: Function
    facts: LoopFacts
    candidate: Candidate
    edited: SourceText


def _proposals(text: str, source: SourceText, unit: TranslationUnit) -> list[Proposal]:
    found: list[Proposal] = []
    for function in unit.functions.values():
        if not function.in_main_file or function.body is None:
            continue
        loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
        for nest in analyze(unit, function, loops, source, MACHINE):
            usual = propose(nest, source, unit, function)
            for candidate in (*usual, *propose_variants(nest, source, unit, function)):
                facts = next(f for f in _flat(nest) if f.loop.id == candidate.loop_id)
                edited = apply_edits(source, candidate.edits)
                found.append(Proposal(text, function, facts, candidate, edited))
    return found


def _flat(facts: LoopFacts) -> list[LoopFacts]:
    return [facts, *(f for child in facts.children for f in _flat(child))]


PROPOSALS = [p for text in TEXTS for p in _proposals(text, *recorded(text))]
BY_PROPOSAL = pytest.mark.parametrize(
    "proposal",
    [pytest.param(p, id=f"{p.function.name}-{p.candidate.name}") for p in PROPOSALS],
)


def _batches() -> list[bytes]:
    """The files with one candidate for each function, as often as it takes to see them all."""
    batches: list[bytes] = []
    for text in TEXTS:
        source, _ = recorded(text)
        by_function: dict[str, list[Candidate]] = {}
        for proposal in PROPOSALS:
            if proposal.text == text:
                by_function.setdefault(proposal.function.key, []).append(proposal.candidate)
        rounds = max(len(candidates) for candidates in by_function.values())
        for number in range(rounds):
            chosen = [c[number] for c in by_function.values() if number < len(c)]
            edits = sorted(
                (e for c in chosen for e in c.edits), key=lambda e: (e.span.start, e.span.end)
            )
            batches.append(apply_edits(source, edits).data)
    return batches


def _warnings(compiler: str, text: bytes) -> str:
    # Two functions of the text hold directives and unroll hints of their own.
    flags = ["-std=c++20", "-O1", "-Wall", "-Wextra", "-fopenmp", "-x", "c++"]
    # Clang repeats what libstdc++ 12 says to itself of the buffers of its merges.
    flags.append("-Wno-deprecated-declarations")
    done = subprocess.run(
        [compiler, *flags, "-c", "-", "-o", "/dev/null"],
        input=text,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return done.stderr.decode() + f"exit {done.returncode}" * (done.returncode != 0)


@pytest.mark.needs("gxx")
@pytest.mark.parametrize("text", _batches())
def test_gcc_accepts_every_candidate(text: bytes) -> None:
    assert _warnings("g++", text) == ""


@pytest.mark.needs("clang")
@pytest.mark.parametrize("text", _batches())
def test_clang_accepts_every_candidate(text: bytes) -> None:
    clang = toolchain().clang
    assert clang is not None
    assert _warnings(clang.path, text) == ""


@pytest.mark.needs("clang")
@BY_PROPOSAL
def test_legality_proves_what_rules_propose(
    proposal: Proposal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clang = toolchain().clang
    assert clang is not None
    scratch = Path(tmp_path_factory.getbasetemp()) / "rule-candidates"
    scratch.mkdir(exist_ok=True)
    source, unit = recorded(proposal.text)
    original = Original(
        source,
        COMMAND,
        unit,
        proposal.function,
        (proposal.facts,),
        InputFacts(),
        proposal.facts.loop.span,
    )
    reader = ClangAstReader(clang.path, clang.version, scratch)
    edited = reader.read(
        proposal.edited, COMMAND, (proposal.function.name,), Cancellation(), openmp=True
    )
    result = judge(Subject(original, proposal.candidate, proposal.edited), edited)
    assert result.outcome is Outcome.PASSED, result.detail
    is_tested = proposal.candidate.workflow in TESTED or proposal.function.name in UNPROVED
    assert result.proved or is_tested, result.detail


TESTED = frozenset(
    (
        "recursive-tasks",
        "arg-reduction",
        "declared-reduction",
        "scan",
        "compaction",
        "ordered-append",
        "private-histogram",
        "search",
        "parallel-sort",
        "wavefront",
        "tiling",
        "index-set-splitting",
        "ordered-section",
        "fission",
        "last-match",
        "invariant-call",
    )
)
"""Rules whose candidates rest on tests: partial results of threads or of parts of a loop are judged
by recording and in simulated orders, and not proved on the candidate's tree."""

UNPROVED = frozenset(
    (
        "histogram",
        "shapes",
        "small_histogram",
        "neighbours",
        "row_scores",
        "most_of_letters",
        "most_of_digits",
        "columns_weighted",
        "product_with_sum",
        "product_of_rows",
        "packed_rows",
        "handed_on",
        "moving_on",
    )
)
"""Functions whose candidates rest on tests: a pointer to a container's data in a reduction, and a
bound with a conditional operator, are not followed on the candidate's own tree; loops over blocks
are none of the original's; nor that a value which was computed in 64 bits fits into 32."""


@pytest.mark.needs("clang")
@pytest.mark.parametrize("text", TEXTS)
def test_a_file_with_windows_line_ends_gets_the_same_candidates_with_them(
    text: str, tmp_path: Path
) -> None:
    clang = toolchain().clang
    assert clang is not None
    plain, _ = recorded(text)
    source = SourceText(plain.path, plain.data.replace(b"\n", b"\r\n"))
    reader = ClangAstReader(clang.path, clang.version, tmp_path)
    own = [proposal for proposal in PROPOSALS if proposal.text == text]
    names = tuple({proposal.function.name for proposal in own})
    unit = reader.read(source, COMMAND, names, Cancellation(), openmp=False)
    expected = {one.edited.data.replace(b"\n", b"\r\n") for one in own}
    assert {one.edited.data for one in _proposals(text, source, unit)} == expected
