"""Check: without OpenMP the candidate is the original, bit for bit, and touches no other memory."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Rejected
from pcg_engine.tools.attempt import attempt
from pcg_engine.tools.expected import expectations, only_reorders
from pcg_engine.tools.experiment import Experiment, not_built
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import build
from pcg_engine.tools.harness.run import CallMode
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.trial import Failure


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Compare original and candidate without OpenMP at ``-O1 -ffp-contract=off``, sanitized.

    A rule's reduction clause does not reassociate a serial loop, so its candidates are held to
    bit equality unless they declare that their code reorders; other candidates may declare a
    reassociation. Reading or writing outside the storage, and undefined behaviour, refute as well.
    """
    start = instruments.clock.now()
    found = _test(subject, experiment, instruments, cancellation)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle() | Failure():
            return found.result(CheckName.ELISION, seconds)
        case detail:
            return CheckResult(CheckName.ELISION, Outcome.PASSED, detail, seconds)


def _test(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Failure | str:
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    reference = experiment.serial_reference(cancellation)
    if isinstance(reference, Obstacle):
        return reference
    held = (
        replace(subject, candidate=replace(subject.candidate, reassociates=False))
        if only_reorders(subject)
        else subject
    )
    wanted = expectations(held, experiment, reference, cancellation)
    if isinstance(wanted, Obstacle):
        return wanted
    variant = variants.address_sanitizer(subject.original.command)
    program = build(harness, subject.source.data, variant, instruments, cancellation)
    if isinstance(program, Rejected):
        return not_built(program, "the candidate without OpenMP")
    result = attempt(
        program,
        wanted,
        CallMode.ISOLATED,
        {},
        "OpenMP switched off",
        reference.seconds,
        instruments,
        cancellation,
    )
    if isinstance(result, Failure):
        return result
    return f"without OpenMP identical on {len(wanted)} inputs, no memory error"
