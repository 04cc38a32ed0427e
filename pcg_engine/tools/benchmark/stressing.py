"""How a speedup holds on inputs of hostile distributions: skewed work, contended keys, branches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.measurement import Stressed
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.hostile_data import fitting_stresses
from pcg_engine.tools.benchmark.sampling import Pairing, undisturbed_ratio
from pcg_engine.tools.benchmark.sizing import Sized, time_case
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec, Stress
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments

SLOWER = 0.9
"""Ratios below this are told as a caution; above it is what one block of runs may be wrong by."""
_MOST = 4
_SHORT_SECONDS = 50e-6
"""What the original has done in that time is like a small input: starting a team takes it."""
_MOST_TIMES_LONGER = 50.0


def stressed_specs(usual: Case, program: Program) -> tuple[CaseSpec, ...]:
    """``usual`` with each distribution that makes another input of it, at most four.

    None for what the user's own program gave: that has the distribution that it has.
    """
    if usual.spec.recorded is not None:
        return ()
    harness = program.harness
    original = harness.original
    found: list[CaseSpec] = []
    for stress in fitting_stresses(original.function, original.unit, original.inputs.values):
        spec = replace(usual.spec, stress=stress)
        case = make_case(harness, spec)
        if case is not None and case.encoded != usual.encoded:
            found.append(spec)
    return tuple(found[:_MOST])


def measure_stressed(
    pairing: Pairing,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> tuple[Stressed, ...]:
    """The ratio under each distribution, of a few runs each, on inputs valid for the original.

    Ends with the first that could not be timed undisturbed.
    """
    points: list[Stressed] = []
    for stress, sized in _valid_inputs(pairing, experiment, instruments, cancellation):
        if sized.seconds > _MOST_TIMES_LONGER * max(pairing.seconds, 1e-6):
            continue
        hostile = replace(pairing, case=sized.case, seconds=sized.seconds)
        ratio = undisturbed_ratio(hostile, instruments, cancellation)
        if ratio is None:
            break
        points.append(Stressed(str(stress), ratio, sized.seconds))
    return tuple(points)


def stressed_words(points: Sequence[Stressed]) -> str:
    """“; 1.30× where all values are equal, 0.40× where …”: what was found there."""
    told = [f"{point.ratio:.2f}× where {point.distribution}{_short(point)}" for point in points]
    return f"; {', '.join(told)}" if told else ""


def cautions(points: Sequence[Stressed]) -> tuple[Assumption, ...]:
    """What the gain rests on: that inputs are not those on which there is a loss."""
    return tuple(
        Assumption(
            "slower-inputs",
            f"inputs are rarely such that {point.distribution}: there this version takes "
            f"{1 / point.ratio:.1f} times as long as the original",
        )
        for point in points
        if point.ratio < SLOWER and not _is_short(point)
    )


def _is_short(point: Stressed) -> bool:
    return point.seconds < _SHORT_SECONDS


def _short(point: Stressed) -> str:
    return f" (a call takes {1e6 * point.seconds:.1f} µs there)" if _is_short(point) else ""


def _valid_inputs(
    pairing: Pairing,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> tuple[tuple[Stress, Sized], ...]:
    """Inputs on which the original is valid, with its time; found once for all candidates."""

    def find(token: Cancellation) -> tuple[tuple[Stress, Sized], ...]:
        specs = stressed_specs(pairing.case, pairing.original)
        if not specs:
            return ()
        validation = experiment.valid_cases(specs, token)
        if isinstance(validation, Obstacle):
            return ()
        found: list[tuple[Stress, Sized]] = []
        for case in validation.cases:
            sized = time_case(case, pairing.original, instruments, token)
            if isinstance(sized, Sized) and case.spec.stress is not None:
                found.append((case.spec.stress, sized))
        return tuple(found)

    return experiment.shared(("stressed", pairing.case.spec), find, cancellation)
