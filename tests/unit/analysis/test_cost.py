"""Static costs, hotness and estimates of loops of ``tests/recorded/rules.cpp``."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.cost import estimate, loop_cost
from pcg_engine.analysis.hotness import Workload, rank
from pcg_engine.domain.ast import For, RangeFor
from pcg_engine.domain.facts import Cost
from pcg_engine.domain.measurement import Estimate, MachineModel
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import walk_statements
from tests.trees import recorded

MACHINE = MachineModel(
    threads=4,
    operation_seconds=1e-9,
    bandwidth_one=1e10,
    bandwidth_all=2e10,
    fork_join_seconds=1e-5,
    calibrated=True,
)


def _loop(function: str, ordinal: int = 0) -> For | RangeFor:
    _, unit = recorded("rules")
    body = next(f.body for f in unit.functions.values() if f.name == function)
    assert body is not None
    loops = [s for s in walk_statements(body) if isinstance(s, For | RangeFor)]
    return loops[ordinal]


@pytest.mark.parametrize(
    ("function", "ordinal", "cost"),
    [
        # two loads; a product, a sum, and comparison, increment and size() of the header
        ("dot", 0, Cost(operations=5.0, bytes=16.0, trip_count=1e6, uniform=True)),
        # a gathered line and a key
        ("pointer_histogram", 0, Cost(operations=3.0, bytes=68.0, trip_count=1e6, uniform=True)),
        ("local_histogram", 1, Cost(operations=2.0, bytes=16.0, trip_count=16.0, uniform=True)),
        # the inner loop's length depends on the outer counter; b stays in cache
        ("triangular", 0, Cost(operations=1502.0, bytes=8.0, trip_count=1000.0, uniform=False)),
        ("largest", 0, Cost(operations=2.0, bytes=8.0, trip_count=1e6, uniform=True)),
    ],
)
def test_cost(function: str, ordinal: int, cost: Cost) -> None:
    _, unit = recorded("rules")
    assert loop_cost(_loop(function, ordinal), unit) == cost


def test_a_derived_trip_count_replaces_the_assumed_one() -> None:
    _, unit = recorded("rules")
    trips = Polynomial.name("n") - Polynomial.constant(2)
    assert loop_cost(_loop("saxpy"), unit, trips).trip_count == 999_998.0
    assert loop_cost(_loop("saxpy"), unit, Polynomial.constant(-3)).trip_count == 0.0


def test_a_difference_of_two_sizes_is_a_size() -> None:
    difference = Polynomial.name("last") - Polynomial.name("first") + Polynomial.constant(1)
    _, unit = recorded("rules")
    assert loop_cost(_loop("saxpy"), unit, difference).trip_count == 1e6


def test_arithmetic_scales_with_threads_and_traffic_with_bandwidth() -> None:
    arithmetic = Cost(operations=1e4, bytes=8.0, trip_count=1e6, uniform=True)
    traffic = Cost(operations=1.0, bytes=80.0, trip_count=1e6, uniform=True)
    assert estimate(arithmetic, MACHINE, trips_known=True) == Estimate(4.0, 4.0, 4.0, 4)
    assert estimate(traffic, MACHINE, trips_known=True) == Estimate(2.0, 2.0, 2.0, 4)


def test_short_loops_do_not_pay_for_the_team() -> None:
    short = Cost(operations=4.0, bytes=16.0, trip_count=100.0, uniform=True)
    assert estimate(short, MACHINE, trips_known=True).high < 1.0


def test_unknown_sizes_widen_the_range() -> None:
    cost = Cost(operations=10.0, bytes=8.0, trip_count=1e4, uniform=True)
    known, unknown = estimate(cost, MACHINE, trips_known=True), estimate(cost, MACHINE)
    assert unknown.low < known.low <= known.speedup <= known.high <= unknown.high


def test_hotness_is_the_share_of_the_costliest() -> None:
    light = Cost(operations=1.0, bytes=0.0, trip_count=100.0, uniform=True)
    heavy = Cost(operations=3.0, bytes=4.0, trip_count=100.0, uniform=True)
    workloads = [Workload(light), Workload(heavy), Workload(light, executions=8.0)]
    assert rank(workloads) == (0.125, 0.5, 1.0)
    assert rank([]) == ()
