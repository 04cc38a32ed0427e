"""What did not pass elsewhere, as the result of the check that looked there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome

_WORST_FIRST = (Outcome.REFUTED, Outcome.UNAVAILABLE, Outcome.INCONCLUSIVE)


def worst(results: Iterable[CheckResult]) -> CheckResult | None:
    """The first refuted result, or else unavailable, or inconclusive one; ``None`` of passed."""
    found = tuple(results)
    return next((r for o in _WORST_FIRST for r in found if r.outcome is o), None)


def as_result_of(name: CheckName, failure: CheckResult, where: str, seconds: float) -> CheckResult:
    """``failure``, which was met in ``where``, as the result of the check ``name``."""
    return replace(
        failure,
        name=name,
        detail=f"in {where}: {failure.detail}",
        seconds=seconds,
        speedup=None,
        scaling=(),
        stressed=(),
    )
