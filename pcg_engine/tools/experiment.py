"""What all checks of one function's candidates share: valid inputs, reference results, coverage."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from pcg_engine.analysis.dead_code import dead_code
from pcg_engine.analysis.program_end import ends as program_ends
from pcg_engine.domain.capture import Capture
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.next_steps import USE_OWN_RUN
from pcg_engine.ports import Cancellation, LimitReached, Limits, Rejected, RunOutcome
from pcg_engine.tools import case_plan
from pcg_engine.tools.capture.specs import captured_only, find_capture, recorded_of
from pcg_engine.tools.comparison import Difference, compare
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import Case, CaseSpec
from pcg_engine.tools.harness.observation import Observation
from pcg_engine.tools.harness.prepare import Harness, NoHarness, prepare
from pcg_engine.tools.harness.probing import Validation, explain, validate
from pcg_engine.tools.harness.run import CASE_SECONDS, CallMode, Execution, run
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.memo import Once
from pcg_engine.tools.obstacle import Obstacle, inconclusive, unavailable
from pcg_engine.tools.region_counts import Counts, Region, count_regions, merged, within_or_around
from pcg_engine.tools.subject import Instruments, Original

Value = TypeVar("Value")

_FEWEST_CASES = 4
_COVERAGE_ROUNDS = 2
_CAPTURED_SECONDS = 20
"""For one call on a captured input: it is as large as it is."""
_EVERY = 12
"""One input in so many is tried first, where it may be that none can be made up."""
_FILL = "MALLOC_PERTURB_"
"""What names the byte that new memory is filled with (glibc)."""
_NOT_STEADY = "on some of the other inputs that PCG made, it gives different results each time"
REFERENCE_LIMITS = Limits(wall_seconds=60.0)
ITERATIONS = 2
"""In how many iterations each region of a loop must have run."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The valid inputs, and how often each region of the loop ran on all of them.

    ``counts`` is an ``Obstacle`` where coverage could not be measured. Whatever holds on these
    inputs rests on ``assumptions``.
    """

    cases: tuple[Case, ...]
    counts: Counts | Obstacle
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What the original leaves behind on each case, one entry a case.

    ``fresh``: each call in a process of its own; ``repeated``: the second call of a sequence in
    one process (``CallMode.REPEATED``). ``seconds`` is the wall time of one run over all cases.
    """

    cases: tuple[Case, ...]
    fresh: tuple[Observation, ...]
    repeated: tuple[Observation, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Directed:
    """The original's results with rounding to nearest, upward and downward, one entry a case."""

    nearest: tuple[Observation, ...]
    upward: tuple[Observation, ...]
    downward: tuple[Observation, ...]


class Experiment:
    """One original under test. Everything is built when first asked for, once, for all threads."""

    def __init__(
        self,
        original: Original,
        instruments: Instruments,
        prepared: Harness | NoHarness | None = None,
        captured: Capture | None = None,
    ) -> None:
        """``prepared`` is for who knows already how ``original`` is driven, or why it is not.

        ``captured`` is for a loop nest that was taken out; that of functions is found.
        """
        self.original = original
        self._instruments = instruments
        self._harness = Once[Harness | NoHarness](lambda _: prepared or prepare(original))
        self._capture = Once(lambda c: captured or self._find_capture(c))
        command = original.command
        self._sanitized = self._program(variants.address_sanitizer(command))
        self._covered = Once(self._build_covered)
        self._released = self._program(variants.user_strict(command, openmp=False))
        self._inputs = Once(self._find_inputs)
        self._reference = Once(lambda c: self._observe(self._released, c))
        self._serial_reference = Once(lambda c: self._observe(self._sanitized, c))
        self._directed = Once(self._observe_directed)
        self._lock = Lock()
        self._shared: dict[Hashable, Once[Any]] = {}

    def harness(self, cancellation: Cancellation) -> Harness | Obstacle:
        """How the function is driven."""
        match self._harness.get(cancellation):
            case Harness() as harness:
                return harness
            case NoHarness(code=code, reason=reason):
                return inconclusive(code, reason)

    def inputs(self, cancellation: Cancellation) -> Inputs | Obstacle:
        """The inputs on which the original is valid, reaching as many branches as could be."""
        return self._inputs.get(cancellation)

    def cases(self, cancellation: Cancellation) -> tuple[Case, ...] | Obstacle:
        """The valid inputs."""
        inputs = self.inputs(cancellation)
        return inputs if isinstance(inputs, Obstacle) else inputs.cases

    def assumptions(self, cancellation: Cancellation) -> tuple[Assumption, ...]:
        """What agreement on the inputs rests on."""
        inputs = self.inputs(cancellation)
        harness = self.harness(cancellation)
        if isinstance(inputs, Obstacle) or isinstance(harness, Obstacle):
            return ()
        return (*harness.assumptions, *inputs.assumptions)

    def capture(self, cancellation: Cancellation) -> Capture | None:
        """What is known of the function's calls in the user's own program."""
        return self._capture.get(cancellation)

    def sanitized(self, cancellation: Cancellation) -> Program | Obstacle:
        """The original as built for ``serial_reference``."""
        return self._sanitized.get(cancellation)

    def reference(self, cancellation: Cancellation) -> Reference | Obstacle:
        """The original at the user's flags (``variants.user_strict``)."""
        return self._reference.get(cancellation)

    def serial_reference(self, cancellation: Cancellation) -> Reference | Obstacle:
        """The original at ``-O1 -ffp-contract=off``, sanitized (``variants.address_sanitizer``)."""
        return self._serial_reference.get(cancellation)

    def released(self, cancellation: Cancellation) -> Program | Obstacle:
        """The original as built for ``reference``."""
        return self._released.get(cancellation)

    def directed(self, cancellation: Cancellation) -> Directed | Obstacle:
        """The original at the user's flags under directed rounding."""
        return self._directed.get(cancellation)

    def original_at(
        self, cases: Sequence[Case], cancellation: Cancellation, rounding: str = ""
    ) -> tuple[Observation, ...] | Obstacle:
        """What the original leaves on further ``cases``; ``rounding``: ``upward``, ``downward``."""
        built = self._released.get(cancellation)
        if isinstance(built, Obstacle):
            return built
        setting = {"PCG_ROUNDING": rounding} if rounding else {}
        return _complete(self._run(built, cases, CallMode.ISOLATED, setting, cancellation))

    def valid_cases(
        self, specs: Sequence[CaseSpec], cancellation: Cancellation
    ) -> Validation | Obstacle:
        """Those of ``specs`` on which the original is valid, with extents found by probing.

        Where no input can be made up, which was found out already, only recorded ones are tried.
        """
        program = self._sanitized.get(cancellation)
        if isinstance(program, Obstacle):
            return program
        inputs = self.inputs(cancellation)
        is_captured_only = not isinstance(inputs, Obstacle) and bool(inputs.assumptions)
        if self.capture(cancellation) is not None and is_captured_only:
            specs = [spec for spec in specs if spec.recorded is not None]
        return self._valid(program, specs, cancellation)

    def on(self, specs: Sequence[CaseSpec]) -> Experiment:
        """The same original on other inputs: those of ``specs`` on which it is valid, alone."""
        other = Experiment(self.original, self._instruments)
        other._harness, other._capture = self._harness, self._capture
        other._sanitized, other._released = self._sanitized, self._released
        other._inputs = Once(lambda cancellation: other._take_inputs(specs, cancellation))
        # What is computed there is about a candidate's text, whatever the original is tried on.
        other._lock, other._shared = self._lock, self._shared
        return other

    def shared(
        self, key: Hashable, compute: Callable[[Cancellation], Value], cancellation: Cancellation
    ) -> Value:
        """What ``compute`` gives, computed once for each ``key``: for what several checks need."""
        with self._lock:
            once: Once[Value] = self._shared.setdefault(key, Once(compute))
        return once.get(cancellation)

    def _program(self, variant: Variant) -> Once[Program | Obstacle]:
        return Once(lambda cancellation: self._build(variant, cancellation))

    def _build(self, variant: Variant, cancellation: Cancellation) -> Program | Obstacle:
        harness = self.harness(cancellation)
        if isinstance(harness, Obstacle):
            return harness
        text = self.original.source.data
        built = build(harness, text, variant, self._instruments, cancellation)
        if isinstance(built, Rejected):
            return not_built(built, f"the original's driver ({variant.name})")
        return built

    def _build_covered(self, cancellation: Cancellation) -> Program | Obstacle:
        tools = self._instruments.toolchain
        if tools.clang is None or tools.profdata is None or tools.cov is None:
            # The other checks go on without it; this one says that it could not be made.
            return unavailable(
                "no-coverage-tools",
                "branch coverage needs clang with its llvm-profdata and llvm-cov",
            )
        return self._build(variants.coverage(self.original.command), cancellation)

    def _find_inputs(self, cancellation: Cancellation) -> Inputs | Obstacle:
        harness = self.harness(cancellation)
        if isinstance(harness, Obstacle):
            return harness
        # Built side by side: the compiler port says how many at a time.
        needed: Sequence[Once[Program | Obstacle]] = (
            self._sanitized,
            self._covered,
            self._released,
        )
        with ThreadPoolExecutor(len(needed)) as pool:
            for future in [pool.submit(once.get, cancellation) for once in needed]:
                future.result()
        sanitized, covered = self._sanitized.get(cancellation), self._covered.get(cancellation)
        if isinstance(sanitized, Obstacle):
            return sanitized
        specs = case_plan.base_specs(harness, self._instruments.threads)
        capture = self.capture(cancellation)
        validation = Validation((), ())
        if capture is None or self._is_worth_making(sanitized, specs, cancellation):
            validation = self._valid(sanitized, specs, cancellation)
        recorded = self._valid(sanitized, recorded_of(harness, capture), cancellation).cases
        made = validation.cases
        if any(case.is_captured for case in recorded):
            made = self._steady(made, cancellation)
        if sum(case.spec.size > 1 for case in made) < _FEWEST_CASES:
            if capture is None or not any(case.is_captured for case in recorded):
                return _no_inputs(harness, validation)
            counts = self._count(covered, recorded, cancellation)
            # What few were made up are valid by accident.
            return Inputs(recorded, counts, (captured_only(capture),))
        cases = (*made, *recorded)
        if capture is not None and len(made) < len(validation.cases):
            counts = self._count(covered, cases, cancellation)
            return Inputs(cases, counts, (captured_only(capture, _NOT_STEADY),))
        if isinstance(covered, Obstacle):
            return Inputs(cases, covered)
        return self._reach_branches(cases, sanitized, covered, cancellation)

    def _steady(self, cases: tuple[Case, ...], cancellation: Cancellation) -> tuple[Case, ...]:
        """Those of ``cases`` on which the original gives the same results in fresh memory.

        The others say nothing of a candidate where the user's own inputs are there. All of them if
        that cannot be found out: who compares results finds the same.
        """
        built = self._released.get(cancellation)
        if isinstance(built, Obstacle) or not cases:
            return cases
        fresh, again = self._twice(built, cases, cancellation)
        first, second = _complete(fresh), _complete(again)
        if isinstance(first, Obstacle) or isinstance(second, Obstacle):
            return cases
        return tuple(
            case
            for case, one, other in zip(cases, first, second, strict=True)
            if not isinstance(compare(one, other), Difference)
        )

    def _twice(
        self, program: Program, cases: Sequence[Case], cancellation: Cancellation
    ) -> tuple[Execution, Execution]:
        """Fresh memory is filled differently: what depends on uninitialised values shows."""
        first, second = (
            self._run(program, cases, CallMode.ISOLATED, {_FILL: byte}, cancellation)
            for byte in ("85", "170")
        )
        return first, second

    def _is_worth_making(
        self, program: Program, specs: Sequence[CaseSpec], cancellation: Cancellation
    ) -> bool:
        """Whether inputs can be made up: a few are tried where captured ones would do as well."""
        few = [spec for spec in specs if spec.size > 1][::_EVERY]
        tried = validate(program, few, self._instruments, cancellation, case_seconds=1)
        return 4 * len(tried.cases) >= len(few)

    def _find_capture(self, cancellation: Cancellation) -> Capture | None:
        harness = self.harness(cancellation)
        return None if isinstance(harness, Obstacle) else find_capture(harness, self._instruments)

    def _valid(
        self, program: Program, specs: Sequence[CaseSpec], cancellation: Cancellation
    ) -> Validation:
        """``validate``, with patience for what was captured."""
        is_captured = any(spec.recorded is not None for spec in specs)
        return validate(
            program,
            specs,
            self._instruments,
            cancellation,
            REFERENCE_LIMITS,
            case_seconds=_patience(is_captured),
        )

    def _take_inputs(
        self, specs: Sequence[CaseSpec], cancellation: Cancellation
    ) -> Inputs | Obstacle:
        harness = self.harness(cancellation)
        if isinstance(harness, Obstacle):
            return harness
        program = self._sanitized.get(cancellation)
        if isinstance(program, Obstacle):
            return program
        validation = self._valid(program, specs, cancellation)
        if not validation.cases:
            return _no_inputs(harness, validation)
        return Inputs(validation.cases, inconclusive("not-counted", "coverage is not asked for"))

    def _reach_branches(
        self,
        cases: tuple[Case, ...],
        sanitized: Program,
        covered: Program,
        cancellation: Cancellation,
    ) -> Inputs:
        counts = self._count(covered, cases, cancellation)
        for round_ in range(_COVERAGE_ROUNDS):
            if isinstance(counts, Obstacle) or not unreached(counts, self.original):
                break
            specs = case_plan.further_specs(round_)
            more = validate(sanitized, specs, self._instruments, cancellation).cases
            found = self._count(covered, more, cancellation) if more else counts
            if isinstance(found, Obstacle) or not more:
                break
            together = merged(counts, found)
            if len(unreached(together, self.original)) < len(unreached(counts, self.original)):
                cases, counts = (*cases, *more), together
        return Inputs(cases, counts)

    def _count(
        self, covered: Program | Obstacle, cases: tuple[Case, ...], cancellation: Cancellation
    ) -> Counts | Obstacle:
        if isinstance(covered, Obstacle):
            return covered
        counts = count_regions(covered, cases, self._instruments, cancellation)
        if isinstance(counts, Obstacle):
            return counts
        return within_or_around(counts, self.original.source, self.original.region)

    def _observe(
        self, program: Once[Program | Obstacle], cancellation: Cancellation
    ) -> Reference | Obstacle:
        cases = self.cases(cancellation)
        if isinstance(cases, Obstacle):
            return cases
        built = program.get(cancellation)
        if isinstance(built, Obstacle):
            return built
        first, second = self._twice(built, cases, cancellation)
        fresh = _complete(first)
        if isinstance(fresh, Obstacle):
            return fresh
        again = _complete(second)
        if isinstance(again, Obstacle):
            return again
        for case, one, other in zip(cases, fresh, again, strict=True):
            match compare(one, other):
                case Difference(detail=detail):
                    return inconclusive(
                        "non-deterministic",
                        f"`{self.original.function.name}` gives different results for the same "
                        f"input, so there is nothing to compare with: {detail} "
                        f"({case.description})",
                    )
                case _:
                    pass
        repeated = _complete(self._run(built, cases, CallMode.REPEATED, {}, cancellation))
        if isinstance(repeated, Obstacle):
            return repeated
        return Reference(cases, fresh, repeated, first.outcome.wall_seconds)

    def _observe_directed(self, cancellation: Cancellation) -> Directed | Obstacle:
        usual = self.reference(cancellation)
        if isinstance(usual, Obstacle):
            return usual
        results: list[tuple[Observation, ...]] = []
        for direction in ("upward", "downward"):
            done = self.original_at(usual.cases, cancellation, direction)
            if isinstance(done, Obstacle):
                return done
            results.append(done)
        return Directed(usual.fresh, results[0], results[1])

    def _run(
        self,
        program: Program,
        cases: Sequence[Case],
        mode: CallMode,
        environment: Mapping[str, str],
        cancellation: Cancellation,
    ) -> Execution:
        return run(
            program,
            cases,
            mode,
            environment,
            REFERENCE_LIMITS,
            self._instruments,
            cancellation,
            case_seconds=_patience(any(case.is_captured for case in cases)),
        )


def _patience(is_captured: bool) -> int:
    """Seconds that one call may take."""
    return _CAPTURED_SECONDS if is_captured else CASE_SECONDS


def unreached(counts: Counts, original: Original) -> Counts:
    """The regions and branch outcomes of ``original`` that did not run often enough.

    In a loop that is two iterations, since what an iteration leaves behind meets another one; what
    is around the loops runs once a call, and so does the end of an outermost one. What an instance
    of a template never reaches is left out, and so is what ends the program.
    """
    place = original.source.location
    final = program_ends(original.function)
    never = (*dead_code(original.function), *(end.branch for end in final))
    dead = [(place(s.start), place(s.end)) for s in never]
    last = {
        Region(place(span.start), place(span.end), "true" if outcome else "false")
        for end in final
        for span, outcome in end.deciding()
    }
    spans = [n.loop.span for n in original.nests]
    loops = [(place(span.start), place(span.end)) for span in spans]
    ends = [
        Region(place(condition.start), place(condition.end), "false")
        for condition in (n.loop.condition for n in original.nests)
        if condition is not None and sum(span.contains(condition) for span in spans) == 1
    ]

    def wanted(region: Region) -> int:
        inside = any(start <= region.start and region.end <= end for start, end in loops)
        return ITERATIONS if inside and region not in ends else 1

    return {
        region: count
        for region, count in counts.items()
        if count < wanted(region)
        and region not in last
        and not any(start <= region.start and region.end <= end for start, end in dead)
    }


def not_built(rejected: Rejected, what: str) -> Obstacle:
    """The obstacle of a text that does not compile with its driver."""
    errors = [d.message for d in rejected.diagnostics if d.severity in ("error", "fatal error")]
    last = rejected.output.strip().splitlines()[-1:]
    why = (*errors, *last, rejected.code)[0]
    return inconclusive("driver-not-built", f"{what} does not compile: {why}")


def ending(outcome: RunOutcome) -> str:
    """How a run ended, as a clause for a person."""
    match outcome:
        case LimitReached(limit=limit, wall_seconds=seconds):
            return f"it reached the {limit} limit after {seconds:.1f} s"
        case exited:
            text = exited.stderr.decode("utf-8", "replace")
            if exited.code < 0:
                return f"it was killed by signal {-exited.code}"
            return explain(text) if text.strip() else f"it ended with exit code {exited.code}"


def _complete(execution: Execution) -> tuple[Observation, ...] | Obstacle:
    observations = tuple(o for o in execution.observations if o is not None)
    if execution.finished:
        return observations
    reports = [r for r in execution.reports if r]
    why = explain(reports[0]) if reports else ending(execution.outcome)
    return inconclusive("original-fails", f"the original itself does not finish: {why}")


def _no_inputs(harness: Harness, validation: Validation) -> Obstacle:
    name = harness.signature.function
    reasons = [d.reason for d in validation.discarded]
    if not reasons:
        return inconclusive("no-input", f"PCG could not make inputs for `{name}`; {USE_OWN_RUN}")
    common = max(set(reasons), key=reasons.count)
    return inconclusive(
        "no-valid-input",
        f"none of the {len(reasons)} inputs that PCG made for `{name}` is valid for the original "
        f"(mostly: {common}); {USE_OWN_RUN}",
    )
