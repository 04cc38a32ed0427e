"""Directives that say themselves that there is one thread."""

from __future__ import annotations

import pytest

from pcg_engine.tools.team_claims import is_never_parallel


@pytest.mark.parametrize(
    ("directive", "never"),
    [
        ("parallel for if(0)", True),
        ("parallel for if (parallel: 0 && n > 3)", True),
        ("parallel if(!true)", True),
        ("parallel for reduction(+:s) num_threads( 0x1 )", True),
        ("parallel num_threads(2 - 1u)", True),
        ("parallel if(1 > 2)", True),
        ("parallel for", False),
        ("parallel if(n > 3)", False),
        ("parallel if(simd: 0)", False),
        ("parallel num_threads(n)", False),
        ("parallel num_threads(4) if(1)", False),
        ("parallel if(f(0))", False),
    ],
)
def test_constant_clauses(directive: str, never: bool) -> None:
    assert is_never_parallel(directive) is never
