"""The whole command tells how an offer does on hostile distributions.

That nobody else uses the machine is scripted, and where a loss is needed, the ratio: nothing
depends on how fast the machine is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.cli import main
from pcg_engine.tools.benchmark import sampling, stressing
from pcg_engine.tools.benchmark.load import Snapshot

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang"), pytest.mark.needs("archer")]

_HISTOGRAM = """\
#include <vector>
void count_keys(const std::vector<int>& keys, std::vector<long>& counts) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        ++counts[keys[i]];
    }
}
"""
_SPARSE = """\
void multiply(const int* row, const int* col, const double* value, const double* x,
              double* __restrict y, int rows) {
    for (int i = 0; i < rows; ++i) {
        double sum = 0.0;
        for (int k = row[i]; k < row[i + 1]; ++k) {
            sum += value[k] * x[col[k]];
        }
        y[i] = sum;
    }
}
"""
_DENSE = """\
void scale(double* __restrict y, const double* __restrict x, int n) {
    for (int i = 0; i < n; ++i) {
        y[i] = 2.0 * x[i] + 1.0;
    }
}
"""


def _quiet(moment: float) -> Snapshot:
    return Snapshot(None, 0.0, 0.0, moment)


def _half(*_: object) -> float:
    return 0.5


def _offer(
    text: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    monkeypatch.setattr(sampling, "take_snapshot", _quiet)
    file = folder / "kernel.cpp"
    file.write_text(text)
    usual = ["--json", "--budget", "300", "--threads", "2", "--min-speedup", "0"]
    main(["parallelize", str(file), *usual])
    said = json.loads(capsys.readouterr().out)
    assert "results" in said, said
    (result,) = said["results"]
    assert result["verdict"] == "verified", result["reason"]
    return result["offer"]


def _benchmark(offer: dict[str, Any]) -> str:
    return next(one["detail"] for one in offer["checks"] if one["name"] == "benchmark")


def test_contended_keys_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _benchmark(_offer(_HISTOGRAM, tmp_path, monkeypatch, capsys))
    assert "× where all values are equal" in told
    assert "× where keys are as different as can be" in told
    assert "rows" not in told


def test_skewed_rows_are_told_and_a_loss_is_an_assumption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stressing, "undisturbed_ratio", _half)
    offer = _offer(_SPARSE, tmp_path, monkeypatch, capsys)
    told = _benchmark(offer)
    assert "0.50× where a few rows have most of the work" in told
    assert "0.50× where the work comes last" in told
    losses = [one for one in offer["assumptions"] if one["code"] == "slower-inputs"]
    assert any(
        "a few rows have most of the work: there this version takes 2.0 times as long"
        in one["message"]
        for one in losses
    )
    assert all(one["guard"] is None for one in losses)


def test_what_does_not_depend_on_values_is_not_stressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stressing, "undisturbed_ratio", _half)
    assert "× where" not in _benchmark(_offer(_DENSE, tmp_path, monkeypatch, capsys))
