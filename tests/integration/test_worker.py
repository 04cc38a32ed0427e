"""The worker process over its pipes, with the real tools."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import (
    Analysed,
    Analyze,
    Cancel,
    Checking,
    ClearCache,
    Cleared,
    Failed,
    FailureKind,
    Parallelize,
    Text,
)
from pcg_engine.syntax.index import LoopIndex
from tests.integration.worker_process import running_worker, wait_for_its_processes

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_SOURCE = b"""#include <vector>
double total(const std::vector<double>& a) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i];
  return sum;
}
void running(std::vector<double>& a) {
  for (std::size_t i = 1; i < a.size(); ++i) a[i] += a[i - 1];
}
"""


def _text(folder: Path) -> Text:
    # The text is the editor's: nothing is on disk.
    return Text(str(folder / "sums.cpp"), _SOURCE, _command(folder))


def test_an_analysis_names_every_loop(tmp_path: Path) -> None:
    with running_worker(tmp_path) as worker:
        worker.send(Analyze(1, _text(tmp_path)))
        found = worker.final(1)
    assert isinstance(found, Analysed)
    told = [(one.report.function, one.report.parallelizability, one.summary) for one in found.loops]
    assert told[0][:2] == ("total", "parallel-with")
    assert told[1][:2] == ("running", "sequential")
    assert [one.function_line for one in found.loops] == [2, 7]
    assert found.errors == ()


@pytest.mark.parametrize("is_named", [False, True])
def test_other_files_named_or_of_the_database_are_read(is_named: bool, tmp_path: Path) -> None:
    (tmp_path / "curve.cpp").write_text("double curve(double x) { return x * x; }\n")
    entry = {"file": "curve.cpp", "directory": str(tmp_path), "command": "g++ -O2 -c curve.cpp"}
    database = tmp_path / "compile_commands.json"
    database.write_text(json.dumps([entry]))
    data = b"""double curve(double x);
void f(double* __restrict out, const double* __restrict in, int n) {
  for (int i = 0; i < n; ++i) out[i] = curve(in[i]);
}
"""
    command = CompileCommand("g++", ("-O2",), str(tmp_path), database=str(database))
    if is_named:
        command = replace(command, also=(str(tmp_path / "curve.cpp"),), database=None)
    with running_worker(tmp_path) as worker:
        worker.send(Analyze(1, Text(str(tmp_path / "main.cpp"), data, command)))
        found = worker.final(1)
    assert isinstance(found, Analysed)
    (loop,) = found.loops
    assert loop.report.parallelizability == "parallel"
    assert [a.message for a in loop.report.assumptions] == ["`curve` is what `curve.cpp` defines"]


def test_clearing_the_cache_leaves_what_was_captured(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "pcg"
    for name in ("builds", "captures"):
        (cache / name).mkdir(parents=True)
        (cache / name / "one").write_text("x")
    with running_worker(tmp_path) as worker:
        worker.send(ClearCache(1))
        assert worker.final(1) == Cleared(1, str(cache))
    assert [path.name for path in cache.iterdir()] == ["captures"]
    assert (cache / "captures" / "one").exists()


def test_a_line_that_is_no_message_is_passed_over(tmp_path: Path) -> None:
    with running_worker(tmp_path) as worker:
        assert worker.process.stdin is not None
        worker.process.stdin.write(b"nonsense\n{}\n")
        worker.send(Analyze(2, _text(tmp_path)))
        assert isinstance(worker.final(2), Analysed)


def test_code_that_does_not_compile_is_the_users_matter(tmp_path: Path) -> None:
    data = b"void f() { for (;;) undeclared(); }"
    text = Text(str(tmp_path / "bad.cpp"), data, _command(tmp_path))
    with running_worker(tmp_path) as worker:
        worker.send(Analyze(1, text))
        found = worker.final(1)
        worker.send(Parallelize(2, text, _settings(text)))
        refused = worker.final(2)
    assert isinstance(found, Analysed)
    assert "undeclared" in found.errors[0]
    assert isinstance(refused, Failed)
    assert (refused.kind, refused.code) == (FailureKind.USAGE, "does-not-compile")


def test_a_header_is_read_through_the_units_that_include_it(tmp_path: Path) -> None:
    header = (
        b"inline void run(double* a, int n) {\n"
        b"  for (int i = 1; i < n; ++i) a[i] = FROM(a, i);\n"
        b"}\n"
    )
    usual = "#define FROM(a, i) (2.0 * (a)[i])\n"
    carried = "#define FROM(a, i) ((a)[(i) - 1])\n"
    entries: list[dict[str, str]] = []
    for name, macro in (("run.cpp", usual), ("other.cpp", carried)):
        use = f'{macro}#include "run.hpp"\nvoid use_{name[:3]}(double* a) {{ run(a, 9); }}\n'
        (tmp_path / name).write_text(use)
        entry = {"directory": str(tmp_path), "file": name, "command": f"g++ -O2 -c {name}"}
        entries.append(entry)
    (tmp_path / "run.hpp").write_bytes(header)
    database = tmp_path / "compile_commands.json"
    database.write_text(json.dumps(entries))
    command = CompileCommand("g++", ("-O2",), str(tmp_path), str(database))
    with running_worker(tmp_path) as worker:
        worker.send(Analyze(1, Text(str(tmp_path / "run.hpp"), header, command)))
        found = worker.final(1)
    assert isinstance(found, Analysed)
    assert found.errors == ()
    (loop,) = found.loops
    assert loop.report.parallelizability == "sequential"
    assert "other.cpp" in loop.summary
    assert loop.report.line == 2


@pytest.mark.needs("bubblewrap")
@pytest.mark.parametrize("way", ["cancelled", "left alone"])
def test_work_that_nobody_wants_ends(tmp_path: Path, way: str) -> None:
    text = _text(tmp_path)
    with running_worker(tmp_path) as worker:
        worker.send(Parallelize(1, text, _settings(text)))
        while not isinstance(worker.receive(), Checking):
            pass
        if way == "cancelled":
            worker.send(Cancel(1))
            answer = worker.final(1)
            assert isinstance(answer, Failed)
            assert answer.kind is FailureKind.CANCELLED
    wait_for_its_processes(tmp_path)


def _command(folder: Path) -> CompileCommand:
    return CompileCommand("g++", ("-O2",), str(folder))


def _settings(text: Text) -> Settings:
    loops = LoopIndex.build(SourceText(text.path, text.data)).loops
    return Settings(threads=2, loop=loops[0].id)
