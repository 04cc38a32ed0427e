"""Recognised idioms, on the marked loops of ``tests/recorded/idioms.cpp``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.selection import find_selections
from pcg_engine.domain.ast import For, Function
from pcg_engine.domain.traversal import walk_statements
from tests.trees import recorded


def _functions() -> list[Function]:
    _, unit = recorded("idioms")
    return [f for f in unit.functions.values() if f.in_main_file and f.body is not None]


def _found(function: Function) -> list[str]:
    """What is found for the outermost loop for which there is anything."""
    assert function.body is not None
    loops = (s for s in walk_statements(function.body) if isinstance(s, For))
    for loop in loops:
        found = list(_selections(loop, function))
        if found:
            return found
    return []


def _selections(loop: For, function: Function) -> Iterator[str]:
    source, unit = recorded("idioms")
    counted = counted_loop(loop)
    if not isinstance(counted, CountedLoop):
        return
    for selection in find_selections(counted, unit, function):
        kept = " ".join(v.name for v in selection.kept)
        position = selection.position.name if selection.position is not None else "nothing"
        measure = source.slice(selection.measure.span)
        text = f"selects {selection.key.name} by {measure} {selection.comparison}"
        vacant = "" if selection.vacant is None else f", vacant {selection.vacant.name}"
        yield f"{text}, keeps {kept}, ties by {position}{vacant}"


def _marked(function: Function) -> Iterator[str]:
    source, _ = recorded("idioms")
    for line in source.slice(function.span).splitlines():
        mark = line.strip().removeprefix("// ")
        if line.strip().startswith("// ") and mark.split(" ")[0] in MARKS:
            yield mark


MARKS = ("selects",)


@pytest.mark.parametrize("function", [pytest.param(f, id=f.name) for f in _functions()])
def test_marked_idioms_are_found_and_no_others(function: Function) -> None:
    assert _found(function) == list(_marked(function))
