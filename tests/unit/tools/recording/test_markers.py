"""Markers: text to text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Function,
    Linkage,
    PointerType,
    Storage,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.recording.constructs import VariableRole
from pcg_engine.tools.recording.markers import MarkedLoop, MarkedText, Refusal, mark


def _mark(text: str) -> MarkedText:
    return mark(SourceText("a.cpp", text.encode()))


MATRICES = """#define MATRIX(name, width) name[][width]
void f(int n, double MATRIX(a, 8), const double MATRIX(b, 8)) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) a[i][0] = b[i][0];
}
"""


_HERE = Span(0, 0)
_INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
_ROWS = PointerType(ArrayType(ArithmeticType("double", ArithmeticKind.FLOATING, 64, True), 8))


def _parameter(name: str, type_: Type) -> Variable:
    return Variable(name, name, type_, Storage.PARAMETER, _HERE)


def test_parameters_that_a_macro_declares_are_named_by_the_compiler() -> None:
    parameters = (_parameter("n", _INT), _parameter("a", _ROWS), _parameter("b", _ROWS))
    function = Function("f", "f", VoidType(), parameters, None, Linkage.EXTERNAL, _HERE, True)
    marked = mark(SourceText("a.cpp", MATRICES.encode()), (function,)).text.decode()

    for name in "nab":
        assert f'.variable({name}, {VariableRole.SHARED.value}, "{name}")' in marked
    assert "(MATRIX," not in marked


def test_parameters_that_nobody_names_are_reported() -> None:
    assert "a parameter that a macro declares" in _mark(MATRICES).text.decode()


def _without_markers(text: str) -> str:
    """Braces of markers cannot be told from the program's, so all braces go."""
    text = re.sub(r"::pcg_rec_\w+\([^;]*?\); ", "", text)
    text = re.sub(r"::pcg_rec::\w+ \w+(?:\(.*?\)|\{\}); ", "", text)
    text = re.sub(r"pcg_rec_s\d+\.\w+\(.*?\); ", "", text)
    text = re.sub(r"auto& (?:pcg_rec_\w+ = \w+|\w+ = pcg_rec_\w+); ", "", text)
    return re.sub(r"[{}\s]", "", text)


def test_combined_loop() -> None:
    marked = _mark(
        "void f(double* a, int n, double t) {\n"
        "  #pragma omp parallel for private(t) if (n > 4)\n"
        "  for (int i = 0; i < n; ++i) a[i] = t = i;\n"
        "}\n"
    )
    assert marked == MarkedText(
        b"void f(double* a, int n, double t) {"
        b" ::pcg_rec::Function pcg_rec_f35(__builtin_frame_address(0)); \n"
        b"  #pragma omp parallel for private(t) if (n > 4)\n"
        b"  { ::pcg_rec::Scope pcg_rec_s1(1, 1, __builtin_frame_address(0), "
        b"static_cast<bool>(n > 4)); "
        b'pcg_rec_s1.variable(a, 1, "a"); pcg_rec_s1.variable(n, 1, "n"); '
        b'pcg_rec_s1.variable(t, 1, "t"); ::pcg_rec_start(); '
        b"{ ::pcg_rec::Scope pcg_rec_s2(2, 2, __builtin_frame_address(0), true); "
        b'pcg_rec_s2.variable(t, 2, "t"); ::pcg_rec_start(); '
        b"for (int i = 0; i < n; ++i) { ::pcg_rec::Iteration pcg_rec_i2(i); a[i] = t = i; } } }\n"
        b"}\n",
        (MarkedLoop(2, 88, 3, "parallel for", ("i",)),),
        (),
    )


