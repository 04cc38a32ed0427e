"""What rules write under a condition on the amount of work compiles, and passes the checks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.cli import main
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import flatten
from pcg_engine.planning.rules.condition import Condition
from pcg_engine.planning.rules.propose import propose, propose_under
from pcg_engine.planning.rules.work import work_of
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.conftest import toolchain
from tests.golden.test_rules import MACHINE
from tests.trees import recorded

THRESHOLD = 20_000


class _Anything:
    """Every name is known."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)


def _conditional(text: str) -> dict[str, list[Candidate]]:
    """The usual candidates of each function, as they are with a condition."""
    source, unit = recorded(text)
    found: dict[str, list[Candidate]] = {}
    for function in unit.functions.values():
        if not function.in_main_file or function.body is None:
            continue
        loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
        for nest in analyze(unit, function, loops, source, MACHINE):
            for candidate in propose(nest, source, unit, function):
                facts = next(f for f in flatten((nest,)) if f.loop.id == candidate.loop_id)
                work = work_of(facts, source, unit, function, _Anything())
                if work is None:
                    continue
                condition = Condition(work.text, THRESHOLD)
                under = propose_under(condition, candidate, nest, source, unit, function)
                if under is not None:
                    found.setdefault(function.name, []).append(under)
    return found


CONDITIONAL = {text: _conditional(text) for text in ("rules", "idioms", "nests", "invariants")}


def _batches() -> list[bytes]:
    """The texts with one candidate for each function, as often as it takes to see them all."""
    batches: list[bytes] = []
    for text, by_function in CONDITIONAL.items():
        source, _ = recorded(text)
        for number in range(max(map(len, by_function.values()))):
            chosen = [c[number] for c in by_function.values() if number < len(c)]
            edits = {e for c in chosen for e in c.edits}
            ordered = sorted(edits, key=lambda e: (e.span.start, e.span.end))
            batches.append(apply_edits(source, ordered).data)
    return batches


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("text", _batches())
def test_both_compilers_accept_them(text: bytes) -> None:
    clang = toolchain().clang
    assert clang is not None
    flags = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-fopenmp", "-fsyntax-only", "-x", "c++", "-"]
    for compiler in ("g++", clang.path):
        done = subprocess.run(
            [compiler, *flags], input=text, capture_output=True, check=False, timeout=120
        )
        assert (done.returncode, done.stderr.decode()) == (0, "")


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        # An `if` clause, alone and with a guard; the condition of a branch.
        ("rules", "dot", "parallel-for"),
        ("rules", "saxpy", "parallel-for"),
        ("idioms", "decode_differences", "scan"),
    ],
)
def test_they_are_verified(
    text: str, name: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also their teams, which no small input has."""
    source, _ = recorded(text)
    (candidate,) = (c for c in CONDITIONAL[text][name] if c.workflow == rule)
    original, edited = tmp_path / "original.cpp", tmp_path / "candidate.cpp"
    original.write_bytes(source.data)
    edited.write_bytes(apply_edits(source, candidate.edits).data)
    assert f"> {THRESHOLD}".encode() in edited.read_bytes()

    code = main(["verify", str(original), str(edited), "--no-benchmark", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert code == 0, shown
    assert [(r["function"], r["verdict"]) for r in shown["results"]] == [(name, "verified")]
