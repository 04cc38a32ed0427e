"""Candidates, and where the function under test lies after their edits."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.splice import apply_edits, difference
from tests.fakes.subjects import subject_of

_BEFORE = b"int a() { return 1; }\nint f() { return 2; }\nint b() { return 3; }\n"


@pytest.mark.parametrize(
    "after",
    [
        b"int f() { return 2; }",
        b"int f() {\n  return 2;\n}",
        b"int f() { return h(); }",
    ],
)
def test_the_function_is_found_after_edits_around_it(after: bytes) -> None:
    text = _BEFORE.replace(b"int f() { return 2; }", after).replace(b"return 1", b"return 10000")
    text = b"int h() { return 0; }\n" + text.replace(b"return 3", b"return 30000")
    subject = subject_of(_BEFORE, Span(22, 43), text)
    assert subject.source.slice(subject.function_span).encode() == after


def test_bytes_that_are_not_utf8_survive() -> None:
    old, new = SourceText("a", b"// \xe9\nint x;\n"), SourceText("a", b"// \xe9\n// \xe8\nint x;\n")
    (edit,) = difference(old, new)
    assert (edit, edit.data, edit.growth) == (Edit(Span(5, 5), "// \udce8\n"), b"// \xe8\n", 5)
    assert apply_edits(old, [edit]) == new
