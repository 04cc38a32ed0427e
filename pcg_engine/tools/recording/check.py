"""Check: whatever OpenMP leaves open, no two accesses conflict and the result is the same."""

from __future__ import annotations

import re
from dataclasses import replace

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.recording.serial import NEVER_PARALLEL, record
from pcg_engine.tools.recording.verdict import Clean
from pcg_engine.tools.simulation.check import (
    CHEAP,
    THOROUGH,
    Refuted,
    Simulated,
    simulate,
    unsettled,
)
from pcg_engine.tools.subject import Instruments, Subject

_ORDERED = re.compile(
    rb"\b(?:critical|atomic\w*|ordered|task\w*|single|master|masked|sections?|barrier|flush|nowait"
    rb"|mutex|lock\w*|omp_\w+|threadprivate|thread_local|depend|cancel\w*)\b"
)
"""Words of a text whose result may depend on an order that a serial run does not show."""
_SIMD = re.compile(rb"#\s*pragma\s+omp\b(?:\\\r?\n|[^\n])*\bsimd\b")
_EVERY_THREAD = "region-conflict"
"""Code that every thread runs may still choose its memory by what it was the first to take."""
_DECIDES_ITSELF = frozenset({NEVER_PARALLEL, "no-recorder"})
"""What a recording leaves open and a simulation does not settle."""


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Record a serial run with markers at every iteration, then run in simulated orders.

    A serial recording judges worksharing loops exactly, whatever the number of threads. What it
    cannot judge (tasks, thread numbers, ``ordered``, locks and the order in which they are taken …)
    the simulated run-time decides: two accesses that nothing orders, a result that depends on the
    order and a deadlock refute. What both prove and what not is in ``docs/recording.md`` and
    ``docs/simulation.md``.
    """
    start = instruments.clock.now()
    result = _judge(subject, experiment, instruments, cancellation)
    return replace(result, seconds=instruments.clock.now() - start)


def _judge(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    recorded = record(subject, experiment, instruments, cancellation)
    match recorded:
        case Clean():
            left_open = None
        case Obstacle():
            left_open = recorded.result(CheckName.RECORDING, 0.0)
        case CheckResult():
            left_open = recorded
    if left_open is not None and left_open.outcome is Outcome.REFUTED:
        if left_open.code != _EVERY_THREAD:
            return left_open
        left_open = replace(left_open, outcome=Outcome.INCONCLUSIVE)
    needed = left_open is not None or _ORDERED.search(_text(subject)) is not None
    plan = THOROUGH if needed else CHEAP
    match simulate(subject, experiment, plan, instruments, cancellation):
        case Refuted(code=code, detail=detail, counterexample=where):
            return CheckResult(
                CheckName.RECORDING, Outcome.REFUTED, detail, 0.0, code, counterexample=where
            )
        case Obstacle() as obstacle:
            if isinstance(recorded, Clean) and not needed:
                return _passed(_words(recorded))
            if left_open is not None and left_open.code in _DECIDES_ITSELF:
                return left_open
            return obstacle.result(CheckName.RECORDING, 0.0)
        case Simulated() as simulated:
            if simulated.left_open and needed:
                return unsettled().result(CheckName.RECORDING, 0.0)
            if isinstance(recorded, Clean):
                return _passed(f"{_words(recorded)}; {_simulated_words(simulated)}")
            if left_open is not None and not _is_settled(left_open, simulated, subject):
                return left_open
            return _passed(_simulated_words(simulated))


def _is_settled(left_open: CheckResult, simulated: Simulated, subject: Subject) -> bool:
    """Whether the simulation has judged what the recording left open.

    It does not see what vector lanes do at once.
    """
    if left_open.code in _DECIDES_ITSELF or not simulated.parallel:
        return False
    return _SIMD.search(_text(subject)) is None


def _text(subject: Subject) -> bytes:
    return subject.source.slice(subject.function_span).encode()


def _passed(detail: str) -> CheckResult:
    return CheckResult(CheckName.RECORDING, Outcome.PASSED, detail, 0.0)


def _words(clean: Clean) -> str:
    if clean.instances == 0:
        return f"no OpenMP loop ran on any of {clean.cases} inputs"
    return (
        f"no conflict between iterations recorded on {clean.cases} inputs ({clean.instances} runs "
        f"of parallel loops, {clean.iterations} iterations); the insides of compiled libraries are "
        f"not recorded"
    )


def _simulated_words(simulated: Simulated) -> str:
    if not simulated.parallel:
        return f"nothing ran in parallel in {simulated.orders} simulated orders"
    return (
        f"in {simulated.orders} simulated orders with up to {simulated.threads} threads, on up to "
        f"{simulated.inputs} inputs, no two unordered accesses and the same results"
        + (" where rounding does not decide about them" if simulated.left_open else "")
    )
