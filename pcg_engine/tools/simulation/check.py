"""Runs a candidate in simulated orders, and judges what is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.ports import Cancellation, Exited, Limits, Rejected
from pcg_engine.tools import thresholds
from pcg_engine.tools.capture.specs import with_captured
from pcg_engine.tools.expected import expectations
from pcg_engine.tools.experiment import Experiment, ending
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.run import CallMode, Execution, run
from pcg_engine.tools.obstacle import Obstacle, inconclusive, unavailable
from pcg_engine.tools.recording.report import MalformedReport
from pcg_engine.tools.recording.symbols import resolve
from pcg_engine.tools.simulation.instrumentation import build_runtime, simulator
from pcg_engine.tools.simulation.orders import FIRST, LARGE, SERIAL, USUAL, Order
from pcg_engine.tools.simulation.outlined import Outlined, outlined
from pcg_engine.tools.simulation.report import CaseReport, Event, Unsimulated, parse_report
from pcg_engine.tools.simulation.words import EVENT_CODES, addresses_of, code_of, explain
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.trial import UNSTABLE, Expectation, Failure, judge

_LIMITS = Limits(wall_seconds=60.0)
_CASE_SECONDS = 20
_LARGEST = 1100
"""Cases above this size cost the most: they are for what smaller ones do not reach."""
_MOST_CAPTURED = 2
_CAPTURED_BYTES = 1 << 16
_MISSING = "undefined symbol: "
_UNSEEN = re.compile(rb"\b(?:long\s+double|__float128|__m256\w*|__m512\w*)\b")
"""Types whose accesses clang leaves uninstrumented."""
_UNFINISHED = frozenset({"crash", "timeout", "memory-error", "undefined-behaviour"})
"""Failures of a simulated run that may be the simulation's own; the real runs judge them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which orders, how many cases of each, and how many accesses one order may cost."""

    usual: tuple[Order, ...]
    large: tuple[Order, ...]
    cases: int
    accesses: int


