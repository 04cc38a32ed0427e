"""Sums of records, on the marked loops of ``tests/recorded/records.cpp``."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.normal_form import normalised
from pcg_engine.analysis.record_sums import RecordSum, find_record_sums
from pcg_engine.domain.ast import For, Function, RangeFor
from pcg_engine.domain.traversal import walk_statements
from tests.trees import recorded


def _functions() -> list[Function]:
    _, unit = recorded("records")
    return [f for f in unit.functions.values() if f.in_main_file and f.name.isidentifier()]


def _sums(function: Function) -> list[RecordSum]:
    """Those of the outermost loops."""
    source, unit = recorded("records")
    normal = normalised(function, unit, source)
    assert normal.function.body is not None
    return [
        found
        for statement in normal.function.body.statements
        if isinstance(statement, For | RangeFor)
        for found in find_record_sums(statement, normal.unit, normal.function)
    ]


def _named(name: str) -> RecordSum:
    (found,) = (s for f in _functions() if f.name == name for s in _sums(f))
    return found


@pytest.mark.parametrize("function", [pytest.param(f, id=f.name) for f in _functions()])
def test_marked_sums_are_found_and_no_others(function: Function) -> None:
    source, _ = recorded("records")
    lines = [line.strip() for line in source.slice(function.span).splitlines()]
    marks = [x.removeprefix("// adds to ") for x in lines if x.startswith("// adds to ")]

    assert [s.variable.name for s in _sums(function)] == marks


@pytest.mark.parametrize(
    ("name", "type_name", "combiner", "neutral", "reassociates"),
    [
        (
            "inner_product",
            "std::complex<double>",
            "omp_out += omp_in",
            "std::complex<double>(0)",
            True,
        ),
        ("attraction", "Force", "omp_out += omp_in", "Force{0, 0, 0}", True),
        ("all_pages", "Tally", "omp_out.add(omp_in)", "Tally{0, 0}", False),
        ("middle", "Vector2", "omp_out = omp_out + omp_in", "Vector2{0, 0}", True),
    ],
)
def test_partial_sums_are_joined_by_the_function_that_adds(
    name: str, type_name: str, combiner: str, neutral: str, reassociates: bool
) -> None:
    found = _named(name)

    assert (found.type_name, found.combiner) == (type_name, combiner)
    assert (found.neutral, found.reassociates) == (neutral, reassociates)


def test_what_is_added_stays_in_view() -> None:
    one = _named("attraction")
    walked = [e for s in one.replaced.values() for e in walk_statements(s)]

    assert len(walked) == 1
    assert len(one.replaced) == 1


def test_there_are_loops_of_both_kinds() -> None:
    with_sums = [f for f in _functions() if _sums(f)]

    assert len(with_sums) == 6
    assert len(_functions()) - len(with_sums) == 12


def test_records_that_do_more_than_add_are_none() -> None:
    names = {f.name for f in _functions() if not _sums(f)}

    assert {"mean_of_means", "crossed_sum", "rounded_sum", "made_otherwise"} < names
