"""Every marked loop of ``tests/cases/linked`` is judged as its marker says.

Each folder is a program: ``main.cpp`` is analysed, and a compilation database lists all its files.
``// expect: VERDICT [CODE] [via FILE…] [because TEXT]``: what it rests on, and what its reasons
hold; ``refused`` stands for any verdict that gives no offer. ``// flags: …`` at the head of a file
are its flags.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pcg_engine.action.survey import survey
from pcg_engine.domain.confirmation import DEFINED_ELSEWHERE
from pcg_engine.domain.facts import LoopFacts, Parallelizability, flatten
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation
from pcg_engine.wiring import analysis_bench

pytestmark = pytest.mark.needs("clang")

_FOLDER = Path(__file__).parents[2] / "cases" / "linked"
_MARKER = re.compile(
    r"// expect: (?P<verdict>\S+)(?: (?P<code>(?!via |because )\S+))?"
    r"(?: via (?P<files>.*?))?(?: because (?P<told>.*))?$"
)
_FLAGS = re.compile(r"^// flags: (.*)$", re.MULTILINE)
_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
_REFUSED = (Parallelizability.SEQUENTIAL, Parallelizability.UNKNOWN)


@dataclass(frozen=True)
class Program:
    """A copy of a case, with its database."""

    folder: Path
    database: Path

    @property
    def main(self) -> Path:
        return self.folder / "main.cpp"

    def command(self, database: str | None = None) -> CompileCommand:
        return CompileCommand("c++", _flags(self.main), str(self.folder), database=database)


def _flags(path: Path) -> tuple[str, ...]:
    told = _FLAGS.search(path.read_text())
    usual = ("-O2",) if path.suffix == ".c" else ("-std=c++20", "-O2")
    return usual if told is None else tuple(told[1].split())


def copied(name: str, target: Path) -> Program:
    folder = target / name
    shutil.copytree(_FOLDER / name, folder)
    entries = [
        {
            "file": str(path),
            "directory": str(folder),
            "arguments": ["cc" if path.suffix == ".c" else "c++", *_flags(path), "-c", str(path)],
        }
        for path in sorted(folder.iterdir())
        if path.suffix in (".cpp", ".c")
    ]
    database = folder / "compile_commands.json"
    database.write_text(json.dumps(entries))
    return Program(folder, database)


def judged(program: Program, command: CompileCommand) -> dict[int, LoopFacts]:
    source = SourceText(str(program.main), program.main.read_bytes())
    reader = analysis_bench(command).reader
    found = survey(source, command, reader, _MACHINE, Cancellation())
    assert [d.message for d in found.errors] == []
    return {source.location(facts.loop.span.start).line: facts for facts in flatten(found.nests)}


def _files(facts: LoopFacts) -> list[str]:
    """The files that the facts say they rest on."""
    told = [a.message for a in facts.assumptions if a.code == DEFINED_ELSEWHERE]
    return sorted(re.findall(r"what `([^`]*)` defines", " ".join(told)))


@pytest.mark.parametrize("name", sorted(p.name for p in _FOLDER.iterdir()))
def test_loops_are_judged_as_marked(name: str, tmp_path: Path) -> None:
    program = copied(name, tmp_path)
    lines = program.main.read_text().splitlines()
    found = judged(program, program.command(database=str(program.database)))
    marked = {n: m for n, line in enumerate(lines, 1) if (m := _MARKER.search(line)) is not None}
    assert marked.keys() == found.keys()
    for line, facts in found.items():
        wanted = marked[line]
        verdict = facts.parallelizability
        reasons = [reason.message for reason in facts.reasons]
        if wanted["verdict"] == "refused":
            assert verdict in _REFUSED, line
        else:
            assert verdict.value == wanted["verdict"], (line, reasons)
        if wanted["code"]:
            assert wanted["code"] in [reason.code for reason in facts.reasons], line
        assert _files(facts) == (wanted["files"] or "").split(), line
        if wanted["told"]:
            assert any(wanted["told"] in reason for reason in reasons), (line, reasons)


@pytest.mark.parametrize("name", ["pure", "headers", "also_c"])
def test_without_a_database_nothing_is_looked_for(name: str, tmp_path: Path) -> None:
    program = copied(name, tmp_path)
    for facts in judged(program, program.command()).values():
        assert facts.parallelizability is Parallelizability.UNKNOWN
        assert [reason.code for reason in facts.reasons] == ["unknown-call"]
        assert "`--also FILE`" in facts.reasons[0].message
        assert facts.assumptions == ()


def test_a_named_file_goes_before_what_the_database_lists(tmp_path: Path) -> None:
    program = copied("two_definitions", tmp_path)
    command = CompileCommand(
        "c++",
        _flags(program.main),
        str(program.folder),
        also=(str(program.folder / "one.cpp"),),
        database=str(program.database),
    )
    (facts,) = judged(program, command).values()
    assert facts.parallelizability is Parallelizability.PARALLEL
    assert _files(facts) == ["one.cpp"]


def test_an_edit_of_the_other_file_is_seen(tmp_path: Path) -> None:
    program = copied("pure", tmp_path)
    command = program.command(database=str(program.database))
    source = SourceText(str(program.main), program.main.read_bytes())
    reader = analysis_bench(command).reader
    other = program.folder / "curve.cpp"

    def read() -> Parallelizability:
        found = survey(source, command, reader, _MACHINE, Cancellation())
        assert str(other) in found.unit.dependencies
        return found.nests[0].parallelizability

    assert read() is Parallelizability.PARALLEL
    other.write_text("double curve(double x) { static double sum; return sum += x; }\n")
    assert read() is Parallelizability.SEQUENTIAL


def test_the_same_file_compiled_in_two_ways_is_not_used(tmp_path: Path) -> None:
    program = copied("pure", tmp_path)
    entries = json.loads(program.database.read_text())
    again = next(e for e in entries if e["file"].endswith("curve.cpp"))
    entries.append({**again, "arguments": [*again["arguments"], "-DFAST=1"]})
    program.database.write_text(json.dumps(entries))
    (facts,) = judged(program, program.command(database=str(program.database))).values()
    assert "is compiled in 2 different ways" in facts.reasons[0].message


def test_another_program_with_a_main_of_its_own_is_not_used(tmp_path: Path) -> None:
    program = copied("pure", tmp_path)
    with program.main.open("a") as file:
        file.write("int main() { return 0; }\n")
    with (program.folder / "curve.cpp").open("a") as file:
        file.write("int main(int argc, char**) { return argc; }\n")
    (facts,) = judged(program, program.command(database=str(program.database))).values()
    assert "has a `main` of its own" in facts.reasons[0].message
