"""Loops that must never get an offer: the whole command, from the file to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcg_engine.cli import main

CASES = sorted((Path(__file__).parent / "no_offer").glob("*.cpp"))


@pytest.mark.needs("gxx", "clang")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_offer(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = case.read_text().splitlines()[0].removeprefix("// expect: ")

    code = main(["parallelize", str(case), "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert code == 1
    assert shown["output_text"] is None
    assert [r["verdict"] for r in shown["results"] if r["offer"] is not None] == []
    told = {reason["code"] for loop in shown["loops"] for reason in loop["reasons"]}
    assert expected == "*" or expected in told
    assert all(r["reason"] for r in shown["results"])
