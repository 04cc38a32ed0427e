"""C++ text as lexemes, and its preprocessor lines."""

from __future__ import annotations

import pytest

from pcg_engine.syntax.lexemes import directives, lexemes

TEXT = b"""\
int a = 1'000; // # no
char c = '"', d = u8'"', e = L'#';
#define A 1'0 /* x
*/ + \\
  2
auto s = R"x(
#define NO
)x"; const char* q = "#no \\" #no";
/*
#no
*/ #  pragma   once // twice
"""


def test_lines_of_the_preprocessor_are_those_that_are_none_of_anything_else() -> None:
    found = list(directives(TEXT))
    assert [(one.text, one.keyword) for one in found] == [
        (b"#define A 1'0 + 2", b"define"),
        (b"#pragma once", b"pragma"),
    ]
    assert found[0].macro == b"A"
    assert [TEXT[one.start : one.end][:8] for one in found] == [b"#define ", b"#  pragm"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a+++b->c::d", [b"a", b"++", b"+", b"b", b"->", b"c", b"::", b"d"]),
        (b"v<v<int>>x; a >>= 2", [*(b"v < v < int > > x ; a > >= 2".split())]),
        (b"/* a */ b // c\n d", [b"b", b"d"]),
        (b'R"(//)" u8"\\"/*" 1.5e-3f', [b'R"(//)"', b'u8"\\"/*"', b"1.5e-3f"]),
        (b"x;\n#if  A  /* b */ > 2\ny;", [b"x", b";", b"#if A > 2", b"y", b";"]),
        (b"\xc3\xa9t\xc3\xa9 $x", [b"\xc3\xa9t\xc3\xa9", b"$x"]),
        (b"#define F(x)\n#define G (x)", [b"#define F(x)", b"#define G (x)"]),
    ],
)
def test_lexemes(text: bytes, expected: list[bytes]) -> None:
    assert lexemes(text) == expected
