"""From check results to a verdict: pure, and closed against everything that is missing."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.next_steps import with_next_step
from pcg_engine.domain.verdict import (
    CheckName,
    CheckResult,
    Evidence,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)

ORDER: tuple[CheckName, ...] = tuple(CheckName)
"""The order in which refutations are reported: that of the checks' cost."""

REQUIRED: tuple[CheckName, ...] = (
    CheckName.COMPILE,
    CheckName.INTERFACE,
    CheckName.LEGALITY,
    CheckName.ELISION,
    CheckName.EQUIVALENCE,
    CheckName.COVERAGE,
    CheckName.RECORDING,
    CheckName.RACES,
    CheckName.BENCHMARK,
)
"""Every check that a candidate must pass before it is offered."""


def decide(results: Sequence[CheckResult], *, timed: bool = True) -> Verdict:
    """The verdict that follows from ``results``.

    A refutation decides, the earliest in ``ORDER`` first; then a tool that was not available;
    then what stayed open. A required check without a result, or a passed benchmark without a
    measured speedup, is open: "not run" never means "passed". Only if it is not ``timed`` may the
    benchmark be missing: whoever asked did not want to know. What is inconclusive says what to do
    next.
    """
    checks = tuple(sorted(results, key=lambda r: _rank(r.name)))
    for outcome, make in (
        (Outcome.REFUTED, Refuted),
        (Outcome.UNAVAILABLE, Unavailable),
        (Outcome.INCONCLUSIVE, _inconclusive),
    ):
        for result in checks:
            if result.outcome is outcome:
                return make(result.code, result.detail, checks)
    passed = {result.name: result for result in checks}
    for name in REQUIRED:
        if name not in passed and (timed or name is not CheckName.BENCHMARK):
            return _inconclusive("not-run", f"the check “{name}” was not run", checks)
    benchmark = passed.get(CheckName.BENCHMARK)
    speedup = None if benchmark is None else benchmark.speedup
    if timed and speedup is None:
        return _inconclusive("no-measurement", "the benchmark reported no speedup", checks)
    units = passed.get(CheckName.UNITS)
    evidence = Evidence(
        checks=checks,
        # Of a header: in every unit that includes it.
        proved=passed[CheckName.LEGALITY].proved and (units is None or units.proved),
        speedup=speedup,
        max_relative_error=max(result.max_relative_error for result in checks),
    )
    return Verified(evidence, _assumptions(checks))


def _inconclusive(code: str, reason: str, checks: tuple[CheckResult, ...]) -> Inconclusive:
    return Inconclusive(code, with_next_step(code, reason), checks)


def _rank(name: CheckName) -> int:
    return ORDER.index(name)


def _assumptions(checks: Sequence[CheckResult]) -> tuple[Assumption, ...]:
    seen: dict[Assumption, None] = {}
    for result in checks:
        for assumption in result.assumptions:
            seen.setdefault(assumption)
    return tuple(seen)
