"""Check: ThreadSanitizer with Archer sees no race, with several teams."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileRequest,
    CompilerRole,
    Exited,
    Limits,
    OutputKind,
    Rejected,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.additions import new_numbers
from pcg_engine.tools.capture.specs import with_captured
from pcg_engine.tools.experiment import Experiment, ending
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import Case, Style
from pcg_engine.tools.harness.run import CallMode, Execution, run
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, scratch_folder
from pcg_engine.tools.harness.variants import (
    Variant,
    without_fast_math,
    without_openmp,
    without_optimisation,
)
from pcg_engine.tools.obstacle import Obstacle, inconclusive, unavailable
from pcg_engine.tools.own_code.observe import OwnCode, observe
from pcg_engine.tools.race_reports import Race, parse_race
from pcg_engine.tools.recording.symbols import find_symbolizer
from pcg_engine.tools.simulation.check import Plan, Refuted, Simulated, simulate, unsettled
from pcg_engine.tools.simulation.orders import Order, Policy, TaskPolicy
from pcg_engine.tools.size_borders import SMALL, size_borders
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.thresholds import OwnInputs, own_inputs

RACE_EXIT_CODE = 66
_SCHEDULES = {4: "dynamic,1", 2: "static", 3: "static,1", 8: "guided"}
"""Team sizes, and what each does with a ``schedule(runtime)``."""
_LARGEST = 20_000
_MOST_CASES = 14
_MOST_OWN = 3
_MOST_CAPTURED = 2
_CAPTURED_BYTES = 8 << 20
_LIMITS = Limits(wall_seconds=60.0)
_PROBE_LIMITS = Limits(wall_seconds=30.0, address_space=False)
_ARCHER_SPEAKS = b"Archer detected OpenMP application with TSan"
_BAD_LAYOUT = b"unexpected memory mapping"
_DROPPED = ("-fsanitize", "-flto", "-Werror", "-fprofile", "-fcoverage", "-g", "-W")
_SANITIZER = ("-O1", "-g", "-fno-omit-frame-pointer", "-fopenmp", "-fsanitize=thread")
# Archer takes some of their orderings for races.
_MISJUDGED = re.compile(
    rb"#[ \t]*pragma[ \t]+omp\b[^\n]*"
    rb"\b(ordered|depend|depobj|doacross|task_reduction|in_reduction)\b"
)
# What a task is given is written into memory that the run-time hands out again and again, in an
# order that Archer does not always know.
_CAPTURES = re.compile(r"\s*#\s*pragma\s+omp\b.*\b(task|taskloop)\b")

_ORDERS = Plan(
    tuple(
        Order(threads, Policy.RANDOM, TaskPolicy.MIXED, preempt=preempt, seed=100 + threads)
        for threads, preempt in ((2, 5), (3, 2), (4, 16), (8, 40))
    ),
    (),
    _MOST_CASES,
    1_500_000,
)
"""Where Archer is no judge: other orders than those of dependence recording."""

_RACY = b"""
int total;
int main() {
#pragma omp parallel for num_threads(4)
  for (int i = 0; i < 20000; ++i) total += i;
  return 0;
}
"""
_CLEAN = b"""
int data[4000], copy[4000];
int main() {
  int sum = 0;
#pragma omp parallel num_threads(4)
  {
#pragma omp for
    for (int i = 0; i < 4000; ++i) data[i] = i;
#pragma omp for reduction(+ : sum)
    for (int i = 0; i < 4000; ++i) { copy[i] = data[3999 - i]; sum += data[i]; }
#pragma omp critical
    data[0] += 1;
#pragma omp barrier
#pragma omp single
    copy[0] = data[0];
  }
  return sum == 7998000 && copy[0] == 4 ? 0 : 1;
}
"""


@dataclass(frozen=True, slots=True)
class Detector:
    """A race detector that has been seen to work on this machine."""

    environment: dict[str, str]
    launcher: tuple[str, ...]

    def variant(self, command: CompileCommand) -> Variant:
        """The candidate with OpenMP under the detector."""
        base = without_optimisation(without_fast_math(without_openmp(command.flags)))
        kept = tuple(flag for flag in base if not flag.startswith(_DROPPED))
        return Variant(
            name="thread-sanitizer",
            role=CompilerRole.CLANG,
            flags=(*kept, *_SANITIZER),
            host_flags=_SANITIZER,
            environment=self.environment,
            address_space_limit=False,
            launcher=self.launcher,
        )


@dataclass(frozen=True, slots=True)
class _Misjudged:
    """A report about a ``construct`` of which Archer is no judge."""

    construct: str


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Run the candidate with 2, 3, 4 and 8 threads under ThreadSanitizer and Archer.

    Among the inputs are those around the numbers that only the candidate names, and some on which
    conditions hold that keep teams away from small inputs.

    A race refutes. Without Archer, or if the detector fails its self-test, ``UNAVAILABLE``: it
    would cry wolf, or be silent. Where Archer would misjudge a construct of the candidate, the
    happens-before detector of ``tools.simulation`` looks in its stead, in orders of its own.
    """
    start = instruments.clock.now()
    found = _look(subject, experiment, instruments, cancellation)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle():
            return found.result(CheckName.RACES, seconds)
        case CheckResult():
            return replace(found, seconds=seconds)
        case str(detail):
            return CheckResult(CheckName.RACES, Outcome.PASSED, detail, seconds)
        case runs:
            detail = f"no race in {runs} calls with {_enumerate(tuple(_SCHEDULES))} threads"
            return CheckResult(CheckName.RACES, Outcome.PASSED, detail, seconds)


