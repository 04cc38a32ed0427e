"""Bodies of functions that nothing of interest can call are left out; all else stays in place."""

from __future__ import annotations

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.pruning import without_unreachable

FILE = """\
#include <vector>
#define APPLY(x) by_macro(x)
static int used(int x) { return x + 1; }
static int unused(int x)
{
    // told
    return used(x) * 2;
}
int by_macro(int x) { return x; }
int by_variable() { return 3; }
static int size = by_variable();
struct Cell { int mass; int twice() const { return helper(mass); } };
int helper(int m) { return 2 * m; }
template <class T> T generic(T x) { return from_generic(x); }
int from_generic(int x) { return x; }
void swap(Cell& a, Cell& b) { int t = a.mass; a.mass = b.mass; b.mass = t; }
bool operator<(const Cell& a, const Cell& b) { return a.mass < b.mass; }
auto deduced() { return 4; }
[[gnu::constructor]] void at_load() { size = 5; }
int declared(int x);
int declared(int x) { return x; }
namespace inner { int deep(int x) { return x; } }
void kernel(std::vector<int>& v) { for (int& x : v) x = used(x); }
int main(int argc, char* argv[]) { return unused(argc) + inner::deep(1) + declared(2); }
"""


def pruned(text: str, *needed: str) -> str:
    names = frozenset(name.encode() for name in needed)
    return without_unreachable(SourceText("a.cpp", text.encode()), names).decode()


def test_what_cannot_be_reached_is_only_declared() -> None:
    text = pruned(FILE, "kernel")
    assert "int main(int argc, char* argv[]) ;" in text
    assert "int deep(int x) ;" in text
    assert "int declared(int x) ;" in text
    assert "* 2" not in text


def test_offsets_and_lines_stay() -> None:
    text = pruned(FILE, "kernel")
    assert len(text) == len(FILE)
    assert text.count("\n") == FILE.count("\n")
    assert text.index("void kernel(") == FILE.index("void kernel(")


def test_what_is_reached_stays() -> None:
    text = pruned(FILE, "kernel")
    for body in (
        "used(int x) { return x + 1; }",
        "by_macro(int x) { return x; }",
        "by_variable() { return 3; }",
        "helper(int m) { return 2 * m; }",
        "from_generic(int x) { return x; }",
        "swap(Cell& a, Cell& b) { int t",
        "operator<(const Cell& a, const Cell& b) { return",
        "deduced() { return 4; }",
        "at_load() { size = 5; }",
        "for (int& x : v) x = used(x);",
    ):
        assert body in text


def test_callees_of_what_is_needed_stay() -> None:
    text = pruned(FILE, "main")
    assert "* 2" in text
    assert "deep(int x) { return x; }" in text
    assert "declared(int x) { return x; }" in text
    assert "void kernel(std::vector<int>& v) ;" in text


def test_bodies_that_directives_cut_stay() -> None:
    text = """\
#ifdef A
int one(int x) {
#else
int one(long x) {
#endif
    return 1;
}
"""
    assert "return 1;" in pruned(text, "nothing")


def test_bodies_that_say_something_to_the_rest_stay() -> None:
    text = """\
int two(int x) {
#define INSIDE 3
    return INSIDE;
}
int three(int x) {
#if INSIDE > 2
    return 3;
#endif
    return 0;
}
int four(int x) { return 4; }
"""
    found = pruned(text, "nothing")
    assert "return INSIDE;" in found
    assert "return 3;" not in found
    assert "return 4;" not in found


def test_old_style_definitions_of_c_stay() -> None:
    text = "int f(a) int a; { return a; }\nint g(int a) { return a; }\n"
    found = without_unreachable(SourceText("a.c", text.encode()), frozenset((b"h",))).decode()
    assert "f(a) int a; { return a; }" in found
    assert "int g(int a) ;" in found


def test_what_is_needed_stays_where_nothing_else_is() -> None:
    text = "int only(int a) { return a; }\n"
    assert pruned(text, "only") == text
