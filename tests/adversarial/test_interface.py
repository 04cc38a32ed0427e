"""Candidates that differ from their original in what they are, need or keep, and some that do not.

Each file of ``interface/cases/`` makes a candidate for ``kernel`` of ``interface/original.cpp`` out
of ``interface/candidate.cpp``: what stands behind ``//@ NAME`` is put at the line of that name
(``top``: before everything, ``end``: behind it), ``//@ kernel`` replaces the whole function, and
``//@ edit OLD => NEW`` changes the text. The first line names the check that must not pass, and its
code; or it says ``passed``, of all three checks, with the codes of the assumptions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.action.survey import survey
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import compile as compilation, extract, interface
from pcg_engine.tools.subject import Instruments, Original, Subject
from pcg_engine.wiring import laboratory

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_COMMAND = CompileCommand("g++", ("-std=c++20", "-O2"), ".")
_FOLDER = Path(__file__).parent / "interface"
_CASES = sorted((_FOLDER / "cases").glob("*.cpp"))
_PART = re.compile(r"^//@ (.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Bench:
    """What candidates of the one original are judged with."""

    instruments: Instruments
    original: Original


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    path = tmp_path_factory.mktemp("original") / "original.cpp"
    path.write_bytes((_FOLDER / "original.cpp").read_bytes())
    source = SourceText(str(path), path.read_bytes())
    with laboratory(_COMMAND, Settings(threads=2), print) as made:
        reader = made.instruments.reader
        found = survey(source, _COMMAND, reader, made.machine, Cancellation())
        (nest,) = (n for n in found.nests if n.loop.id.function == "kernel")
        function = found.function_of(nest)
        assert function is not None
        yield Bench(made.instruments, found.original(function, (nest,)))


@pytest.mark.parametrize("path", _CASES, ids=[p.stem for p in _CASES])
def test_interface(path: Path, bench: Bench) -> None:
    """The checks say what the first line says."""
    expected, _, parts = path.read_bytes().decode().partition("\n")
    original = bench.original
    text = _composed((_FOLDER / "candidate.cpp").read_text("utf-8"), parts).encode()
    candidate = Candidate(
        original.nests[0].loop.id,
        "file",
        "test",
        (Edit(Span(0, len(original.source.data)), text.decode()),),
        "",
        reassociates=True,
    )
    subject = Subject(original, candidate, SourceText(original.source.path, text))

    result = _result(expected.removeprefix("// ").split()[0], subject, bench.instruments)

    assert _told(result) == expected.removeprefix("// "), result.detail


def test_there_are_enough_cases() -> None:
    right = [p for p in _CASES if p.read_text("utf-8").startswith("// passed")]
    assert len(right) >= 12
    assert len(_CASES) - len(right) >= 50


def _result(expected: str, subject: Subject, instruments: Instruments) -> CheckResult:
    """What the check that is expected to refuse says; for a right candidate the last of all."""
    comparison = extract.compare(subject.original.source, subject.source)
    checks: dict[str, Callable[[], CheckResult]] = {
        "extract": lambda: extract.check(comparison, comparison.changed[0], alone=True),
        "compile": lambda: compilation.check(subject, instruments, Cancellation()),
        "interface": lambda: interface.check(subject, instruments, Cancellation()),
    }
    if expected in checks:
        return checks[expected]()
    results = [check() for check in checks.values()]
    return next((r for r in results if r.outcome is not Outcome.PASSED), results[-1])


def _told(result: CheckResult) -> str:
    if result.outcome is Outcome.PASSED:
        return " ".join(["passed", *sorted(a.code for a in result.assumptions)])
    return f"{result.name.value} {result.code}"


def _composed(parallel: str, parts: str) -> str:
    """The candidate's text: ``parallel`` with what a case changes."""
    _, *given = _PART.split(parts)
    for name, content in zip(given[0::2], given[1::2], strict=True):
        before, marker, behind = parallel.partition(f"//@ {name}\n")
        match name:
            case "top":
                parallel = content + parallel
            case "end":
                parallel += content
            case "kernel":
                assert marker
                parallel = before + content + behind[behind.index("//@ after\n") :]
            case _ if marker:
                parallel = before + content + behind
            case _:
                old, new = name.removeprefix("edit ").replace("\\n", "\n").split(" => ")
                assert parallel.count(old) == 1, old
                parallel = parallel.replace(old, new)
    return _PART.sub("", parallel)
