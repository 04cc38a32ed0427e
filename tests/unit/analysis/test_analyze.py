"""Facts of whole functions, on recorded trees (``tests/recorded``)."""

from __future__ import annotations

from pcg_engine.analysis.analyze import analyze, input_facts
from pcg_engine.domain.ast import Function
from pcg_engine.domain.dependence import DependenceKind
from pcg_engine.domain.facts import (
    Assumption,
    ExtentFact,
    InputFacts,
    LoopFacts,
    Parallelizability,
    ValueFact,
    flatten,
)
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import Location
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.trees import recorded

_MACHINE = MachineModel(2, 1e-9, 1e10, 1.5e10, 5e-6, calibrated=False)


def _function(name: str, text: str = "loops") -> Function:
    _, unit = recorded(text)
    (found,) = (f for f in unit.functions.values() if f.name == name)
    return found


def _facts(name: str, text: str = "loops") -> list[LoopFacts]:
    source, unit = recorded(text)
    function = _function(name, text)
    loops = tuple(
        x for x in find_loops(parse(source)) if x.function is not None and x.function.name == name
    )
    return list(flatten(analyze(unit, function, loops, source, _MACHINE)))


def _inputs(name: str) -> InputFacts:
    _, unit = recorded("loops")
    return input_facts(unit, _function(name))


def test_pointers_that_may_overlap_are_guarded() -> None:
    (facts,) = _facts("copied")
    assert facts.parallelizability is Parallelizability.PARALLEL
    assert facts.proved
    assert facts.assumptions == (
        Assumption(
            "no-overlap",
            "`x` and `y` do not overlap",
            "(x + n <= y || y + n <= x)",
        ),
    )
    assert facts.canonical is not None
    assert facts.canonical.header == "for (int i = 0; i < n; ++i)"
    assert facts.canonical.trip_count == Polynomial.name("n")


def test_a_pointer_that_may_lie_in_what_it_leads_to_is_guarded() -> None:
    (facts,) = _facts("cleared", "given_memory")
    (assumption,) = facts.assumptions
    assert assumption.message == "`at` is no part of what it leads to"


def test_a_recurrence_names_both_references_and_the_distance() -> None:
    (facts,) = _facts("recurrence")
    assert facts.parallelizability is Parallelizability.SEQUENTIAL
    (reason,) = facts.reasons
    assert reason.code == "flow-dependence"
    assert reason.message == (
        "iteration i reads `a[i - 3]` (line 10), "
        "which iteration i-3 writes as `a[i]` (line 10): distance 3"
    )
    assert reason.locations == (Location(10, 9), Location(10, 16))
    assert reason.distance == 3
    (dependence,) = facts.dependences
    assert (dependence.kind, dependence.distance) == (DependenceKind.FLOW, 3)


def test_flattened_rows_collapse() -> None:
    outer, inner = _facts("blurred")
    assert [outer.parallelizability, inner.parallelizability] == [Parallelizability.PARALLEL] * 2
    assert [outer.collapse, inner.collapse] == [2, 1]
    assert outer.assumptions == ()


def test_a_scatter_says_that_equal_indices_collide() -> None:
    (facts,) = _facts("scattered")
    assert facts.parallelizability is Parallelizability.UNKNOWN
    assert facts.collapse == 0
    assert [r.code for r in facts.reasons] == ["indirect-write"]


def test_a_header_that_openmp_refuses_is_rewritten_without_overflow() -> None:
    (facts,) = _facts("differences")
    assert facts.with_ == ("canonical-header",)
    assert facts.canonical is not None
    assert facts.canonical.needs_rewrite
    assert facts.canonical.header == "for (int i = 0; i < (n > 1 ? n - 1 : 0); ++i)"


def test_leaving_early_is_sequential() -> None:
    (facts,) = _facts("searched")
    assert facts.parallelizability is Parallelizability.SEQUENTIAL
    assert [r.code for r in facts.reasons] == ["early-exit"]
    assert facts.reasons[0].locations == (Location(41, 23),)


def test_the_costliest_loop_is_hottest() -> None:
    outer, inner = _facts("multiplied")
    assert max(outer.hotness, inner.hotness) == 1.0
    assert outer.parallelizability is Parallelizability.PARALLEL
    assert inner.with_ == ("reduction(+:sum)",)


def test_a_sparse_matrix_shows_its_structure_to_the_harness() -> None:
    rows = Polynomial.name("rows")
    zero = Polynomial()
    facts = _inputs("multiplied")
    assert facts.extents == (
        ExtentFact("row", (rows, rows + Polynomial.constant(1)), complete=True),
        ExtentFact("col", (), complete=False),
        ExtentFact("value", (), complete=False),
        ExtentFact("x", (), complete=False),
        ExtentFact("y", (rows,), complete=True),
    )
    assert set(facts.values) == {
        ValueFact("row", zero, None, monotone=True, index_of="value"),
        ValueFact("row", zero, None, monotone=True, index_of="col"),
        ValueFact("col", zero, None, index_of="x"),
        ValueFact("rows", zero, None),
    }
