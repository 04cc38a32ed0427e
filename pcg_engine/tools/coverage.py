"""Check: the inputs reach every branch of the edited loop, in at least two iterations."""

from __future__ import annotations

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment, unreached
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.region_counts import Region
from pcg_engine.tools.subject import Instruments, Subject


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Whether agreement on the inputs says something about every line of the loop."""
    start = instruments.clock.now()
    found = _measure(subject, experiment, cancellation)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle():
            return found.result(CheckName.COVERAGE, seconds)
        case detail:
            return CheckResult(CheckName.COVERAGE, Outcome.PASSED, detail, seconds)


def _measure(
    subject: Subject, experiment: Experiment, cancellation: Cancellation
) -> Obstacle | str:
    del subject
    inputs = experiment.inputs(cancellation)
    if isinstance(inputs, Obstacle):
        return inputs
    if isinstance(inputs.counts, Obstacle):
        return inputs.counts
    if not inputs.counts:
        return inconclusive("no-coverage", "no code of the loop was found in the coverage report")
    missing = sorted(unreached(inputs.counts))
    if missing:
        return inconclusive("branch-not-covered", _describe(missing[0], len(inputs.cases)))
    return f"all {len(inputs.counts)} regions and branches of the loop ran at least twice"


def _describe(region: Region, inputs: int) -> str:
    match region.way:
        case "":
            what = f"the code at line {region.start.line} hardly ran"
        case way:
            what = f"the condition at line {region.start.line} was hardly ever {way}"
    return f"{what} on the {inputs} inputs that PCG made, so nothing is known of it"
