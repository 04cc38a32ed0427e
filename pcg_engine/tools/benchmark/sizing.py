"""Choosing the input on which a loop is worth timing."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from pcg_engine.ports import Cancellation, RunOutcome
from pcg_engine.tools.experiment import Experiment, ending
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.timing import Timing, time
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.subject import Instruments

ENOUGH_SECONDS = 0.002
"""A few hundred times what starting a team costs; more would mostly go into resetting inputs."""
_FIRST_SIZE = 1 << 14
_LARGEST_SIZE = 1 << 27
_LARGEST_BYTES = 256 << 20
_REPETITIONS = 3


@dataclass(frozen=True, slots=True)
class Sized:
    """An input and what one call of the original took on it."""

    case: Case
    seconds: float


def choose_case(
    experiment: Experiment,
    original: Program,
    seed: int,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sized | Obstacle:
    """The smallest input, growing by factors, on which one call takes ``ENOUGH_SECONDS``.

    Stays below a quarter of a gigabyte; a function that is quicker than that on all such inputs
    is timed on the largest. The input is valid for the original (AddressSanitizer says so).
    """
    size = _FIRST_SIZE
    best: Sized | None = None
    while size <= _LARGEST_SIZE:
        found = _time_at(size, seed, original, instruments, cancellation)
        if isinstance(found, Obstacle):
            return found
        if found is None:
            break
        best = found
        if found.seconds >= ENOUGH_SECONDS:
            break
        size *= _growth(found.seconds)
    if best is None:
        return inconclusive("no-benchmark-input", "PCG cannot make an input large enough to time")
    validation = experiment.valid_cases((best.case.spec,), cancellation)
    if isinstance(validation, Obstacle):
        return validation
    if not validation.cases:
        why = validation.discarded[0].reason if validation.discarded else "it was not run"
        return inconclusive(
            "no-benchmark-input", f"the large input is not valid for the original: {why}"
        )
    return Sized(validation.cases[0], best.seconds)


def _growth(seconds: float) -> int:
    """How much larger the next input is: careful when near, since work may grow faster."""
    missing = ENOUGH_SECONDS / max(seconds, 1e-9)
    return 16 if missing > 64 else 4 if missing > 6 else 2


def smaller(case: Case, factor: int, original: Program) -> Case | None:
    """The same kind of input, ``factor`` times smaller."""
    spec = CaseSpec(case.spec.size // factor, case.spec.style, case.spec.seed)
    return make_case(original.harness, spec) if spec.size > 0 else None


def _time_at(
    size: int,
    seed: int,
    original: Program,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sized | Obstacle | None:
    case = make_case(original.harness, CaseSpec(size, Style.RANDOM, seed))
    if case is None or case.total_bytes > _LARGEST_BYTES:
        return None
    match time(original, case, _REPETITIONS, {}, instruments, cancellation):
        case Timing(seconds=seconds):
            return Sized(case, median(seconds[1:]))
        case outcome:
            return failed("the original", outcome)


def failed(what: str, outcome: RunOutcome) -> Obstacle:
    """The obstacle of a timed run that did not end well."""
    return inconclusive("benchmark-run", f"{what} did not finish when timed: {ending(outcome)}")
