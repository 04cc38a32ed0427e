"""Check: the candidate is faster, on a large input, by more than the noise of this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pcg_engine.domain.measurement import Speedup, Stressed
from pcg_engine.domain.next_steps import USE_OWN_RUN
from pcg_engine.domain.settings import DEFAULT_THRESHOLD
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.agreement import Compared, compare_timed
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.sampling import Pairing, Sample, collect
from pcg_engine.tools.benchmark.sizing import Pinned, Sized, other_shapes
from pcg_engine.tools.benchmark.statistics import Decision, decide, median_interval
from pcg_engine.tools.benchmark.stressing import cautions, measure_stressed, stressed_words
from pcg_engine.tools.benchmark.sweep import smaller_words, sweep
from pcg_engine.tools.benchmark.timed import (
    CONFIRM_SEED,
    SEARCH_SEED,
    longer_timed_case,
    timed_build,
    timed_case,
    timed_original,
)
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.cases import Case, Style
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.own_code.clauses import what_keeps_serial
from pcg_engine.tools.subject import Instruments, Subject

_SEARCH_SECONDS = 2.0
_CONFIRM_SECONDS = 4.0
_NOT_FASTER = "not-faster"
_SHORT_CALL = 1e-3
"""Seconds of a call that hardly repays a team of threads."""


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
    timing: ExclusiveTiming,
    *,
    threads: int,
    threshold: float = DEFAULT_THRESHOLD,
    seconds_budget: float = _SEARCH_SECONDS,
) -> CheckResult:
    """Time original and candidate in pairs, at the user's flags and at least ``-O2``.

    Passed if the lower end of the speedup's 95 % interval is at least ``threshold``; refuted
    (``not-faster``) if the upper end is below it; between, and on a busy machine, inconclusive
    (``noise``, ``busy``). What is not faster on the usual input is tried on a longer one, and on
    some in which one parameter is small; what its own ``if`` clauses keep serial there, on small
    values. Where they do on all of these, it is not known to be slower, but inconclusive
    (``kept-serial``). Results of the timed calls are compared too.
    """
    request = _Request(threads, threshold, seconds_budget, SEARCH_SEED, with_scaling=False)
    return _check(subject, experiment, instruments, cancellation, timing, request)


def remeasure(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
    timing: ExclusiveTiming,
    *,
    threads: int,
    threshold: float = DEFAULT_THRESHOLD,
    seconds_budget: float = _CONFIRM_SECONDS,
) -> CheckResult:
    """Measure a winner again on a fresh sample (other values, other processes): what is shown.

    Adds the sweep over team sizes and smaller inputs, and ratios on inputs of hostile
    distributions; where the candidate is slower on one of them, that is an assumption.
    """
    request = _Request(threads, threshold, seconds_budget, CONFIRM_SEED, with_scaling=True)
    return _check(subject, experiment, instruments, cancellation, timing, request)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A result with what it was computed from."""

    result: CheckResult
    sample: Sample
    pairing: Pairing
    sized: Sized


@dataclass(frozen=True, slots=True)
class _Request:
    threads: int
    threshold: float
    budget: float
    seed: int
    with_scaling: bool


def _check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
    timing: ExclusiveTiming,
    request: _Request,
) -> CheckResult:
    start = instruments.clock.now()
    found = _measure(subject, experiment, instruments, cancellation, timing, request)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle():
            return found.result(CheckName.BENCHMARK, seconds)
        case CheckResult():
            return replace(found, seconds=seconds)


def _measure(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
    timing: ExclusiveTiming,
    request: _Request,
) -> Obstacle | CheckResult:
    original = timed_original(experiment, instruments, cancellation)
    if isinstance(original, Obstacle):
        return original
    candidate = timed_build(subject, experiment, instruments, cancellation)
    if isinstance(candidate, Obstacle):
        return candidate

    tried: list[Case] = []

    def measure(pinned: Pinned, style: Style = Style.RANDOM) -> Obstacle | CheckResult | _Measured:
        sized = timed_case(experiment, request.seed, instruments, cancellation, pinned, style)
        return sized if isinstance(sized, Obstacle) else measure_at(sized)

    def measure_longer(usual: Sized) -> Obstacle | CheckResult | _Measured | None:
        sized = longer_timed_case(experiment, usual, instruments, cancellation)
        return None if sized is None else measure_at(sized)

    def measure_at(sized: Sized) -> Obstacle | CheckResult | _Measured:
        pairing = Pairing(original, candidate, sized.case, request.threads, sized.seconds)
        sample = collect(pairing, request.budget, request.threshold, instruments, cancellation)
        if isinstance(sample, Obstacle):
            return sample
        compared = compare_timed(
            sample, subject, experiment, sized.case, request.threads, instruments, cancellation
        )
        if not isinstance(compared, Compared):
            return compared
        result = _result(sample, pairing, request)
        result = replace(result, detail=result.detail + compared.words)
        tried.append(sized.case)
        return _Measured(result, sample, pairing, sized)

    def keeper(case: Case) -> str | None:
        return what_keeps_serial(
            subject, experiment, case, request.threads, instruments, cancellation
        )

    with timing.hold(cancellation):
        found = measure(())
        clause: str | None = None
        if isinstance(found, _Measured) and found.result.code == _NOT_FASTER:
            clause = keeper(found.pairing.case)
        if clause and isinstance(found, _Measured) and not found.pairing.case.is_captured:
            found = _on_small_values(found, lambda: measure((), Style.EXACT))
        if isinstance(found, _Measured) and found.result.code == _NOT_FASTER:
            found = _on_a_longer_input(found, measure_longer)
        if isinstance(found, _Measured) and found.result.code == _NOT_FASTER:
            found = _in_another_shape(found, measure)
        if not isinstance(found, _Measured):
            return found
        if clause and found.result.code == _NOT_FASTER and all(map(keeper, tried[1:])):
            return _kept_serial(clause, found)
        if request.with_scaling and found.result.outcome is Outcome.PASSED:
            points = sweep(found.pairing, found.sample, instruments, cancellation)
            hostile: tuple[Stressed, ...] = ()
            if not found.sample.foreign:
                hostile = measure_stressed(found.pairing, experiment, instruments, cancellation)
            told = smaller_words(points, found.pairing.case) + stressed_words(hostile)
            return replace(
                found.result,
                detail=found.result.detail + told,
                scaling=points,
                stressed=hostile,
                assumptions=(*found.result.assumptions, *cautions(hostile)),
            )
        return _with_hint(found)


