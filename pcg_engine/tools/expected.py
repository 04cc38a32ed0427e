"""What is expected of a candidate on each input: the original's results, and how near to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.domain.facts import Assumption
from pcg_engine.ports import Cancellation
from pcg_engine.tools.capture.specs import captured_only
from pcg_engine.tools.comparison import RoundingBound
from pcg_engine.tools.experiment import Directed, Experiment, Reference
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.nudged import nudged
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.rounding import (
    Steadiness,
    at_least,
    decides,
    loses_all_digits,
    normwise,
    rounding_bound,
    steadiness,
    swing,
)
from pcg_engine.tools.subject import Subject
from pcg_engine.tools.trial import Doubt, Expectation

_NUDGES = 6
"""Inputs with other last digits on which the original is run where it is unsteady."""
_FEWEST_STEADY = 12
"""Inputs on which the original keeps its digits, so that others need not be held to the same."""
_FEWEST_CAPTURED = 4
"""As many of them do where one is just what the user's own program gives."""

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
    enough = _enough_steady(runs) or _enough_captured(runs)
    if not enough or only_reorders(subject):
        runs = _with_nudged(runs, experiment, cancellation)
    return _expected(runs, enough=enough)


def only_reorders(subject: Subject) -> bool:
    """Whether the candidate without OpenMP has to be the original to the last bit.

    Then no more than the order of its sums is another, and what it may return on an input on which
    the original is unsteady is what the original returns when its last digits change.
    """
    candidate = subject.candidate
    return candidate.origin == RULES_ORIGIN and not candidate.reassociates_serially


@dataclass(frozen=True, slots=True)
class _Directed:
    """What the original leaves behind on a case, and with three directions of rounding.

    ``nudged`` is what it leaves on inputs that differ in the last digit, where that was asked for.
    """

    case: Case
    observation: Observation
    nearest: Observation
    upward: Observation
    downward: Observation
    nudged: tuple[Observation, ...] = ()

    @property
    def bound(self) -> RoundingBound | None:
        return rounding_bound(self.nearest, self.upward, self.downward, self.case.largest)

    @property
    def wide_bound(self) -> RoundingBound | None:
        """For unsteady inputs: what may become of each result is seen in more than two runs."""
        samples = (self.upward, self.downward, *self.nudged)
        return at_least(normwise(self.bound), swing(self.nearest, samples))

    @property
    def loses_all_digits(self) -> bool:
        return loses_all_digits(self.nearest, (self.upward, self.downward, *self.nudged))

    @property
    def steadiness(self) -> Steadiness:
        found = steadiness(self.nearest, self.upward, self.downward, self.case.largest)
        if any(decides(self.nearest, other) for other in self.nudged):
            return Steadiness.DECIDED
        return found


def _expected(runs: Sequence[_Directed], *, enough: bool) -> list[Expectation]:
    """What to hold a reordering candidate to.

    With ``enough`` other inputs on which the original is steady, those that cannot be compared are
    left out. Without, all are compared; a difference on one of these refutes only if it is more
    than the original's own rounding explains.
    """
    wanted: list[Expectation] = []
    for run in runs:
        match run.steadiness:
            case Steadiness.STEADY:
                wanted.append(Expectation(run.case, run.observation, run.bound))
            case Steadiness.UNSTEADY if enough:
                wanted.append(Expectation(run.case, run.observation, run.wide_bound))
            case Steadiness.UNSTEADY:
                doubt = Doubt(run.wide_bound, decides=run.loses_all_digits)
                wanted.append(Expectation(run.case, run.observation, run.bound, doubt))
            case Steadiness.DECIDED if enough:
                pass
            case Steadiness.DECIDED:
                doubt = Doubt(decides=True)
                wanted.append(Expectation(run.case, run.observation, run.bound, doubt))
    return wanted


