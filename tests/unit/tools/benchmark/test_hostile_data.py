"""Which distributions can matter to a function, by its tree."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.extents import input_facts
from pcg_engine.tools.benchmark.hostile_data import fitting_stresses
from pcg_engine.tools.harness.cases import Stress
from tests.trees import recorded

_ROWS = (Stress.SKEWED, Stress.LATE)
_KEYS = (Stress.EQUAL, Stress.UNIQUE)
_BRANCHES = (Stress.BRANCHY, Stress.SORTED)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("loops", "copied", ()),
        ("loops", "blurred", ()),
        ("nests", "matrix_product", ()),
        ("loops", "scattered", _KEYS),
        ("loops", "multiplied", (*_ROWS, *_KEYS)),
        ("nests", "product_where_positive", _BRANCHES),
        ("nests", "rows_of_any_length", _ROWS),
        ("rules", "histogram", _KEYS),
        ("idioms", "first_alarm", (Stress.EQUAL, *_BRANCHES)),
        ("idioms", "pruned", _BRANCHES),
    ],
)
def test_only_what_depends_on_values_is_stressed(
    text: str, name: str, expected: tuple[Stress, ...]
) -> None:
    _, unit = recorded(text)
    function = next(f for f in unit.functions.values() if f.name == name)
    found = fitting_stresses(function, unit, input_facts(unit, function).values)
    assert found == expected
