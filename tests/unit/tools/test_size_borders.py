"""Sizes from which a candidate's directives take effect."""

from __future__ import annotations

import pytest

from pcg_engine.tools.size_borders import names_border, size_borders

_LOOP = "void f(int n, int* a) {{\n{}  for (int i = 0; i < n; ++i) a[i] = 0;\n}}\n"
_PLAIN = _LOOP.format("").encode()


def _borders(clause: str) -> list[float]:
    text = _LOOP.format(f"  #pragma omp parallel for {clause}\n").encode()
    return [number.value for number in size_borders(_PLAIN, text)]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("if(n > 5000)", [5000]),
        ("schedule(static) if(1LL * n * n > 5'000LL)", [5000]),
        ("if((a + n <= b || b + n <= a) && \\\n    n >= 30000)", [30_000]),
        ("if(n > 100 && n > 2000u)", [100, 2000]),
        # Small sizes are all among the usual inputs.
        ("if(n > 18)", []),
        ("if(n > 1)", []),
        # What is true of all small inputs keeps no team away.
        ("if(n < 5000)", []),
        ("if(a + 64 < b)", []),
        ("num_threads(64)", []),
        ("schedule(dynamic, 64)", []),
        ("if(x > 0.5)", []),
    ],
)
def test_numbers_that_conditions_compare_with(clause: str, expected: list[float]) -> None:
    assert _borders(clause) == expected


def test_what_the_original_asks_for_is_not_the_candidates() -> None:
    text = _LOOP.format("  #pragma omp parallel for if(n > 5000)\n").encode()

    assert size_borders(text, text) == ()


def test_conditions() -> None:
    assert names_border("n > 5000")
    assert not names_border("n > m")
