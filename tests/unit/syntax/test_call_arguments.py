"""What calls pass, as far as the text tells."""

from __future__ import annotations

import pytest

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.call_arguments import argument_paths


def _paths(arguments: str) -> tuple[str | None, ...]:
    text = f"void g() {{ f({arguments}); }}"
    (call,) = argument_paths(SourceText("a.cpp", text.encode()), "f")
    return call


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("a", "a"),
        ("a + n", "a"),
        ("2 + a", "a"),
        ("a - 1", "a"),
        ("&a[n]", "a"),
        ("&a", "a"),
        ("(double *)a", "a"),
        ("(a)", "a"),
        ("v.data()", "v"),
        ("v.data() + 3", "v"),
        ("&*v.begin()", "v"),
        ("s->x + 1", "s.x"),
        ("s.x", "s.x"),
        ("this->x", "this.x"),
        ("m[i]", "m[i]"),
        ("*m", "m[0]"),
        ("make(a)", None),
        ("c ? a : b", None),
        ("3", None),
    ],
)
def test_what_an_argument_leads_to(argument: str, path: str | None) -> None:
    assert _paths(argument) == (path,)


def test_every_call_of_the_name_counts() -> None:
    text = (
        b"void g() { f(a, b); ns::f(c, d); o.f(e); p->f(h, /* twice */ h); f<int>(k); other(a); }"
    )
    found = argument_paths(SourceText("a.cpp", text), "f")
    assert sorted(found) == sorted([("a", "b"), ("c", "d"), ("e",), ("h", "h"), ("k",)])
    assert argument_paths(SourceText("a.cpp", text), "nobody") == ()
