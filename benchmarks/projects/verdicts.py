"""What PCG's JSON report says of one loop nest: its class, and how far it got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from benchmarks.peers.pcg_reports import LoopDecision, loops, offers, results

_UNDRIVEN = frozenset(
    {
        *("main-function", "member-function", "variadic-function", "no-body"),
        *("unnamed-parameter", "unsupported-parameter", "unsupported-result"),
        *("unsupported-global", "unknown-relation", "driver-not-built"),
        *("no-input", "no-valid-input", "edit-outside-nest"),
    }
)
"""Codes of what could not be called, or given inputs."""

_WANTS_INPUTS = _UNDRIVEN | {"no-benchmark-input", "few-iterations", "benchmark-run"}
"""Where the program's own inputs may help."""

_RUN_CHECKS = frozenset(
    {"serial-elision", "equivalence", "coverage", "dependence-recording", "races", "benchmark"}
)
_ALONE = "the loop nest alone, taken out of its function"


class Class(StrEnum):
    """Where a hot loop nest ends; each in exactly one."""

    OFFERED = "offered"
    NOT_PARALLEL = "not parallel"
    NOT_FASTER = "not faster"
    WRONG = "every candidate was refuted"
    UNDRIVEN = "cannot be driven"
    INNER_NOT_FASTER = "undecided, but a loop inside is not faster"
    INCONCLUSIVE = "inconclusive"

    @property
    def is_conclusive(self) -> bool:
        """Whether the verdict tells what is true of the loop."""
        return self in (Class.OFFERED, Class.NOT_PARALLEL, Class.NOT_FASTER)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one nest. ``speedup`` is PCG's own measurement of what it offers.

    ``analysed``: it was decided whether a loop of it is parallel; ``driven``: a candidate was run;
    ``outlined``: the nest was, alone; ``verified``: a candidate passed all checks.
    """

    kind: Class
    code: str
    reason: str
    speedup: float | None = None
    analysed: bool = False
    driven: bool = False
    outlined: bool = False
    verified: bool = False

    @property
    def wants_inputs(self) -> bool:
        """Whether inputs from the program's own run may help.

        They do where none can be made up, and where a candidate is not faster on those that are:
        a hot loop may be given more, or other values, by its program.
        """
        if self.kind in (Class.NOT_FASTER, Class.INNER_NOT_FASTER):
            return True
        return not self.kind.is_conclusive and self.code in _WANTS_INPUTS


def verdict(said: Mapping[str, object], line: int, end_line: int) -> Verdict:
    """What PCG ``said`` (as ``Pcg.parallelize`` tells it) of the nest in these lines."""
    if "failure" in said:
        return Verdict(Class.INCONCLUSIVE, "pcg-failed", str(said["failure"]))
    report = str(said["report"])
    found = [one for one in results(report) if one["line"] == line]
    inside = [loop for loop in loops(report) if line <= loop.line <= end_line]
    if not found:
        return Verdict(Class.INCONCLUSIVE, "no-result", "PCG tells nothing of this line")
    result = found[0]
    undecided = [one for one in inside if one.line == line and not _is_decided(one)]
    checks = _checks(result)
    run = [c for c in checks if c["name"] in _RUN_CHECKS and c["outcome"] in ("passed", "refuted")]
    speedups = [one.speedup for one in offers(report) if one.line == line]
    kind, reason = _kind(result), str(result["reason"])
    if kind is Class.NOT_FASTER and undecided:
        kind, reason = Class.INNER_NOT_FASTER, f"{undecided[0].reason}; a loop inside is {reason}"
    return Verdict(
        kind=kind,
        code=str(result["reason_code"]),
        reason=reason,
        speedup=speedups[0] if speedups else None,
        analysed=bool(run) or any(map(_is_decided, inside)),
        driven=bool(run),
        outlined=any(_ALONE in str(check["detail"]) for check in run),
        verified=any(one["verdict"] == "verified" for one in _candidates(result)),
    )


def inner_decision(said: Mapping[str, object], line: int) -> Verdict | None:
    """What analysis alone says of the loop at ``line``, if it forbids running it in parallel."""
    if "report" not in said:
        return None
    for loop in loops(str(said["report"])):
        if loop.line == line and loop.parallelizability == "sequential":
            return Verdict(Class.NOT_PARALLEL, "sequential", loop.reason, analysed=True)
    return None


def _kind(result: Mapping[str, object]) -> Class:
    code = str(result["reason_code"])
    if result["offer"] is not None:
        return Class.OFFERED
    if result["verdict"] == "refuted":
        if code == "not-faster":
            return Class.NOT_FASTER
        return Class.WRONG if _candidates(result) else Class.NOT_PARALLEL
    return Class.UNDRIVEN if code in _UNDRIVEN else Class.INCONCLUSIVE


def _is_decided(loop: LoopDecision) -> bool:
    return loop.parallelizability != "unknown"


def _candidates(result: Mapping[str, object]) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", result.get("candidates") or [])


def _checks(result: Mapping[str, object]) -> list[Mapping[str, object]]:
    offer = cast("Mapping[str, object] | None", result["offer"])
    holders = [*_candidates(result), *([offer] if offer is not None else [])]
    return [
        check
        for one in holders
        for check in cast("list[Mapping[str, object]]", one.get("checks") or [])
    ]
