"""What an offer for one function depends on in its file, and what it does not."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.declarations import outline_of
from pcg_engine.syntax.fingerprint import Dependencies, dependencies
from pcg_engine.syntax.parse import parse

FILE = """\
#include <vector>
#define SCALE 2
#ifdef FAST
using real = float;
#else
using real = double;
#endif
namespace {
constexpr int width = 4;
real twice(real x) { return SCALE * x; }
real thrice(real x) { return twice(x) + x; }
}
struct Base { virtual ~Base() {} virtual real at(int i) const { return i; } };
struct Cell : Base {
    real mass = 1;
    Cell& operator+=(const Cell& other) { mass += other.mass; return *this; }
    real energy() const;
    int unrelated() const { return 3; }
};
real Cell::energy() const { return mass * thrice(mass); }
enum Mode { QUIET, LOUD };
bool operator<(const Cell& a, const Cell& b) { return a.mass < b.mass; }
void swap(Cell& a, Cell& b) { real t = a.mass; a.mass = b.mass; b.mass = t; }
// The kernel.
void kernel(std::vector<Cell>& cells, int mode) {
    if (mode == LOUD) return;
    for (auto& cell : cells) cell.mass = cell.energy() + width;
}
int elsewhere(int n) { return n + 1; }
struct Stranger { int size; };
"""


def dependencies_in(text: str, start: str = "void kernel(") -> Dependencies:
    data = text.encode()
    outline = outline_of(parse(SourceText("a.cpp", data)))
    begin = data.index(start.encode())
    return dependencies(outline, Span(begin, closing_brace(data, begin) + 1))


def closing_brace(data: bytes, begin: int) -> int:
    depth = 0
    for at in range(data.index(b"{", begin), len(data)):
        depth += (data[at : at + 1] == b"{") - (data[at : at + 1] == b"}")
        if depth == 0:
            return at
    raise AssertionError("no function there")


def changed(old: str, new: str, *, file: str = FILE, start: str = "void kernel(") -> list[str]:
    assert file.count(old) == 1, old
    edited = file.replace(old, new)
    return list(dependencies_in(file, start).difference(dependencies_in(edited, start)))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("#include <vector>\n", "#include <vector>\n#include <span>\n", ["`#include <span>`"]),
        ("#define SCALE 2", "#define SCALE 3", ["`#define SCALE`"]),
        ("#ifdef FAST", "#ifndef FAST", ["`#ifdef FAST`", "`#ifndef FAST`"]),
        ("using real = double", "using real = long double", ["`real`"]),
        ("width = 4", "width = 5", ["`width`"]),
        ("return SCALE * x", "return SCALE + x", ["`twice`"]),
        ("real mass = 1", "float mass = 1", ["`Cell`"]),
        ("mass * thrice(mass)", "mass", ["`Cell::energy`", "`thrice`", "`twice`"]),
        ("mass += other.mass", "mass -= other.mass", ["`Cell::operator+=`"]),
        ("virtual ~Base() {}", "virtual ~Base() { abort(); }", ["`Base::~Base`"]),
        ("QUIET, LOUD", "LOUD, QUIET", ["`Mode`"]),
        ("return a.mass < b.mass", "return a.mass > b.mass", ["`operator<`"]),
        ("real t = a.mass;", "real t = b.mass;", ["`swap`"]),
        ("namespace {", "namespace inner {", ["`thrice`", "`twice`", "`width`"]),
        ("// The kernel.\n", "#pragma GCC optimize(1)\n", ["`#pragma GCC`"]),
        ("// The kernel.\n", "using namespace std;\n", ["`using namespace std;`"]),
        ("struct Stranger", "real thrice(int x) { return x; }\nstruct Stranger", ["`thrice`"]),
    ],
)
def test_what_it_depends_on_is_named_when_it_changes(old: str, new: str, what: list[str]) -> None:
    assert changed(old, new) == what


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("// The kernel.\n", "/* Another\n comment. */\n\n"),
        ("return n + 1", "return n + 2"),
        ("return n + 1", "#pragma omp parallel\n#ifdef X\n return n + 2;\n#endif\n return 0"),
        ("int elsewhere(int n) { return n + 1; }\n", ""),
        ("int unrelated() const { return 3; }", "int unrelated() const { return 4; }"),
        ("return SCALE * x;", "return  SCALE /* twice */\n * x;"),
        ("for (auto& cell : cells) cell.mass", "cells.clear();\n for (;;) cells[0].mass"),
        ("struct Stranger { int size; };", "struct Stranger { int size, more; };"),
        ("#define SCALE 2", "#define   SCALE   2   // two"),
    ],
)
def test_what_it_does_not_reach_does_not_matter(old: str, new: str) -> None:
    assert changed(old, new) == []


def test_a_place_in_the_file_matters_where_it_changes_the_meaning() -> None:
    moved = FILE.replace("#define SCALE 2\n", "").replace(
        "// The kernel.\n", "#define SCALE 2\n// The kernel.\n"
    )
    assert dependencies_in(FILE).difference(dependencies_in(moved)) == (
        "the order of declarations",
    )


def test_two_declarations_that_change_places_matter() -> None:
    file = "int f(int);\nint f(double);\nvoid kernel() { f(1); }\nint g;\n"
    assert changed("int f(int);\nint f(double);", "int f(double);\nint f(int);", file=file) == [
        "`f`"
    ]
    file = "int a;\nint b;\nvoid kernel() { a = b; }\n"
    assert changed("int a;\nint b;", "int b;\nint a;", file=file) == ["the order of declarations"]


def test_a_macro_defined_inside_another_function_counts() -> None:
    file = "void f() {\n#define STEP 2\n}\nvoid kernel() { STEP; }\n"
    assert changed("STEP 2", "STEP 3", file=file) == ["`#define STEP`"]


def test_names_in_macros_are_mentions() -> None:
    file = "int f() { return 1; }\n#define CALL f()\nvoid kernel() { CALL; }\n"
    assert changed("return 1", "return 2", file=file) == ["`f`"]
    file = "int f1() { return 1; }\n#define CALL(x) f##x()\nvoid kernel() { CALL(1); }\n"
    assert changed("return 1", "return 2", file=file) == ["`f1`"]


def test_members_reach_their_class_and_through_pointers_those_of_others() -> None:
    file = """\
