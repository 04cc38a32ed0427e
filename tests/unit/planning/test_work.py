"""What a nest has to do, as an expression, and the same candidates under a condition on it."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import SourceText
from pcg_engine.planning.rules.condition import Condition
from pcg_engine.planning.rules.propose import propose, propose_under
from pcg_engine.planning.rules.work import Work, work_of
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.golden.test_rules import MACHINE
from tests.trees import recorded

Nest = tuple[LoopFacts, SourceText, TranslationUnit, Function]


def _nest(name: str, text: str = "rules") -> Nest:
    source, unit = recorded(text)
    function = next(f for f in unit.functions.values() if f.name == name)
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    return analyze(unit, function, loops, source, MACHINE)[0], source, unit, function


def _work(name: str, *known: str) -> Work | None:
    return work_of(*_nest(name), known)


@pytest.mark.parametrize(
    ("name", "known", "text"),
    [
        ("saxpy", ("n",), "n"),
        ("dot", ("x.size()", "y.size()"), "x.size()"),
        # 32 bits by 32 bits are multiplied in 64.
        ("clear", ("n", "m"), "1LL * n * m"),
        # The inner loop's length depends on the outer one's counter.
        ("triangular", ("n",), "n"),
        # A constant offset is left out.
        ("neighbours", ("n",), "n"),
    ],
)
def test_trip_counts_are_multiplied(name: str, known: tuple[str, ...], text: str) -> None:
    work = _work(name, *known)

    assert work is not None
    assert work.text == text


def test_the_amount_is_that_of_the_expression() -> None:
    work = _work("clear", "n", "m")

    assert work is not None
    assert work.amount.evaluate({"n": 30, "m": 40}) == 1200


@pytest.mark.parametrize(
    ("name", "known"),
    [
        # Nothing was measured by that name.
        ("saxpy", ("m",)),
        # A constant number of iterations.
        ("last_value_of_many", ("n",)),
    ],
)
def test_where_nothing_can_be_said_there_is_no_expression(
    name: str, known: tuple[str, ...]
) -> None:
    assert _work(name, *known) is None


def test_only_as_many_loops_as_64_bits_hold_the_product_of() -> None:
    facts, source, unit, function = _nest("three_deep", "sizes")

    work = work_of(facts, source, unit, function, ("n", "m", "k"))

    assert work is not None
    assert work.text == "1LL * n * m"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unsigned_sizes", "n * m"),
        ("long_sizes", "n"),
        ("between", "1LL * last - first"),
        ("between_rows", "(1LL * last - first) * m"),
        ("halved", None),
        ("hidden", None),
    ],
)
def test_what_could_overflow_or_means_something_else_is_left_out(
    name: str, text: str | None
) -> None:
    facts, source, unit, function = _nest(name, "sizes")

    work = work_of(facts, source, unit, function, ("n", "m", "first", "last"))

    assert (None if work is None else work.text) == text


def _under(name: str, condition: Condition) -> list[tuple[str, str]]:
    facts, source, unit, function = _nest(name)
    found: list[tuple[str, str]] = []
    for candidate in propose(facts, source, unit, function):
        under = propose_under(condition, candidate, facts, source, unit, function)
        if under is not None:
            lines = "".join(e.text for e in under.edits).splitlines()
            told = [x.strip() for x in lines if condition.text in x]
            found.append((under.workflow, told[0]))
    return found


def test_directives_get_an_if_clause() -> None:
    assert _under("dot", Condition("x.size()", 5000)) == [
        ("parallel-for", "#pragma omp parallel for reduction(+:sum) if(x.size() > 5000)"),
        ("parallel-for-simd", "#pragma omp parallel for simd reduction(+:sum) if(x.size() > 5000)"),
    ]


def test_the_clause_keeps_the_guards() -> None:
    (plain, _) = _under("saxpy", Condition("n", 20))

    assert plain[1] == "#pragma omp parallel for if((y + n <= x || x + n <= y) && n > 20)"


def test_what_shares_out_other_loops_goes_without() -> None:
    found = _under("heat", Condition("n", 100))

    assert "parallel-region-hoisted" not in {workflow for workflow, _ in found}


def test_large_thresholds_are_64_bit_literals() -> None:
    assert Condition("1LL * n * m", 5_000_000_000).text == "1LL * n * m > 5000000000LL"