THOROUGH = Plan(USUAL, LARGE, 20, 1_500_000)
CHEAP = Plan(USUAL[1:3], LARGE[:1], 8, 500_000)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Nothing wrong was found in ``orders`` orders with up to ``threads`` threads.

    ``parallel`` is false if no region ran with two threads, on no input. ``error`` is the largest
    relative difference from the original's results; ``left_open`` tells that some could not be
    compared, since the original's own rounding changes them as much.
    """

    orders: int
    threads: int
    inputs: int
    error: float
    parallel: bool
    left_open: bool = False


@dataclass(frozen=True, slots=True)
class Refuted:
    """What is wrong: a code, a sentence, and the input."""

    code: str
    detail: str
    counterexample: str


Outcome = Obstacle | Refuted | Simulated


def unsettled() -> Obstacle:
    """What is left open where the results of simulated orders had to be compared, and could not."""
    return inconclusive(
        UNSTABLE,
        "in simulated orders some results differ, and those of the original change as much there "
        "when its operations are rounded otherwise, so that it is open whether the order matters",
    )


def simulate(
    subject: Subject,
    experiment: Experiment,
    plan: Plan,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Outcome:
    """Run the candidate with PCG's OpenMP run-time, which decides what OpenMP leaves open.

    Two accesses that no synchronisation orders, a result that depends on the order, a deadlock, and
    an exception that leaves a construct refute. What the run-time does not model is
    ``not-simulated``. What this proves and what it does not is in ``docs/simulation.md``.
    """
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    runtime = build_runtime(instruments, cancellation)
    if isinstance(runtime, Rejected):
        return unavailable("no-simulator", f"clang does not build the run-time: {runtime.output}")
    variant = simulator(subject.original.command, runtime)
    program = build(harness, subject.source.data, variant, instruments, cancellation)
    if isinstance(program, Rejected):
        errors = [d.message for d in program.diagnostics if "error" in d.severity]
        why = errors[0] if errors else program.code
        return inconclusive("not-simulated", f"clang refuses the text with OpenMP: {why}")
    wanted = _expectations(subject, experiment, cancellation)
    if isinstance(wanted, Obstacle):
        return wanted
    session = _Session(subject, harness, program, instruments, cancellation)
    moderate = [e.case for e in wanted if e.case.spec.size <= _LARGEST]
    every = [e.case for e in wanted]
    usual = set(map(id, with_captured(moderate, every, _MOST_CAPTURED, _CAPTURED_BYTES)))
    large = [e for e in wanted if id(e.case) not in usual]
    wanted = [e for e in wanted if id(e.case) in usual]
    serial = session.run(SERIAL, wanted)
    if isinstance(serial, Refuted) and serial.code not in EVENT_CODES:
        # The compiler may have a part in this: compare with what it makes of the original.
        rebased = session.rebase(wanted)
        if isinstance(rebased, Obstacle):
            return rebased
        wanted = rebased
        serial = session.run(SERIAL, wanted)
    if not isinstance(serial, _Run):
        return serial
    return _explore(session, wanted, large, plan)


def _expectations(
    subject: Subject, experiment: Experiment, cancellation: Cancellation
) -> list[Expectation] | Obstacle:
    reference = experiment.reference(cancellation)
    if isinstance(reference, Obstacle):
        return reference
    usual = expectations(subject, experiment, reference, cancellation)
    if isinstance(usual, Obstacle):
        return usual
    own = thresholds.own_inputs(subject, experiment, cancellation)
    # Numbers that cannot be tested around are equivalence's to report.
    further = () if isinstance(own, Obstacle) else own.expectations
    return sorted((*usual, *further), key=lambda e: e.case.total_bytes)


@dataclass(frozen=True, slots=True)
class _Run:
    reports: tuple[CaseReport, ...]
    error: float


class _Session:
    """One built candidate, and the regions and tasks that have been entered so far."""

    def __init__(
        self,
        subject: Subject,
        harness: Harness,
        program: Program,
        instruments: Instruments,
        cancellation: Cancellation,
    ) -> None:
        self.subject = subject
        self.harness = harness
        self.program = program
        self.instruments = instruments
        self.cancellation = cancellation
        self.entered: set[int] = set()
        self.parallel = False
        self.inside = False
        self.left_open = False

    def run(self, order: Order, wanted: Sequence[Expectation]) -> Obstacle | Refuted | _Run:
        """The candidate in ``order`` on the cases of ``wanted``."""
        order = replace(order, inside=self.inside)
        execution = self._execute(self.program, wanted, order)
        try:
            reports = parse_report(execution.extra_output)
        except MalformedReport as error:
            return inconclusive(
                "simulation-unfinished", f"the simulation's report is damaged: {error}"
            )
        for report in reports:
            for unsimulated in report.unsimulated:
                return _not_simulated(unsimulated)
            for event in report.events:
                where = wanted[report.case].case.description if report.case < len(wanted) else ""
                return self._refuted(event, order, where)
        missing = _missing_symbol(execution)
        if missing:
            return inconclusive("not-simulated", f"`{missing}` is not simulated")
        result = judge(self.harness.signature, wanted, execution, order.words)
        if isinstance(result, Failure) and result.code != UNSTABLE:
            return self._failed(result, order)
        # Whether that matters is for who asks: it may be no more than rounding.
        self.left_open |= isinstance(result, Failure)
        error = 0.0 if isinstance(result, Failure) else result.max_relative_error
        for report in reports:
            entered = [e for e in report.regions if e.team > 1]
            together = [e for e in report.tasks if e.team > 1]
            self.parallel = self.parallel or bool(entered) or bool(together)
            self.entered.update(e.code for e in (*entered, *report.tasks))
        return _Run(reports, error)

    def bodies(self) -> tuple[Outlined, ...] | Obstacle:
        """The regions and tasks of the function under test."""
        found = outlined(self.program.library, self.instruments, self.cancellation)
        if found is None:
            return unavailable("no-nm", "nm does not list what clang outlined")
        lines = function_lines(self.subject)
        return tuple(body for body in found if not body.line or body.line in lines)

    def rebase(self, wanted: Sequence[Expectation]) -> list[Expectation] | Obstacle:
        """``wanted`` with the results of the original as clang builds it here."""
        runtime = build_runtime(self.instruments, self.cancellation)
        if isinstance(runtime, Rejected):
            return unavailable(
                "no-simulator", f"clang does not build the run-time: {runtime.output}"
            )
        original = self.subject.original
        program = build(
            self.harness,
            original.source.data,
            simulator(original.command, runtime, openmp=False),
            self.instruments,
            self.cancellation,
        )
        if isinstance(program, Rejected):
            return inconclusive("not-simulated", "clang refuses the original's text")
        execution = self._execute(program, wanted, SERIAL)
        observations = [o for o in execution.observations if o is not None]
        if not execution.finished:
            how = ending(execution.outcome)
            return inconclusive("simulation-unfinished", f"the original does not finish: {how}")
        return [replace(e, observation=o) for e, o in zip(wanted, observations, strict=True)]

    def _execute(self, program: Program, wanted: Sequence[Expectation], order: Order) -> Execution:
        return run(
            program,
            [e.case for e in wanted],
            CallMode.ISOLATED,
            {"PCG_ORDER": order.encode(), "OMP_NUM_THREADS": str(order.threads)},
            _LIMITS,
            self.instruments,
            self.cancellation,
            case_seconds=_CASE_SECONDS,
            stop_at_failure=True,
        )

    def _refuted(self, event: Event, order: Order, where: str) -> Refuted:
        places = resolve(
            self.program.library, tuple(addresses_of(event)), self.instruments, self.cancellation
        )
        text = explain(event, places, self.subject.source.path)
        return Refuted(code_of(event), f"{text}, with {order.words}", where)

    def _failed(self, failure: Failure, order: Order) -> Obstacle | Refuted:
        if failure.code in _UNFINISHED or failure.code.endswith("-limit"):
            return inconclusive("simulation-unfinished", f"simulated, {failure.detail}")
        if failure.code == "beyond-rounding":
            return inconclusive(failure.code, failure.detail)
        code = failure.code if order.threads == 1 else "order-dependent"
        return Refuted(code, failure.detail, failure.counterexample)


def _explore(
    session: _Session,
    wanted: Sequence[Expectation],
    larger: Sequence[Expectation],
    plan: Plan,
) -> Outcome:
    first = session.run(FIRST, wanted)
    bodies = session.bodies()
    if isinstance(bodies, Obstacle):
        return bodies
    only_tasks = bool(bodies) and all(body.is_task for body in bodies)
    if isinstance(first, _Run) and only_tasks:
        # Tasks and no region: only a caller inside a region makes them run at once.
        session.inside = True
        first = session.run(FIRST, wanted)
    if not isinstance(first, _Run):
        return first
    few = {report.case: _cost(report, 8) for report in first.reports}
    many = {report.case: _cost(report, 257) for report in first.reports}
    error, orders, threads = first.error, 2, FIRST.threads
    usual = _chosen(wanted, few, plan.cases, plan.accesses, _LARGEST)
    large = _chosen(wanted, many, plan.cases // 2, plan.accesses, 300)
    for order, chosen in (*((o, usual) for o in plan.usual), *((o, large) for o in plan.large)):
        if not chosen:
            continue
        found = session.run(order, chosen)
        if not isinstance(found, _Run):
            return found
        error, orders, threads = max(error, found.error), orders + 1, max(threads, order.threads)
    obstacle = _unreached(session, bodies)
    for expectation in larger:
        if obstacle is None:
            break
        # Parallel from some size on, perhaps: its own inputs reach it.
        for order in (FIRST, *plan.usual[:2]):
            found = session.run(order, [expectation])
            if isinstance(found, Refuted):
                return found
            if isinstance(found, Obstacle):
                return obstacle
            error = max(error, found.error)
        obstacle = _unreached(session, bodies)
    obstacle = obstacle or _unseen(session.subject)
    if obstacle is not None:
        return obstacle
    return Simulated(
        orders, threads, len(wanted), error, session.parallel, left_open=session.left_open
    )


def _cost(report: CaseReport, threads: int) -> int:
    """About what a case costs with so many threads, in accesses.

    A clock has an entry for every thread and task that may run at the same time.
    """
    tasks = sum(entered.count for entered in report.tasks)
    regions = sum(entered.count for entered in report.regions)
    return report.accesses + tasks * tasks // 2 + regions * threads * (threads // 2 + 50)


def _chosen(
    wanted: Sequence[Expectation], costs: dict[int, int], number: int, accesses: int, largest: int
) -> list[Expectation]:
    """Cases of every cost, from the cheapest to what is affordable, in their order."""
    cheap = sorted(
        (
            position
            for position, e in enumerate(wanted)
            if e.case.spec.size <= largest or e.case.is_captured
        ),
        key=lambda position: costs.get(position, 0),
    )
    affordable = [p for p in cheap if costs.get(p, 0) <= accesses // 4]
    step = max(1, len(affordable) / number)
    spread = {affordable[-1 - int(i * step)] for i in range(min(number, len(affordable)))}
    total = 0
    kept: list[int] = []
    for position in sorted(spread, key=lambda p: costs.get(p, 0)):
        total += costs.get(position, 0)
        if total > accesses:
            break
        kept.append(position)
    return [wanted[position] for position in sorted(kept)]


def _unreached(session: _Session, bodies: Sequence[Outlined]) -> Obstacle | None:
    """A region or task of the candidate's that ran on no input, or only with one thread."""
    for body in bodies:
        if body.code not in session.entered:
            what = "task" if body.is_task else "parallel region"
            where = f" at line {body.line}" if body.line else ""
            how = "run" if body.is_task else "run with two threads"
            return inconclusive("never-parallel", f"on no input did the {what}{where} {how}")
    return None


def function_lines(subject: Subject) -> range:
    """The lines of the function under test in the candidate's text, counted from 1."""
    text, span = subject.source.data, subject.function_span
    first = text.count(b"\n", 0, span.start) + 1
    return range(first, first + text.count(b"\n", span.start, span.end) + 1)


def _unseen(subject: Subject) -> Obstacle | None:
    found = _UNSEEN.search(subject.source.slice(subject.function_span).encode())
    if found is None:
        return None
    return inconclusive(
        "not-simulated", f"memory accessed through `{found[0].decode()}` is not seen"
    )


def _not_simulated(found: Unsimulated) -> Obstacle:
    if found.code == "construct":
        return inconclusive("not-simulated", f"{found.what} is not simulated")
    return inconclusive(found.code, found.what)


def _missing_symbol(execution: Execution) -> str:
    texts = list(execution.reports)
    if isinstance(execution.outcome, Exited):
        texts.append(execution.outcome.stderr.decode("utf-8", "replace"))
    for text in texts:
        if _MISSING in text:
            return text.split(_MISSING, 1)[1].split()[0].rstrip(",;)")
    return ""
