"""The text of directives becomes typed clauses; what is not understood stays in view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcg_engine.tools.legality.clauses import (
    Attribute,
    Clause,
    CollapseClause,
    DefaultClause,
    Directive,
    IfClause,
    NotADirective,
    OtherClause,
    ReductionClause,
    ReductionItem,
    ScheduleClause,
    SharingClause,
    conjuncts,
    format_directive,
    parse_directive,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("barrier", Directive("barrier", ())),
        (
            "parallel for private(a,b), reduction( + : s , h[0:n] ) collapse(2)",
            Directive(
                "parallel for",
                (
                    SharingClause(Attribute.PRIVATE, ("a", "b")),
                    ReductionClause("+", (ReductionItem("s"), ReductionItem("h", ("0:n",)))),
                    CollapseClause(2),
                ),
            ),
        ),
        (
            "for nowait schedule(nonmonotonic: dynamic, 4 * k) ordered",
            Directive(
                "for",
                (
                    OtherClause("nowait"),
                    ScheduleClause("dynamic", ("nonmonotonic",), "4 * k"),
                    OtherClause("ordered"),
                ),
            ),
        ),
        (
            "parallel for if(parallel: c == ')' && f(a, b)) default(none)",
            Directive(
                "parallel for",
                (IfClause("c == ')' && f(a, b)", "parallel"), DefaultClause("none")),
            ),
        ),
        ("critical (lock)", Directive("critical", (OtherClause("", "lock"),))),
        (
            "for lastprivate(conditional: x) reduction(inscan, +: y) collapse(n)",
            Directive(
                "for",
                (
                    OtherClause("lastprivate", "conditional: x"),
                    OtherClause("reduction", "inscan, +: y"),
                    OtherClause("collapse", "n"),
                ),
            ),
        ),
        (
            "for reduction(ns::merge : x) if(std::size(v) > 2)",
            Directive(
                "for",
                (ReductionClause("ns::merge", (ReductionItem("x"),)), IfClause("std::size(v) > 2")),
            ),
        ),
        ("paralel for", NotADirective("`paralel for` is no known OpenMP directive")),
        ("parallel for private(a", NotADirective("parentheses do not match")),
        ("parallel for +", NotADirective("`+` is no clause")),
    ],
)
def test_directives(text: str, expected: Directive | NotADirective) -> None:
    assert parse_directive(text) == expected


def test_conjuncts_are_those_of_the_outermost_and() -> None:
    assert conjuncts("n > 4 && (a < b || b < a) && f(x && y)") == (
        "n > 4",
        "(a < b || b < a)",
        "f(x && y)",
    )
    assert conjuncts("a && b || c") == ("a && b || c",)
    assert conjuncts("a ? b && c : d") == ("a ? b && c : d",)


_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
_EXPRESSIONS = st.sampled_from(["n", "n - 1", "f(a, b)", "a[i]", "c == ')'", "x && (y || z)"])
_ITEMS = st.builds(
    ReductionItem, _NAMES, st.lists(st.sampled_from([":n", "0:n*2", "k"]), max_size=2).map(tuple)
)
_CLAUSES: st.SearchStrategy[Clause] = st.one_of(
    st.builds(SharingClause, st.sampled_from(Attribute), st.lists(_NAMES, min_size=1).map(tuple)),
    st.builds(
        ReductionClause,
        st.sampled_from(["+", "-", "*", "&", "|", "^", "&&", "||", "min", "max", "a::b"]),
        st.lists(_ITEMS, min_size=1).map(tuple),
    ),
    st.builds(DefaultClause, st.sampled_from(["shared", "none", "private", "firstprivate"])),
    st.builds(
        ScheduleClause,
        st.sampled_from(["static", "dynamic", "guided", "auto", "runtime"]),
        st.sampled_from([(), ("monotonic",), ("simd", "nonmonotonic")]),
        st.none() | _EXPRESSIONS,
    ),
    st.builds(IfClause, _EXPRESSIONS, st.sampled_from([None, "parallel", "simd"])),
    st.builds(CollapseClause, st.integers(1, 9)),
    st.builds(OtherClause, st.sampled_from(["nowait", "untied", "safelen"]), st.none()),
    st.builds(OtherClause, st.sampled_from(["num_threads", "linear"]), _EXPRESSIONS),
)


@given(
    st.builds(
        Directive,
        st.sampled_from(["parallel for", "for simd", "parallel", "simd", "task"]),
        st.lists(_CLAUSES, max_size=5).map(tuple),
    )
)
def test_what_is_written_is_read_again(directive: Directive) -> None:
    assert parse_directive(format_directive(directive)) == directive


@given(st.text(alphabet="parlefo privte():,+[]'\"\\&|?", max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    assert isinstance(parse_directive(f"parallel for {text}"), Directive | NotADirective)
