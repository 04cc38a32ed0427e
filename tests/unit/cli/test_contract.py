"""The JSON contract, whole objects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pcg_engine.action.capture import CaptureResult, DroppedCall
from pcg_engine.cli.contract import (
    AnalysedFile,
    analysis_object,
    capture_object,
    error_object,
    result_object,
)
from pcg_engine.domain.capture import Capture, CapturedCall
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.facts import Assumption, Parallelizability, Reason
from pcg_engine.domain.measurement import Estimate
from pcg_engine.domain.misuse import Misuse, Repair
from pcg_engine.domain.result import Attempt, FileResult, NestResult
from pcg_engine.domain.source import Location, SourceText, Span
from pcg_engine.domain.verdict import Outcome, Refuted
from tests.builders import LOOP_ID, candidate, facts, offer

SOURCE = SourceText(
    "a.cpp", b"void f() {\nfor (int i = 0; i < n; ++i)\n  x[i] = x[i - 1];\n}\n" * 2
)
WRONG = Misuse(
    "missing-reduction",
    "PWD002",
    "it needs reduction(+:s)",
    Span(11, 35),
    LOOP_ID,
    Repair((), "#pragma omp parallel for reduction(+: s)"),
)


def test_analysis() -> None:
    one = replace(
        facts(Parallelizability.SEQUENTIAL),
        reasons=(Reason("flow-dependence", "x[i-1]", (Location(3, 3), Location(3, 10)), 1),),
        assumptions=(Assumption("no-overlap", "x and y must not overlap", "x != y"),),
        hotness=0.5,
        estimate=Estimate(1.81234, 1.5, 2.0, 2),
    )

    assert analysis_object([AnalysedFile(SOURCE, (one,), (WRONG,))]) == {
        "schema": 1,
        "files": [
            {
                "file": "a.cpp",
                "loops": [
                    {
                        "id": str(LOOP_ID),
                        "line": 1,
                        "end_line": 3,
                        "function": "f",
                        "kind": "for",
                        "parallelizability": "sequential",
                        "with": [],
                        "reasons": [
                            {
                                "code": "flow-dependence",
                                "message": "x[i-1]",
                                "locations": [
                                    {"line": 3, "column": 3},
                                    {"line": 3, "column": 10},
                                ],
                                "distance": 1,
                            }
                        ],
                        "assumptions": [
                            {
                                "code": "no-overlap",
                                "message": "x and y must not overlap",
                                "guard": "x != y",
                            }
                        ],
                        "hotness": 0.5,
                        "estimate": {"speedup": 1.812, "low": 1.5, "high": 2.0, "threads": 2},
                    }
                ],
                "misuse": [
                    {
                        "code": "missing-reduction",
                        "catalog": "PWD002",
                        "message": "it needs reduction(+:s)",
                        "line": 2,
                        "column": 1,
                        "loop_id": str(LOOP_ID),
                        "repair": {"directive": "#pragma omp parallel for reduction(+: s)"},
                    }
                ],
            }
        ],
    }


def test_inner_loops_follow_their_outer_loop() -> None:
    nest = replace(facts(), children=(replace(facts(), children=(facts(),)),))

    (file,) = analysis_object([AnalysedFile(SOURCE, (nest,), ())])["files"]

    assert len(file["loops"]) == 3


def test_a_result_with_an_offer_and_a_refuted_attempt() -> None:
    found = offer()
    attempts = (
        Attempt(candidate("wrong"), Refuted("race", "a race", ())),
        Attempt(found.candidate, found.verdict),
    )
    nest = NestResult(facts(), Outcome.PASSED, "", "", found, attempts)

    shown = result_object(SOURCE, FileResult("a.cpp", (facts(),), (nest,), b"new", 1.23456))

    assert {key: shown[key] for key in ("schema", "file", "output_text", "seconds")} == {
        "schema": 1,
        "file": "a.cpp",
        "output_text": "new",
        "seconds": 1.235,
    }
    (result,) = shown["results"]
    assert result["verdict"] == "verified"
    assert result["offer"]["evidence"] == "proved"
    assert [check["name"] for check in result["offer"]["checks"]][-1] == "benchmark"
    assert [(c["verdict"], c["reason_code"], c["speedup"]) for c in result["candidates"]] == [
        ("refuted", "race", None),
        ("verified", "", 1.8),
    ]


def test_without_an_offer_there_is_no_output_text() -> None:
    nest = NestResult(facts(), Outcome.REFUTED, "flow-dependence", "why", None, ())

    shown = result_object(SOURCE, FileResult("a.cpp", (), (nest,), None, 0.0))

    assert shown["output_text"] is None
    assert shown["results"][0]["offer"] is None
    assert shown["results"][0]["verdict"] == "refuted"


def test_an_error() -> None:
    assert error_object(UsageError("cannot-read", "a.cpp: no such file", "name a file")) == {
        "schema": 1,
        "error": {"code": "cannot-read", "message": "a.cpp: no such file", "hint": "name a file"},
    }


def test_capture() -> None:
    call = CapturedCall(17, 0.5, b"abc")
    taken = Capture("/a.cpp", "f", "1234", ("./app", "7"), 120, 3.5, False, (call,))
    result = CaptureResult(taken, 9, ("call 17",), (DroppedCall(3, "why"),), 2, "", "it crashed")

    assert capture_object(result, Path("kept")) == {
        "schema": 1,
        "file": "/a.cpp",
        "function": "f",
        "line": 9,
        "command": ["./app", "7"],
        "folder": "kept",
        "total_calls": 120,
        "total_seconds": 3.5,
        "is_whole": False,
        "calls": [{"number": 17, "seconds": 0.5, "bytes": 3, "description": "call 17"}],
        "dropped": [{"number": 3, "reason": "why"}],
        "refused": {"calls": 2, "reason": None},
        "note": "it crashed",
    }
