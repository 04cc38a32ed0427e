"""Arrays on the stack: which they are, and where a statement about them can follow."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.local_arrays import local_arrays
from pcg_engine.syntax.parse import parse


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("void f() { double a[5], *p, b[2][3] = {}; }", ["a", "b"]),
        ("void f(int n) { double a[n]; int* q[3]; }", ["a", "q"]),
        ("void f() { int (*rows)[3]; int x; int& y = x; }", []),
        ("void f() { static int s[4]; extern int e[2]; constexpr int c[1] = {0}; }", []),
        ("void f() { for (int c[2] = {}; c[0] < 2; ++c[0]) { char w[] = \"x\"; } }", ["w"]),
        ("void f(int n) { switch (n) { case 1: double v[3]; } if (n) double z[2]; }", ["v"]),
        ("void f() {\n#if N\n  float x[7];\n#else\n  float y[8];\n#endif\n}", ["x", "y"]),
        ("constexpr int f(int i) { int t[3] = {1, 2, 3}; return t[i]; }", []),
        ("double g[4]; class C { double m[3]; void f() { int y[2]; } };", ["y"]),
        ("void f() { auto l = [&] { double in[4]; return in[0]; }; }", ["in"]),
        ("void f() { double broken[4] }", []),
    ],
)  # fmt: skip
def test_arrays_on_the_stack(text: str, names: list[str]) -> None:
    data = text.encode()

    found = local_arrays(parse(SourceText("a.cpp", data)))

    assert [one.name for one in found] == names
    assert all(data[one.after - 1 : one.after] == b";" for one in found)
