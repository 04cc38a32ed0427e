from __future__ import annotations

import json
from pathlib import Path

from benchmarks.peers.outcomes import NoOffer, Outcome, Timed, Way, Wrong, to_json
from benchmarks.projects.bench import Program, Step
from benchmarks.projects.checks import Check
from benchmarks.projects.profile import HotLoop, ProgramLoop
from benchmarks.projects.recipe import Recipe
from benchmarks.projects.report import Measured, report
from benchmarks.projects.tree import Tree

_SERIAL = Timed((4.0,) * 7)


def loop(line: int, *, is_nest: bool = True, nest: int | None = None) -> ProgramLoop:
    return ProgramLoop("main.cpp", line, line + 2, f"f{line}", nest or line, is_nest=is_nest)


def said(line: int, told: str, code: str, *, offered: bool = False) -> dict[str, object]:
    none: list[object] = []
    offer = {"workflow": "parallel-for", "speedup": 1.8, "evidence": "tested", "checks": none}
    candidate = {"verdict": told, "checks": none}
    result = {
        "line": line,
        "verdict": told,
        "reason_code": code,
        "reason": f"{code} here.",
        "offer": offer if offered else None,
        "candidates": [candidate] if offered else none,
    }
    return {"report": json.dumps({"loops": none, "results": [result]})}


def measured(outcomes: dict[Way, Outcome], steps: tuple[Step, ...]) -> Measured:
    recipe = Recipe("tiny", "someone/tiny", "as it is", ("main.cpp",), Check())
    tree = Tree(recipe, Path("none"), is_expert=False)
    authors = (loop(10), loop(20), loop(30), loop(31, is_nest=False, nest=30), loop(99))
    program = Program(recipe, "v1", tree, tree, tree, authors, "key")
    hot = tuple(step.hot for step in steps)
    if steps:
        hot = (*hot, HotLoop(authors[3], 0.1))
    kept = {way.value: to_json(one) for way, one in outcomes.items()}
    return Measured(program, hot, steps, {"outcomes": kept, "load": "machine: quiet"})


_STEPS = (
    Step(HotLoop(loop(40), 1.0), 40, 42, said(40, "refuted", "flow-dependence")),
    Step(HotLoop(loop(10), 0.5), 10, 12, said(10, "verified", "", offered=True), captured=3),
    Step(HotLoop(loop(20), 0.3), 20, 22, said(20, "inconclusive", "no-valid-input"), 0, "no calls"),
    Step(HotLoop(loop(30), 0.1), 30, 32, said(30, "refuted", "not-faster")),
)


def test_the_tables_count_every_nest_once_and_tell_the_rest_by_name() -> None:
    outcomes: dict[Way, Outcome] = {
        Way.GCC: _SERIAL,
        Way.EXPERT: Timed((2.0,) * 7),
        Way.PCG: Timed((2.5,) * 7),
    }
    text = report([measured(outcomes, _STEPS)], ["dkm (not there)"], "- a machine\n")
    assert text.splitlines() == [
        "- a machine",
        "",
        "| program | revision | what is run, and how results are compared |",
        "| --- | --- | --- |",
        "| someone/tiny | `v1` | as it is |",
        "",
        "### Hot loop nests and whole programs",
        "",
        (
            "| program | found | analysed | driven | outlined | captured | verified | offered | "
            "not parallel | not faster | open | serial, s | authors' OpenMP | all offers |"
        ),
        "| --- |" + " ---: |" * 13,
        (
            "| tiny | 4 | 0 | 0 | 0 | 1 | 1 | 1 | 1 | 1 | 1 | 4.0000 | 2.00 [2.00, 2.00] | "
            "1.60 [1.60, 1.60] |"
        ),
        (
            "| **all** | **4** | **0** | **0** | **0** | **1** | **1** | **1** | **1** | **1** | "
            "**1** |  |  |  |"
        ),
        "",
        "Not measured: dkm (not there).",
        "",
        "### Hot loops that the authors parallelised",
        "",
        (
            "| program | loops with a directive | hot | offered | not faster | not parallel "
            "| open | true verdict |"
        ),
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| tiny | 5 | 4 | 1 | 2 | 0 | 1 | 75% |",
        "",
        (
            "A true verdict for 3 of 4 (75%); the target is 85%. An author's loop that is refused "
            "as not parallel is listed too: whether that is true is for the reader to judge."
        ),
        "",
        "- **tiny**, `f20` (main.cpp:20): cannot be driven, `no-valid-input`: no-valid-input here",
        "",
        "### Every hot nest",
        "",
        "**tiny**, 4.00 s:",
        "",
        "- `f40` (main.cpp:40), 100%: not parallel: flow-dependence here.",
        (
            "- `f10` (main.cpp:10), 50%, authors' OpenMP: **offered**, 1.80× by PCG itself "
            "(3 captured calls)."
        ),
        (
            "- `f20` (main.cpp:20), 30%, authors' OpenMP: cannot be driven, `no-valid-input`: "
            "no-valid-input here. Capture: no calls"
        ),
        "- `f30` (main.cpp:30), 10%, authors' OpenMP: not faster: not-faster here.",
    ]


def test_other_results_are_shouted_and_no_offer_is_said() -> None:
    wrong = measured({Way.GCC: _SERIAL, Way.PCG: Wrong("2, not 1")}, _STEPS)
    text = report([wrong], [], "")
    assert "**tiny with all offers has other results: 2, not 1.**" in text
    assert "| **other result** |" in text
    none = measured({Way.GCC: _SERIAL, Way.PCG: NoOffer("no loop was changed")}, ())
    text = report([none], [], "")
    assert "| none | no offer |" in text
    assert "- no hot nest" in text
