"""Wrong OpenMP: what repairs it passes every check of a verification but the timing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcg_engine.cli import main
from pcg_engine.syntax.splice import apply_edits
from tests.trees import recorded
from tests.unit.planning.test_repaired_openmp import REPAIRS

SAFE = {name: one for name, one in REPAIRS.items() if not one.assumptions}
"""A file from a stranger cannot say what its author took for granted."""


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("name", sorted(SAFE))
def test_the_repaired_function_is_verified(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, _ = recorded("misuse")
    original, repaired = tmp_path / "original.cpp", tmp_path / "repaired.cpp"
    original.write_bytes(source.data)
    repaired.write_bytes(apply_edits(source, REPAIRS[name].edits).data)

    code = main(["verify", str(original), str(repaired), "--no-benchmark", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert code == 0, shown
    assert [(r["function"], r["verdict"]) for r in shown["results"]] == [(name, "verified")]


@pytest.mark.needs("gxx", "clang")
def test_the_function_that_is_not_repaired_is_refuted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The test above would be worth nothing if wrong directives passed as well."""
    source, _ = recorded("misuse")
    serial = source.data.replace(b"#pragma omp", b"#pragma mpo")
    start = serial.index(b"void squares_through_shared")
    wrong = serial[:start] + serial[start:].replace(b"#pragma mpo", b"#pragma omp", 1)
    original, candidate = tmp_path / "original.cpp", tmp_path / "wrong.cpp"
    original.write_bytes(serial)
    candidate.write_bytes(wrong)

    code = main(["verify", str(original), str(candidate), "--no-benchmark", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert code == 1, shown
    assert [r["reason_code"] for r in shown["results"]] == ["shared-temporary"]


@pytest.mark.needs("clang")
@pytest.mark.parametrize(
    ("header", "body", "code", "directive"),
    [
        ("int i = 0; i + 1 < n; ++i", "a[i] *= 0.5;", "non-canonical-loop", None),
        ("int i = 0; i < n; ++i", "if (a[i] < 0.0) break; a[i] *= 0.5;", "early-exit", ""),
    ],
)
def test_a_loop_that_openmp_does_not_accept(
    header: str,
    body: str,
    code: str,
    directive: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "loop.cpp"
    text = (
        f"void f(double* a, int n) {{\n#pragma omp parallel for\nfor ({header}) {{ {body} }}\n}}\n"
    )
    path.write_text(text)

    assert main(["analyze", str(path), "--format", "json"]) == 0

    (file,) = json.loads(capsys.readouterr().out)["files"]
    (found,) = file["misuse"]
    wanted = None if directive is None else {"directive": None}
    assert (found["code"], found["line"], found["repair"]) == (code, 2, wanted)


@pytest.mark.needs("clang")
def test_a_repaired_file_has_nothing_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, _ = recorded("misuse")
    edits = sorted(
        (edit for one in REPAIRS.values() for edit in one.edits), key=lambda e: e.span.start
    )
    path = tmp_path / "repaired.cpp"
    path.write_bytes(apply_edits(source, tuple(edits)).data)

    assert main(["analyze", str(path), "--format", "json"]) == 0

    (file,) = json.loads(capsys.readouterr().out)["files"]
    functions = {one["loop_id"].split("#")[0] for one in file["misuse"]}
    assert functions.isdisjoint(REPAIRS)
    assert functions == {
        "all_to_one",
        "carried",
        "copied",
        "last_value_lost",
        "numbered",
        "running_sum",
        "smooth_in_place",
    }
