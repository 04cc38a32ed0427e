"""Whether the timed calls of original and candidate leave the same results behind.

The large input is one of a kind, and the original may be unsteady on it: an iteration that
diverges on numbers at random amplifies the last digit to all of them, and no other order of a sum
gives its result again. What the original itself does when its operations are rounded otherwise, or
its numbers differ in the last digit, tells that from a wrong candidate. On such an input nothing is
compared: others of that size, on which the original is steady, must then take its place, or the
question stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.sampling import Sample, team
from pcg_engine.tools.benchmark.timed import build_text
from pcg_engine.tools.comparison import Agreement, Difference, RoundingBound, compare
from pcg_engine.tools.expected import steady_specs
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec
from pcg_engine.tools.harness.nudged import nudged
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.timing import Timing, time
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.rounding import (
    Steadiness,
    loses_all_digits,
    rounding_bound,
    steadiness,
    swing,
)
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.trial import UNSTABLE

# Timed builds may contract and vectorise the two texts differently.
_LOOSE = RoundingBound(dict.fromkeys(("<f8", "<f16"), 1e-06) | {"<f4": 1e-3, "<f2": 1e-1})
_NUDGES = 4
"""Inputs with other last digits on which the original is run to see how much they matter."""
_STAND_INS = 2
"""Large inputs on which a candidate must agree where it cannot be compared on the timed one."""
_MOST_TRIED = 8


@dataclass(frozen=True, slots=True)
class Compared:
    """The results agree; ``words`` say on which other inputs that was seen, if on others."""

    words: str = ""


def compare_timed(
    sample: Sample,
    subject: Subject,
    experiment: Experiment,
    case: Case,
    threads: int,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | CheckResult | Compared:
    """Compare what the calls of ``sample``, timed on ``case`` with ``threads``, left behind.

    Where that differs, both are run once more without contraction and fast-math: only what is left
    then is the candidate's doing, or that of the input (see the module).
    """
    if not _differs(sample, subject):
        return Compared()
    programs: list[Program] = []
    seen: list[Observation] = []
    command = subject.original.command
    for text, openmp in ((subject.original.source.data, False), (subject.source.data, True)):
        variant = variants.user_strict(command, openmp)
        program = build_text(text, variant, experiment, instruments, cancellation)
        if isinstance(program, Obstacle):
            return program
        timed = time(program, case, 1, team(threads), instruments, cancellation)
        if not isinstance(timed, Timing):
            return _refuted(
                "different-result",
                "the results of the timed calls differ, and a strict build does not finish",
                case,
            )
        programs.append(program)
        seen.append(timed.observation)
    usual, found = seen
    bound = _LOOSE if subject.candidate.reassociates else None
    difference = compare(usual, found, bound)
    if isinstance(difference, Agreement) or difference.code == "beyond-rounding":
        return Compared()
    refuted = _refuted(
        difference.code, f"on the large input the results differ: {difference.detail}", case
    )
    if not subject.candidate.reassociates or not _is_same_serially(
        subject, experiment, case, usual, instruments, cancellation
    ):
        return refuted
    strict, parallel = programs
    search = _Search(experiment, strict, parallel, threads, instruments, cancellation)
    sensitivity = search.sensitivity(case, usual)
    if sensitivity is None or sensitivity.steadiness is Steadiness.STEADY:
        return refuted
    if isinstance(compare(usual, found, sensitivity.swing), Agreement):
        return search.stand_ins(case, difference.detail)
    return _unstable(case, difference.detail) if sensitivity.is_lost else refuted


def _is_same_serially(
    subject: Subject,
    experiment: Experiment,
    case: Case,
    usual: Observation,
    instruments: Instruments,
    cancellation: Cancellation,
) -> bool:
    """Whether the candidate without OpenMP leaves the same bits: then it only reorders sums.

    One that computes something else is wrong however uncertain the results are.
    """
    variant = variants.user_strict(subject.original.command, openmp=False)
    program = build_text(subject.source.data, variant, experiment, instruments, cancellation)
    if isinstance(program, Obstacle):
        return False
    timed = time(program, case, 1, {}, instruments, cancellation)
    return isinstance(timed, Timing) and isinstance(compare(usual, timed.observation), Agreement)


@dataclass(frozen=True, slots=True)
class _Sensitivity:
    """How steady the original is on an input, and how far its own results move there.

    ``is_lost``: so far that no digit of some result, or not even that it is a number, is certain.
    """

    steadiness: Steadiness
    is_lost: bool
    swing: RoundingBound
    bound: RoundingBound | None


@dataclass(frozen=True, slots=True)
class _Search:
    """Strict builds of original and candidate, and further runs of them."""

    experiment: Experiment
    original: Program
    candidate: Program
    threads: int
    instruments: Instruments
    cancellation: Cancellation

    def sensitivity(self, case: Case, usual: Observation) -> _Sensitivity | None:
        """That of the original on ``case``, where it leaves ``usual``; ``None`` if not known."""
        directed: list[Observation] = []
        for direction in ("upward", "downward"):
            found = self.experiment.original_at((case,), self.cancellation, direction)
            if isinstance(found, Obstacle):
                return None
            directed += found
        upward, downward = directed
        others = [upward, downward]
        signature = self.original.harness.signature
        for seed in range(_NUDGES):
            changed = nudged(signature, case, seed)
            if changed is None:
                break
            found = self.experiment.original_at((changed,), self.cancellation)
            if not isinstance(found, Obstacle):
                others += found
        how = steadiness(usual, upward, downward, case.largest)
        return _Sensitivity(
            how,
            how is Steadiness.DECIDED or loses_all_digits(usual, others),
            swing(usual, others),
            rounding_bound(usual, upward, downward, case.largest),
        )

    def stand_ins(self, case: Case, detail: str) -> Obstacle | CheckResult | Compared:
        """Whether the candidate agrees on large inputs on which the original is steady."""
        agreed: list[Case] = []
        for spec in self._specs(case):
            validation = self.experiment.valid_cases((spec,), self.cancellation)
            if isinstance(validation, Obstacle):
                return validation
            for other in validation.cases:
                answer = self._agrees(other)
                if isinstance(answer, CheckResult):
                    return answer
                agreed += [other] if answer else []
            if len(agreed) == _STAND_INS:
                break
        if len(agreed) < _STAND_INS:
            return _unstable(case, detail)
        told = " and ".join(other.description for other in agreed)
        return Compared(
            "; what the original itself returns there changes as much when the last digits of its "
            f"numbers do, so that they were compared on {len(agreed)} others instead ({told})"
        )

    def _specs(self, case: Case) -> Iterator[CaseSpec]:
        """Inputs as large as ``case``, of the kinds on which the original is steady."""
        kinds = steady_specs(self.experiment, self.cancellation)
        for kind in kinds[:_MOST_TRIED]:
            yield replace(kind, size=case.spec.size)

    def _agrees(self, case: Case) -> CheckResult | bool:
        """Whether the candidate agrees on ``case``; false where the original is not steady."""
        usual = self.experiment.original_at((case,), self.cancellation)
        if isinstance(usual, Obstacle):
            return False
        sensitivity = self.sensitivity(case, usual[0])
        if sensitivity is None or sensitivity.steadiness is not Steadiness.STEADY:
            return False
        environment = team(self.threads)
        timed = time(self.candidate, case, 1, environment, self.instruments, self.cancellation)
        if not isinstance(timed, Timing):
            return _refuted("different-result", "it does not finish on a large input", case)
        match compare(usual[0], timed.observation, sensitivity.bound):
            case Difference(code=code, detail=detail):
                return _refuted(code, f"on a large input the results differ: {detail}", case)
            case Agreement():
                return True


def _unstable(case: Case, detail: str) -> Obstacle:
    return inconclusive(
        UNSTABLE,
        f"on the large input ({case.description}) the results differ: {detail}; but those of the "
        "original change as much there when the last digits of its numbers do, and PCG finds no "
        "large inputs on which they do not",
    )


def _refuted(code: str, detail: str, case: Case) -> CheckResult:
    outcome = Outcome.INCONCLUSIVE if code == "beyond-rounding" else Outcome.REFUTED
    return CheckResult(
        CheckName.BENCHMARK, outcome, detail, code=code, counterexample=case.description
    )


def _differs(sample: Sample, subject: Subject) -> bool:
    bound = _LOOSE if subject.candidate.reassociates else None
    found = compare(sample.expected, sample.observed, bound)
    return isinstance(found, Difference) and found.code != "beyond-rounding"
