"""What a candidate's file may change."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.verdict import CheckResult, Outcome
from pcg_engine.tools.extract import check, compare, edited_region

_ORIGINAL = """\
#include <vector>
#define N 3
namespace a { struct S { int m; void g() const { } }; }
static int helper(int x) { return x; }
int total(const int* x, int n) { int s = 0; for (int i = 0; i < n; ++i) s += x[i]; return s; }
extern int other;
"""
_TOTAL = "int total(const int* x, int n) {"


def _judge(candidate: str, *, alone: bool = False) -> CheckResult:
    comparison = compare(_text(_ORIGINAL), _text(candidate))
    total = next(change for change in comparison.changed if change.name == "total")
    return check(comparison, total, alone=alone)


def _text(text: str) -> SourceText:
    return SourceText("a.cpp", text.encode())


def _changed(before: str = "", also: str = "") -> str:
    """The original with ``total`` changed, and something more before it."""
    return _ORIGINAL.replace(_TOTAL, f"{before}{_TOTAL} {also};")


@pytest.mark.parametrize(
    "addition",
    [
        "#include <omp.h>\n",
        "static int part(const int* x, int n) { return x[n]; }\n",
        "namespace { int part(int x) { return x; } }\n",
        "template <class T> static T part(T x) { return x; }\n",
        "static int part(int);\nstatic int part(int x) { return x; }\n",
        "struct Part { int s; Part() : s(0) {} void add(int x) { s += x; } };\n",
        "constexpr int tile = 64;\n",
        "using Sum = long;\n",
        "struct P { int v; };\n#pragma omp declare reduction(best : P : omp_out = omp_in)\n",
        "int total(const int* x, int n);\n",
        "// part of helper\n",
    ],
)
def test_what_a_candidate_may_add(addition: str) -> None:
    assert _judge(_changed(addition)).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("candidate", "told"),
    [
        (_changed().replace("N 3", "N 4"), "line 2: `#define N 3` of the original is gone"),
        (_changed().replace("int m;", "long m;"), "`int m ;` of the original is gone"),
        (_changed().replace("extern int other;", ""), "`extern int other ;` of the original"),
        (_changed("static int calls = 0;\n"), "`static int calls = 0 ;` is new"),
        (_changed("using namespace std;\n"), "`using namespace std ;` is new"),
        (_changed('#include "evil.h"\n'), '`#include "evil.h"` is new'),
        (_changed("#include <../../evil.h>\n"), "`#include <../../evil.h>` is new"),
        (_changed("#include </evil.h>\n"), "`#include </evil.h>` is new"),
        (_changed("#pragma omp threadprivate(other)\n"), "is new"),
        (_changed("namespace std { int part(int x) { return x; } }\n"), "is new"),
        (_changed().replace("int m;", "int m; int k() { return 1; }"), "`int k ( )` is new"),
        (_changed("#if 1\nstatic int part(int x) { return x; }\n#endif\n"), "is new"),
    ],
)
def test_what_it_may_not(candidate: str, told: str) -> None:
    result = _judge(candidate)
    assert (result.outcome, result.code) == (Outcome.REFUTED, "edit-outside-function")
    assert told in result.detail


def test_a_name_in_use_is_left_open() -> None:
    overload = _changed("static long helper(long x) { return x; }\n")
    result = _judge(overload)
    assert (result.outcome, result.code) == (Outcome.INCONCLUSIVE, "name-in-use")
    assert _judge(_changed("static int N3(int x) { return x; }\n")).outcome is Outcome.PASSED


def test_every_changed_function_is_found_with_its_version() -> None:
    candidate = (
        _changed()
        .replace("{ return x; }", "{ return x + 0; }")
        .replace("void g() const { }", "void g() const noexcept { }")
    )
    comparison = compare(_text(_ORIGINAL), _text(candidate))
    assert [(c.name, c.after.head) for c in comparison.changed] == [
        ("a::S::g", "void g ( ) const noexcept"),
        ("helper", "static int helper ( int x )"),
        ("total", "int total ( const int * x , int n )"),
    ]
    assert comparison.intrusions == ()


def test_others_may_change_only_if_they_are_tested_too() -> None:
    candidate = _changed().replace("{ return x; }", "{ return x + 0; }")
    assert _judge(candidate).outcome is Outcome.PASSED
    assert _judge(candidate, alone=True).code == "edit-outside-function"


def test_comments_and_white_space_change_nothing() -> None:
    candidate = _ORIGINAL.replace("int s = 0;", "int s =\n   0; // the sum\n")
    assert compare(_text(_ORIGINAL), _text(candidate)).changed == ()


def test_the_region_is_that_of_the_edited_loops() -> None:
    source = _text("f() {\n  a;\n  for (;;) b;\n  c;\n}\n")
    loop = Span(13, 24)
    assert source.slice(loop) == "for (;;) b;"
    assert edited_region([loop], [Span(11, 11), Span(20, 22)], source) == loop
    assert edited_region([loop], [Span(11, 11), Span(8, 9)], source) is None
    assert edited_region([], [Span(8, 9)], source) is None
