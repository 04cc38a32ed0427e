"""What is expected of a candidate on each input: the original's results, and how near to them."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment, Reference
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.rounding import rounding_bound
from pcg_engine.tools.subject import Subject
from pcg_engine.tools.trial import Expectation

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
    return [
        Expectation(
            reference.cases[p],
            reference.fresh[p],
            rounding_bound(
                directed.nearest[p],
                directed.upward[p],
                directed.downward[p],
                reference.cases[p].largest,
            ),
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
    return [
        Expectation(case, found, rounding_bound(found, above, below, case.largest))
        for case, found, above, below in zip(cases, plain, upward, downward, strict=True)
    ]


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
