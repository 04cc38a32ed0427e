"""Captured inputs are tried before they are kept: the original must be valid and steady on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.comparison import Difference, compare
from pcg_engine.tools.experiment import Experiment, ending
from pcg_engine.tools.harness.cases import Case, CaseSpec
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.observation import UNTOLD
from pcg_engine.tools.harness.probing import explain, validate
from pcg_engine.tools.harness.run import CallMode, Execution, run
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments

CASE_SECONDS = 60
"""For one call with sanitizers, which take some twenty times as long as without."""
_LIMITS = Limits(wall_seconds=300.0)
_FILLINGS = ("85", "170")
"""What fresh memory is filled with: what depends on it shows."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recorded input: its ``case``, or why it is dropped."""

    case: Case | None
    reason: str


def replay(
    specs: Sequence[CaseSpec],
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> tuple[Replayed, ...] | Obstacle:
    """Call the original on each of ``specs``, with sanitizers and twice without.

    It must neither read nor write outside of what was recorded, and do the same both times: else
    what it depends on is not all there.
    """
    sanitized = experiment.sanitized(cancellation)
    if isinstance(sanitized, Obstacle):
        return sanitized
    released = experiment.released(cancellation)
    if isinstance(released, Obstacle):
        return released
    found: list[Replayed] = []
    for spec in specs:
        cancellation.check()
        case = make_case(released.harness, spec)
        if case is None:
            found.append(Replayed(None, "what was recorded does not fit the parameters"))
            continue
        checked = validate(
            sanitized, (spec,), instruments, cancellation, _LIMITS, case_seconds=CASE_SECONDS
        )
        if not checked.cases:
            why = next((d.reason for d in checked.discarded), "it does not finish")
            is_untold = why.startswith(UNTOLD)
            reason = why if is_untold else f"with sanitizers the function stops on it: {why}"
            found.append(Replayed(None, reason))
            continue
        runs = [
            run(
                released, (case,), CallMode.ISOLATED, {"MALLOC_PERTURB_": filling}, _LIMITS,
                instruments, cancellation, case_seconds=CASE_SECONDS,
            )
            for filling in _FILLINGS
        ]  # fmt: skip
        reason = _unsteady(runs[0], runs[1])
        found.append(Replayed(None if reason else case, reason))
    return tuple(found)


def _unsteady(first: Execution, second: Execution) -> str:
    """Why two calls on one input are no basis for a comparison; empty if they are."""
    for execution in (first, second):
        if not execution.finished:
            reports = [report for report in execution.reports if report]
            why = explain(reports[0]) if reports else ending(execution.outcome)
            return f"replayed, the function does not finish: {why}"
    one, other = first.observations[0], second.observations[0]
    assert one is not None
    assert other is not None
    match compare(one, other):
        case Difference(detail=detail):
            return f"replayed twice, the function gives different results: {detail}"
        case _:
            return ""
