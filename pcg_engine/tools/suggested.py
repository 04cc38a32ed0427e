"""Check: the candidate holds on inputs that somebody named for it (paper: self-correction)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import equivalence
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.cases import CaseSpec
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments, Subject

NO_INPUT = frozenset({"no-input", "no-valid-input"})
"""Codes of a result that says nothing of the candidate: the original permits none of the inputs."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Inputs on which a candidate might fail, and why somebody doubts it (empty: nobody does)."""

    specs: tuple[CaseSpec, ...]
    doubt: str = ""


def check(
    subject: Subject,
    experiment: Experiment,
    suggestion: Suggestion,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Compare original and candidate on the inputs of ``suggestion``, and record dependences there.

    A doubt is told, and decides nothing.
    """
    start = instruments.clock.now()
    named = experiment.on(suggestion.specs)
    result = _judge(subject, named, instruments, cancellation)
    detail = result.detail
    if result.outcome is Outcome.PASSED and suggestion.doubt:
        detail = f"{detail}; doubted all the same: {suggestion.doubt}"
    seconds = instruments.clock.now() - start
    return replace(result, name=CheckName.SUGGESTED, detail=detail, seconds=seconds)


def _judge(
    subject: Subject, named: Experiment, instruments: Instruments, cancellation: Cancellation
) -> CheckResult:
    cases = named.cases(cancellation)
    if isinstance(cases, Obstacle):
        return cases.result(CheckName.SUGGESTED, 0.0)
    same = equivalence.check_inputs(subject, named, instruments, cancellation)
    if same.outcome is not Outcome.PASSED:
        return same
    recorded = recording.check(subject, named, instruments, cancellation)
    if recorded.outcome is Outcome.REFUTED:
        return recorded
    # What a recording leaves open here, it has settled on the usual inputs.
    return replace(same, detail=f"{same.detail} that were named for it")
