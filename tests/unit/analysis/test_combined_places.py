"""Places that loops only combine values into, on the marked loops of ``memory_sums.cpp``."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.analysis.combined_places import find_combined_places
from pcg_engine.analysis.nesting import loops_by_offset
from pcg_engine.analysis.normal_form import normalised
from pcg_engine.analysis.replaced_places import ReplacedPlace
from pcg_engine.domain.ast import For, Function, RangeFor
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.golden.test_rules import MACHINE
from tests.trees import recorded


def _functions() -> list[Function]:
    _, unit = recorded("memory_sums")
    return [f for f in unit.functions.values() if f.in_main_file and f.body is not None]


def _places(function: Function) -> tuple[ReplacedPlace, ...]:
    """Those of the function's outermost loop."""
    source, unit = recorded("memory_sums")
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    if not loops:
        return ()
    (facts,) = analyze(unit, function, loops, source, MACHINE)
    normal = normalised(function, unit, source)
    loop = loops_by_offset(normal.function)[facts.loop.span.start].statement
    assert isinstance(loop, For | RangeFor)
    return find_combined_places(loop, facts, normal.unit, normal.function, source)


def _told(places: tuple[ReplacedPlace, ...]) -> str:
    source, _ = recorded("memory_sums")
    names = " ".join(source.slice(p.place.span).removeprefix("this->") for p in places)
    guarded = ", guarded" * any(p.assumptions for p in places)
    return f"{names}{guarded}{', if it runs' * any(p.needs_iteration for p in places)}"


@pytest.mark.parametrize("function", [pytest.param(f, id=f.name) for f in _functions()])
def test_marked_places_are_found_and_no_others(function: Function) -> None:
    source, _ = recorded("memory_sums")
    lines = [line.strip() for line in source.slice(function.span).splitlines()]
    marks = [x.removeprefix("// replaces ") for x in lines if x.startswith("// replaces ")]

    found = _places(function)

    assert ([_told(found)] if found else []) == marks


def test_the_number_that_a_place_is_set_to_is_known() -> None:
    source, _ = recorded("memory_sums")
    (function,) = (f for f in _functions() if f.name == "norms_behind")

    (most,) = _places(function)

    assert source.slice(most.start.span) == "0.0"


def test_there_are_functions_of_both_kinds() -> None:
    with_places = [f for f in _functions() if _places(f)]

    assert 15 < len(with_places) < len(_functions())
