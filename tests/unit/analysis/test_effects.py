"""Summaries of calls, on the marked functions of ``tests/recorded/effects.cpp``."""

from __future__ import annotations

import re

import pytest

from pcg_engine.analysis.effects import EffectAnalysis, summarize
from pcg_engine.domain.ast import Function
from tests.trees import recorded

_MARKER = re.compile(r"//\s*expect:\s*(.*)")


def _functions() -> list[tuple[int, Function]]:
    source, unit = recorded("effects")
    found = [
        (source.location(function.span.start).line, function)
        for function in unit.functions.values()
        if function.in_main_file and function.body is not None
    ]
    marked = _expected()
    return [(line, function) for line, function in found if line in marked]


def _rendered(function: Function) -> set[str]:
    _, unit = recorded("effects")
    effect = summarize(unit, function)
    parts = {f"reads({i})" for i in effect.reads_parameters}
    parts |= {f"writes({i})" for i in effect.writes_parameters}
    parts |= {f"reads-global({_name(i)})" for i in effect.reads_globals}
    parts |= {f"writes-global({_name(i)})" for i in effect.writes_globals}
    parts |= {f"static({s})" for s in effect.static_state}
    flags = {
        "io": effect.performs_io,
        "throws": effect.may_throw,
        "allocates": effect.allocates,
        "unknown": bool(effect.unknown_calls),
        "reads-unnamed": effect.reads_unnamed_memory,
        "writes-unnamed": effect.writes_unnamed_memory,
    }
    return parts | {name for name, holds in flags.items() if holds}


def _name(identifier: str) -> str:
    return re.split(r"[.:]+", identifier.partition("#")[0])[-1]


def _expected() -> dict[int, set[str]]:
    source, _ = recorded("effects")
    by_line: dict[int, set[str]] = {}
    for number, line in enumerate(source.data.decode().split("\n"), start=1):
        marker = _MARKER.search(line)
        if marker is not None and number > 2:
            parts = re.findall(r"static\([^)]*\)|\S+", marker[1])
            by_line[number] = {p for p in parts if p != "-"}
    return by_line


@pytest.mark.parametrize(
    ("line", "function"), [pytest.param(*found, id=found[1].name) for found in _functions()]
)
def test_summary(line: int, function: Function) -> None:
    assert _rendered(function) == _expected()[line]


def test_every_marked_function_is_summarised() -> None:
    assert sorted({line for line, _ in _functions()}) == sorted(_expected())


def test_summaries_do_not_depend_on_the_order_of_questions() -> None:
    _, unit = recorded("effects")
    functions = [f for f in unit.functions.values() if f.body is not None]
    forwards, backwards = EffectAnalysis(unit), EffectAnalysis(unit)
    one = {f.key: forwards.of_function(f) for f in functions}
    other = {f.key: backwards.of_function(f) for f in reversed(functions)}
    assert one == other
