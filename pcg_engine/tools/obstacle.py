"""Why an experiment could not be made, and the check result that says so."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that keeps a check from saying anything: ``INCONCLUSIVE`` or ``UNAVAILABLE``."""

    outcome: Outcome
    code: str
    reason: str

    def result(self, name: CheckName, seconds: float) -> CheckResult:
        """The result of a check that met this."""
        return CheckResult(name, self.outcome, self.reason, seconds, self.code)


def inconclusive(code: str, reason: str) -> Obstacle:
    """Nothing wrong was found, but something could not be established."""
    return Obstacle(Outcome.INCONCLUSIVE, code, reason)


def unavailable(code: str, reason: str) -> Obstacle:
    """A tool failed or is missing."""
    return Obstacle(Outcome.UNAVAILABLE, code, reason)
