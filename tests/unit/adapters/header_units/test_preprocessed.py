"""A unit's preprocessed text is cut where a header is entered."""

from __future__ import annotations

from pcg_engine.adapters.header_units.preprocessed import (
    CutUnit,
    cut,
    words_after_preprocessing,
)

_OUTPUT = """\
# 0 "/p/a.cpp"
# 1 "<built-in>"
#define __cplusplus 201703L
# 0 "<command-line>"
#define GIVEN 1
# 1 "/usr/include/stdc-predef.h" 1 3 4
#define __STDC_IEC_559__ 1
# 0 "<command-line>" 2
# 1 "/p/a.cpp"
#define CARRY 1
#include <vector>
# 1 "/usr/include/c++/12/vector" 1 3
#define _GLIBCXX_VECTOR 1
namespace std {}
# 3 "/p/a.cpp" 2
#include "types.hpp"
# 1 "/p/types.hpp" 1
using real = double;
# 4 "/p/a.cpp" 2
#include "kernels.hpp"
# 1 "/p/kernels.hpp" 1
#define KERNELS_HPP
struct Mesh {};
#include "step.hpp"
# 1 "/p/step.hpp" 1
#include "types.hpp"
inline void step(real* x) { x[1] = 1; }
# 5 "/p/kernels.hpp" 2
inline void both() {}
# 5 "/p/a.cpp" 2
#include "more.hpp"
# 1 "/p/more.hpp" 1
#pragma once
#include <cmath>
# 1 "/usr/include/c++/12/cmath" 1 3
double sin(double);
# 3 "/p/more.hpp" 2
inline void more() { step(nullptr); }
# 6 "/p/a.cpp" 2
int main() { more(); }
"""


def _cut(header: str) -> CutUnit | None:
    return cut(_OUTPUT, "/p/a.cpp", lambda file: file == header)


def test_what_is_before_a_header_is_included_or_taken_as_text() -> None:
    found = _cut("/p/step.hpp")
    assert found is not None
    assert found.before.splitlines() == [
        "#define CARRY 1",
        "#include <vector>",
        '#include "/p/types.hpp"',
        "#define KERNELS_HPP",
        "struct Mesh {};",
    ]


def test_behind_a_header_only_the_system_is_included() -> None:
    found = _cut("/p/step.hpp")
    assert found is not None
    assert found.after.splitlines() == [
        "inline void both() {}",
        "#include <cmath>",
        "inline void more() { step(nullptr); }",
        "int main() { more(); }",
    ]


def test_files_are_told_by_who_edits_them() -> None:
    found = _cut("/p/step.hpp")
    assert found is not None
    assert found.name == "/p/step.hpp"
    own = ("a.cpp", "types.hpp", "kernels.hpp", "step.hpp", "more.hpp")
    assert found.own == tuple(f"/p/{name}" for name in own)
    assert found.system == ("/usr/include/c++/12/vector", "/usr/include/c++/12/cmath")


def test_a_unit_without_the_header() -> None:
    assert _cut("/p/absent.hpp") is None


def test_clang_tells_of_flags_inside_the_unit() -> None:
    output = """\
# 1 "/p/a.cpp"
# 1 "<built-in>" 1
# 1 "<built-in>" 3
#define __clang__ 1
# 1 "<command line>" 1
#define GIVEN 1
# 1 "<built-in>" 2
# 1 "/p/a.cpp" 2
#include "step.hpp" /* clang -E -dI */
# 1 "/p/step.hpp" 1
inline void step() {}
# 2 "/p/a.cpp" 2
void use() { step(); }
"""
    found = cut(output, "/p/a.cpp", lambda file: file == "/p/step.hpp")
    assert found is not None
    assert (found.before, found.after) == ("", "void use() { step(); }\n")


def test_words_do_not_depend_on_where_lines_come_from() -> None:
    flat = '# 1 "x.hpp"\n#define A 1\nint  a;\n#pragma once\n#pragma omp parallel\nint b;\n'
    assert words_after_preprocessing(flat) == [
        "int",
        "a;",
        *"#pragma omp parallel".split(),
        *"int b;".split(),
    ]


_PART = """\
# 1 "/p/a.cpp"
#define max(a,b) std::max(a,b)
# 1 "/p/finder.h" 1

#include <vector>
# 1 "/usr/include/c++/12/vector" 1 3
# 3 "/p/finder.h" 2
int larger(int a, int b) { return std::max(a,b); }
#include "parts/finder.tpp"
# 1 "/p/parts/finder.tpp" 1
#include "../finder.h"
#include <vector>
#pragma omp declare simd
int twice(int a) { return 2 * a; }
#include "other.h"
# 5 "/p/finder.h" 2
# 3 "/p/a.cpp" 2
#pragma push_macro("min")
int most(int a) { return std::max(a,1) + min; }
"""


def test_a_macro_is_put_aside_where_the_text_has_its_name_already() -> None:
    found = cut(_PART, "/p/a.cpp", lambda file: file == "/p/parts/finder.tpp")
    assert found is not None
    assert found.before.splitlines() == [
        "#define max(a,b) std::max(a,b)",
        "#include <vector>",
        '#pragma push_macro("max")',
        "#undef max",
        "int larger(int a, int b) { return std::max(a,b); }",
        '#pragma pop_macro("max")',
    ]
    assert found.after.splitlines() == [
        '#pragma push_macro("min")',
        '#pragma push_macro("max")',
        "#undef max",
        "int most(int a) { return std::max(a,1) + min; }",
        '#pragma pop_macro("max")',
    ]
    assert words_after_preprocessing(found.before) == words_after_preprocessing(
        "int larger(int a, int b) { return std::max(a,b); }"
    )


def test_what_a_header_includes_once_more_is_told() -> None:
    found = cut(_PART, "/p/a.cpp", lambda file: file == "/p/parts/finder.tpp")
    assert found is not None
    assert found.around == ("/p/finder.h",)
    assert found.repeated == ("../finder.h", "other.h")
