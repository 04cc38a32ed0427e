"""What is kept of a machine, and what stands in for it."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from pcg_engine.domain.measurement import MachineModel
from pcg_engine.tools.calibration import default_model, parse_measurement, recall


class _Memory:
    def __init__(self, value: bytes | None) -> None:
        self.value = value

    def get(self, key: str) -> bytes | None:
        assert key.startswith("calibration-")
        return self.value

    def put(self, key: str, value: bytes) -> None:
        assert key.startswith("calibration-")
        self.value = value


def test_measurement_is_read() -> None:
    assert parse_measurement(b"1e-9 8e9 6e9 5e-6\n", 4) == MachineModel(
        4, 1e-9, 8e9, 8e9, 5e-6, calibrated=True
    )


@pytest.mark.parametrize("output", [b"", b"1 2 3", b"1e-9 0 1 1", b"1e-9 nan 1 1", b"a b c d"])
def test_nonsense_is_no_measurement(output: bytes) -> None:
    assert parse_measurement(output, 4) is None


def test_stored_models_come_back() -> None:
    model = MachineModel(4, 1e-9, 8e9, 9e9, 5e-6, calibrated=True)
    assert recall(_Memory(json.dumps(asdict(model)).encode()), 4) == model


@pytest.mark.parametrize("stored", [None, b"broken", b"{}", b'{"threads": 1}'])
def test_defaults_stand_in(stored: bytes | None) -> None:
    assert recall(_Memory(stored), 4) == default_model(4)
    assert not default_model(4).calibrated
