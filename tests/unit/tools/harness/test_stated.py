"""What comments say of arguments, and the sizes and values that follow."""

from __future__ import annotations

import numpy as np
import pytest

from pcg_engine.domain.facts import ValueFact
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.harness.sizes import Shape
from pcg_engine.tools.harness.stated import NotUnderstood, Property, Stated, stated


def said(comment: str) -> Stated | NotUnderstood:
    text = f"{comment}\nvoid kernel(int n) {{}}\n".encode()
    return stated(SourceText("a.cpp", text), Span(len(comment) + 1, len(text) - 1))


@pytest.mark.parametrize(
    ("comment", "scalars", "counts", "pinned"),
    [
        ("// pcg: n == x.size()", {"n": 3}, {"x": 8}, {"n": 8}),
        ("// pcg: x.size() == n * m + 1", {"n": 3, "m": 2}, {"x": 8}, {"x": 7}),
        ("// pcg: lower < upper", {"lower": 3, "upper": 2}, {}, {"upper": 4}),
        ("// pcg: lower < upper", {"lower": 1, "upper": 2}, {}, {}),
        ("// pcg: n > 0, power_of_two(m)", {"n": 0, "m": 13}, {}, {"n": 1, "m": 8}),
        ("// pcg: power_of_two(x)", {}, {"x": 5}, {"x": 4}),
        ("/* pcg: n != 4 */", {"n": 4}, {}, {"n": 5}),
        ("// pcg: off", {"n": 4}, {}, {}),
        ("// pcg: other == 3", {"n": 4}, {}, {}),
        (
            "// pcg: x.size() == y.size(), n == x.size(), power_of_two(n)",
            {"n": 5},
            {"x": 9, "y": 3},
            {"n": 4, "x": 4, "y": 4},
        ),
    ],
)
def test_sizes(
    comment: str, scalars: dict[str, int], counts: dict[str, int], pinned: dict[str, int]
) -> None:
    found = said(comment)
    assert isinstance(found, Stated)
    assert found.pinned(Shape(scalars, counts)) == pinned


def test_values() -> None:
    found = said("// pcg: permutation(p), sorted(x), nonzero(d)")
    assert isinstance(found, Stated)
    assert found.names == {"p", "x", "d"}
    rng = np.random.default_rng(1)
    three = np.array([2, 0, 2])
    assert sorted(found.adjusted("p", three, rng).tolist()) == [0, 1, 2]
    assert found.adjusted("x", three, rng).tolist() == [0, 2, 2]
    assert found.adjusted("d", three, rng).tolist() == [2, 1, 2]
    assert found.adjusted("other", three, rng).tolist() == [2, 0, 2]
    assert found.has("d", Property.NONZERO)


def test_indices_and_where_objects_come_from() -> None:
    """Terms with a comma of their own; `this` is the object of a member function."""
    found = said("// pcg: row_starts(row, col), indices(col, x), this from ns::make, m from of")
    assert isinstance(found, Stated)
    zero = Polynomial()
    assert found.indices == (
        ValueFact("row", zero, None, monotone=True, index_of="col"),
        ValueFact("col", zero, None, index_of="x"),
    )
    assert (found.factory("*this"), found.factory("m"), found.factory("x")) == (
        "ns::make",
        "of",
        "",
    )
    assert said("// pcg: shuffled(a, b)") == NotUnderstood("shuffled(a, b)", 1)


def test_what_is_not_understood_is_told() -> None:
    assert said("// pcg: n == m, shuffled(p)") == NotUnderstood("shuffled(p)", 1)
    assert said("// pcg: n = m") == NotUnderstood("n = m", 1)
