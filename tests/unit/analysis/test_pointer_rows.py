"""Rows behind pointers to pointers, strings, and pointers to one object."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.analyze import input_facts
from pcg_engine.analysis.single_objects import single_objects
from pcg_engine.domain.ast import Function
from pcg_engine.domain.facts import ExtentFact, InputFacts
from pcg_engine.domain.polynomial import Polynomial
from tests.trees import recorded

N, M = Polynomial.name("n"), Polynomial.name("m")


def function(name: str) -> Function:
    _, unit = recorded("arguments")
    (found,) = (f for f in unit.functions.values() if f.name == name)
    return found


def facts(name: str) -> InputFacts:
    _, unit = recorded("arguments")
    return input_facts(unit, function(name))


def test_rows_are_as_long_as_they_are_read() -> None:
    """Through a local pointer to a row, and from the end; the table is as long as it is."""
    extents = {fact.parameter: fact for fact in facts("rows").extents}
    assert set(extents["a[]"].bounds) == {M, M - Polynomial.constant(1)}
    assert extents["a[]"].complete
    assert extents["b[]"] == ExtentFact("b[]", (N,), complete=True)
    assert extents["a"] == ExtentFact("a", (N,), complete=True)
    assert extents["b"] == ExtentFact("b", (M,), complete=True)
    assert "names[]" not in extents


def test_an_index_that_is_not_understood_leaves_the_length_open() -> None:
    extents = {fact.parameter: fact for fact in facts("gathered").extents}
    assert extents["a[]"] == ExtentFact("a[]", (), complete=False)


@pytest.mark.parametrize(
    ("name", "texts"), [("rows", {"names[]"}), ("letters", {"text"}), ("gathered", set[str]())]
)
def test_strings_end_with_a_zero(name: str, texts: set[str]) -> None:
    """What a loop's condition reads, and what the library takes for a string."""
    assert facts(name).texts == texts


def test_pointers_that_are_only_followed_lead_to_one_object() -> None:
    assert single_objects(function("objects")) == {"one", "other"}
    assert single_objects(function("letters")) == frozenset()


def test_rows_whose_lengths_are_counted_elsewhere() -> None:
    values = {(v.parameter, v.index_of) for v in facts("counted").values}
    assert {("counts", "a[]"), ("counts", "indices[]"), ("indices[]", "x")} <= values


def test_fields_of_objects_that_hold_arguments_are_those_arguments() -> None:
    found = facts("unpacked")
    extents = {fact.parameter: fact for fact in found.extents}
    whole = Polynomial.name("p_n")
    assert extents["y"] == ExtentFact("y", (whole,), complete=True)
    assert ("m_counts", "m_a[]") in {(v.parameter, v.index_of) for v in found.values}
