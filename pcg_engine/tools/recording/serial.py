"""Runs a candidate serially, with markers at its constructs, and records every access."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Limits, Rejected
from pcg_engine.tools.capture.specs import with_captured
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
from pcg_engine.tools.thresholds import own_inputs

_LIMITS = Limits(wall_seconds=60.0)
_LARGEST = 1100
"""Cases above this size say nothing new of dependences and cost the most."""
_MOST_CAPTURED = 3
_CAPTURED_BYTES = 1 << 20
NEVER_PARALLEL = "never-parallel"
"""The code of a recording in which some loop did not run in parallel."""


def record(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Clean | CheckResult:
    """The conflicts between iterations of the candidate's OpenMP loops, on all moderate inputs.

    Exact for the inputs that ran, and independent of the number of threads: a conflict that no
    clause, guard or lock covers refutes. What a serial run cannot judge is an ``Obstacle``, or a
    ``CheckResult`` that is ``INCONCLUSIVE``.
    """
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    marked = mark(subject.source, subject.original.unit.functions.values())
    runtime = build_runtime(instruments, cancellation)
    if isinstance(runtime, Rejected):
        return unavailable("no-recorder", f"clang does not build the recorder: {runtime.output}")
    program = build(
        harness,
        marked.text,
        recorder(subject.original.command, runtime),
        instruments,
        cancellation,
        prelude=prelude_text(is_c=subject.source.is_c),
    )
    if isinstance(program, Rejected):
        errors = [d.message for d in program.diagnostics if "error" in d.severity]
        why = errors[0] if errors else program.code
        return inconclusive(
            "not-recordable", f"with the recorder's markers, clang refuses the text: {why}"
        )
    usual = experiment.cases(cancellation)
    if isinstance(usual, Obstacle):
        return usual
    own = own_inputs(subject, experiment, cancellation)
    # Numbers that cannot be tested around are equivalence's to report.
    further = [] if isinstance(own, Obstacle) else [e.case for e in own.expectations]
    moderate = [case for case in (*usual, *further) if case.spec.size <= _LARGEST]
    moderate = with_captured(moderate, usual, _MOST_CAPTURED, _CAPTURED_BYTES)
    found = _run(
        subject, marked, program, _applicable(subject, moderate), instruments, cancellation
    )
    large = [case for case in further if case.spec.size > _LARGEST]
    if not isinstance(found, Obstacle) or found.code != NEVER_PARALLEL or not large:
        return found
    # The candidate is parallel from some size on: its own inputs reach it.
    further_found = _run(
        subject, marked, program, _applicable(subject, large), instruments, cancellation
    )
    return found if isinstance(further_found, Obstacle) else further_found


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
    """Aliased cases only if no person is asked to rule out overlap."""
    trusts = any(a.code == "no-overlap" and a.guard is None for a in subject.candidate.assumptions)
    return [case for case in cases if not (trusts and case.spec.alias is not None)]
