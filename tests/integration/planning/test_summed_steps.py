"""What an inner loop's steps add up to stands nowhere in the text, so that no rule renames it."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.integration.analysis.test_cases import analysis_bench

_TEXT = b"""void f(int* __restrict a, int q, int w, int k, int n) {
    for (int r = 0; r < n; ++r) {
        for (int i = q; i < w; ++i) {
            for (int j = 0; j < 4; ++j, ++k) {
                a[q] = r;
                ++k;
                a[k] = r;
            };
            k += 1;
            for (int l = 0; l < n; ++l, ++k) {
                ++k;
            };
        }
    }
}
"""


@pytest.mark.needs("clang")
def test_no_candidate_leaves_out_the_inner_loop() -> None:
    command = CompileCommand("c++", ("-std=c++20", "-O2"), ".")
    source = SourceText("f.cpp", _TEXT)
    machine = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
    unit = analysis_bench(command).reader.read(source, command, ["f"], Cancellation())
    function = next(f for f in unit.functions.values() if f.name == "f")
    nests = analyze(unit, function, tuple(find_loops(parse(source))), source, machine)
    texts = [
        apply_edits(source, c.edits).data.decode()
        for nest in nests
        for c in propose(nest, source, unit, function)
    ]
    assert [t for t in texts if "a[q] = r;" not in t or "own_k" in t] == []
