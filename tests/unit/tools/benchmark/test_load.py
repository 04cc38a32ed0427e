"""Whether a machine was busy while something was timed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.tools.benchmark.load import (
    CpuTimes,
    Load,
    Snapshot,
    load_between,
    parse_stat,
)

_STAT = """cpu  100 20 30 1000 5 6 4 50 0 0
cpu0 50 10 15 500 2 3 2 25 0 0
cpu1 50 10 15 500 3 3 2 25 0 0
intr 1 2 3
"""


def test_parse_stat() -> None:
    assert parse_stat(_STAT, 100.0) == CpuTimes(1.6, 0.5, 2)
    assert parse_stat("nonsense\n", 100.0) is None


def test_own_work_is_not_foreign() -> None:
    before = Snapshot(CpuTimes(10.0, 1.0, 2), 4.0, 1.0, 0.0)
    after = Snapshot(CpuTimes(13.0, 1.5, 2), 4.5, 1.5, 2.0)
    # Whether the sandbox's programs are among the children or not, they are counted once.
    assert load_between(before, after, 1.5) == Load(0.5, 0.25, 2)
    assert load_between(before, replace(after, children=2.5), 1.5) == Load(0.5, 0.25, 2)
    assert load_between(before, replace(after, times=None), 1.5) is None


@pytest.mark.parametrize(
    ("load", "threads", "busy"),
    [
        (Load(0.1, 0.0, 2), 2, False),
        (Load(0.4, 0.0, 2), 2, True),
        (Load(0.4, 0.0, 8), 2, False),
        (Load(4.0, 0.0, 8), 2, True),
        (Load(0.0, 0.5, 2), 2, True),
    ],
)
def test_is_busy(load: Load, threads: int, busy: bool) -> None:
    assert load.is_busy(threads) is busy
