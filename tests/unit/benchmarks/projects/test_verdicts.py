from __future__ import annotations

import json

import pytest

from benchmarks.projects.bench import Step
from benchmarks.projects.profile import HotLoop, ProgramLoop
from benchmarks.projects.verdicts import Class, Verdict, verdict

_RAN = {"name": "equivalence", "outcome": "passed", "detail": "identical on 20 inputs"}
_ALONE = _RAN | {"detail": "identical (the loop nest alone, taken out of its function)"}
_NOT_RUN = {"name": "equivalence", "outcome": "inconclusive", "detail": "no input"}


def report(
    told: str,
    code: str = "",
    candidates: tuple[dict[str, object], ...] = (),
    offer: dict[str, object] | None = None,
    decided: str = "parallel",
) -> dict[str, object]:
    """Of a nest at line 5 with a sequential loop at line 7."""
    loop: dict[str, object] = {
        "line": 5,
        "function": "f",
        "parallelizability": decided,
        "with": [],
        "reasons": [{"message": "carries `x`"}] if decided == "unknown" else [],
        "assumptions": [],
    }
    inner = loop | {
        "line": 7,
        "parallelizability": "sequential",
        "reasons": [{"message": "reads `a`"}],
    }
    result = {
        "line": 5,
        "function": "f",
        "verdict": told,
        "reason_code": code,
        "reason": f"because of {code}",
        "offer": offer,
        "candidates": list(candidates),
    }
    return {"report": json.dumps({"loops": [loop, inner], "results": [result]}), "text": None}


def candidate(told: str, check: dict[str, str]) -> dict[str, object]:
    return {"verdict": told, "checks": [check]}


def test_an_offer_was_driven_and_verified() -> None:
    offer: dict[str, object] = {
        "workflow": "parallel-for",
        "speedup": 1.8,
        "evidence": "tested",
        "checks": [_ALONE],
    }
    said = report("verified", candidates=(candidate("verified", _ALONE),), offer=offer)
    assert verdict(said, 5, 9) == Verdict(
        Class.OFFERED, "", "because of ", 1.8, analysed=True, driven=True, outlined=True,
        verified=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "code", "candidates", "kind"),
    [
        ("refuted", "flow-dependence", (), Class.NOT_PARALLEL),
        ("refuted", "not-faster", (candidate("refuted", _RAN),), Class.NOT_FASTER),
        ("refuted", "different-result", (candidate("refuted", _RAN),), Class.WRONG),
        ("inconclusive", "no-valid-input", (candidate("inconclusive", _NOT_RUN),), Class.UNDRIVEN),
        ("inconclusive", "unknown-call", (), Class.INCONCLUSIVE),
        ("unavailable", "no-clang", (), Class.INCONCLUSIVE),
    ],
)
def test_every_verdict_has_its_class(
    told: str, code: str, candidates: tuple[dict[str, object], ...], kind: Class
) -> None:
    found = verdict(report(told, code, candidates), 5, 9)
    assert (found.kind, found.code) == (kind, code)
    assert found.driven == any(c["checks"] == [_RAN] for c in candidates)
    assert not found.verified


def test_inputs_are_wanted_where_they_are_missing_or_gain_nothing() -> None:
    missing = candidate("inconclusive", _NOT_RUN)
    slower = candidate("refuted", _RAN)
    assert verdict(report("refuted", "not-faster", (slower,)), 5, 9).wants_inputs
    assert verdict(report("inconclusive", "no-valid-input", (missing,)), 5, 9).wants_inputs
    assert verdict(report("inconclusive", "no-benchmark-input", (missing,)), 5, 9).wants_inputs
    assert not verdict(report("inconclusive", "unknown-call"), 5, 9).wants_inputs
    assert not verdict(report("refuted", "flow-dependence"), 5, 9).wants_inputs


def test_a_loop_inside_that_is_not_faster_leaves_an_unknown_nest_open() -> None:
    slower = candidate("refuted", _RAN)
    found = verdict(report("refuted", "not-faster", (slower,), decided="unknown"), 5, 9)
    assert found.kind is Class.INNER_NOT_FASTER
    assert not found.kind.is_conclusive
    assert found.reason == "carries `x`; a loop inside is because of not-faster"
    assert found.wants_inputs
    sequential = verdict(report("refuted", "not-faster", (slower,), decided="sequential"), 5, 9)
    assert sequential.kind is Class.NOT_FASTER


def test_a_failure_and_a_missing_result_are_inconclusive() -> None:
    failed = verdict({"failure": "PCG ended with status 2: no loop there"}, 5, 9)
    assert failed.kind is Class.INCONCLUSIVE
    assert failed.code == "pcg-failed"
    assert verdict(report("refuted", "flow-dependence"), 6, 9).code == "no-result"


def step(said: dict[str, object]) -> Step:
    """Of the nest that is at line 105 of the original, and was at line 5 when PCG was asked."""
    nest = ProgramLoop("a.cpp", 105, 109, "f", 105, is_nest=True)
    return Step(HotLoop(nest, 0.9), 5, 9, said)


def test_a_loop_inside_has_a_verdict_of_its_own_where_the_nest_s_does_not_tell() -> None:
    inner = ProgramLoop("a.cpp", 107, 108, "f", 105, is_nest=False)
    other = ProgramLoop("a.cpp", 106, 106, "f", 105, is_nest=False)
    refused = step(report("refuted", "carried-scalar", decided="sequential"))
    assert refused.verdict_of(inner) == Verdict(
        Class.NOT_PARALLEL, "sequential", "reads `a`", analysed=True
    )
    assert refused.verdict_of(other).kind is Class.INCONCLUSIVE
    assert "only the nest around it" in refused.verdict_of(other).reason
    slow = step(report("refuted", "not-faster", (candidate("refuted", _RAN),)))
    assert slow.verdict_of(inner).kind is Class.NOT_FASTER
    unknown = step(report("inconclusive", "unknown-call", decided="unknown"))
    assert unknown.verdict_of(other).code == "unknown-call"


def test_a_nest_that_an_earlier_offer_changed_is_open() -> None:
    assert step({}).verdict.code == "changed-before"
