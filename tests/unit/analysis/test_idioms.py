"""Recognised idioms, on the marked loops of ``tests/recorded/idioms.cpp``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.analysis.appending import find_appending
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.record_fields import find_written_fields
from pcg_engine.analysis.scans import find_array_scan, find_running_value
from pcg_engine.analysis.scattered_sums import find_scattered_sum
from pcg_engine.analysis.scratch_arrays import find_scratch_arrays
from pcg_engine.analysis.searches import find_search
from pcg_engine.analysis.selection import LAST, find_selections
from pcg_engine.domain.ast import For, Function, RangeFor, Return
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.golden.test_rules import MACHINE
from tests.trees import recorded


def _functions() -> list[Function]:
    _, unit = recorded("idioms")
    return [f for f in unit.functions.values() if f.in_main_file and f.body is not None]


def _found(function: Function) -> list[str]:
    """What is found for the outermost loop for which there is anything."""
    assert function.body is not None
    for loop in walk_statements(function.body):
        if not isinstance(loop, For | RangeFor):
            continue
        found = [
            *_appends(loop),
            *_scratch(loop, function),
            *_fields(loop, function),
            *_running(loop, function),
        ]
        if isinstance(loop, For):
            found += _idioms(loop, function)
        if found:
            return found
    return []


def _idioms(loop: For, function: Function) -> list[str]:
    return [
        *_selections(loop, function),
        *_scans(loop),
        *_scatters(loop, function),
        *_searches(loop),
    ]


def _appends(loop: For | RangeFor) -> Iterator[str]:
    for found in find_appending(loop):
        others = " ".join(v.name for v in found.others)
        yield f"appends to {found.vector.name}{f', unlike {others}' if others else ''}"


def _fields(loop: For | RangeFor, function: Function) -> Iterator[str]:
    source, unit = recorded("idioms")
    found = find_written_fields(loop, unit, function)
    if found:
        yield f"replaces {' '.join(source.slice(f.place.span) for f in found)}"


def _scratch(loop: For | RangeFor, function: Function) -> Iterator[str]:
    source, unit = recorded("idioms")
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    waiting = list(analyze(unit, function, loops, source, MACHINE))
    while waiting:
        facts = waiting.pop()
        waiting.extend(facts.children)
        if facts.loop.span.start == loop.span.start:
            for array in find_scratch_arrays(loop, facts, unit, function, source):
                yield f"fills {array.variable.name}"


def _selections(loop: For, function: Function) -> Iterator[str]:
    source, unit = recorded("idioms")
    counted = counted_loop(loop)
    if not isinstance(counted, CountedLoop):
        return
    for selection in find_selections(counted, unit, function):
        kept = " ".join(v.name for v in selection.kept)
        if selection.comparison == LAST:
            yield f"selects the last by {selection.key.name}, keeps {kept}"
            continue
        position = selection.position.name if selection.position is not None else "nothing"
        measure = source.slice(selection.measure.span)
        text = f"selects {selection.key.name} by {measure} {selection.comparison}"
        vacant = "" if selection.vacant is None else f", vacant {selection.vacant.name}"
        yield f"{text}, keeps {kept}, ties by {position}{vacant}"


def _scans(loop: For) -> Iterator[str]:
    source, unit = recorded("idioms")
    counted = counted_loop(loop)
    if not isinstance(counted, CountedLoop):
        return
    scan = find_array_scan(counted, unit)
    if scan is not None:
        previous = source.slice(scan.previous.span)
        yield f"scans {previous} by {scan.operator}" + " reassociating" * scan.reassociates


def _running(loop: For | RangeFor, function: Function) -> Iterator[str]:
    _, unit = recorded("idioms")
    running = find_running_value(loop, unit, function)
    if running is not None and running.packs:
        yield f"packs by {running.variable.name}"
    elif running is not None:
        yield f"runs {running.variable.name} by {running.operator}"


def _scatters(loop: For, function: Function) -> Iterator[str]:
    source, unit = recorded("idioms")
    found = find_scattered_sum(loop, unit, function, source)
    if found is not None:
        negative = ", index may be negative" if found.may_be_negative is not None else ""
        yield f"scatters into {found.array.name} by {found.operator}{negative}"


def _searches(loop: For) -> Iterator[str]:
    source, unit = recorded("idioms")
    counted = counted_loop(loop)
    if not isinstance(counted, CountedLoop):
        return
    found = find_search(counted, unit, source)
    if found is not None:
        how = "return" if isinstance(found.leaving, Return) else "break"
        yield f"searches with {how}{', reads beyond' if found.reads_beyond else ''}"


def _marked(function: Function) -> Iterator[str]:
    source, _ = recorded("idioms")
    for line in source.slice(function.span).splitlines():
        mark = line.strip().removeprefix("// ")
        if line.strip().startswith("// ") and mark.split(" ")[0] in MARKS:
            yield mark


MARKS = (
    "selects",
    "scans",
    "runs",
    "packs",
    "scatters",
    "searches",
    "appends",
    "fills",
    "replaces",
)


@pytest.mark.parametrize("function", [pytest.param(f, id=f.name) for f in _functions()])
def test_marked_idioms_are_found_and_no_others(function: Function) -> None:
    assert _found(function) == list(_marked(function))
