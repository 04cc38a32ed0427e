"""Cutting the text of directives: brackets, literals and comments do not mislead."""

from __future__ import annotations

import pytest

from pcg_engine.tools.openmp.text import (
    conjuncts,
    section_bounds,
    split,
    split_list,
    uncommented,
)


def test_separators_count_only_outside_brackets_and_literals() -> None:
    assert split_list("a, f(b, c), d[i, 1], ','") == ("a", "f(b, c)", "d[i, 1]", "','")
    assert split("a : ns::b : c", ":") == ["a ", " ns::b ", " c"]
    assert split_list("1'000, L',', 2") == ("1'000", "L','", "2")


def test_comments_and_continued_lines_are_gone_and_literals_stay() -> None:
    assert uncommented('a /* b */ c \\\n d // e "f"') == "a   c  d "
    assert uncommented("\"// no\" '/*' 1'0/**/1") == "\"// no\" '/*' 1'0 1"


def test_conjuncts_are_those_of_the_outermost_and() -> None:
    assert conjuncts("n > 4 && (a < b || b < a) && f(x && y)") == (
        "n > 4",
        "(a < b || b < a)",
        "f(x && y)",
    )
    assert conjuncts("a && b || c") == ("a && b || c",)
    assert conjuncts("a ? b && c : d") == ("a ? b && c : d",)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("0:n", ("0", "n")),
        (":std::size(v)", ("0", "std::size(v)")),
        ("lo:f(a, b)", ("lo", "f(a, b)")),
        ("3", ("3", "1")),
        ("0:n:2", None),
        ("1:", None),
    ],
)
def test_section_bounds(section: str, expected: tuple[str, str] | None) -> None:
    assert section_bounds(section) == expected
