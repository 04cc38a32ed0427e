"""What a guard may look like that says the same."""

from __future__ import annotations

import pytest

from pcg_engine.tools.legality.conditions import normal, spellings


@pytest.mark.parametrize(
    ("condition", "exchanged"),
    [
        ("&u != &v", "&v != &u"),
        ("a.rows != b->rows", "b->rows != a.rows"),
        ("(x + n <= y || y + n <= x)", "y + n <= x || x + n <= y"),
        ("(f(a, b) <= y || (p < q || q < p))", "((p < q || q < p) || f(a, b) <= y)"),
    ],
)
def test_two_sides_may_be_exchanged(condition: str, exchanged: str) -> None:
    assert normal(exchanged) in spellings(normal(condition))


@pytest.mark.parametrize(
    ("condition", "other"),
    [
        ("n < m", "m < n"),
        ("n <= m", "m <= n"),
        ("a - b != c", "c - b != a"),
        ("a != b != c", "c != b != a"),
        ("p < q || q < p || r", "q < p || p < q || r"),
        ("a ? b || c : d", "c : d || a ? b"),
        ("a && b || c", "b || a && c"),
    ],
)
def test_others_have_one_spelling(condition: str, other: str) -> None:
    assert normal(other) not in spellings(normal(condition))
