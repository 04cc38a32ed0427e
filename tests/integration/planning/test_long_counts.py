"""What a rule computes from a counter holds where the counter comes far from its first value."""

from __future__ import annotations

from pathlib import Path

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
from tests.integration.planning.printed import printed

_RISING = """long f(int* __restrict out, int lo, int hi, int apart) {
    int k = 0;
    long sum = 0;
    for (int i = lo; i < hi; i += apart) {
        k += 3;
        sum += static_cast<long>(k) * (i % 1000);
    }
    return sum + k;
}
"""
_FALLING = """long f(int* __restrict out, int hi, int lo, int apart) {
    int k = 0;
    long sum = 0;
    for (int i = lo; i >= hi; i -= apart) {
        k += 3;
        sum += static_cast<long>(k) * (i % 1000);
    }
    return sum + k;
}
"""
_CONVERTED = """int f(int* __restrict out, unsigned lo, int hi, int apart) {
    int k = apart - apart;
    for (int i = lo; i < hi; ++i) {
        out[k] = i;
        k += 1;
    }
    return k;
}
"""
_MAIN = """
#include <cstdio>
int main() {
    static int out[4096];
    long left = 0;
    %s
    long sum = 0;
    for (int i = 0; i < 4096; ++i) sum += 3L * i * out[i];
    std::printf("%%ld %%ld", left, sum);
}
"""
_FAR = "left = f(out, -2146000000, 2146000000, 1 << 20);"
# Without OpenMP: GCC counts the iterations of its loops in the counter's type.
_CHECKED = ("-fsanitize=signed-integer-overflow", "-fno-sanitize-recover=all")


@pytest.mark.needs("clang")
@pytest.mark.parametrize(
    ("function", "call"),
    [
        pytest.param(_RISING, _FAR, id="rising"),
        pytest.param(_FALLING, _FAR, id="falling"),
        pytest.param(_CONVERTED, "left = f(out, 3, -5, 1);", id="no-iteration"),
        pytest.param(_CONVERTED, "left = f(out, -9, 4, 1);", id="from-below-zero"),
    ],
)
def test_values_of_iterations(function: str, call: str, tmp_path: Path) -> None:
    command = CompileCommand("c++", ("-std=c++20", "-O2"), ".")
    source = SourceText("f.cpp", function.encode())
    machine = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)
    unit = analysis_bench(command).reader.read(source, command, ["f"], Cancellation())
    (read,) = (f for f in unit.functions.values() if f.name == "f")
    (nest,) = analyze(unit, read, tuple(find_loops(parse(source))), source, machine)
    candidates = propose(nest, source, unit, read)
    assert "parallel-for" in {c.workflow for c in candidates}
    main = (_MAIN % call).encode()
    expected = printed(source.data + main, _CHECKED, tmp_path)
    for candidate in candidates:
        text = apply_edits(source, candidate.edits).data + main
        assert printed(text, _CHECKED, tmp_path) == expected
