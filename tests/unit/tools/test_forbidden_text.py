"""What edits may not bring in."""

from __future__ import annotations

import pytest

from pcg_engine.tools.forbidden_text import (
    Addition,
    forbidden_additions,
    misspelt_pragmas,
)

_ORIGINAL = b"""#include <vector>
#ifdef __GNUC__
#define LIMIT 3
#endif
struct [[gnu::packed]] P { char c; int i; };
void g() __attribute__((cold));
int h(int x) { return __builtin_abs(x) + __LINE__; }
void f(int* a, int n) { for (int i = 0; i < n; ++i) a[i] = 1; } // asm in words
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#ifdef __clang__", ["# ifdef __clang__"]),
        ("/* c */ # define X 1", ["# define X 1"]),
        ("%:if 1", ["%:", "# if 1"]),
        ("#pragma GCC optimize(3)", ["# pragma GCC optimize ( 3 )"]),
        ("#pragma STDC FP_CONTRACT ON", ["# pragma STDC FP_CONTRACT ON"]),
        ('#include "other.hpp"', ['# include "other.hpp"']),
        ("#include </etc/passwd>", ["# include < / etc / passwd >"]),
        ("#include <unistd.h>", ["# include < unistd . h >"]),
        ("#embed <x>", ["# embed < x >"]),
        ("#ifdef __GNUC__", ["# ifdef __GNUC__"]),
        ("#if defined(_OPENMP)\nint b;\n#endif", ["# if defined ( _OPENMP )", "# endif"]),
        ('as\\\nm volatile("nop");', ['as\\ m volatile("nop");', "asm"]),
        ("void* b = __builtin_return_address(0);", ["__builtin_return_address(0)"]),
        ("void b() __attribute__((constructor));", ["__attribute__((constructor))"]),
        ("int b = __LINE__;", ["__LINE__"]),
        ('[[gnu::no_sanitize("thread")]] int b;', ['[[gnu::no_sanitize("thread")]]']),
        ("[/**/[using gnu: constructor, cold]] void b();", ["[[usinggnu:constructor,cold]]"]),
        ("struct [[gnu::packed]] Q { char c; };", ["[[gnu::packed]]"]),
        ("<:<:gnu::cold:>:> void b();", ["<:", ":>"]),
        ("int b = PCG_X;", ["PCG_X"]),
        ("std::source_location b;", ["source_location"]),
        ("#pragma omp parallel for if(__GNUC__ > 5)", ["__GNUC__"]),
        (
            "#pragma omp metadirective default(parallel)",
            ["# pragma omp metadirective default ( par"],
        ),
        ("import <vector>;", ["import <"]),
        ("int s\\u0079stem;", ["\\"]),
        ("int \u0430 = 1;", ["\u0430"]),
        ("// safe \u202e efas", ["\\xe2\\x80\\xae"]),
        ('auto b = R"x(a)x";', ['R"x(a)x"']),
        ("// what??/", ["??/"]),
        ("int b;\r int c;", ["\\r"]),
        ("// path \\\nint b;", ["// path \\ int b;"]),
        ('/* asm */ const char* s = "__asm__"; // __attribute__ \u00e9', []),
        ("int c = 'a', d = 1'000; const char* e = \"#if\";", []),
        ("#pragma omp parallel for \\\n if(n > 5)\n#include <omp.h>\n int* __restrict p = a;", []),
        ("[[maybe_unused]] int b = a[a[0]]; auto l = [](int i) { return i; };", []),
        ("#ifdef _OPENMP\n#include <omp.h>\n#endif", []),
        ("int b = __builtin_popcount(3) + __builtin_abs(4);", []),
        ("std::vector<::P> v; int b = 1 ? 2 : 3;", []),
    ],
)
def test_additions(text: str, found: list[str]) -> None:
    candidate = _ORIGINAL + text.encode() + b"\n"
    shown = [addition.text for addition in forbidden_additions(_ORIGINAL, candidate)]
    assert [s[: len(f)] for s, f in zip(shown, found, strict=True)] == found


def test_what_the_original_has_is_no_addition() -> None:
    assert forbidden_additions(_ORIGINAL, _ORIGINAL) == ()


def test_an_addition_has_its_line() -> None:
    (addition,) = forbidden_additions(_ORIGINAL, _ORIGINAL + b"#undef LIMIT\n")
    assert (addition, addition.line) == (Addition("# undef LIMIT"), 9)


def test_pragmas_that_were_meant_for_openmp() -> None:
    text = b"#pragma once\n#pragma opm parallel for\n#pragma parallel for\n#pragma omp simd\n"
    shown = [(pragma.text, pragma.line) for pragma in misspelt_pragmas(b"", text)]
    assert shown == [("# pragma opm parallel for", 2), ("# pragma parallel for", 3)]
    assert misspelt_pragmas(text, text) == ()


@pytest.mark.parametrize(
    ("name", "copied", "found"),
    [
        ("_N", True, False),
        ("_PB_N", True, False),
        ("_N", False, True),
        ("_OPENMP", True, True),
        ("__COUNTER__", True, True),
    ],
)
def test_a_loop_that_is_copied_keeps_its_macros(name: str, copied: bool, found: bool) -> None:
    original = f"void f(int* a) {{ for (int i = 0; i < {name}; ++i) a[i] = 1; }}\n".encode()

    assert bool(forbidden_additions(original, original * 2, copies=copied)) is found
    assert forbidden_additions(b"", original, copies=copied)
