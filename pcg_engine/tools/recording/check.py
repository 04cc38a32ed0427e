"""Check: a serial run shows no conflict between iterations that OpenMP would run at once."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Limits, Rejected
from pcg_engine.tools.experiment import Experiment, ending
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.obstacle import Obstacle, inconclusive, unavailable
from pcg_engine.tools.recording.instrumentation import build_runtime, prelude_text, recorder
from pcg_engine.tools.recording.markers import MarkedLoop, MarkedText, mark
from pcg_engine.tools.recording.report import MalformedReport, parse_report
from pcg_engine.tools.recording.symbols import resolve
from pcg_engine.tools.recording.verdict import Clean, Found, Open, assess, explain
from pcg_engine.tools.subject import Instruments, Subject

_LIMITS = Limits(wall_seconds=60.0)
_LARGEST = 1100
"""Cases above this size say nothing new of dependences and cost the most."""


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Record every access of the candidate's OpenMP loops on all valid inputs of some size.

    Exact for the inputs that ran, and independent of the number of threads: a conflict between
    iterations that no clause, guard or lock covers refutes, and the result names both places.
    Constructs that a serial run cannot judge are ``INCONCLUSIVE``. What this proves and what it
    does not is in ``docs/recording.md``.
    """
    start = instruments.clock.now()
    found = _record(subject, experiment, instruments, cancellation)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle():
            return found.result(CheckName.RECORDING, seconds)
        case Clean(cases=cases, instances=0):
            detail = f"nothing ran in parallel on any of {cases} inputs, so nothing can conflict"
            return CheckResult(CheckName.RECORDING, Outcome.PASSED, detail, seconds)
        case Clean(cases=cases, instances=instances, iterations=iterations):
            detail = (
                f"no conflict between iterations recorded on {cases} inputs ({instances} runs of "
                f"parallel loops, {iterations} iterations); the insides of compiled libraries are "
                f"not recorded"
            )
            return CheckResult(CheckName.RECORDING, Outcome.PASSED, detail, seconds)
        case CheckResult():
            return CheckResult(
                found.name,
                found.outcome,
                found.detail,
                seconds,
                found.code,
                counterexample=found.counterexample,
            )


def _record(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Clean | CheckResult:
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    marked = mark(subject.source)
    runtime = build_runtime(instruments, cancellation)
    if isinstance(runtime, Rejected):
        return unavailable("no-recorder", f"clang does not build the recorder: {runtime.output}")
    program = build(
        harness,
        marked.text,
        recorder(subject.original.command, runtime),
        instruments,
        cancellation,
        prelude=prelude_text(),
    )
    if isinstance(program, Rejected):
        errors = [d.message for d in program.diagnostics if "error" in d.severity]
        why = errors[0] if errors else program.code
        return inconclusive(
            "not-recordable", f"with the recorder's markers, clang refuses the text: {why}"
        )
    cases = experiment.cases(cancellation)
    if isinstance(cases, Obstacle):
        return cases
    return _run(subject, marked, program, _applicable(subject, cases), instruments, cancellation)


def _run(
    subject: Subject,
    marked: MarkedText,
    program: Program,
    cases: Sequence[Case],
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Clean | CheckResult:
    execution = run(program, cases, CallMode.ONCE, {}, _LIMITS, instruments, cancellation)
    try:
        reports = parse_report(execution.extra_output)
    except MalformedReport as error:
        return inconclusive("recording-unfinished", f"the recording is damaged: {error}")
    span = subject.function_span
    loops = [loop for loop in marked.loops if span.holds(loop.offset)]
    match assess(reports, loops, marked.refusals, len(cases)):
        case Clean() as clean:
            return clean
        case Open(code="recording-unfinished", reason=reason):
            how = f"{reason}: {ending(execution.outcome)}"
            return inconclusive("recording-unfinished", how)
        case Open(code=code, reason=reason):
            return inconclusive(code, reason)
        case Found() as found:
            return _result(found, marked.loops, subject, program, cases, instruments, cancellation)


def _result(
    found: Found,
    loops: Sequence[MarkedLoop],
    subject: Subject,
    program: Program,
    cases: Sequence[Case],
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    conflict = found.conflict
    sides = (conflict.first, conflict.second)
    offsets = [offset for side in sides for offset in (side.address, side.call)]
    places = resolve(program.library, offsets, instruments, cancellation)
    return CheckResult(
        CheckName.RECORDING,
        Outcome.REFUTED if conflict.certain else Outcome.INCONCLUSIVE,
        explain(conflict, loops, places, subject.source.path),
        code=conflict.code,
        counterexample=cases[found.case].description if found.case < len(cases) else "",
    )


def _applicable(subject: Subject, cases: Sequence[Case]) -> list[Case]:
    """Cases of moderate size; aliased ones unless a person is asked to rule out overlap."""
    trusts = any(a.code == "no-overlap" and a.guard is None for a in subject.candidate.assumptions)
    return [
        case
        for case in cases
        if case.spec.size <= _LARGEST and not (trusts and case.spec.alias is not None)
    ]
