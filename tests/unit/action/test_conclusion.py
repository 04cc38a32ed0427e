"""What is said of a loop nest for which no rule had anything."""

from __future__ import annotations

import pytest

from pcg_engine.action.conclusion import without_candidates
from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from tests.trees import recorded

MACHINE = MachineModel(
    threads=2,
    operation_seconds=1e-9,
    bandwidth_one=1e10,
    bandwidth_all=1.5e10,
    fork_join_seconds=5e-6,
    calibrated=False,
)


def _nest(name: str) -> LoopFacts:
    source, unit = recorded("rules")
    function = next(f for f in unit.functions.values() if f.name == name)
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    return analyze(unit, function, loops, source, MACHINE)[0]


@pytest.mark.parametrize(
    ("function", "code", "words"),
    [
        ("unrolled_already", "other-pragma", "`#pragma GCC unroll 4` stands directly before"),
        ("directive_already", "already-parallel", "OpenMP directive already"),
        # What keeps its inner loop from being parallel is no reason for the outer one.
        ("triangular", "no-rule", "independent"),
    ],
)
def test_the_reason_is_that_of_the_loop(function: str, code: str, words: str) -> None:
    result = without_candidates(_nest(function))

    assert (result.code, words in result.reason) == (code, True)
