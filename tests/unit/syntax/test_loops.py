"""Whole ``Loop`` values, and what an index takes over from the one before."""

from __future__ import annotations

import hashlib

from pcg_engine.domain.loops import EnclosingFunction, Loop, LoopId, LoopKind, Pragma
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.index import LoopIndex
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits

FUNCTION = """\
void f(int n, double* a) {
#pragma omp parallel \\
    for
    for (int i = 0 ; i < n; ++i) {
        a[i] = 0;
    }
}"""
TEXT = f"int g();\n{FUNCTION}\nint h() {{ return 3; }}\n"
SOURCE = SourceText("f.cpp", TEXT.encode())


def span_of(part: str, text: str = TEXT) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def insert(source: SourceText, before: bytes, text: str) -> tuple[list[Edit], SourceText]:
    at = source.data.index(before)
    edits = [Edit(Span(at, at), text)]
    return edits, apply_edits(source, edits)


def test_a_loop_with_all_its_parts() -> None:
    statement = FUNCTION[FUNCTION.index("for (int") : -2]
    assert find_loops(parse(SOURCE)) == (
        Loop(
            id=LoopId("f", 0, hashlib.sha256(FUNCTION.encode()).hexdigest()[:16]),
            kind=LoopKind.FOR,
            span=span_of(statement),
            body=span_of("{\n        a[i] = 0;\n    }"),
            depth=0,
            parent=None,
            function=EnclosingFunction(
                "f", span_of(FUNCTION), span_of(FUNCTION[FUNCTION.index("{") :]), False
            ),
            induction_variable="i",
            initialiser=span_of("int i = 0"),
            condition=span_of("i < n"),
            increment=span_of("++i"),
            pragmas=(
                Pragma(span_of("#pragma omp parallel \\\n    for"), "#pragma omp parallel for"),
            ),
        ),
    )
    assert find_loops(parse(SOURCE))[0].is_openmp


def test_the_id_survives_edits_elsewhere_but_not_inside() -> None:
    index = LoopIndex.build(SOURCE)
    above = index.update(*insert(SOURCE, b"int g", "// new\n"))
    assert [loop.id for loop in above.loops] == [loop.id for loop in index.loops]
    assert above.loops[0].span.start == index.loops[0].span.start + len("// new\n")
    inside = index.update(*insert(SOURCE, b"0;\n", "1"))
    assert inside.loops[0].id.digest != index.loops[0].id.digest


def test_only_a_literal_changed() -> None:
    index = LoopIndex.build(SOURCE)
    updated = index.update(*insert(SOURCE, b"3; }", "4"))
    assert updated.loops == LoopIndex.build(updated.source).loops == index.loops


def test_names_far_away_decide_what_a_bare_call_means() -> None:
    source = SourceText(
        "s.cpp",
        b"void f(int* a) { sort(a, a + 3); }\n"
        b"namespace n { void g(int* a) { fill(a, a + 3, 0); } }\n",
    )
    index = LoopIndex.build(source)
    assert index.loops == ()
    using = index.update(*insert(source, b"void f", "using namespace std;\n"))
    assert [loop.algorithm for loop in using.loops] == ["std::sort", "std::fill"]
    own = using.update(*insert(using.source, b"namespace n {", "int fill(int*, int*, int);\n"))
    assert [loop.algorithm for loop in own.loops] == ["std::sort"]
    assert own.loops == LoopIndex.build(own.source).loops
    removal = [Edit(Span(0, len("using namespace std;\n")), "")]
    assert own.update(removal, apply_edits(own.source, removal)).loops == ()


def test_renaming_a_namespace_renames_the_functions_inside() -> None:
    source = SourceText("n.cpp", b"namespace alpha { struct S { void f() { for (;;) ; } }; }\n")
    index = LoopIndex.build(source)
    updated = index.update(*insert(source, b"alpha", "x"))
    assert [loop.id.function for loop in updated.loops] == ["xalpha::S::f"]
    assert updated.loops == LoopIndex.build(updated.source).loops


def test_an_update_with_another_text_starts_anew() -> None:
    index = LoopIndex.build(SOURCE)
    other = SourceText("f.cpp", b"void k() { while (true) ; }")
    assert index.update([], other).loops == LoopIndex.build(other).loops


def test_a_span_selects() -> None:
    source = SourceText("t.cpp", b"void f() { for (;;) ; while (1) ; }\nvoid g() { for (;;) ; }\n")
    every = find_loops(parse(source))
    assert [loop.kind for loop in every] == [LoopKind.FOR, LoopKind.WHILE, LoopKind.FOR]
    second = Span(every[1].span.start + 2, every[1].span.start + 3)
    assert find_loops(parse(source), second) == every[1:2]
    assert LoopIndex.build(source).loops_in(second) == every[1:2]
    assert find_loops(parse(source), Span(0, 2)) == ()
