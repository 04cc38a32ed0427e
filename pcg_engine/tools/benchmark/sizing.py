"""Choosing the input on which a loop is worth timing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

from pcg_engine.ports import Cancellation, RunOutcome
from pcg_engine.tools.capture.specs import captured_specs
from pcg_engine.tools.experiment import Experiment, ending
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec, Style
from pcg_engine.tools.harness.inputs import drivers, make_case
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.sizes import flags
from pcg_engine.tools.harness.timing import Timing, time
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.subject import Instruments

ENOUGH_SECONDS = 0.002
"""A few hundred times what starting a team costs; more would mostly go into resetting inputs."""
_FIRST_SIZE = 1 << 14
_SMALLEST_SIZE = 1 << 6
_LARGEST_SIZE = 1 << 27
_LARGEST_BYTES = 256 << 20
_REPETITIONS = 3
_TOO_LONG = 16 * ENOUGH_SECONDS
"""From here on a smaller input is looked for: runs with sanitizers take many times longer."""
_SHRINKING = 4
_SHORT_SIDE = 16
"""What a parameter is in a shape in which it is short."""
_MOST_SHAPES = 2
_LONGER = (8, 4, 2)
"""How many times as long another input may be, the longest first."""

# Until arrays of a hundred elements a side are reached.
_MOST_HALVINGS = 8

Pinned = tuple[tuple[str, int], ...]
"""Integer parameters with the values that they have, whatever the size of the input."""


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
    pinned: Pinned = (),
    style: Style = Style.RANDOM,
) -> Sized | Obstacle:
    """The smallest input, growing by factors, on which one call takes ``ENOUGH_SECONDS``.

    Stays below a quarter of a gigabyte; a function that is quicker than that on all such inputs
    is timed on the largest. The input is valid for the original (AddressSanitizer says so): where
    it is too large for arrays of fixed size, a smaller one is taken. If it is known what the
    function is given in the user's own program, that of its longest call is taken, as it is.
    Elements are chosen in ``style``.
    """
    if not pinned:
        captured = _captured(experiment, original, instruments, cancellation)
        if captured is not None:
            return captured
    pinned = (*_settled_flags(experiment, dict(pinned), cancellation), *pinned)
    size = _FIRST_SIZE
    best: Sized | None = None
    while size <= _LARGEST_SIZE:
        spec = _spec(size, seed, pinned, style)
        found = _time_at(spec, original, instruments, cancellation)
        if isinstance(found, Obstacle):
            # The storage that analysis thought of may not suffice: probing tells what does.
            found = _time_probed(spec, found, experiment, original, instruments, cancellation)
        if isinstance(found, Obstacle) and best is None:
            if size <= _SMALLEST_SIZE:
                return found
            size //= _SHRINKING  # it may be too large for arrays of fixed size
            continue
        if not isinstance(found, Sized):
            break
        best = found
        if found.seconds >= ENOUGH_SECONDS:
            break
        size *= _growth(found.seconds)
    while best is not None and best.seconds > _TOO_LONG and size > _SHRINKING:
        size //= _SHRINKING
        found = _time_at(_spec(size, seed, pinned, style), original, instruments, cancellation)
        if not isinstance(found, Sized) or found.seconds < ENOUGH_SECONDS:
            break
        best = found
    if best is None:
        return inconclusive("no-benchmark-input", "PCG cannot make an input large enough to time")
    why = ""
    for _ in range(_MOST_HALVINGS):
        validation = experiment.valid_cases((best.case.spec,), cancellation)
        if isinstance(validation, Obstacle):
            return validation
        if validation.cases:
            return Sized(validation.cases[0], best.seconds)
        why = why or next((d.reason for d in validation.discarded), "it was not run")
        spec = replace(best.case.spec, size=best.case.spec.size // 2)
        found = _time_at(spec, original, instruments, cancellation)
        if not isinstance(found, Sized):
            break
        best = found
    return inconclusive(
        "no-benchmark-input", f"the large input is not valid for the original: {why}"
    )


def _captured(
    experiment: Experiment,
    original: Program,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sized | None:
    """The input of the longest captured call on which the original is still valid."""
    capture = experiment.capture(cancellation)
    if capture is None:
        return None
    for spec in captured_specs(capture, original.harness.signature):
        validation = experiment.valid_cases((spec,), cancellation)
        if isinstance(validation, Obstacle) or not validation.cases:
            continue
        found = time_case(validation.cases[0], original, instruments, cancellation)
        if isinstance(found, Sized):
            return found
    return None


def _settled_flags(
    experiment: Experiment, pinned: Mapping[str, int], cancellation: Cancellation
) -> Iterator[tuple[str, int]]:
    """Truth values that are the same in all inputs on which the original is valid."""
    cases = experiment.cases(cancellation)
    if isinstance(cases, Obstacle):
        return
    for name in flags(experiment.original.inputs):
        found = {dict(case.scalars).get(name) for case in cases}
        value = found.pop() if len(found) == 1 else None
        if value is not None and name not in pinned:
            yield name, value


def _growth(seconds: float) -> int:
    """How much larger the next input is: careful when near, since work may grow faster."""
    missing = ENOUGH_SECONDS / max(seconds, 1e-9)
    return 16 if missing > 64 else 4 if missing > 6 else 2


def smaller(case: Case, factor: int, original: Program) -> Case | None:
    """The same kind of input, ``factor`` times smaller; there is none of a captured one."""
    if case.spec.recorded is not None:
        return None
    spec = replace(case.spec, size=case.spec.size // factor)
    return make_case(original.harness, spec) if spec.size > 0 else None


def longer_case(
    experiment: Experiment,
    usual: Sized,
    original: Program,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sized | None:
    """The same kind of input, up to eight times as long; ``None`` if the limits allow none.

    They are those of ``choose_case``: a quarter of a gigabyte, and no longer a call than one for
    which a smaller input would have been looked for. The original is valid on it.
    """
    for factor in _LONGER:
        spec = replace(usual.case.spec, size=usual.case.spec.size * factor)
        if spec.size > _LARGEST_SIZE or usual.seconds * factor > _TOO_LONG:
            continue
        found = _time_at(spec, original, instruments, cancellation)
        if not isinstance(found, Sized) or found.seconds > _TOO_LONG:
            continue
        if found.case.lengths == usual.case.lengths:
            return None  # nothing of it grows
        validation = experiment.valid_cases((spec,), cancellation)
        if not isinstance(validation, Obstacle) and validation.cases:
            return Sized(validation.cases[0], found.seconds)
    return None


def other_shapes(case: Case, harness: Harness) -> tuple[Pinned, ...]:
    """Shapes in which one integer parameter is small that is large in ``case``.

    How long a window or a frame is, how many bits: what the size of the input says nothing of.
    What the user's own program gives has the shape that it has.
    """
    if case.spec.recorded is not None:
        return ()
    names = set(drivers(harness))
    large = [name for name, value in case.scalars if name in names and value > 4 * _SHORT_SIDE]
    return tuple(((name, _SHORT_SIDE),) for name in large[:_MOST_SHAPES])


def _spec(size: int, seed: int, pinned: Pinned, style: Style) -> CaseSpec:
    return CaseSpec(size, style, seed, pinned=pinned)


def _time_at(
    spec: CaseSpec,
    original: Program,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sized | Obstacle | None:
    case = make_case(original.harness, spec)
    if case is None or case.total_bytes > _LARGEST_BYTES:
        return None
    return time_case(case, original, instruments, cancellation)


def _time_probed(
    spec: CaseSpec,
    failure: Obstacle,
    experiment: Experiment,
    original: Program,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sized | Obstacle | None:
    """Time the input of ``spec`` with as much storage as it needs; ``failure`` if it has none."""
    validation = experiment.valid_cases((spec,), cancellation)
    if isinstance(validation, Obstacle) or not validation.cases:
        return failure
    return time_case(validation.cases[0], original, instruments, cancellation)


def time_case(
    case: Case, original: Program, instruments: Instruments, cancellation: Cancellation
) -> Sized | Obstacle:
    """``case`` with what a call of ``original`` takes on it, of a few calls."""
    match time(original, case, _REPETITIONS, {}, instruments, cancellation):
        case Timing(observation=observation) if observation.untold:
            return inconclusive("leads-elsewhere", observation.untold)
        case Timing(seconds=seconds):
            return Sized(case, median(seconds[1:]))
        case outcome:
            return failed("the original", outcome)


def failed(what: str, outcome: RunOutcome) -> Obstacle:
    """The obstacle of a timed run that did not end well."""
    return inconclusive("benchmark-run", f"{what} did not finish when timed: {ending(outcome)}")
