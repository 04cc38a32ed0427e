"""How often functions run, by the loops that call them."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.hotness import Workload, executions, rank
from pcg_engine.domain.ast import (
    Block,
    Call,
    ExpressionStatement,
    Function,
    Linkage,
    TranslationUnit,
    VoidType,
)
from pcg_engine.domain.facts import Cost, LoopFacts
from pcg_engine.domain.source import Span
from tests.builders import facts


def _function(name: str, start: int, *callees: str) -> Function:
    """Its calls follow each other, ten bytes apart."""
    calls = tuple(
        ExpressionStatement(Call(one, one, None, (), VoidType(), place), place)
        for one, place in (
            (callee, Span(start + 10 * n, start + 10 * n + 5)) for n, callee in enumerate(callees)
        )
    )
    span = Span(start, start + 99)
    body = Block(calls, span)
    return Function(name, name, VoidType(), (), body, Linkage.EXTERNAL, span, in_main_file=True)


def _unit(*functions: Function) -> TranslationUnit:
    return TranslationUnit({f.key: f for f in functions}, (), {}, ())


def _loop(function: str, start: int, end: int, trips: float) -> LoopFacts:
    plain = facts()
    loop = replace(plain.loop, span=Span(start, end))
    return replace(plain, loop=loop, function_key=function, cost=Cost(1.0, 0.0, trips, True))


def test_calls_in_loops_count_as_often_as_these_run() -> None:
    unit = _unit(_function("main", 0, "step", "step"), _function("step", 100, "kernel"))
    unit = replace(unit, functions={**unit.functions, "kernel": _function("kernel", 200)})
    loops = [_loop("main", 0, 8, 50.0), _loop("step", 100, 180, 4.0)]

    assert executions(unit, loops) == {"main": 1.0, "step": 51.0, "kernel": 204.0}


def test_functions_that_call_each_other_in_a_circle_come_to_an_end() -> None:
    unit = _unit(_function("even", 0, "odd"), _function("odd", 100, "even", "odd"))

    assert set(executions(unit, ())) == {"even", "odd"}


def test_a_loop_that_is_started_often_is_hotter() -> None:
    small = Workload(Cost(2.0, 0.0, 10.0, True), 100.0)
    large = Workload(Cost(2.0, 0.0, 100.0, True))

    assert rank([small, large]) == (1.0, 0.1)
