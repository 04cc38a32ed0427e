"""Comments taken out of C++ texts."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from pcg_engine.syntax.comments import without_comments
from pcg_engine.syntax.lexemes import lexemes


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("int a; // a", "int a;"),
        ("// a\nint a;", "int a;"),
        ("int a;\n\n/* b\n b */\nint b;", "int a;\n\nint b;"),
        ("int/* */a;", "int a;"),
        ("f(/* x = */ 1);", "f(  1);"),
        ('s = "// no"; // yes', 's = "// no";'),
        ('s = R"(/* no */)";', 's = R"(/* no */)";'),
        ("n = 1'000; // yes '", "n = 1'000;"),
        ("c = '\"'; // yes", "c = '\"';"),
        ("// a \\\n b\nint a;", "int a;"),
        ("int a; /* no end", "int a;"),
    ],
)
def test_comments_are_gone_and_nothing_else(text: str, plain: str) -> None:
    assert without_comments(text.encode()).decode() == plain


@given(st.lists(st.sampled_from(["a", "1'0", '"', "'x'", "/*", "*/", "//", "\n", " ", ";"])))
def test_the_lexemes_stay(words: list[str]) -> None:
    text = " ".join(words).encode()
    if b'"' not in text:
        assert lexemes(without_comments(text)) == lexemes(text)
    else:
        assert len(without_comments(text)) <= len(text) + text.count(b"/")
