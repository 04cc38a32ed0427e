"""What a launch costs beside the program, measured with the real sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.launch_cost import launch_cost
from tests.integration.tools.instruments import make_instruments

pytestmark = pytest.mark.needs("bubblewrap")


def test_it_is_small_and_measured_once(tmp_path: Path) -> None:
    instruments = make_instruments(tmp_path)

    first = launch_cost(instruments, Cancellation())

    assert 0.0 <= first <= 0.005
    assert launch_cost(instruments, Cancellation()) == first
