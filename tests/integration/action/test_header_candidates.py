"""A candidate for a header, whoever wrote it, is judged through the units that include it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.cli import main

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("archer"),
    pytest.mark.needs("llvm-tools"),
]

# By itself it does not compile: its units say what `real` is.
_HEADER = """\
#pragma once
inline void scale(real* y, int n) {
    for (int i = 0; i < n; ++i) {
        y[i] *= 3;
    }
}
template <class T> void fill_up(T* y, int n) {
    for (int i = 0; i < n; ++i) {
        y[i] = T(i) / 4;
    }
}
"""
_SCALE = "    for (int i = 0; i < n; ++i) {\n        y[i] *= 3;"
_FILL = "    for (int i = 0; i < n; ++i) {\n        y[i] = T(i) / 4;"
_SCALED = _HEADER.replace(_SCALE, f"#pragma omp parallel for\n{_SCALE}")
_RIGHT = _SCALED.replace(_FILL, f"#pragma omp parallel for\n{_FILL}")
_USE = '#include "scale.hpp"\nvoid {name}(real* y, int n) {{ scale(y, n); }}\n'
_FIRST = "using real = double;\n" + _USE.format(name="first")


def _verify(
    folder: Path,
    units: Mapping[str, str],
    candidate: str,
    capsys: pytest.CaptureFixture[str],
    *options: str,
) -> dict[str, Any]:
    (folder / "scale.hpp").write_text(_HEADER)
    (folder / "candidate.hpp").write_text(candidate)
    entries: list[dict[str, object]] = []
    for name, text in units.items():
        (folder / name).write_text(text)
        words = ["g++", "-std=c++17", "-O2", "-c", name]
        entries.append({"directory": str(folder), "file": name, "arguments": words})
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    files = [str(folder / name) for name in ("scale.hpp", "candidate.hpp")]
    main(["verify", *files, "--no-benchmark", "--threads", "2", "--json", *options])
    return json.loads(capsys.readouterr().out)


def test_each_function_goes_through_a_unit_that_builds_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = {
        "first.cpp": _FIRST,
        "filler.cpp": 'using real = float;\n#include "scale.hpp"\n'
        "void second(double* y, int n) { fill_up<double>(y, n); }\n",
    }
    shown = _verify(tmp_path, units, _RIGHT, capsys)
    verdicts = [(one["function"], one["verdict"], one["reason"]) for one in shown["results"]]
    assert verdicts == [("scale", "verified", ""), ("fill_up", "verified", "")]
    assert shown["output_text"] == _RIGHT
    told = [
        next(c["detail"] for c in one["offer"]["checks"] if c["name"] == "translation-units")
        for one in shown["results"]
    ]
    assert f"verified through {tmp_path / 'first.cpp'}; and, since it is not the same" in told[0]
    assert f"verified through {tmp_path / 'filler.cpp'}" in told[1]


@pytest.mark.parametrize(
    ("candidate", "other", "code", "told"),
    [
        # Right where FACTOR is a constant of 3, and something else in the other unit.
        (
            _HEADER.replace("y[i] *= 3", "y[i] *= FACTOR"),
            "const int FACTOR = 3;\n#define FACTOR 4\n" + _FIRST.replace("first", "second"),
            "different-result",
            "second.cpp",
        ),
        # What stands behind the header in one unit calls another function then.
        (
            _SCALED.replace("inline void", "inline int half(int x) { return x / 2; }\ninline void"),
            _FIRST.replace("first", "second")
            + "static int half(double x) { return int(x); }\nint third() { return half(3); }\n",
            "name-in-use",
            "second.cpp uses behind this header",
        ),
    ],
)
def test_what_a_candidate_is_in_another_unit_counts(
    candidate: str,
    other: str,
    code: str,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    units = {"scale.cpp": "const int FACTOR = 3;\n" + _FIRST, "second.cpp": other}
    shown = _verify(tmp_path, units, candidate, capsys, "--function", "scale")
    (result,) = shown["results"]
    assert (result["verdict"] == "verified", result["reason_code"]) == (False, code)
    assert told in result["reason"]
    assert shown["output_text"] is None
