"""The numbers that edits bring in."""

from __future__ import annotations

from pcg_engine.tools.additions import Number, new_numbers

_ORIGINAL = b"void f(int* a, int n) { for (int i = 0; i < n; ++i) a[i] = 1 + 3; } // 4\n"


def test_new_numbers() -> None:
    candidate = _ORIGINAL + (
        b"#pragma omp parallel for if(n > 5'000)\nx = 0x20u - 010 - 1.5e3f - 1 - .25 - 7ll; // 99\n"
        b"y = 7 * 7 << 8; short z;\n"
    )
    assert new_numbers(_ORIGINAL, candidate) == (
        Number(0.25, is_integer=False),
        Number(7.0, is_integer=True),
        Number(8.0, is_integer=True),
        Number(32.0, is_integer=True),
        Number(49.0, is_integer=True),
        Number(1500.0, is_integer=False),
        Number(49.0 * 256, is_integer=True),
        Number(32768.0, is_integer=True),
        Number(65536.0, is_integer=True),
    )


def test_a_new_single_precision_type_names_the_largest_count_that_it_holds() -> None:
    candidate = _ORIGINAL + b"float share = float(n) / threads;\n"
    assert new_numbers(_ORIGINAL, candidate) == (Number(16777216.0, is_integer=True),)
    assert new_numbers(candidate, candidate) == ()
