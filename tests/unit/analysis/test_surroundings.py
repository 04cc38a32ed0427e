"""What of its file a function needs to compile."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.analysis.foreign_declarations import declared
from pcg_engine.analysis.surroundings import Surroundings, surroundings
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Block,
    ContainerKind,
    ContainerType,
    Field,
    Function,
    Linkage,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Storage,
    TranslationUnit,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.items import ItemKind, items
from pcg_engine.syntax.parse import parse

_TEXT = """\
// All rights reserved by Secret Inc.
#include <vector>
#include "mesh.h"  // the mesh
#define SQUARE(x) (SCALE * (x) * (x))
#define SCALE 2 /* two */
#define UNUSED 1

namespace phys {

enum class Kind { solid, fluid };
using Real = double;  // precise
struct Unused { int password; };

/// A cell.
struct Cell {
    Real u;  // velocity

    Kind kind;
    Real twice() const { return 2 * u; }
    Real sum() const {
        Real s = 0;
        for (int i = 0; i < 100; ++i) {
            s += u * i;  // summed up in a way that is long enough not to be shown in the text
            s -= u / (i + 1);
            s *= 1.0 + 1.0 / (i + 2);
        }
        return s;
    }
};

static int calls;
static Real clamp(Real x, Kind k) { /* no flow */ return k == Kind::solid ? 0 : x; }
template <class T> T unused(T x) { return x; }

class Grid {
public:
    void step(int n) {
        for (int i = 0; i < n; ++i) {
            cells[i].u = clamp(SQUARE(cells[i].u), cells[i].kind);
        }
    }

private:
    std::vector<Cell> cells;
};

}  // namespace phys