@pytest.mark.parametrize(
    "text",
    [
        (
            "void f(int n) {\n#pragma omp parallel\n{\n#pragma omp for collapse(2) nowait\n"
            "for (int i = 0; i < n; ++i)\nfor (int j = 0; j < n; ++j)\ng(i, j);\n"
            "#pragma omp barrier\n#pragma omp single\nh();\n}\n}\n"
        ),
        (
            "void f(V v, int k[3]) {\nif (k)\n#pragma omp parallel for \\\n reduction(+ : s)\n"
            "for (auto& x : v) s += x + k[1];\nelse g();\n}\n"
        ),
        'const char* t = "\\\n#pragma omp parallel for\\\n";\nint x; // #pragma omp for\n',
        "void f() {\nfor (;;)\n#pragma omp critical\n{ g(); }\n#pragma omp atomic\nx += 1;\n}\n",
    ],
)
def test_only_markers_are_added(text: str) -> None:
    marked = _mark(text)
    assert marked.refusals == ()
    assert marked.text.count(b"\n") == text.count("\n")
    assert _without_markers(marked.text.decode()) == re.sub(r"[{}\s]", "", text)
    assert marked.text.count(b"{") == marked.text.count(b"}")


@pytest.mark.parametrize(
    ("pragma", "construct"),
    [
        ("task", "`task`"),
        ("parallel sections", "`parallel sections`"),
        ("for ordered", "the clause `ordered` of `for`"),
        ("simd safelen(4)", "the clause `safelen` of `simd`"),
        ("for linear(x)", "the clause `linear` of `for`"),
        ("parallel default(private)", "the clause `default(private)`"),
        ("for reduction(inscan, + : x)", "the clause `reduction(inscan, +: x)`"),
        ("for collapse(2)", "`collapse` over loops that are not directly nested"),
        ("parallel for collapse(2)", "`collapse` over loops that are not directly nested"),
    ],
)
def test_what_cannot_be_recorded_says_so_when_it_runs(pragma: str, construct: str) -> None:
    marked = _mark(f"void f(int x) {{\n#pragma omp {pragma}\nfor (int i = 0; i < 3; ++i) g(i);\n}}")
    assert f'{{ ::pcg_rec_unsupported("{construct}"); for' in marked.text.decode()
    assert marked.loops == ()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("int x;\n#pragma omp threadprivate(x)\n", Refusal(2, "`threadprivate`")),
        ("void f() {\n[[omp::directive(parallel)]] g();\n}", Refusal(2, "an OpenMP attribute")),
        (
            '#define P _Pragma("omp parallel for")\n',
            Refusal(1, "an OpenMP pragma in a macro"),
        ),
        (
            "void f() {\n#pragma omp parallel for\n}\n",
            Refusal(2, "`parallel for` before code that is not understood"),
        ),
    ],
)
def test_what_no_marker_can_be_put_at_is_refused(text: str, refusal: Refusal) -> None:
    assert _mark(text).refusals == (refusal,)


def test_parts_of_compound_locals_are_accessed_through_references() -> None:
    marked = _mark(
        "void f(const V c) {\nV v; double t[3]; double s; V* p; const int k = 1; auto [x, y] = v;\n"
        "#pragma omp parallel for\nfor (int i = 0; i < k; ++i) g(v.x, t[i], s, *p, c, x);\n}\n"
    )
    aliases = re.findall(r"auto& (\w+) = pcg_rec_s1_", marked.text.decode())
    assert sorted(aliases) == ["t", "v", "x"]


@given(st.text(alphabet=st.sampled_from("{}();\n #pragmomfrl<=i0[]x\\\"'/*"), max_size=80))
def test_any_text_keeps_its_lines(text: str) -> None:
    assert _mark(text).text.count(b"\n") == text.encode().count(b"\n")


CONDITIONAL = """double f(const double* a, int n) {
#ifdef TRACED
  int rank = 0;
  const int &first = rank, *second = &rank;
#endif
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < n; ++i) sum += a[i]%s;
  return sum;
}
"""


@pytest.mark.parametrize("name", ["rank", "first", "second"])
def test_variables_under_a_condition_matter_only_where_they_are_named(name: str) -> None:
    free = _mark(CONDITIONAL % "")
    used = _mark(CONDITIONAL % f" + {name}[a]")

    assert "declared under" not in free.text.decode()
    assert f".variable({name}," not in free.text.decode()
    assert f"`{name}`, declared under `#if`," in used.text.decode()
