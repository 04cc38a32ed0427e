"""Checks and verdicts. "Not run" never means "passed"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.facts import Assumption, Obligation
from pcg_engine.domain.measurement import Scaling, Speedup, Stressed

BUSY = "busy"
"""The code of what could not be timed because others used the machine."""

OUTPACED = "outpaced"
"""The code of candidates that were not verified because another one was faster in a trial."""


class CheckName(StrEnum):
    """The checks, in the order of their cost."""

    EXTRACT = "extract"
    COMPILE = "compile"
    INTERFACE = "interface"
    LEGALITY = "legality"
    ELISION = "serial-elision"
    EQUIVALENCE = "equivalence"
    COVERAGE = "coverage"
    RECORDING = "dependence-recording"
    RACES = "races"
    INSTANCES = "template-instances"
    UNITS = "translation-units"
    SUGGESTED = "suggested-inputs"
    BENCHMARK = "benchmark"


class Outcome(StrEnum):
    """What one check, or a whole verification, came to."""

    PASSED = "passed"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check of one candidate.

    ``code`` is stable (``race``, ``different-result``, ``no-archer`` …; empty when passed);
    ``detail`` is one sentence for a person; ``seconds`` is wall time. A legality check that finds
    nothing wrong but cannot prove the pragmas is ``PASSED`` with ``proved`` false. ``obligations``
    belong to a proof. ``counterexample`` describes the input of a refutation, where there is one.
    """

    name: CheckName
    outcome: Outcome
    detail: str
    seconds: float = 0.0
    code: str = ""
    proved: bool = False
    obligations: tuple[Obligation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    max_relative_error: float = 0.0
    speedup: Speedup | None = None
    scaling: tuple[Scaling, ...] = ()
    stressed: tuple[Stressed, ...] = ()
    counterexample: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was run and seen for a verified candidate.

    ``speedup`` is ``None`` only if whoever asked did not want it measured.
    """

    checks: tuple[CheckResult, ...]
    proved: bool
    speedup: Speedup | None
    max_relative_error: float


@dataclass(frozen=True, slots=True)
class Verified:
    """Every check passed; only this can become an offer.

    ``assumptions`` are those that no guard in the candidate's code checks.
    """

    evidence: Evidence
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class Refuted:
    """The candidate is wrong, or not faster (``code == "not-faster"``; then perhaps right)."""

    code: str
    reason: str
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """Nothing was found wrong, but something could not be established."""

    code: str
    reason: str
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A tool or the sandbox failed; says nothing about the candidate."""

    code: str
    reason: str
    checks: tuple[CheckResult, ...]


Verdict = Verified | Refuted | Inconclusive | Unavailable


def checks_of(verdict: Verdict) -> tuple[CheckResult, ...]:
    """The results that ``verdict`` follows from."""
    return verdict.evidence.checks if isinstance(verdict, Verified) else verdict.checks