struct Solver::Impl { double u[9]; double get(int i) { return u[i]; } Impl() { u[0] = 1; } };
double Solver::flux() { return 2; }
double Solver::slope() { return 3; }
void kernel() { for (int i = 0; i < 9; i++) impl->u[i] += flux(); }
"""
    assert changed("u[0] = 1", "u[0] = 2", file=file) == ["`Solver::Impl::Impl`"]
    assert changed("double u[9]", "float u[9]", file=file) == ["`Solver::Impl`"]
    assert changed("return 2", "return 4", file=file) == ["`Solver::flux`"]
    assert changed("return 3", "return 4", file=file) == []


def test_a_member_function_depends_on_its_class_and_not_on_its_siblings() -> None:
    file = """\
class Grid {
    int n = 3;
    void kernel() { for (int i = 0; i < n; i++) touch(i); }
    void touch(int i) { last = i; }
    void other() { last = 9; }
    int last;
};
"""
    assert changed("last = 9", "last = 8", file=file) == []
    assert changed("last = i", "last = i + 1", file=file) == ["`Grid::touch`"]
    assert changed("int last;", "long last;", file=file) == ["`Grid`"]
    assert changed("touch(i);", "touch(i + 1);", file=file) == []


def test_an_overriding_method_in_a_class_that_is_not_named_counts() -> None:
    file = """\
struct Shape { virtual double area() const = 0; };
struct Square : Shape { double area() const override { return 1; } };
void kernel(Shape* const* shapes, double* out) { out[0] = shapes[0]->area(); }
"""
    assert changed("return 1", "return 2", file=file) == ["`Square::area`"]


def test_every_member_of_a_class_whose_base_is_elsewhere_may_be_called() -> None:
    file = """\
#include "base.hpp"
struct Mine : Base<Mine> { double hook(int i) { return i; } };
void kernel(Mine& mine) { mine.apply(); }
"""
    assert changed("return i", "return -i", file=file) == ["`Mine::hook`"]


def test_a_class_given_to_a_template_may_have_every_member_called() -> None:
    file = """\
struct Plus { static int apply(int a) { return a; } };
void kernel(int* a) { a[0] = std::reduce<Plus>(a); }
"""
    assert changed("return a", "return -a", file=file) == ["`Plus::apply`"]


def test_calls_into_own_headers_may_come_back() -> None:
    file = """\
#include {}
double potential(int i) {{ return i; }}
static double hidden(int i) {{ return i + 1; }}
void kernel(double* u, int n) {{ for (int i = 0; i < n; i++) u[i] = {}(i); }}
"""
    own, standard = file.format('"grid.hpp"', "energy"), file.format("<cmath>", "std::sin")
    assert changed("return i;", "return -i;", file=own) == ["`potential`"]
    assert changed("return i + 1", "return i + 2", file=own) == []
    assert changed("return i;", "return -i;", file=standard) == []
    known = file.format('"grid.hpp"', "std::sin")
    assert changed("return i;", "return -i;", file=known) == []


def test_who_uses_a_template_decides_its_instances() -> None:
    file = """\
using number = float;
template <class T> void kernel(T* a) { for (int i = 0; i < 9; i++) a[i] = i; }
void user() { number a[9]; kernel(a); }
void other() { int i = 0; }
"""
    assert changed("number a[9]", "int a[9]", file=file) == ["`number`", "`user`"]
    assert changed("number = float", "number = double", file=file) == ["`number`"]
    assert changed("{ int i = 0; }", "{ int i = 1; }", file=file) == []
    assert changed("template <class T>", "template <class T, int = 3>", file=file) == ["`kernel`"]


def test_code_that_is_not_understood_counts() -> None:
    file = "MAKE_FILTER(blur, 3) + +;\nvoid kernel() {}\n"
    assert changed("blur, 3", "blur, 4", file=file) != []


def test_the_digest_stands_for_all_of_it() -> None:
    assert dependencies_in(FILE.replace("int elsewhere", "int  elsewhere")) == dependencies_in(FILE)
    assert (
        dependencies_in(FILE.replace("SCALE 2", "SCALE 3")).digest != dependencies_in(FILE).digest
    )
