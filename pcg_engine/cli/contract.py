"""The JSON contract: one object, lines 1-based, ``schema`` 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from pcg_engine.domain.errors import PcgError
from pcg_engine.domain.facts import Assumption, LoopFacts, Reason
from pcg_engine.domain.measurement import Estimate
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import (
    Attempt,
    FileResult,
    FunctionResult,
    NestResult,
    VerificationResult,
)
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import (
    CheckResult,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)

SCHEMA = 1

JsonObject = dict[str, Any]

_VERDICT_WORDS: Mapping[Outcome, str] = {
    Outcome.PASSED: "verified",
    Outcome.REFUTED: "refuted",
    Outcome.INCONCLUSIVE: "inconclusive",
    Outcome.UNAVAILABLE: "unavailable",
}


def print_json(value: JsonObject) -> None:
    """Print ``value`` as one object to standard output."""
    json.dump(value, sys.stdout, indent=2)
    sys.stdout.write("\n")


def error_object(error: PcgError) -> JsonObject:
    """What ``--json`` prints instead of a result."""
    return {
        "schema": SCHEMA,
        "error": {"code": error.code, "message": error.message, "hint": error.hint},
    }


def analysis_object(files: Iterable[tuple[SourceText, tuple[LoopFacts, ...]]]) -> JsonObject:
    """``analyze``: every loop of every file, outer before inner."""
    return {
        "schema": SCHEMA,
        "files": [{"file": source.path, "loops": _loops(source, facts)} for source, facts in files],
    }


def result_object(source: SourceText, result: FileResult) -> JsonObject:
    """``parallelize``: the loops of the file and what trying its nests came to."""
    text = result.output_text
    return {
        "schema": SCHEMA,
        "file": result.file,
        "loops": _loops(source, result.facts),
        "results": [_nest(source, nest) for nest in result.nests],
        "output_text": None if text is None else text.decode("utf-8", "surrogateescape"),
        "seconds": round(result.seconds, 3),
    }


def verification_object(source: SourceText, result: VerificationResult) -> JsonObject:
    """``verify``: the loops of the original, and what each changed function came to."""
    text = result.output_text
    return {
        "schema": SCHEMA,
        "file": result.file,
        "candidate": result.candidate,
        "loops": _loops(source, result.facts),
        "results": [_function(source, one) for one in result.functions],
        "output_text": None if text is None else text.decode("utf-8", "surrogateescape"),
        "seconds": round(result.seconds, 3),
    }


def verdict_word(verdict: Verdict) -> str:
    """``verified``, ``refuted``, ``inconclusive`` or ``unavailable``."""
    match verdict:
        case Verified():
            return "verified"
        case Refuted():
            return "refuted"
        case Inconclusive():
            return "inconclusive"
        case Unavailable():
            return "unavailable"
        case _:
            assert_never(verdict)


def _loops(source: SourceText, facts: tuple[LoopFacts, ...]) -> list[JsonObject]:
    loops: list[JsonObject] = []
    for one in facts:
        loops.append(loop_object(source, one))
        loops.extend(_loops(source, one.children))
    return loops


def loop_object(source: SourceText, facts: LoopFacts) -> JsonObject:
    """LOOP of the contract."""
    loop = facts.loop
    return {
        "id": str(loop.id),
        "line": source.location(loop.span.start).line,
        "end_line": source.location(max(loop.span.start, loop.span.end - 1)).line,
        "function": loop.id.function,
        "kind": loop.kind.value,
        "parallelizability": facts.parallelizability.value,
        "with": list(facts.with_),
        "reasons": [_reason(reason) for reason in facts.reasons],
        "assumptions": [_assumption(a) for a in facts.assumptions],
        "hotness": round(facts.hotness, 4),
        "estimate": None if facts.estimate is None else _estimate(facts.estimate),
    }


def _reason(reason: Reason) -> JsonObject:
    return {
        "code": reason.code,
        "message": reason.message,
        "locations": [{"line": at.line, "column": at.column} for at in reason.locations],
        "distance": reason.distance,
    }


def _assumption(assumption: Assumption) -> JsonObject:
    return {
        "code": assumption.code,
        "message": assumption.message,
        "guard": assumption.guard,
    }


def _estimate(estimate: Estimate) -> JsonObject:
    return {
        "speedup": round(estimate.speedup, 3),
        "low": round(estimate.low, 3),
        "high": round(estimate.high, 3),
        "threads": estimate.threads,
    }


def _nest(source: SourceText, nest: NestResult) -> JsonObject:
    return {
        "loop_id": str(nest.facts.loop.id),
        "line": source.location(nest.facts.loop.span.start).line,
        "function": nest.facts.loop.id.function,
        "verdict": _VERDICT_WORDS[nest.outcome],
        "reason_code": nest.code,
        "reason": nest.reason,
        "offer": None if nest.offer is None else _offer(nest.offer),
        "candidates": [_attempt(attempt) for attempt in nest.attempts],
    }


def _function(source: SourceText, one: FunctionResult) -> JsonObject:
    return {
        "loop_id": None if one.loop_id is None else str(one.loop_id),
        "line": source.location(one.start).line,
        "function": one.function,
        "verdict": _VERDICT_WORDS[one.outcome],
        "reason_code": one.code,
        "reason": one.reason,
        "offer": None if one.offer is None else _offer(one.offer),
        "candidates": [_attempt(one.attempt)],
    }


def _attempt(attempt: Attempt) -> JsonObject:
    verdict = attempt.verdict
    code = reason = ""
    match verdict:
        case Verified(evidence=evidence):
            checks = evidence.checks
        case Refuted() | Inconclusive() | Unavailable():
            checks = verdict.checks
            code, reason = verdict.code, verdict.reason
        case _:
            assert_never(verdict)
    measured = [c.speedup.ratio for c in checks if c.speedup is not None]
    return {
        "origin": attempt.candidate.origin,
        "workflow": attempt.candidate.workflow,
        "verdict": verdict_word(verdict),
        "reason_code": code,
        "reason": reason,
        "speedup": round(measured[-1], 3) if measured else None,
        "checks": [_check(check) for check in checks],
    }


def _offer(offer: Offer) -> JsonObject:
    evidence = offer.verdict.evidence
    speedup = evidence.speedup
    return {
        "origin": offer.candidate.origin,
        "workflow": offer.candidate.workflow,
        "evidence": "proved" if evidence.proved else "tested",
        "speedup": None if speedup is None else round(speedup.ratio, 3),
        "low": None if speedup is None else round(speedup.low, 3),
        "high": None if speedup is None else round(speedup.high, 3),
        "threads": None if speedup is None else speedup.threads,
        "max_relative_error": evidence.max_relative_error,
        "checks": [_check(check) for check in evidence.checks],
        "assumptions": [_assumption(a) for a in offer.assumptions],
        "diff": offer.diff,
        "text": offer.text,
    }


def _check(check: CheckResult) -> JsonObject:
    return {
        "name": check.name.value,
        "outcome": check.outcome.value,
        "code": check.code,
        "detail": check.detail,
        "counterexample": check.counterexample or None,
        "seconds": round(check.seconds, 3),
    }
