"""``pcg verify`` as a user calls it: two files, a verdict, an exit code."""

from __future__ import annotations

import json
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

_ORIGINAL = """\
#include <vector>
static double weight(double x) { return x * x; }
double total(const std::vector<double>& x) {
  double s = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) s += weight(x[i]);
  return s;
}
void scale(std::vector<double>& x, double by) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] *= by;
}
"""
_SUM = "  for (std::size_t i = 0; i < x.size(); ++i) s"
_RIGHT = _ORIGINAL.replace(_SUM, f"#pragma omp parallel for reduction(+ : s)\n{_SUM}")
_RACY = _ORIGINAL.replace(_SUM, f"#pragma omp parallel for\n{_SUM}")
_SCALE = "  for (std::size_t i = 0; i < x.size(); ++i) x"
_BOTH = _RIGHT.replace(_SCALE, f"#pragma omp parallel for\n{_SCALE}")
_HALF_WRONG = _RIGHT.replace("x[i] *= by", "x[i] = x[i] * by + 1e-3")
_OUTSIDE = _RIGHT.replace("#include <vector>", "#include <vector>\nstatic int calls;")


def _verify(
    folder: Path, capsys: pytest.CaptureFixture[str], candidate: str, *options: str
) -> tuple[int, dict[str, Any]]:
    (folder / "original.cpp").write_text(_ORIGINAL)
    (folder / "candidate.cpp").write_text(candidate)
    files = [str(folder / name) for name in ("original.cpp", "candidate.cpp")]
    code = main(["verify", *files, "--no-benchmark", "--json", *options])
    return code, json.loads(capsys.readouterr().out)


def test_a_right_candidate_is_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = _verify(tmp_path, capsys, _BOTH)

    assert (code, result["output_text"]) == (0, _BOTH)
    assert [(r["function"], r["line"], r["verdict"]) for r in result["results"]] == [
        ("total", 3, "verified"),
        ("scale", 8, "verified"),
    ]
    offer = result["results"][0]["offer"]
    assert (offer["origin"], offer["workflow"]) == ("file", "candidate.cpp")
    assert (offer["speedup"], offer["threads"]) == (None, None)
    assert offer["text"] == _BOTH[_BOTH.index("double total") : _BOTH.index("void scale") - 1]
    assert [check["name"] for check in offer["checks"]] == [
        *("extract", "compile", "interface", "legality", "serial-elision", "equivalence"),
        *("coverage", "dependence-recording", "races"),
    ]


@pytest.mark.parametrize(
    ("candidate", "verdicts"),
    [
        (_RACY, [("total", "refuted", "missing-reduction")]),
        (_HALF_WRONG, [("total", "verified", ""), ("scale", "refuted", "different-result")]),
        (_OUTSIDE, [("total", "refuted", "edit-outside-function")]),
    ],
)
def test_a_wrong_one_is_refuted(
    candidate: str,
    verdicts: list[tuple[str, str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, result = _verify(tmp_path, capsys, candidate)

    assert (code, result["output_text"]) == (1, None)
    found = [(r["function"], r["verdict"], r["reason_code"]) for r in result["results"]]
    assert found == verdicts


def test_one_function_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = _verify(tmp_path, capsys, _RIGHT, "--function", "total")
    assert (code, len(result["results"])) == (0, 1)
    code, result = _verify(tmp_path, capsys, _BOTH, "--function", "total")
    assert (code, result["results"][0]["reason_code"]) == (1, "edit-outside-function")


@pytest.mark.parametrize(
    ("candidate", "options", "error"),
    [
        (_ORIGINAL, (), "no-change"),
        (_ORIGINAL.replace("double s = 0.0;", "double s = 0.0;  // zero"), (), "no-change"),
        (_RIGHT, ("--function", "scale"), "no-such-function"),
        (_RIGHT, ("--", "-std=c++20", "-DNOTHING", "-include", "absent.h"), "does-not-compile"),
    ],
)
def test_wrong_input_is_told(
    candidate: str,
    options: tuple[str, ...],
    error: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, result = _verify(tmp_path, capsys, candidate, *options)
    assert (code, result["error"]["code"]) == (2, error)
    assert result["error"]["hint"]
