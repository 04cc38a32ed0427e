"""What a model is told of an answer that was no good."""

from __future__ import annotations

from pcg_engine.domain.verdict import (
    CheckResult,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)
from pcg_engine.planning.prompts.task import Feedback


def feedback_on(verdict: Verdict) -> Feedback:
    """The finding that decided, the others that did not pass, and the input that showed it."""
    match verdict:
        case Verified(evidence=evidence):
            raise ValueError(f"nothing was wrong: {len(evidence.checks)} checks passed")
        case Refuted(code=code, reason=reason, checks=checks):
            return _feedback(code, reason, checks, Outcome.REFUTED)
        case Inconclusive(code=code, reason=reason, checks=checks):
            return _feedback(code, reason, checks, Outcome.INCONCLUSIVE)
        case Unavailable(code=code, reason=reason, checks=checks):
            return _feedback(code, reason, checks, Outcome.UNAVAILABLE)


def _feedback(
    code: str, reason: str, checks: tuple[CheckResult, ...], outcome: Outcome
) -> Feedback:
    deciding = next((c for c in checks if c.outcome is outcome and c.code == code), None)
    if deciding is None:
        return Feedback("", code, reason)
    others = (c for c in checks if c is not deciding and c.outcome is not Outcome.PASSED)
    return Feedback(
        deciding.name.value,
        code,
        reason,
        tuple(f"{other.name.value}: {other.detail}" for other in others if other.detail),
        deciding.counterexample,
    )