def _look(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | CheckResult | str | int:
    detector = find_detector(instruments, cancellation)
    if isinstance(detector, Obstacle):
        return detector
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    misjudged = _MISJUDGED.search(subject.source.data)
    if misjudged is not None:
        construct = misjudged[1].decode()
        return _look_in_orders(construct, subject, experiment, instruments, cancellation)
    variant = detector.variant(subject.original.command)
    program = build(harness, subject.source.data, variant, instruments, cancellation)
    if isinstance(program, Rejected):
        errors = [d.message for d in program.diagnostics if "error" in d.severity]
        why = errors[0] if errors else program.code
        return inconclusive("race-build", f"clang does not build it with ThreadSanitizer: {why}")
    valid = experiment.cases(cancellation)
    if isinstance(valid, Obstacle):
        return valid
    own = own_inputs(subject, experiment, cancellation)
    if isinstance(own, Obstacle):
        return own
    cases = _choose(subject, valid)
    known = {case.encoded for case in cases}
    further = [e.case for e in own.expectations if 1 < e.case.spec.size <= _LARGEST]
    further = [case for case in further if case.encoded not in known]
    cases += sorted(further, key=lambda case: -case.spec.size)[:_MOST_OWN]
    beyond = _beyond(subject, experiment, own, instruments, cancellation)
    known = {case.encoded for case in cases}
    cases += [case for case in beyond if case.encoded not in known]
    runs = 0
    for threads in _SCHEDULES:
        found = _run(program, cases, threads, subject, instruments, cancellation)
        if isinstance(found, _Misjudged):
            return _look_in_orders(found.construct, subject, experiment, instruments, cancellation)
        if found is not None:
            return found
        runs += len(cases)
    return runs


def _beyond(
    subject: Subject,
    experiment: Experiment,
    own: OwnInputs,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Sequence[Case]:
    """Inputs on which conditions hold that keep teams away from small ones, however large.

    Where there are none, the coverage of the candidate's own code leaves it open; where a wrong
    result keeps PCG from seeing which ones they are, they are those that look large enough.
    """
    before, after = subject.original.source.data, subject.source.data
    numbers = (*new_numbers(before, after), *size_borders(before, after))
    borders = [n.value for n in numbers if n.is_integer and n.value > SMALL]
    if not borders:
        return ()
    code = observe(subject, experiment, instruments, cancellation)
    if isinstance(code, OwnCode):
        return code.beyond
    large = [e.case for e in own.expectations if e.case.largest > max(borders)]
    return sorted(large, key=lambda case: case.total_bytes)[:_MOST_OWN]


def _look_in_orders(
    construct: str,
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | CheckResult | str:
    """A candidate with a ``construct`` whose orderings Archer does not know."""
    match simulate(subject, experiment, _ORDERS, instruments, cancellation):
        case Obstacle() as obstacle:
            return obstacle
        case Refuted(code=code, detail=detail, counterexample=counterexample):
            return CheckResult(
                CheckName.RACES,
                Outcome.REFUTED,
                detail,
                code="race" if code == "conflict" else code,
                counterexample=counterexample,
            )
        case Simulated(left_open=True):
            return unsettled()
        case Simulated(orders=orders, threads=threads):
            return (
                f"Archer does not judge `{construct}`: no unordered accesses in {orders} random "
                f"simulated orders with up to {threads} threads"
            )


def _run(
    program: Program,
    cases: Sequence[Case],
    threads: int,
    subject: Subject,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | CheckResult | _Misjudged | None:
    environment = {
        "OMP_NUM_THREADS": str(threads),
        "OMP_DYNAMIC": "false",
        "OMP_SCHEDULE": _SCHEDULES[threads],
    }
    execution = run(program, cases, CallMode.ONCE, environment, _LIMITS, instruments, cancellation)
    outcome = execution.outcome
    race = parse_race(outcome.stderr.decode("utf-8", "replace"), subject.source.path)
    construct = None if race is None else captured(race, subject.source)
    if construct is not None:
        return _Misjudged(construct)
    if race is not None or (isinstance(outcome, Exited) and outcome.code == RACE_EXIT_CODE):
        detail = f"data race: {race}" if race is not None else "ThreadSanitizer reports a race"
        return CheckResult(
            CheckName.RACES,
            Outcome.REFUTED,
            f"{detail} ({threads} threads)",
            code="race",
            counterexample=_unfinished_case(cases, execution),
        )
    if not execution.finished:
        return inconclusive(
            "race-run", f"the run under ThreadSanitizer did not finish: {ending(outcome)}"
        )
    if not _archer_spoke(outcome):
        return unavailable("archer-silent", "Archer did not take part in the run")
    return None


def captured(race: Race, source: SourceText) -> str | None:
    """The construct (``task``, ``taskloop``) whose captured values ``race`` is about, if any.

    That is a write at the directive's line: where values are copied for a task.
    """
    lines = source.data.decode("utf-8", "replace").split("\n")
    for access in (race.first, race.second):
        if access is not None and access.is_write and 0 < access.line <= len(lines):
            found = _CAPTURES.match(lines[access.line - 1])
            if found is not None:
                return found[1]
    return None


def _unfinished_case(cases: Sequence[Case], execution: Execution) -> str:
    for case, observation in zip(cases, execution.observations, strict=True):
        if observation is None:
            return case.description
    return ""


def _choose(subject: Subject, cases: Sequence[Case]) -> list[Case]:
    """A spread of cases: the largest, those with repeated values, the smallest, shared storage."""
    trusts = any(a.code == "no-overlap" and a.guard is None for a in subject.candidate.assumptions)
    usable = [
        case
        for case in cases
        if 1 < case.spec.size <= _LARGEST and not (trusts and case.spec.alias is not None)
    ]
    repeated = [c for c in usable if c.spec.style in (Style.EQUAL, Style.TIES, Style.RANDOM)]
    aliased = [c for c in usable if c.spec.alias is not None]
    by_size = sorted(usable, key=lambda c: -c.spec.size)
    chosen = dict.fromkeys((*by_size[:4], *repeated[:4], *aliased[:4], *by_size[::-1][:2]))
    found = list(chosen)[:_MOST_CASES]
    return with_captured(found, cases, _MOST_CAPTURED, _CAPTURED_BYTES) or list(cases)


def find_detector(instruments: Instruments, cancellation: Cancellation) -> Detector | Obstacle:
    """The detector, if a known race is found by it and a clean program is not flagged.

    The answer is kept in the workspace, for the checks that follow.
    """
    tools = instruments.toolchain
    if tools.clang is None or tools.archer is None:
        return unavailable(
            "no-archer",
            "races cannot be checked: ThreadSanitizer is trusted only together with Archer "
            "(install clang, compiler-rt and libomp of one version)",
        )
    environment = _environment(instruments)
    launchers: list[tuple[str, ...]] = [()]
    if tools.setarch is not None:
        launchers.append((tools.setarch.path, "-R"))
    memory = instruments.workspace / "race-detector"
    for launcher in launchers:
        detector = Detector(environment, launcher)
        if memory.is_file() and memory.read_text() == repr(detector):
            return detector
    racy = _build_probe(_RACY, "pcg_racy.cpp", instruments, cancellation)
    clean = _build_probe(_CLEAN, "pcg_clean.cpp", instruments, cancellation)
    if isinstance(racy, Obstacle):
        return racy
    if isinstance(clean, Obstacle):
        return clean
    for launcher in launchers:
        detector = Detector(environment, launcher)
        first = _run_probe(racy, detector, instruments, cancellation)
        if _BAD_LAYOUT in first.stderr:
            continue
        second = _run_probe(clean, detector, instruments, cancellation)
        finds = isinstance(first, Exited) and first.code == RACE_EXIT_CODE
        spares = isinstance(second, Exited) and second.code == 0
        heard = _archer_spoke(second)
        if finds and spares and heard:
            memory.write_text(repr(detector))
            return detector
        if not heard:
            why = "Archer does not take part"
        else:
            why = "a correct program is flagged" if finds else "a known race is not found"
        return unavailable("race-detector-broken", f"the race detector does not work here: {why}")
    return unavailable(
        "race-detector-layout",
        "ThreadSanitizer cannot use this machine's memory layout: allow `setarch -R`, or lower "
        "vm.mmap_rnd_bits to 28",
    )


def _environment(instruments: Instruments) -> dict[str, str]:
    archer = instruments.toolchain.archer
    options = [
        "ignore_noninstrumented_modules=1",
        "history_size=7",
        "halt_on_error=1",
        f"exitcode={RACE_EXIT_CODE}",
    ]
    symbolizer = find_symbolizer(instruments)
    if symbolizer is not None:
        options.append(f"external_symbolizer_path={symbolizer}")
    return {
        "OMP_TOOL_LIBRARIES": archer.path if archer is not None else "",
        "ARCHER_OPTIONS": "verbose=1",
        "TSAN_OPTIONS": " ".join(options),
    }


def _build_probe(
    text: bytes, name: str, instruments: Instruments, cancellation: Cancellation
) -> Compiled | Obstacle:
    request = CompileRequest(
        text=text,
        origin=name,
        role=CompilerRole.CLANG,
        flags=("-std=c++17", *_SANITIZER),
        output=OutputKind.EXECUTABLE,
        lasting=True,
    )
    match instruments.compiler.compile(request, cancellation):
        case Compiled() as compiled:
            return compiled
        case Rejected(output=output):
            return unavailable(
                "no-thread-sanitizer", f"clang does not build with ThreadSanitizer: {output}"
            )


def _run_probe(
    probe: Compiled, detector: Detector, instruments: Instruments, cancellation: Cancellation
) -> RunOutcome:
    with scratch_folder(instruments) as scratch:
        request = RunRequest(
            argv=(*detector.launcher, str(probe.path)),
            scratch=scratch,
            readable=(probe.path,),
            environment={**BASE_ENVIRONMENT, **detector.environment},
            limits=_PROBE_LIMITS,
        )
        return instruments.sandbox.run(request, cancellation)


def _archer_spoke(outcome: RunOutcome) -> bool:
    return _ARCHER_SPEAKS in outcome.stdout or _ARCHER_SPEAKS in outcome.stderr


def _enumerate(numbers: Sequence[int]) -> str:
    ordered = [str(number) for number in sorted(numbers)]
    return ", ".join(ordered[:-1]) + " and " + ordered[-1]
