"""The text of directives becomes typed clauses; what is not understood stays in view."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.openmp.directive import (
    AlignedClause,
    Attribute,
    Clause,
    CollapseClause,
    DefaultClause,
    DependClause,
    Directive,
    ExpressionClause,
    IfClause,
    LinearClause,
    ListClause,
    ListItem,
    MapClause,
    NotADirective,
    OtherClause,
    ReductionClause,
    ScheduleClause,
    SharingClause,
    format_directive,
)
from pcg_engine.tools.openmp.parser import parse_directive


def directive(words: str, *clauses: Clause, argument: str | None = None) -> Directive:
    return Directive(tuple(words.split()), clauses, argument)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("barrier", directive("barrier")),
        (
            "parallel for private(a,b), reduction( + : s , h[0:n] ) collapse(2)",
            directive(
                "parallel for",
                SharingClause(Attribute.PRIVATE, ("a", "b")),
                ReductionClause("+", (ListItem("s"), ListItem("h", ("0:n",)))),
                CollapseClause(2),
            ),
        ),
        (
            "for nowait schedule(monotonic: dynamic, 4 * k) ordered ordered(2)",
            directive(
                "for",
                OtherClause("nowait"),
                ScheduleClause("dynamic", ("monotonic",), "4 * k"),
                OtherClause("ordered"),
                OtherClause("ordered", "2"),
            ),
        ),
        (
            "parallel for if(parallel: c == ')' && f(a, b)) if(ns::on) default(none)",
            directive(
                "parallel for",
                IfClause("c == ')' && f(a, b)", "parallel"),
                IfClause("ns::on"),
                DefaultClause("none"),
            ),
        ),
        (
            "critical (lock) hint(x)",
            directive("critical", ExpressionClause("hint", "x"), argument="lock"),
        ),
        (
            "for lastprivate(conditional: x) reduction(inscan, +: y) collapse(n)",
            directive(
                "for",
                SharingClause(Attribute.LASTPRIVATE, ("x",), "conditional"),
                ReductionClause("+", (ListItem("y"),), modifier="inscan"),
                OtherClause("collapse", "n"),
            ),
        ),
        (
            "for reduction(default, ns::merge : x) reduction(first, second : z)",
            directive(
                "for",
                ReductionClause("ns::merge", (ListItem("x"),), modifier="default"),
                OtherClause("reduction", "first, second : z"),
            ),
        ),
        (
            (
                "task depend(in: a[i], b[0:n]) depend(iterator(k = 0:n), out: c[k]) "
                "in_reduction(max: m) untied final(n < 4)"
            ),
            directive(
                "task",
                DependClause("in", ("a[i]", "b[0:n]")),
                DependClause("out", ("c[k]",), "k = 0:n"),
                ReductionClause("max", (ListItem("m"),), "in_reduction"),
                OtherClause("untied"),
                ExpressionClause("final", "n < 4"),
            ),
        ),
        (
            "ordered depend(sink: i - 1, j) depend(source)",
            directive("ordered", DependClause("sink", ("i - 1", "j")), DependClause("source")),
        ),
        (
            (
                "simd linear(p, q: 2) linear(val(r): s) linear(t: ref, step(n)) aligned(x: 64) "
                "aligned(y) safelen(8) nontemporal(x)"
            ),
            directive(
                "simd",
                LinearClause(("p", "q"), None, "2"),
                LinearClause(("r",), "val", "s"),
                LinearClause(("t",), "ref", "n"),
                AlignedClause(("x",), "64"),
                AlignedClause(("y",)),
                ExpressionClause("safelen", "8"),
                ListClause("nontemporal", ("x",)),
            ),
        ),
        (
            "target map(always, to: a[0:n][0:m]) map(b) map(from: c)",
            directive(
                "target",
                MapClause((ListItem("a", ("0:n", "0:m")),), "to", ("always",)),
                MapClause((ListItem("b"),)),
                MapClause((ListItem("c"),), "from"),
            ),
        ),
        (
            "taskloop simd grainsize(strict: 16) num_tasks(t) nogroup",
            directive(
                "taskloop simd",
                ExpressionClause("grainsize", "16", "strict"),
                ExpressionClause("num_tasks", "t"),
                OtherClause("nogroup"),
            ),
        ),
        (
            "parallel /* a team */ for \\\n  num_threads(4) // of four",
            directive("parallel for", ExpressionClause("num_threads", "4")),
        ),
        (
            "declare reduction(m : T : f(omp_in, omp_out)) initializer(omp_priv = T())",
            directive(
                "declare reduction",
                OtherClause("initializer", "omp_priv = T()"),
                argument="m : T : f(omp_in, omp_out)",
            ),
        ),
        ("cancel for", directive("cancel", OtherClause("for"))),
        ("scan inclusive(s)", directive("scan", ListClause("inclusive", ("s",)))),
        ("single copyprivate(m)", directive("single", ListClause("copyprivate", ("m",)))),
        ("paralel for", NotADirective("`paralel for` is no known OpenMP directive")),
        ("parallel for private(a", NotADirective("parentheses do not match")),
        ("parallel for +", NotADirective("`+` is no clause")),
        ("barrier(x)", NotADirective("`barrier` takes no argument")),
    ],
)
def test_directives(text: str, expected: Directive | NotADirective) -> None:
    assert parse_directive(text) == expected


_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
_LISTS = st.lists(_NAMES, min_size=1, max_size=3).map(tuple)
_EXPRESSIONS = st.sampled_from(["n", "n - 1", "f(a, b)", "a[i]", "c == ')'", "x && (y || z)"])
_ITEMS = st.builds(
    ListItem, _NAMES, st.lists(st.sampled_from([":n", "0:n*2", "k"]), max_size=2).map(tuple)
)
_ITEM_LISTS = st.lists(_ITEMS, min_size=1, max_size=3).map(tuple)
_OPERATORS = st.sampled_from(["+", "-", "*", "&", "|", "^", "&&", "||", "min", "max", "a::b"])
_CLAUSES: st.SearchStrategy[Clause] = st.one_of(
    st.builds(SharingClause, st.sampled_from(Attribute), _LISTS),
    st.builds(SharingClause, st.just(Attribute.LASTPRIVATE), _LISTS, st.just("conditional")),
    st.builds(
        ReductionClause,
        _OPERATORS,
        _ITEM_LISTS,
        st.just("reduction"),
        st.sampled_from([None, "inscan", "task", "default"]),
    ),
    st.builds(
        ReductionClause,
        _OPERATORS,
        _ITEM_LISTS,
        st.sampled_from(["in_reduction", "task_reduction"]),
    ),
    st.builds(DefaultClause, st.sampled_from(["shared", "none", "private", "firstprivate"])),
    st.builds(
        ScheduleClause,
        st.sampled_from(["static", "dynamic", "guided", "auto", "runtime"]),
        st.sampled_from([(), ("monotonic",), ("simd", "nonmonotonic")]),
        st.none() | _EXPRESSIONS,
    ),
    st.builds(IfClause, _EXPRESSIONS, st.sampled_from([None, "parallel", "simd", "task"])),
    st.builds(CollapseClause, st.integers(1, 9)),
    st.builds(
        DependClause,
        st.sampled_from(["in", "out", "inout", "sink"]),
        st.lists(_EXPRESSIONS, min_size=1, max_size=2).map(tuple),
        st.sampled_from([None, "k = 0:n"]),
        st.sampled_from(["depend", "doacross"]),
    ),
    st.builds(
        LinearClause, _LISTS, st.sampled_from([None, "val", "uval"]), st.none() | _EXPRESSIONS
    ),
    st.builds(AlignedClause, _LISTS, st.none() | _EXPRESSIONS),
    st.builds(
        MapClause,
        _ITEM_LISTS,
        st.sampled_from(["to", "tofrom"]),
        st.sampled_from([(), ("always",)]),
    ),
    st.builds(
        ExpressionClause,
        st.sampled_from(["num_threads", "grainsize", "final", "safelen"]),
        _EXPRESSIONS,
        st.sampled_from([None, "strict"]),
    ),
    st.builds(ListClause, st.sampled_from(["copyprivate", "inclusive"]), _LISTS),
    st.builds(OtherClause, st.sampled_from(["nowait", "untied", "seq_cst"]), st.none()),
    st.builds(OtherClause, st.sampled_from(["ordered", "allocate"]), _EXPRESSIONS),
)
_DIRECTIVES = st.builds(
    Directive,
    st.sampled_from(["parallel for", "for simd", "parallel", "simd", "task", "taskloop simd"]).map(
        lambda text: tuple(text.split())
    ),
    st.lists(_CLAUSES, max_size=5).map(tuple),
)


@given(_DIRECTIVES)
def test_what_is_written_is_read_again(written: Directive) -> None:
    assert parse_directive(format_directive(written)) == written


@given(_DIRECTIVES, st.sampled_from(["  ", "\t", " \\\n ", " /* , ) */ ", ", "]))
def test_blanks_commas_and_comments_between_clauses_mean_nothing(
    written: Directive, blank: str
) -> None:
    single = [format_directive(Directive(written.words, (c,))) for c in written.clauses]
    clauses = [text.removeprefix(written.name + " ") for text in single]
    assert parse_directive(written.name + " " + blank.join(clauses)) == written


@given(st.text(alphabet="parlefo privte():,+[]'\"\\&|?/*\n", max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    found = parse_directive(f"parallel for {text}")
    if isinstance(found, Directive):
        assert found.words == ("parallel", "for")
        assert parse_directive(format_directive(found)) == found
