"""What simulated orders leave open where the original itself is unsteady."""

from __future__ import annotations

from typing import Any, cast

import pytest

from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.recording.verdict import Clean
from pcg_engine.tools.simulation.check import Simulated
from tests.fakes.worlds import instruments

_OPEN = inconclusive("not-recorded", "tasks are not recorded")
_CLEAN = Clean(3, 3, 30)


@pytest.mark.parametrize(
    ("recorded", "text", "left_open", "outcome"),
    [
        (_CLEAN, b"for (;;) {}", True, Outcome.PASSED),
        (_CLEAN, b"#pragma omp atomic", True, Outcome.INCONCLUSIVE),
        (_OPEN, b"for (;;) {}", True, Outcome.INCONCLUSIVE),
        (_OPEN, b"for (;;) {}", False, Outcome.PASSED),
    ],
)
def test_results_that_were_not_compared_settle_nothing(
    monkeypatch: pytest.MonkeyPatch,
    *,
    recorded: Clean | Obstacle,
    text: bytes,
    left_open: bool,
    outcome: Outcome,
) -> None:
    simulated = Simulated(9, 8, 20, 0.0, parallel=True, left_open=left_open)

    def record(*_: object) -> Clean | Obstacle:
        return recorded

    def simulate(*_: object) -> Simulated:
        return simulated

    def told(_: object) -> bytes:
        return text

    monkeypatch.setattr(recording, "record", record)
    monkeypatch.setattr(recording, "simulate", simulate)
    monkeypatch.setattr(recording, "_text", told)
    nothing = cast("Any", None)

    result = recording.check(nothing, nothing, instruments(), Cancellation())

    assert result.outcome is outcome
