"""Reductions and privatization, on the marked loops of ``tests/recorded/scalars.cpp``."""

from __future__ import annotations

import re

import pytest

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.privatization import classify_variables
from pcg_engine.analysis.reductions import Reductions, find_reductions
from pcg_engine.domain.ast import For, Function, RangeFor
from pcg_engine.domain.facts import Role
from pcg_engine.domain.traversal import walk_statements
from tests.trees import recorded

_MARKER = re.compile(r"//\s*expect:\s*(.*)")
_NAMED = re.compile(r"`(\w+)`")


def _loops() -> list[tuple[int, Function, For | RangeFor]]:
    source, unit = recorded("scalars")
    return [
        (source.location(statement.span.start).line, function, statement)
        for function in unit.functions.values()
        if function.body is not None
        for statement in walk_statements(function.body)
        if isinstance(statement, For | RangeFor)
    ]


def _rendered(loop: For | RangeFor, function: Function) -> list[str]:
    source, unit = recorded("scalars")
    effects = EffectAnalysis(unit)
    counted = counted_loop(loop) if isinstance(loop, For) else None
    induction = counted.induction if isinstance(counted, CountedLoop) else None
    reductions = find_reductions(loop, function, unit, source, effects)
    roles = classify_variables(loop, function, unit, source, reductions, induction, effects)
    parts = _reductions(reductions)
    for fact in roles.variables:
        if fact.role in (Role.PRIVATE, Role.LASTPRIVATE):
            parts.append(f"{fact.role.value}({fact.variable.name})")
    for reason in roles.reasons:
        named = _NAMED.search(reason.message)
        parts.append(f"{reason.code}({named[1] if named else ''})")
    parts.extend(reason.code for reason in reductions.through_memory)
    parts.extend(f"visible({v.name})" for v in roles.visible_elsewhere)
    return sorted(parts)


def _reductions(reductions: Reductions) -> list[str]:
    parts: list[str] = []
    for scalar in reductions.scalars:
        text = f"reduction({scalar.operator}:{scalar.variable.name})"
        text += " reassociates" * scalar.reassociates
        text += " visible" * scalar.is_visible_elsewhere
        text += "".join(f" assuming {a.code}" for a in scalar.assumptions)
        parts.append(text)
    for array in reductions.arrays:
        text = f"array({array.operator}:{array.variable.name}[{array.section or '?'}])"
        parts.append(text + " reassociates" * array.reassociates)
    return parts


def _expected() -> dict[int, list[str]]:
    source, _ = recorded("scalars")
    by_line: dict[int, list[str]] = {}
    for number, line in enumerate(source.data.decode().split("\n"), start=1):
        marker = _MARKER.search(line)
        if marker is not None and number > 2:
            text = "" if marker[1] == "-" else marker[1]
            parts = re.split(r" (?=reduction\(|array\(|[\w-]+\(|reduction-through)", text)
            by_line[number] = sorted(p for p in parts if p)
    return by_line


@pytest.mark.parametrize(
    ("line", "function", "loop"),
    [pytest.param(*found, id=f"{found[1].name}:{found[0]}") for found in _loops()],
)
def test_roles(line: int, function: Function, loop: For | RangeFor) -> None:
    assert _rendered(loop, function) == _expected()[line]


def test_every_marked_line_has_a_loop() -> None:
    assert sorted({line for line, _, _ in _loops()}) == sorted(_expected())
