"""Directives and their clauses."""

from __future__ import annotations

import pytest

from pcg_engine.tools.recording.directives import (
    Clause,
    Directive,
    ListItem,
    list_items,
    parse_directive,
    section_bounds,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "parallel for private(a, b) reduction(+ : s, h[0:n]) if (parallel: f(x) > 1) nowait",
            Directive(
                ("parallel", "for"),
                (
                    Clause("private", "a, b"),
                    Clause("reduction", "+ : s, h[0:n]"),
                    Clause("if", "parallel: f(x) > 1"),
                    Clause("nowait", None),
                ),
            ),
        ),
        ("critical (name) hint(x)", Directive(("critical",), (Clause("hint", "x"),), "name")),
        ("for ordered", Directive(("for",), (Clause("ordered", None),))),
        (
            "declare reduction(m : T : f(omp_in, omp_out))",
            Directive(("declare", "reduction"), (), "m : T : f(omp_in, omp_out)"),
        ),
        ("barrier", Directive(("barrier",), ())),
        ("parallel for if(a", Directive(("parallel", "for"), (), None, is_understood=False)),
        ("for schedule(static, ')')", Directive(("for",), (Clause("schedule", "static, ')'"),))),
    ],
)
def test_parse_directive(text: str, expected: Directive) -> None:
    assert parse_directive(text) == expected


def test_lists_hold_names_and_sections() -> None:
    assert list_items("a, b[0:n], c [ : f(x, y)]") == (
        ListItem("a"),
        ListItem("b", "[0:n]"),
        ListItem("c", "[ : f(x, y)]"),
    )
    assert list_items("a.b") is None


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("[0:n]", (("0", "n"),)),
        ("[:std::size(v)]", (("0", "std::size(v)"),)),
        ("[lo:n][0:m]", (("lo", "n"), ("0", "m"))),
        ("[3]", (("3", "1"),)),
        ("[0:n:2]", None),
        ("[1:]", None),
    ],
)
def test_section_bounds(section: str, expected: tuple[tuple[str, str], ...] | None) -> None:
    assert section_bounds(section) == expected
