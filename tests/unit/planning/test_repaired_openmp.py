"""Which candidates repair wrong OpenMP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.misuse import Misuse
from pcg_engine.planning.rules.repaired_openmp import ID, propose_repairs
from pcg_engine.syntax.splice import apply_edits
from tests.unit.tools.misuse.test_find import FUNCTIONS, MACHINE, PROGRAM, SERIAL, SOURCE, found_in

BY_NAME = {function.name: function for function in FUNCTIONS}


def proposed(function: Function, misuses: tuple[Misuse, ...]) -> tuple[Candidate, ...]:
    return propose_repairs(nest_of(function), misuses, SOURCE, SERIAL, function)


def nest_of(function: Function) -> LoopFacts:
    loops = tuple(x for x in PROGRAM.loops if function.span.contains(x.span))
    return analyze(SERIAL, function, loops, SOURCE, MACHINE)[0]


REPAIRS = {
    function.name: candidate
    for function in FUNCTIONS
    for candidate in proposed(function, found_in(function))
    if candidate.workflow == ID
}
"""The candidate that repairs each function that can be repaired by its directives."""


def test_each_function_that_directives_can_repair_has_a_candidate() -> None:
    assert set(REPAIRS) == {
        "any_above",
        "columns_depend",
        "factor_without_value",
        "largest_added_up",
        "overlap_ruled_out_by_its_author",
        "region_with_two_faults",
        "running_sum_in_region",
        "scale_rows",
        "squares_through_shared",
        "sum_and_temporary",
        "sum_unprotected",
    }


def test_a_last_value_is_not_taken_from_a_loop_that_may_not_run() -> None:
    found = found_in(BY_NAME["last_value_lost"])

    assert [one.code for one in found] == ["lost-last-value"]
    assert proposed(BY_NAME["last_value_lost"], found) == ()


def test_all_that_is_wrong_with_a_function_is_repaired_at_once() -> None:
    text = apply_edits(SOURCE, REPAIRS["region_with_two_faults"].edits).data.decode()
    assert "#pragma omp for reduction(+: sum)\n" in text
    assert "#pragma omp for nowait private(t)\n" in text


def test_a_repair_says_that_it_reorders_a_sum() -> None:
    reordering = {name for name, one in REPAIRS.items() if one.reassociates}
    assert reordering == {"sum_unprotected", "region_with_two_faults", "sum_and_temporary"}


def test_a_repair_says_what_is_wrong() -> None:
    (one,) = found_in(BY_NAME["squares_through_shared"])
    line = SOURCE.location(one.directive.start).line
    assert REPAIRS["squares_through_shared"].rationale == (
        f"The OpenMP of this function is wrong (line {line}: all threads write the one `t`: "
        "it needs private(t))."
    )


def test_what_a_directive_took_for_granted_is_told_and_not_guarded() -> None:
    assumed = {name: one.assumptions for name, one in REPAIRS.items() if one.assumptions}
    assert set(assumed) == {"any_above", "overlap_ruled_out_by_its_author"}
    (overlap,) = assumed["overlap_ruled_out_by_its_author"]
    assert (overlap.code, overlap.guard) == ("no-overlap", None)


@pytest.mark.parametrize("name", ["running_sum", "copied", "carried"])
def test_removing_the_only_directive_is_no_candidate(name: str) -> None:
    function = BY_NAME[name]
    found = found_in(function)
    assert len(found) == 1
    assert [c for c in proposed(function, found) if c.workflow == ID] == []


def test_other_rules_take_the_place_of_a_directive_that_cannot_stay() -> None:
    function = BY_NAME["sum_unprotected"]
    (one,) = found_in(function)
    (plain, *_) = proposed(function, (replace(one, repair=None),))
    text = apply_edits(SOURCE, plain.edits).data.decode()
    start = text.index("double sum_unprotected")
    body = text[start : text.index("\n}\n", start)]
    assert plain.workflow == "parallel-for"
    assert [line.strip() for line in body.splitlines() if "pragma" in line] == [
        "#pragma omp parallel for reduction(+:sum)"
    ]


def test_nothing_wrong_is_nothing_to_repair() -> None:
    assert proposed(BY_NAME["sum_reduced"], ()) == ()