def steady_specs(experiment: Experiment, cancellation: Cancellation) -> tuple[CaseSpec, ...]:
    """The kinds of made-up inputs on which the original is steady, each style once first."""
    reference, directed = experiment.reference(cancellation), experiment.directed(cancellation)
    if isinstance(reference, Obstacle) or isinstance(directed, Obstacle):
        return ()
    specs = [
        CaseSpec(1, run.case.spec.style, run.case.spec.seed)
        for run in _usual_runs(range(len(reference.cases)), reference, directed)
        if run.case.spec.size > 1
        and run.case.spec.recorded is None
        and run.case.spec.style not in (Style.CANCELLING, Style.SPECIAL)
        and run.steadiness is Steadiness.STEADY
    ]
    kinds = dict.fromkeys(specs)
    first = {spec.style: spec for spec in reversed(kinds)}
    return (*first.values(), *(k for k in kinds if k not in first.values()))


def _enough_steady(runs: Sequence[_Directed]) -> bool:
    """Whether there are enough inputs, large ones among them, on which the original is steady."""
    steady = _steady(runs)
    largest = max((run.case.spec.size for run in runs), default=0)
    return len(steady) >= _FEWEST_STEADY and 4 * max(r.case.spec.size for r in steady) >= largest


def _enough_captured(runs: Sequence[_Directed]) -> bool:
    """Whether the original is steady on what the user's own program gives it."""
    steady = _steady(runs)
    return len(steady) >= _FEWEST_CAPTURED and any(run.case.is_captured for run in steady)


def _steady(runs: Sequence[_Directed]) -> list[_Directed]:
    return [r for r in runs if r.case.spec.size > 1 and r.steadiness is Steadiness.STEADY]


def rests_on_captured(
    subject: Subject, experiment: Experiment, cancellation: Cancellation
) -> tuple[Assumption, ...]:
    """What agreement rests on where only captured inputs are steady enough for a comparison."""
    if not subject.candidate.reassociates:
        return ()
    reference, directed = experiment.reference(cancellation), experiment.directed(cancellation)
    capture = experiment.capture(cancellation)
    if isinstance(reference, Obstacle) or isinstance(directed, Obstacle) or capture is None:
        return ()
    runs = _usual_runs(applicable(subject, reference.cases), reference, directed)
    if _enough_steady(runs) or not _enough_captured(runs):
        return ()
    return (captured_only(capture),)


def _with_nudged(
    runs: Sequence[_Directed], experiment: Experiment, cancellation: Cancellation
) -> list[_Directed]:
    """``runs``, the unsteady ones with what the original makes of other last digits."""
    harness = experiment.harness(cancellation)
    unsteady = [run for run in runs if run.steadiness is Steadiness.UNSTEADY]
    if isinstance(harness, Obstacle) or not unsteady:
        return list(runs)

    def observed(token: Cancellation) -> dict[CaseSpec, tuple[Observation, ...]]:
        changed = {
            run.case.spec: [nudged(harness.signature, run.case, seed) for seed in range(_NUDGES)]
            for run in unsteady
        }
        cases = [case for some in changed.values() for case in some if case is not None]
        found = experiment.original_at(cases, token) if cases else ()
        if isinstance(found, Obstacle):
            return {}
        left = iter(found)
        return {
            spec: tuple(next(left) for case in some if case is not None)
            for spec, some in changed.items()
        }

    specs = tuple(run.case.spec for run in unsteady)
    known = experiment.shared(("nudged", specs), observed, cancellation)
    return [replace(run, nudged=known.get(run.case.spec, ())) for run in runs]


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
    others = _usual_runs(applicable(subject, usual.cases), usual, directed)
    enough = _enough_steady(others) or _enough_captured(others)
    runs = [
        _Directed(case, found, found, above, below)
        for case, found, above, below in zip(cases, plain, upward, downward, strict=True)
    ]
    if not enough or only_reorders(subject):
        runs = _with_nudged(runs, experiment, cancellation)
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