def _with_hint(found: _Measured) -> CheckResult:
    """The result; where short calls on made-up input gained nothing, with what may show more."""
    seconds = found.sample.original_seconds
    is_made_up = not found.pairing.case.is_captured
    if found.result.code != _NOT_FASTER or not is_made_up or seconds >= _SHORT_CALL:
        return found.result
    hint = f"; such a call takes {1e6 * seconds:.0f} µs: if yours do more, {USE_OWN_RUN}"
    return replace(found.result, detail=found.result.detail + hint)


def _on_small_values(
    usual: _Measured, measure: Callable[[], Obstacle | CheckResult | _Measured]
) -> CheckResult | _Measured:
    """The measurement on small integers if the candidate is faster there, else ``usual``.

    Numbers that are lengths, or say where something lies, keep to the room there is more often.
    A result that is wrong is told whatever the values.
    """
    found = measure()
    if isinstance(found, CheckResult):
        return found
    if isinstance(found, _Measured) and found.result.outcome is Outcome.PASSED:
        return found
    return usual


def _kept_serial(clause: str, found: _Measured) -> CheckResult:
    ratio = found.result.speedup
    words = f"it took as long as the original ({ratio.ratio:.2f}×)" if ratio else "it was serial"
    return replace(
        found.result,
        outcome=Outcome.INCONCLUSIVE,
        code="kept-serial",
        detail=f"`{clause}` keeps the candidate serial on the inputs that were timed "
        f"({found.pairing.case.description}): {words}, which says nothing of it in parallel",
    )


def _on_a_longer_input(
    usual: _Measured, measure: Callable[[Sized], Obstacle | CheckResult | _Measured | None]
) -> CheckResult | _Measured:
    """The measurement on a longer input if the candidate is faster there, else ``usual``.

    What is said of it names both. A result that is wrong is told whatever the length.
    """
    found = measure(usual.sized)
    if isinstance(found, CheckResult):
        return found
    if not isinstance(found, _Measured):
        return usual
    if found.result.outcome is Outcome.PASSED:
        detail = f"{found.result.detail}, but {usual.result.detail}"
        return replace(found, result=replace(found.result, detail=detail))
    if found.result.code != _NOT_FASTER:
        return usual
    detail = f"{usual.result.detail}; nor on a longer input: {found.result.detail}"
    return replace(usual, result=replace(usual.result, detail=detail))


def _in_another_shape(
    usual: _Measured, measure: Callable[[Pinned], Obstacle | CheckResult | _Measured]
) -> CheckResult | _Measured:
    """The first other shape of the input on which the candidate is faster, else ``usual``.

    What is said of it names both. A result that is wrong is told whatever the shape.
    """
    for shape in other_shapes(usual.pairing.case, usual.pairing.original.harness):
        found = measure(shape)
        if isinstance(found, CheckResult):
            return found
        if isinstance(found, _Measured) and found.result.outcome is Outcome.PASSED:
            detail = f"{found.result.detail}, but {usual.result.detail}"
            return replace(found, result=replace(found.result, detail=detail))
    return usual


def _result(sample: Sample, pairing: Pairing, request: _Request) -> CheckResult:
    interval = median_interval(sample.ratios)
    speedup = Speedup(
        ratio=interval.median,
        low=interval.low,
        high=interval.high,
        threads=pairing.threads,
        pairs=interval.pairs,
        confidence=interval.confidence,
        size=pairing.case.description,
        original_seconds=sample.original_seconds,
        candidate_seconds=sample.candidate_seconds,
    )
    threads = "1 thread" if pairing.threads == 1 else f"{pairing.threads} threads"
    words = (
        f"{speedup.ratio:.2f}× [{speedup.low:.2f}, {speedup.high:.2f}] on {threads} "
        f"({speedup.size}; {speedup.pairs} pairs)"
    )
    if sample.foreign:
        words += f", while others used {sample.foreign:.1f} processors"
    match decide(interval, request.threshold):
        case Decision.FASTER:
            outcome, code = Outcome.PASSED, ""
        case Decision.NOT_FASTER:
            outcome, code = Outcome.REFUTED, _NOT_FASTER
            words = f"not faster: {words}, where {request.threshold:.2f}× is asked for"
        case Decision.NOISE:
            outcome, code = Outcome.INCONCLUSIVE, "noise"
            words = f"the measurement is too noisy to tell: {words}"
    return CheckResult(CheckName.BENCHMARK, outcome, words, code=code, speedup=speedup)
