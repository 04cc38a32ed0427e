"""What of a benchmark's run is compared."""

from __future__ import annotations

import pytest

from pcg_engine.domain.project import BenchMeasure
from pcg_engine.tools.project.commands import Succeeded
from pcg_engine.tools.project.measure import as_printed, cost_of

PRINTED = BenchMeasure("time: ([0-9.]+) s")


def _ran(output: str = "", seconds: float = 2.0) -> Succeeded:
    return Succeeded(output, seconds, seconds)


def test_without_a_pattern_the_wall_time_counts() -> None:
    assert cost_of(_ran("time: 9 s"), BenchMeasure()) == 2.0


def test_too_short_a_run_is_no_measurement() -> None:
    told = cost_of(_ran(seconds=0.05), BenchMeasure())

    assert isinstance(told, str)
    assert "bench_pattern" in told


def test_the_last_match_counts_however_long_the_run_was() -> None:
    assert cost_of(_ran("time: 9 s\ntime: 1.5 s\n", 0.01), PRINTED) == 1.5


def test_of_a_throughput_more_is_better() -> None:
    measure = BenchMeasure("([0-9,]+) lookups/s", higher_is_better=True)

    cost = cost_of(_ran("2,000 lookups/s"), measure)

    assert isinstance(cost, float)
    assert cost == 1 / 2000
    assert as_printed(cost, measure) == 2000.0


@pytest.mark.parametrize("output", ["", "time: fast", "time: 0 s", "time: . s", "time: 1.2.3 s"])
def test_what_is_no_number_above_zero_is_none(output: str) -> None:
    assert isinstance(cost_of(_ran(output), PRINTED), str)
