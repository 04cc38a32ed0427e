"""``benchmarks/projects`` on a tiny program, from its sources to its row in the table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks.peers.outcomes import Timed, Way
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.store import Store
from benchmarks.peers.toolchain import Toolchain
from benchmarks.projects.bench import Bench, answers, prepare, profiled
from benchmarks.projects.checks import Check
from benchmarks.projects.measure import measure
from benchmarks.projects.profile import HotLoop, program_loops
from benchmarks.projects.recipe import Recipe
from benchmarks.projects.report import Measured, report
from benchmarks.projects.verdicts import Class

_HEADER = """\
#pragma once
#ifdef _OPENMP
const bool is_parallel = true;
#else
const bool is_parallel = false;
#endif
void recur(int n, double *x);
"""
_WORK = """\
#include "work.h"
void recur(int n, double *x) {
  for (int i = 1; i < n; i++) x[i] = x[i - 1] * 0.5 + x[i];
}
"""
_MAIN = """\
#include "work.h"
#include <cstdio>
#include <vector>
int main(int, char **argv) {
  std::vector<double> x(1000, 1.0);
  recur(1000, x.data());
  double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < 1000; i++) sum += x[i];
  std::FILE *out = std::fopen(argv[1], "w");
  std::fprintf(out, "sum %.17g parallel %d\\n", sum, is_parallel ? 1 : 0);
  return std::fclose(out);
}
"""
_RECIPE = Recipe(
    name="tiny",
    repository="nobody/tiny",
    about="as it is",
    units=("*.cpp",),
    flags=("-std=c++17",),
    arguments=("out.txt",),
    check=Check(files=("out.txt",), values=(r"sum (\S+)",), tolerance=1e-12),
)


_OFFER = {
    "workflow": "parallel-for",
    "speedup": 1.5,
    "evidence": "proved",
    "checks": [{"name": "races", "outcome": "passed", "detail": "no race"}],
}


class _Offering(Pcg):
    """A PCG that puts a directive before every loop that it is asked for."""

    def parallelize(
        self,
        file: Path,
        function: str,
        output: Path,
        flags: Sequence[str] | None,
        options: Sequence[str] = (),
    ) -> dict[str, object]:
        assert flags is None  # the compilation database has them
        assert output.suffix == file.suffix
        line = int(options[options.index("--line") + 1])
        lines = file.read_text().splitlines(keepends=True)
        assert lines[line - 1].lstrip().startswith("for")
        lines.insert(line - 1, "#pragma omp parallel for reduction(+ : sum)\n")
        result = {"line": line, "function": function, "verdict": "verified", "offer": _OFFER}
        result |= {"reason_code": "", "reason": "", "candidates": []}
        report = json.dumps({"loops": [], "results": [result]})
        return {"report": report, "text": "".join(lines)}


def _planted(folder: Path, texts: Mapping[str, str]) -> Path:
    origin = folder / "source" / "tiny"
    origin.mkdir(parents=True)
    for name, text in texts.items():
        (origin / name).write_text(text)
    return folder / "source"


@pytest.mark.needs("gxx")
def test_all_offers_are_applied_one_after_the_other_built_and_run(tmp_path: Path) -> None:
    loop = "  for (int i = 0; i < 1000; i++) sum += x[i];\n"
    bench = Bench(
        source=_planted(
            tmp_path,
            {"work.h": _HEADER, "work.cpp": _WORK, "main.cpp": _MAIN.replace(loop, loop + loop)},
        ),
        scratch=tmp_path / "scratch",
        store=Store(tmp_path / "kept"),
        tools=Toolchain.found(threads=2),
        pcg=_Offering(Path(__file__).resolve().parents[3], budget=30.0, threads=2),
        seconds_each=0.0,
    )
    program = prepare(bench, _RECIPE)
    first, second, _ = program_loops(program.serial.folder)
    hot = (HotLoop(first, 0.5), HotLoop(second, 0.4))
    assert len(answers(bench, program, hot, may_ask=True, any_pcg=False)) == 1
    steps = answers(bench, program, hot, may_ask=True, any_pcg=False)
    assert [(step.line, step.verdict.kind) for step in steps] == [
        (first.line, Class.OFFERED),
        (second.line + 1, Class.OFFERED),
    ]
    times = measure(bench, program, may_run=True)
    assert times is not None
    assert isinstance(Measured(program, hot, steps, times).row.outcomes[Way.PCG], Timed)
    assert (program.pcg.folder / "out.txt").read_text().endswith("parallel 1\n")
    assert program.pcg.texts()["main.cpp"].count("#pragma omp parallel for") == 2


@pytest.mark.needs("gxx", "clang")
def test_a_program_is_built_asked_about_run_and_told(tmp_path: Path) -> None:
    bench = Bench(
        source=_planted(tmp_path, {"work.h": _HEADER, "work.cpp": _WORK, "main.cpp": _MAIN}),
        scratch=tmp_path / "scratch",
        store=Store(tmp_path / "kept"),
        tools=Toolchain.found(threads=2),
        pcg=Pcg(Path(__file__).resolve().parents[3], budget=30.0, threads=2),
        seconds_each=0.0,
    )
    program = prepare(bench, _RECIPE)
    loops = program_loops(program.serial.folder)
    assert [(one.file, one.function) for one in loops] == [
        ("main.cpp", "main"),
        ("work.cpp", "recur"),
    ]
    assert program.expert_loops == (loops[0],)
    # The profile is made up: sampling does not work on every machine.
    assert profiled(bench, program, may_run=False) is None
    kept = [HotLoop(loops[1], 0.9).to_json()]
    bench.store.write("tiny", "profile", program.key, {"loops": kept})
    hot = profiled(bench, program, may_run=False)
    assert hot is not None
    assert hot == (HotLoop(loops[1], 0.9),)

    assert answers(bench, program, hot, may_ask=False, any_pcg=False) == ()
    (step,) = answers(bench, program, hot, may_ask=True, any_pcg=False)
    assert step.verdict.kind is Class.NOT_PARALLEL
    assert "x" in step.verdict.reason
    assert answers(bench, program, hot, may_ask=False, any_pcg=False) == (step,)

    times = measure(bench, program, may_run=True)
    assert times is not None
    assert times == measure(bench, program, may_run=False)
    whole = Measured(program, hot, (step,), times)
    outcomes = whole.row.outcomes
    assert {way for way, one in outcomes.items() if isinstance(one, Timed)} == {
        Way.GCC,
        Way.EXPERT,
    }
    for tree, parallel in ((program.serial, 0), (program.expert, 1)):
        assert tree is not None
        assert (tree.folder / "out.txt").read_text().endswith(f"parallel {parallel}\n")
    text = report([whole], [], "")
    assert re.search(r"\| tiny \| 1 \| 1 \| 0 \| 0 \| 0 \| 0 \| 0 \| 1 \| 0 \| 0 \|", text)