int main() { return phys::calls; }
"""
_STEP = """\
#include <vector>
#include "mesh.h"
#define SQUARE(x) (SCALE * (x) * (x))
#define SCALE 2
namespace phys {
enum class Kind { solid, fluid };
using Real = double;
struct Cell {
    Real u;
    Kind kind;
    Real twice() const { return 2 * u; }
    Real sum() const;
};
static Real clamp(Real x, Kind k) {  return k == Kind::solid ? 0 : x; }
class Grid {
public:
    void step(int n);
private:
    std::vector<Cell> cells;
};
}
"""


def _of(
    text: str, name: str, unit: TranslationUnit | None = None, limit: int = 6000
) -> Surroundings:
    tree = parse(SourceText("a.cpp", text.encode()))
    function = next(i for i in items(tree) if i.kind is ItemKind.FUNCTION and i.name == name)
    return surroundings(tree, function.span, unit, limit)


def test_what_is_mentioned_comes_along_and_nothing_else() -> None:
    assert _of(_TEXT, "phys::Grid::step") == Surroundings(_STEP)


def test_windows_line_ends_do_not_matter() -> None:
    assert _of(_TEXT.replace("\n", "\r\n"), "phys::Grid::step").text == _STEP


@pytest.mark.parametrize("limit", range(0, 700, 37))
def test_what_does_not_fit_is_named(limit: int) -> None:
    found = _of(_TEXT, "phys::Grid::step", limit=limit)
    shown, note, _ = found.text.partition("// Not shown: ")
    assert len(shown) <= limit + len("namespace phys {\n}\n")
    assert bool(note) == bool(found.left_out) == (shown != _STEP)
    assert all(label in found.text for label in found.left_out)


def test_the_nearest_is_shown_first() -> None:
    text = (
        "struct Far { double a, b, c, d; };\nstruct Near { Far far; };\n"
        "int f(Near& x) { return 0; }\n"
    )
    assert _of(text, "f", limit=30) == Surroundings(
        "struct Near { Far far; };\n// Not shown: `Far`.\n", ("`Far`",)
    )


@pytest.mark.parametrize(
    ("declaration", "shown"),
    [
        ("static double g[8];", "static double g[8];"),
        (f"const int g[] = {{{'1, ' * 200}}};", "const int g[] = /* values not shown */;"),
        ("double g(int);", "double g(int);"),
        (f"double g(int n) {{ return {'n + ' * 200}n; }}", "double g(int n);"),
        ("template <class T> T g(T x) { return x; }", "template <class T> T g(T x) { return x; }"),
        ("typedef double g;", "typedef double g;"),
        ("enum { g, h };", "enum { g, h };"),
        ("#define g \\\n  3", "#define g 3"),
        ("using namespace std;", "using namespace std;"),
        ("struct g; // only declared", "struct g;"),
        ('extern "C" { double g(double); }', 'extern "C" {\ndouble g(double);\n}'),
        ('const char* g = "// no /* comment */";', 'const char* g = "// no /* comment */";'),
        ("int other;", ""),
        ("double h(double g);", ""),
    ],
)
def test_how_declarations_are_shown(declaration: str, shown: str) -> None:
    text = f"{declaration}\nint f(int n) {{ return g + n; }}\n"
    assert _of(text, "f").text == (f"{shown}\n" if shown else "")


def test_a_class_named_outside_of_itself_brings_its_members() -> None:
    text = (
        "class A { int n; public: int get() const; };\n"
        "int A::get() const { return n; }\nvoid A::set(int m) { n = m; }\n"
        "int f(A& a) { return a.get(); }\n"
    )
    assert _of(text, "f").text == (
        "class A { int n; public: int get() const; };\nint A::get() const { return n; }\n"
    )
    assert _of(text, "A::get").text == "class A { int n; public: int get() const; };\n"


_INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
_DOUBLE = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True, const=True)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (_INT, "int x"),
        (_DOUBLE, "const double x"),
        (PointerType(_DOUBLE), "const double *x"),
        (PointerType(_INT, restrict=True), "int * __restrict x"),
        (PointerType(_INT, const=True), "int * const x"),
        (ReferenceType(ArrayType(_INT, 3)), "int (&x)[3]"),
        (ReferenceType(RecordType("A", const=True), rvalue=True), "const A &&x"),
        (PointerType(ArrayType(_INT, 3)), "int (*x)[3]"),
        (ArrayType(ArrayType(_INT, 3), None), "int x[][3]"),
        (ContainerType(ContainerKind.VECTOR, _INT, const=True), "const std::vector<int> x"),
        (ContainerType(ContainerKind.ARRAY, PointerType(_INT), 4), "std::array<int *, 4> x"),
        (OpaqueType("std::map<int, int>"), "std::map<int, int> x"),
        (VoidType(), "void x"),
    ],
)
def test_types_are_written_as_declarations(type_: Type, text: str) -> None:
    assert declared(type_, "x") == text


def test_what_headers_declare_is_known_from_trees() -> None:
    span = Span(0, 0)
    x = Variable("x", "x", RecordType("Cell"), Storage.PARAMETER, span)

    def function(key: str, name: str, *, in_main_file: bool = False) -> Function:
        linkage = Linkage.EXTERNAL
        return Function(key, name, _INT, (x,), Block((), span), linkage, span, in_main_file)

    unit = TranslationUnit(
        {key: function(key, key) for key in ("weight", "unmentioned", "std::weight")}
        | {"local": function("local", "local", in_main_file=True)},
        (Variable("g", "grid", ArrayType(_INT, 4), Storage.GLOBAL, span),),
        {
            "Cell": Record("Cell", (Field("a", _INT), Field("p", PointerType(_INT))), True),
            "Other": Record("Other", (), True),
        },
        (),
    )
    text = '#include "cell.h"\nint local(Cell x) { return weight(x) + grid[0]; }\n'
    assert _of(text, "local", unit).text == (
        '#include "cell.h"\nstruct Cell { int a; int *p; };\nextern int grid[4];\n'
        "int weight(Cell x);\n"
    )


def test_examples_need_little() -> None:
    for path in sorted((Path(__file__).parents[3] / "examples").glob("*.cpp")):
        tree = parse(SourceText(path.name, path.read_bytes()))
        for item in items(tree):
            if item.kind is ItemKind.FUNCTION:
                found = surroundings(tree, item.span)
                assert not found.left_out
                assert "//" not in found.text
