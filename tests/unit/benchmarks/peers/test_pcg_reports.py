from __future__ import annotations

import json

from benchmarks.peers.pcg_reports import (
    Declined,
    LoopDecision,
    Offered,
    declined,
    error,
    loops,
    offers,
)

_LOOP = {
    "line": 89,
    "function": "kernel",
    "parallelizability": "parallel-with",
    "with": ["private(j)"],
    "reasons": [],
    "assumptions": [{"code": "no-overlap", "guard": "b + n <= a"}],
}
_SEQUENTIAL = _LOOP | {
    "line": 91,
    "function": "init",
    "parallelizability": "sequential",
    "with": [],
    "reasons": [{"code": "flow-dependence", "message": "reads `a`"}],
    "assumptions": [{"code": "no-exception", "guard": None}],
}
_OFFER = {"workflow": "parallel-for", "speedup": 1.5, "evidence": "proved"}
_RESULTS = [
    {"line": 89, "reason_code": "", "reason": "", "offer": _OFFER},
    {"line": 99, "reason_code": "not-faster", "reason": "not faster: 0.9×", "offer": None},
]
_REPORT = json.dumps({"loops": [_LOOP, _SEQUENTIAL], "results": _RESULTS})


def test_offers_and_what_was_declined_are_kept_apart() -> None:
    assert offers(_REPORT) == (Offered(89, "parallel-for", 1.5, "proved"),)
    assert declined(_REPORT) == (Declined(99, "not-faster", "not faster: 0.9×"),)


def test_an_offer_says_what_pcg_measured() -> None:
    assert (
        str(Offered(89, "scan", 1.5, "tested"))
        == "line 89: scan (tested, 1.50× by PCG's own measurement)"
    )
    assert str(Offered(89, "scan", None, "tested")) == "line 89: scan (tested)"


def test_a_reason_is_told_once_and_briefly() -> None:
    assert str(Declined(1, "code", "x" * 500)) == f"line 1: code: {'x' * 100}…"
    assert str(Declined(1, "budget", "it ended; raise it")) == "line 1: budget: it ended"
    assert str(Declined(1, "not-faster", "not faster: 0.9×")) == "line 1: not faster: 0.9×"


def test_the_loops_of_a_function_are_read_from_both_kinds_of_report() -> None:
    parallel = LoopDecision(89, "kernel", "parallel-with", ("private(j)",), True, "")
    sequential = LoopDecision(91, "init", "sequential", (), False, "reads `a`")
    assert loops(_REPORT) == (parallel, sequential)
    assert loops(json.dumps({"files": [{"loops": [_LOOP]}]}), "kernel") == (parallel,)
    assert loops(_REPORT, "init") == (sequential,)
    assert (parallel.is_parallel, sequential.is_parallel) == (True, False)


def test_an_error_is_told_in_pcgs_words_or_by_its_last_message() -> None:
    assert error(json.dumps({"error": {"message": "no such file"}}), "") == "no such file"
    assert error("Traceback", "first\nlast\n") == "last"
    assert error("", "") == "no output"
    assert error(_REPORT, "warning") is None
