"""Which calls have one value in all iterations, what that rests on, and which only seem to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.analysis.invariant_calls import InvariantCall, find_invariant_calls
from pcg_engine.domain.ast import For
from pcg_engine.domain.facts import LoopFacts, flatten
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.golden.test_rules import MACHINE
from tests.trees import recorded


def _found(name: str) -> Iterator[tuple[LoopFacts, InvariantCall]]:
    """What is found in any loop of the function."""
    source, unit = recorded("invariants")
    function = next(f for f in unit.functions.values() if f.name == name)
    assert function.body is not None
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    statements = {s.span.start: s for s in walk_statements(function.body) if isinstance(s, For)}
    for facts in flatten(analyze(unit, function, loops, source, MACHINE)):
        loop = statements[facts.loop.span.start]
        for one in find_invariant_calls(loop, facts, unit, function, source):
            yield facts, one


@pytest.mark.parametrize(
    ("name", "callee", "places", "guards"),
    [
        ("divided_by_length", "length_of", 1, 1),
        ("decayed", "std::exp", 1, 0),
        ("low_passed", "std::exp", 2, 0),
        ("rows_decayed", "std::exp", 1, 1),
    ],
)
def test_invariant_calls(name: str, callee: str, places: int, guards: int) -> None:
    ((_, one),) = _found(name)

    assert (one.call.callee, len(one.spans), len(one.assumptions)) == (callee, places, guards)
    assert all(a.code == "no-overlap" and a.guard is not None for a in one.assumptions)


@pytest.mark.parametrize(
    "name",
    [
        "weighted_by_sum",
        "divided_by_own_length",
        "divided_now_and_then",
        "powers_of_steps",
        "first_above_length",
        "gained",
        "checked",
        "own_rows",
        "grown",
    ],
)
def test_what_may_change_or_may_not_be_called_stays(name: str) -> None:
    assert list(_found(name)) == []
