"""Check: the inputs reach every branch of the edited loop, and all of the candidate's own code."""

from __future__ import annotations

from pcg_engine.domain.next_steps import USE_OWN_RUN
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment, unreached
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.own_code.observe import observe
from pcg_engine.tools.own_code.probes import Probe, Way
from pcg_engine.tools.region_counts import Counts, Region, within
from pcg_engine.tools.subject import Instruments, Original, Subject
from pcg_engine.tools.trial import Failure

_LEAST_ITERATIONS = 4
"""On average in one call: inputs that fit a loop make it run for dozens."""


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Whether agreement on the inputs says something about every line of the loop.

    Every region and branch of the original's loop ran in at least two iterations; every condition
    that only the candidate has went both ways, in runs under AddressSanitizer with OpenMP on whose
    results agree. What goes wrong there refutes.
    """
    start = instruments.clock.now()
    found = _measure(subject, experiment, instruments, cancellation)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle() | Failure():
            return found.result(CheckName.COVERAGE, seconds)
        case detail:
            return CheckResult(CheckName.COVERAGE, Outcome.PASSED, detail, seconds)


def _measure(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Failure | str:
    inputs = experiment.inputs(cancellation)
    if isinstance(inputs, Obstacle):
        return inputs
    # The candidate first: what is found there may refute it.
    own = observe(subject, experiment, instruments, cancellation)
    if isinstance(own, Obstacle | Failure):
        return own
    if isinstance(inputs.counts, Obstacle):
        return inputs.counts
    if not inputs.counts:
        return inconclusive("no-coverage", "no code of the loop was found in the coverage report")
    missing = sorted(unreached(inputs.counts, subject.original))
    if missing:
        return inconclusive("branch-not-covered", _describe(missing[0], len(inputs.cases)))
    short = _short_loop(inputs.counts, subject.original, len(inputs.cases))
    if short is not None:
        return short
    lacking = own.unreached()
    if lacking:
        probe, way = lacking[0]
        return inconclusive("candidate-branch-not-covered", _describe_own(probe, way))
    detail = (
        f"all {len(inputs.counts)} regions and branches ran, those in loops in at least two "
        "iterations"
    )
    if own.calls:
        detail += (
            f"; all {len(own.probes)} places of the candidate's own code were reached, and no "
            f"memory error was found with OpenMP on, in {own.calls} calls"
        )
    return detail


def _short_loop(counts: Counts, original: Original, calls: int) -> Obstacle | None:
    """A loop of variable length that never got going: what long runs do would stay unknown."""
    for nest in original.nests:
        length = None if nest.canonical is None else nest.canonical.trip_count
        if length is not None and not length.names:
            continue
        # Of a deep nest each loop is short, and the innermost body runs often.
        ran = max(within(counts, original.source, nest.loop.span).values(), default=None)
        if ran is not None and ran < _LEAST_ITERATIONS * calls:
            line = original.source.location(nest.loop.span.start).line
            return inconclusive(
                "few-iterations",
                f"the loop at line {line} ran only {ran} iterations in the {calls} calls that PCG "
                "made, so little is known of long runs; call it through a function that sets the "
                f"bounds, or {USE_OWN_RUN}",
            )
    return None


def _describe_own(probe: Probe, way: Way) -> str:
    where = f"`{probe.text}` at line {probe.line} of the candidate"
    if probe.is_code:
        what = f"{where} never ran"
    else:
        missing = " or ".join(str(w.name).lower() for w in Way if w in way)
        what = f"{where} was never {missing}"
    return f"{what}, on no input and with no team that was tested, so nothing is known of it"


def _describe(region: Region, inputs: int) -> str:
    match region.way:
        case "":
            what = f"the code at line {region.start.line} hardly ran"
        case way:
            what = f"the condition at line {region.start.line} was hardly ever {way}"
    return f"{what} on the {inputs} inputs, so nothing is known of it; {USE_OWN_RUN}"
