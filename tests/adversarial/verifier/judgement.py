"""What came of one candidate, and whether that is what the corpus expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.verdict import (
    CheckName,
    CheckResult,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)
from tests.adversarial.verifier.corpus import Entry


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check said, in short."""

    check: CheckName
    outcome: Outcome
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all checks said of one candidate, and what ``pcg verify`` makes of it.

    ``findings`` has one entry a check, the gravest if several functions were judged. ``told`` is
    the finding that decided; ``None`` if the candidate was verified.
    """

    findings: tuple[Finding, ...]
    told: Finding | None

    def of(self, check: CheckName) -> Finding | None:
        """What ``check`` said; ``None`` if it was not run."""
        return next((f for f in self.findings if f.check is check), None)


class Standing(StrEnum):
    """How a judgement compares with the corpus."""

    RIGHT_REASON = "refused for the right reason"
    OTHER_REASON = "refused for another reason"
    OPEN = "inconclusive"
    UNAVAILABLE = "unavailable"
    VERIFIED = "verified"
    REFUTED = "refuted"


_GRAVITY = (Outcome.REFUTED, Outcome.UNAVAILABLE, Outcome.INCONCLUSIVE, Outcome.PASSED)


def standing(entry: Entry, judgement: Judgement) -> Standing:
    """What to count ``judgement`` as. ``REFUTED`` is for right candidates only."""
    told = judgement.told
    if told is None:
        return Standing.VERIFIED
    match told.outcome:
        case Outcome.REFUTED:
            if not entry.is_wrong:
                return Standing.REFUTED
            expected = any(reason.covers(told.check, told.code) for reason in entry.reasons)
            return Standing.RIGHT_REASON if expected else Standing.OTHER_REASON
        case Outcome.UNAVAILABLE:
            return Standing.UNAVAILABLE
        case Outcome.INCONCLUSIVE | Outcome.PASSED:
            return Standing.OPEN


def is_failure(entry: Entry, judgement: Judgement) -> bool:
    """Whether something wrong was verified, or something right refuted."""
    found = standing(entry, judgement)
    return found is (Standing.VERIFIED if entry.is_wrong else Standing.REFUTED)


def finding(result: CheckResult) -> Finding:
    """``result`` in short."""
    return Finding(result.name, result.outcome, result.code, result.detail)


def together(results: Sequence[Sequence[CheckResult]], verdicts: Sequence[Verdict]) -> Judgement:
    """One judgement of a candidate whose changed functions were judged one by one."""
    findings: dict[CheckName, Finding] = {}
    for result in (result for one in results for result in one):
        known = findings.get(result.name)
        if known is None or _gravity(result.outcome) < _gravity(known.outcome):
            findings[result.name] = finding(result)
    order = list(CheckName)
    told = [one for verdict in verdicts if (one := _deciding(verdict)) is not None]
    return Judgement(
        tuple(sorted(findings.values(), key=lambda f: order.index(f.check))),
        min(told, key=lambda f: _gravity(f.outcome), default=None),
    )


def _deciding(verdict: Verdict) -> Finding | None:
    match verdict:
        case Verified():
            return None
        case Refuted(code=code, reason=reason, checks=checks):
            outcome = Outcome.REFUTED
        case Unavailable(code=code, reason=reason, checks=checks):
            outcome = Outcome.UNAVAILABLE
        case Inconclusive(code=code, reason=reason, checks=checks):
            outcome = Outcome.INCONCLUSIVE
    for result in checks:
        if (result.outcome, result.code, result.detail) == (outcome, code, reason):
            return finding(result)
    # A required check was not run.
    return Finding(CheckName.EXTRACT, outcome, code, reason)


def _gravity(outcome: Outcome) -> int:
    return _GRAVITY.index(outcome)
