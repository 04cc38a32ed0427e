"""The pair of parentheses around all of a condition."""

from __future__ import annotations

import pytest

from pcg_engine.domain.condition_text import unwrapped


@pytest.mark.parametrize(
    ("condition", "bare"),
    [
        ("(a <= b || c <= d)", "a <= b || c <= d"),
        (" ( a ) ", "a"),
        ("((a) || (b))", "(a) || (b)"),
        ("(a) || (b)", "(a) || (b)"),
        ("((a))", "(a)"),
        ("f(a)", "f(a)"),
        ("(a", "(a"),
        ("", ""),
    ],
)
def test_one_pair_is_taken_away(condition: str, bare: str) -> None:
    assert unwrapped(condition) == bare
