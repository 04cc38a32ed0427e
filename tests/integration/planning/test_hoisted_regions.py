"""A region around rounds of loops is entered only if its condition holds in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.rules import parallel_region_hoisted
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.wiring import analysis_bench
from tests.golden.test_rules import MACHINE

_ROUNDS = """\
void rounds(double** m, double** k, double* x, int n) {{
    for (int round = 0; round < 9; ++round) {{
        for (int i = 0; i < n; ++i)
            {first};
        for (int i = 0; i < n; ++i)
            {second};
    }}
}}
"""


@pytest.mark.needs("clang")
@pytest.mark.parametrize(
    ("first", "second", "offered"),
    [
        ("m[0][i] = k[0][i]", "k[0][i] = x[i]", True),
        # The pointers that the condition compares are others in the next round.
        ("m[0][i] = k[0][i]", "k[i] = m[0] + i + 1", False),
    ],
)
def test_regions(tmp_path: Path, first: str, second: str, offered: bool) -> None:
    path = tmp_path / "rounds.cpp"
    path.write_text(_ROUNDS.format(first=first, second=second))
    source = SourceText(str(path), path.read_bytes())
    command = CompileCommand("c++", ("-std=c++20", "-O2"), str(tmp_path))
    unit = analysis_bench(command).reader.read(source, command, ["rounds"], Cancellation())
    (function,) = (f for f in unit.functions.values() if f.name == "rounds")
    loops = find_loops(parse(source))
    found = {
        candidate.workflow
        for facts in analyze(unit, function, loops, source, MACHINE)
        for candidate in propose(facts, source, unit, function)
    }
    assert "parallel-for" in found
    assert (parallel_region_hoisted.ID in found) is offered
