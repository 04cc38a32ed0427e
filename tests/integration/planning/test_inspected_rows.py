"""A loop over rows gets a loop in front that looks at their bounds, and passes every check."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from pcg_engine.action.survey import survey
from pcg_engine.cli import main
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.wiring import analysis_bench

_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)

_ROWS = """\
void scale(double* vals, const int* offsets, const double* d, int n) {
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= d[r];
}
"""
_WITH_INSPECTION = """\
void scale(double* vals, const int* offsets, const double* d, int n) {
    bool rows_apart = true;
    for (int r = 0; r < n; ++r)
        rows_apart = rows_apart &&
            offsets[r] <= offsets[r + 1] &&
            (offsets[r] == offsets[r + 1] || vals + offsets[r + 1] <= d || d + n <= vals + offsets[r]);
    #pragma omp parallel for if(rows_apart)
    for (int r = 0; r < n; ++r)
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] *= d[r];
}
"""  # noqa: E501 -- as it is written
_NAMED = """\
#include <cstddef>
#include <vector>

void mirror(std::vector<double>& vals, const std::vector<std::size_t>& offsets) {
    for (std::size_t r = 0; r + 1 < offsets.size(); ++r) {
        const std::size_t begin = offsets[r];
        const std::size_t end = offsets[r + 1];
        for (std::size_t k = begin; k < end; ++k) vals[k] = 2.0 - vals[k];
    }
}
"""
_BOXES = """\
void fill(double (*f)[3], const int* atoms, int rows_apart) {
    for (int box = 0; box < rows_apart; ++box)
        for (int i = 0; i < atoms[box]; ++i) f[8 * box + i][0] += 0.5;
}
"""


def _proposed(path: Path, text: str) -> dict[str, str]:
    """The text after each rule's candidate for the only nest in ``text``."""
    source = SourceText(str(path), text.encode())
    command = CompileCommand("cc" if source.is_c else "c++", ("-O2",), str(path.parent))
    reader = analysis_bench(command).reader
    found = survey(source, command, reader, _MACHINE, Cancellation())
    (nest,) = found.nests
    assert nest.function_key is not None
    function = found.unit.functions[nest.function_key]
    return {
        c.workflow: apply_edits(source, c.edits).data.decode()
        for c in propose(nest, source, found.unit, function)
    }


def _verify(
    folder: Path, original: str, candidate: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, str]]:
    paths = folder / "original.cpp", folder / "candidate.cpp"
    for path, text in zip(paths, (original, candidate), strict=True):
        path.write_text(text)
    code = main(["verify", *map(str, paths), "--no-benchmark", "--json"])
    (result,) = json.loads(capsys.readouterr().out)["results"]
    offer = result["offer"]
    evidence = "none" if offer is None else str(offer["evidence"])
    return code, {"verdict": str(result["verdict"]), "evidence": evidence}


@pytest.mark.needs("clang")
def test_the_bounds_of_all_rows_are_looked_at_first(tmp_path: Path) -> None:
    found = _proposed(tmp_path / "rows.cpp", _ROWS)
    assert found["parallel-for"] == _WITH_INSPECTION
    assert set(found) == {"parallel-for", "parallel-for-dynamic"}


@pytest.mark.needs("clang")
def test_in_c_the_answer_is_an_int(tmp_path: Path) -> None:
    text = _proposed(tmp_path / "rows.c", _ROWS)["parallel-for"]
    assert text == _WITH_INSPECTION.replace("bool rows_apart = true", "int rows_apart = 1")


@pytest.mark.needs("clang")
def test_the_answer_has_a_name_of_its_own(tmp_path: Path) -> None:
    text = _proposed(tmp_path / "boxes.cpp", _BOXES)["parallel-for"]
    assert "    bool rows_apart_ = true;\n" in text
    assert "        rows_apart_ = rows_apart_ && atoms[box] <= 8;\n" in text
    assert "    #pragma omp parallel for if(rows_apart_)\n" in text


_BEGINS_AND_ENDS = """\
void clear(double* vals, const int* begin, const int* end, int n) {
    for (int r = 0; r < n; ++r)
        for (int k = begin[r]; k < end[r]; ++k) vals[k] = 0.0;
}
"""


@pytest.mark.needs("clang")
def test_what_is_looked_at_holds_only_for_rows_that_are_apart(tmp_path: Path) -> None:
    """Of all begins and ends of three rows: empty ones, reversed ones, overlapping ones."""
    text = _proposed(tmp_path / "rows.cpp", _BEGINS_AND_ENDS)["parallel-for"]
    whole = " ".join(text.split())
    condition = whole.partition("rows_apart = rows_apart && ")[2].partition(";")[0]
    assert condition == "begin[r] <= end[r] && (r == 0 || end[r - 1] <= begin[r])"
    python = compile(condition.replace("&&", "and").replace("||", "or"), "condition", "eval")
    held = 0
    for numbers in product(range(4), repeat=6):
        begin, end = numbers[:3], numbers[3:]
        names = {"begin": begin, "end": end}
        if not all(eval(python, {**names, "r": r}) for r in range(3)):  # noqa: S307 -- ours
            continue
        held += 1
        touched = [k for r in range(3) for k in range(begin[r], end[r])]
        assert len(touched) == len(set(touched)), numbers
    assert held == 84  # as many as there are sequences of six numbers that never fall


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("text", [_ROWS, _NAMED, _BOXES], ids=["rows", "named", "boxes"])
def test_what_looks_first_is_verified(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    candidate = _proposed(tmp_path / "rows.cpp", text)["parallel-for"]
    code, result = _verify(tmp_path, text, candidate, capsys)
    assert (code, result["verdict"], result["evidence"]) == (0, "verified", "proved"), result


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("clause", ["", " if(n > 10)"])
def test_what_does_not_look_is_refuted(
    clause: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    candidate = _ROWS.replace("    for (int r", f"#pragma omp parallel for{clause}\n    for (int r")
    code, result = _verify(tmp_path, _ROWS, candidate, capsys)
    assert (code, result["verdict"]) == (1, "refuted"), result
