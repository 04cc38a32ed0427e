"""The whole command offers a condition from measurements on small inputs, verified on both sides.

The measurements are scripted, so that nothing depends on the machine; all else is real.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.cli import main
from pcg_engine.domain.measurement import Scaling
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark import check, sampling, sweep, trials
from pcg_engine.tools.benchmark.load import Snapshot
from pcg_engine.tools.benchmark.sampling import Pairing, Sample
from pcg_engine.tools.benchmark.statistics import Interval
from pcg_engine.tools.subject import Instruments

_TEXT = """\
void scaled(double* __restrict y, const double* __restrict x, double a, int n) {
    for (int i = 0; i < n; ++i) {
        y[i] = a / (1.0 + x[i]);
    }
}
"""


def _quiet(moment: float) -> Snapshot:
    return Snapshot(None, 0.0, 0.0, moment)


def _twice_as_fast(ratios: Sequence[float]) -> Interval:
    return Interval(1.9, 1.8, 2.0, 0.95, len(ratios))


class Sweep:
    """Without a condition small inputs are slow; of the first version that is measured."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, pairing: Pairing, sample: Sample, tools: Instruments, cancellation: Cancellation
    ) -> tuple[Scaling, ...]:
        self.count += 1
        cancellation.check()
        usual = sweep.sweep(pairing, replace(sample, foreign=1.0), tools, cancellation)[-1:]
        small = 0.2 if self.count == 1 else 0.95
        points = {"30,000": (30_000, 1.5), "2,000": (2000, small)}
        return (
            *(replace(point, ratio=1.9) for point in usual),
            *(Scaling(2, f"n = {n}", ratio, (("n", m),)) for n, (m, ratio) in points.items()),
        )


@pytest.mark.needs("gxx", "clang", "archer")
def test_small_inputs_stay_on_one_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    swept = Sweep()
    monkeypatch.setattr(sampling, "take_snapshot", _quiet)
    monkeypatch.setattr(trials, "take_snapshot", _quiet, raising=False)
    monkeypatch.setattr(check, "median_interval", _twice_as_fast)
    monkeypatch.setattr(check, "sweep", swept)
    file = tmp_path / "scaled.cpp"
    file.write_text(_TEXT)

    code = main(["parallelize", str(file), "--json", "--budget", "300", "--threads", "2"])

    shown = json.loads(capsys.readouterr().out)
    assert code == 0, shown
    (result,) = shown["results"]
    offer = result["offer"]
    assert offer["variant"] == "n > 20000"
    assert "if(n > 20000)" in shown["output_text"]
    assert swept.count == 2
    verdicts = [(one["variant"], one["verdict"]) for one in result["candidates"]]
    assert ("", "verified") in verdicts
    assert ("n > 20000", "verified") in verdicts
    checks = {one["name"]: one["detail"] for one in offer["checks"]}
    assert "no race" in checks["races"]
    assert "0.95× (n = 2,000)" in checks["benchmark"]
