"""A function in its file: its extent, and where what it uses can be put."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.definitions import definition_at, last_include
from pcg_engine.syntax.items import ItemKind, items
from pcg_engine.syntax.parse import parse


@pytest.mark.parametrize(
    ("text", "place", "whole"),
    [
        ("int a;\nvoid f() {}\n", "void f", "void f() {}"),
        ("int a;  // of a\n\nvoid f() {}\n", "void f", "void f() {}"),
        ("int a;\n\n// of f\n// too\nvoid f() {}\n", "// of f", "void f() {}"),
        ("int a;\n/* of f */\n#pragma omp declare simd\n\nvoid f() {}\n", "/* of", "void f() {}"),
        ("template <class T>\nvoid f(T x) {}\n", "template", "template <class T>\nvoid f(T x) {}"),
        ("struct S {\n  void f() {}\n};\n", "struct S", "void f() {}"),
        ("namespace n {\n  template <class T> struct S {\n  void f() {}\n};\n}\n", "  template",
         "void f() {}"),
        ('extern "C" void f() {}\n', "extern", "void f() {}"),
        ('extern "C" {\nvoid f() {}\n}\n', "void f", "void f() {}"),
        ("#if A\nvoid f() {}\n#endif\n", "void f", "void f() {}"),
        ("int a; void f() {}\n", "void f", "void f() {}"),
    ],
)  # fmt: skip
def test_where_a_definition_is(text: str, place: str, whole: str) -> None:
    source = SourceText("a.cpp", text.encode())
    body = text.index("{}")
    definition = definition_at(parse(source), Span(body, body + 2))
    assert definition is not None
    assert definition.place == text.index(place)
    assert source.slice(definition.whole) == whole


def test_what_is_no_function_has_no_definition() -> None:
    source = SourceText("a.cpp", b"int a = 3;\n")
    assert definition_at(parse(source), Span(0, 9)) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("#include <a>\n#include <b>\nvoid f();\n", "void"),
        ("// x\n#include <a>\n\nvoid f();\n#include <c>\n", "\nvoid"),
        ("/* x */\n\nvoid f();\n", "\nvoid"),
        ("void f();\n", "void"),
        ("#include <a>", ""),
    ],
)
def test_where_a_further_include_goes(text: str, place: str) -> None:
    end = text.find("void")
    found = last_include(parse(SourceText("a.cpp", text.encode())), end if end >= 0 else len(text))
    assert text[found:].startswith(place)
    assert found == (text.index(place) if place else len(text))


def test_items_of_deeply_nested_texts_are_found() -> None:
    nested = b"namespace a {" * 3000 + b"int x;" + b"}" * 3000
    found = list(items(parse(SourceText("a.cpp", nested))))
    assert [(item.kind, len(item.scope)) for item in found] == [(ItemKind.VARIABLE, 3000)]
