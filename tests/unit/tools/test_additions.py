"""What edits may not bring in, and the numbers that they name."""

from __future__ import annotations

import pytest

from pcg_engine.tools.additions import Addition, Number, forbidden_additions, new_numbers

_ORIGINAL = b"""#include <vector>
#ifdef __GNUC__
#define LIMIT 3
#endif
void f(int* a, int n) { for (int i = 0; i < n; ++i) a[i] = 1; } // asm in words
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#ifdef __clang__", ["#ifdef __clang__"]),
        ("%:if 1", ["%:if 1"]),
        ("#pragma GCC optimize(3)", ["#pragma GCC optimize(3)"]),
        ('#include "other.hpp"', ['#include "other.hpp"']),
        ("#ifdef __GNUC__", ["#ifdef __GNUC__"]),
        ('as\\\nm volatile("nop");', ["asm"]),
        ("int b = __builtin_popcount(3);", ["__builtin_popcount"]),
        ('[[gnu::no_sanitize("thread")]] int b;', ['[[gnu::no_sanitize("thread")]']),
        ("int b = PCG_X;", ["PCG_X"]),
        ('/* asm */ const char* s = "__asm__"; // __attribute__', []),
        ("const char* s = R\"x( #if __clang__ )x\"; int c = 'a', d = 1'000; #pragma", []),
        ("#pragma omp parallel for if(n > 5)\n#include <omp.h>\n int* __restrict p = a;", []),
        ("[[maybe_unused]] int b = a[a[0]];", []),
    ],
)
def test_additions(text: str, found: list[str]) -> None:
    candidate = _ORIGINAL + text.encode() + b"\n"
    assert forbidden_additions(_ORIGINAL, candidate) == tuple(Addition(word) for word in found)


def test_what_the_original_has_is_no_addition() -> None:
    assert forbidden_additions(_ORIGINAL, _ORIGINAL) == ()


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
