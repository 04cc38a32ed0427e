"""Which adjacent loops become one, on ``tests/recorded/adjacent.cpp``."""

from __future__ import annotations

import pytest

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import Candidate
from pcg_engine.planning.rules import fusion
from pcg_engine.planning.rules.propose import propose
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import apply_edits
from tests.golden.test_rules import MACHINE
from tests.trees import recorded

FUSED = {"smoothed_and_squared": 2, "weighted": 3, "pushed": 2, "each_row_twice": 2}
"""How many loops of each function become one; there are as many loops in the others."""


def _functions() -> list[Function]:
    _, unit = recorded("adjacent")
    return [f for f in unit.functions.values() if f.in_main_file]


def _fusions(function: Function) -> list[Candidate]:
    source, unit = recorded("adjacent")
    loops = tuple(x for x in find_loops(parse(source)) if function.span.contains(x.span))
    return [
        candidate
        for facts in analyze(unit, function, loops, source, MACHINE)
        for candidate in propose(facts, source, unit, function)
        if candidate.workflow == fusion.ID
    ]


@pytest.mark.parametrize("function", [pytest.param(f, id=f.name) for f in _functions()])
def test_loops_become_one_where_no_iteration_needs_another(function: Function) -> None:
    found = _fusions(function)

    assert len(found) == (1 if function.name in FUSED else 0)
    for candidate in found:
        assert f"The {FUSED[function.name]} loops" in candidate.rationale


def test_every_kind_of_function_is_there() -> None:
    names = {f.name for f in _functions()}

    assert set(FUSED) < names
    assert len(names - set(FUSED)) == 11


def test_variables_of_one_body_do_not_hide_those_of_the_next() -> None:
    source, _ = recorded("adjacent")
    (function,) = (f for f in _functions() if f.name == "weighted")
    (candidate,) = _fusions(function)
    text = apply_edits(source, candidate.edits).data.decode()
    start = text.index("        #pragma omp parallel for")

    assert text[start : text.index("    } else {", start)].splitlines() == [
        "        #pragma omp parallel for reduction(+:mass, moment)",
        "        for (std::size_t i = 0; i < x.size(); ++i) {",
        "            {",
        "                const double d = x[i] * x[i] + 1.0;",
        "                w[i] = 1.0 / d;",
        "            }",
        "            // How much there is, and where.",
        "            mass += w[i];",
        "            const double d = w[i] * x[i];",
        "            moment += d * d;",
        "        }",
    ]
