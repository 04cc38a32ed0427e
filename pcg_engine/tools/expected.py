"""What is expected of a candidate on each input: the original's results, and how near to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.ports import Cancellation
from pcg_engine.tools.comparison import RoundingBound
from pcg_engine.tools.experiment import Directed, Experiment, Reference
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.rounding import Steadiness, normwise, rounding_bound, steadiness
from pcg_engine.tools.subject import Subject
from pcg_engine.tools.trial import Expectation

_FEWEST_STEADY = 12
"""Inputs on which the original keeps its digits, so that others need not be held to the same."""

_NO_OVERLAP = "no-overlap"
_NO_NAN = "no-nan"
"""Codes of assumptions that, unguarded, a person confirms: inputs that break them are left out."""


def expectations(
    subject: Subject, experiment: Experiment, reference: Reference, cancellation: Cancellation
) -> list[Expectation] | Obstacle:
    """What is expected on each case of ``reference`` that applies to the candidate."""
    positions = applicable(subject, reference.cases)
    if not subject.candidate.reassociates:
        return [Expectation(reference.cases[p], reference.fresh[p]) for p in positions]
    directed = experiment.directed(cancellation)
    if isinstance(directed, Obstacle):
        return directed
    runs = _usual_runs(positions, reference, directed)
    return _expected(runs, enough=_enough_steady(runs))


@dataclass(frozen=True, slots=True)
class _Directed:
    """What the original leaves behind on a case, and with three directions of rounding."""

    case: Case
    observation: Observation
    nearest: Observation
    upward: Observation
    downward: Observation

    @property
    def bound(self) -> RoundingBound | None:
        return rounding_bound(self.nearest, self.upward, self.downward, self.case.largest)

    @property
    def steadiness(self) -> Steadiness:
        return steadiness(self.nearest, self.upward, self.downward, self.case.largest)


def _expected(runs: Sequence[_Directed], *, enough: bool) -> list[Expectation]:
    """What to hold a reordering candidate to.

    With ``enough`` other inputs on which the original is steady, those that cannot be compared are
    left out.
    """
    wanted: list[Expectation] = []
    for run in runs:
        found = run.steadiness if enough else Steadiness.STEADY
        if found is not Steadiness.DECIDED:
            bound = run.bound if found is Steadiness.STEADY else normwise(run.bound)
            wanted.append(Expectation(run.case, run.observation, bound))
    return wanted


def _enough_steady(runs: Sequence[_Directed]) -> bool:
    """Whether there are enough inputs, large ones among them, on which the original is steady."""
    steady = [
        run.case.spec.size
        for run in runs
        if run.case.spec.size > 1 and run.steadiness is Steadiness.STEADY
    ]
    largest = max((run.case.spec.size for run in runs), default=0)
    return len(steady) >= _FEWEST_STEADY and 4 * max(steady) >= largest


def _usual_runs(
    positions: Sequence[int], reference: Reference, directed: Directed
) -> list[_Directed]:
    return [
        _Directed(
            reference.cases[p],
            reference.fresh[p],
            directed.nearest[p],
            directed.upward[p],
            directed.downward[p],
        )
        for p in positions
    ]


def expectations_at(
    subject: Subject, cases: Sequence[Case], experiment: Experiment, cancellation: Cancellation
) -> list[Expectation] | Obstacle:
    """What is expected on further ``cases``, on which the original is known to be valid."""
    cases = [cases[p] for p in applicable(subject, cases)]
    plain = experiment.original_at(cases, cancellation)
    if isinstance(plain, Obstacle):
        return plain
    if not subject.candidate.reassociates:
        return [Expectation(case, found) for case, found in zip(cases, plain, strict=True)]
    upward = experiment.original_at(cases, cancellation, "upward")
    downward = experiment.original_at(cases, cancellation, "downward")
    if isinstance(upward, Obstacle):
        return upward
    if isinstance(downward, Obstacle):
        return downward
    usual, directed = experiment.reference(cancellation), experiment.directed(cancellation)
    if isinstance(usual, Obstacle):
        return usual
    if isinstance(directed, Obstacle):
        return directed
    enough = _enough_steady(_usual_runs(applicable(subject, usual.cases), usual, directed))
    runs = [
        _Directed(case, found, found, above, below)
        for case, found, above, below in zip(cases, plain, upward, downward, strict=True)
    ]
    return _expected(runs, enough=enough)


def applicable(subject: Subject, cases: Sequence[Case]) -> list[int]:
    """Positions of the cases that the candidate has to get right."""
    assumed = {a.code for a in subject.candidate.assumptions if a.guard is None}

    def applies(spec: CaseSpec) -> bool:
        if spec.alias is not None and _NO_OVERLAP in assumed:
            return False
        if spec.style is Style.CANCELLING and subject.candidate.reassociates:
            # The original's own rounding errors say nothing of those in another order.
            return False
        return not (spec.style is Style.SPECIAL and spec.nan and _NO_NAN in assumed)

    return [p for p, case in enumerate(cases) if applies(case.spec)]
