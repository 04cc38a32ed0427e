"""Which of several candidates is fastest, found in seconds: before any of them is verified.

Every round runs the original and the contenders once in one order and once in the reverse one, as
often as the round says; the slower half drops out. What is found decides what is verified first,
nothing else: what is shown is measured again (``check``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from statistics import median

from pcg_engine.domain.trial import Trial
from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.halving import (
    finalists,
    ranking,
    simplest_of_the_fastest,
    steadiest,
    survivors,
)
from pcg_engine.tools.benchmark.sampling import repetitions, team, typical
from pcg_engine.tools.benchmark.sizing import Sized, time_case
from pcg_engine.tools.benchmark.stressing import stressed_specs
from pcg_engine.tools.benchmark.timed import (
    SEARCH_SEED,
    timed_build,
    timed_case,
    timed_original,
)
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.timing import Timing, time
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.subject import Instruments, Subject

_ROUNDS = 3
_START_SECONDS = 5.0
_MOST_STRESSES = 3
_TIMES_SLOWER = 20.0
"""A contender that takes so much longer than the original is stopped: it will not win."""


@dataclass(slots=True)
class _Contender:
    """A candidate's program; without one, or once it failed, it is not timed any more."""

    subject: Subject
    program: Program | None
    ratios: list[float] = field(default_factory=list[float])
    has_failed: bool = False


def hold_trials(
    subjects: Sequence[Subject],
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
    timing: ExclusiveTiming,
    *,
    threads: int,
    has_time: Callable[[], bool],
) -> tuple[Trial, ...] | Obstacle:
    """The candidates of ``subjects``, those worth verifying first at the front.

    Candidates that do not build, do not finish or were left out come last, without a ratio. After
    the first round another begins only while ``has_time``. Of candidates that are about as fast one
    goes first that is clearly better on hostile inputs (``stressing``), if any are known.
    """
    if not subjects:
        return ()
    with ThreadPoolExecutor(len(subjects)) as pool:  # the compiler port says how many at a time
        building = [
            pool.submit(timed_build, s, experiment, instruments, cancellation) for s in subjects
        ]
        # What is prepared beside the trials would slow some of the contenders.
        prepared = experiment.inputs(cancellation)
        built = [one.result() for one in building]
    if isinstance(prepared, Obstacle):
        return prepared
    contenders = [
        _Contender(subject, program if isinstance(program, Program) else None)
        for subject, program in zip(subjects, built, strict=True)
    ]
    with timing.hold(cancellation):
        original = timed_original(experiment, instruments, cancellation)
        sized = timed_case(experiment, SEARCH_SEED, instruments, cancellation)
        if isinstance(original, Obstacle):
            return original
        if isinstance(sized, Obstacle):
            return sized
        rounds = _Rounds(original, sized, threads, instruments, cancellation)
        trials = _trials(rounds.run(contenders, has_time), contenders)
        return rounds.steadiest_first(trials, contenders) if has_time() else trials


@dataclass(frozen=True, slots=True)
class _Rounds:
    original: Program
    sized: Sized
    threads: int
    instruments: Instruments
    cancellation: Cancellation

    def run(self, contenders: list[_Contender], has_time: Callable[[], bool]) -> list[_Contender]:
        """The contenders that could be timed, those that lasted longest first."""
        left = [c for c in contenders if c.program is not None]
        dropped: list[_Contender] = []
        for number in range(_ROUNDS):
            for _ in range(2**number):
                self.run_once(left)
                self.run_once(left[::-1])
            left = [c for c in left if not c.has_failed]
            if number + 1 == _ROUNDS or not has_time():
                break
            kept = [left[i] for i in survivors([c.ratios for c in left])]
            dropped = [*_by_speed([c for c in left if c not in kept]), *dropped]
            left = kept
            if len(left) < 2:
                break
        return [*_by_speed(left), *dropped]

    def steadiest_first(
        self, trials: tuple[Trial, ...], contenders: Sequence[_Contender]
    ) -> tuple[Trial, ...]:
        """``trials`` with the one in front that loses least on hostile inputs, of the finalists."""
        timed = [t for t in trials if t.ratio is not None]
        positions = finalists([t.ratio or 0.0 for t in timed])
        if not positions:
            return trials
        programs = {c.subject.candidate: c for c in contenders}
        chosen = [timed[i] for i in positions]
        worst = self._worst([programs[t.candidate] for t in chosen])
        told = {
            trial.candidate: replace(trial, worst=ratio)
            for trial, ratio in zip(chosen, worst, strict=True)
        }
        first = chosen[steadiest(worst)].candidate
        return tuple(
            told.get(t.candidate, t) for t in sorted(trials, key=lambda t: t.candidate != first)
        )

    def _worst(self, finalists_: Sequence[_Contender]) -> list[float | None]:
        """The least ratio of each under the distributions that fit; ``None`` where none was timed.

        Whether the original is valid on the input is not asked: the order is all that follows.
        """
        least: list[float | None] = [None] * len(finalists_)
        for spec in stressed_specs(self.sized.case, self.original)[:_MOST_STRESSES]:
            case = make_case(self.original.harness, spec)
            if case is None:
                continue
            sized = time_case(case, self.original, self.instruments, self.cancellation)
            if isinstance(sized, Obstacle):
                continue
            fresh = [_Contender(c.subject, c.program) for c in finalists_]
            hostile = replace(self, sized=sized)
            hostile.run_once(fresh)
            hostile.run_once(fresh[::-1])
            for i, one in enumerate(fresh):
                if one.ratios and not one.has_failed:
                    ratio = median(one.ratios)
                    least[i] = min(ratio, least[i] or ratio)
        return least

    def run_once(self, contenders: Sequence[_Contender]) -> None:
        """One launch of the original and of each contender that still runs."""
        running = [c for c in contenders if not c.has_failed]
        if not running:
            return
        before = self._seconds(self.original, self.sized)
        for contender in running:
            assert contender.program is not None
            taken = None if before is None else self._seconds(contender.program, self.sized)
            if before is None or taken is None:
                contender.has_failed = True
            else:
                contender.ratios.append(before / taken)

    def _seconds(self, program: Program, sized: Sized) -> float | None:
        count = repetitions(sized.seconds, sized.case.total_bytes)
        limits = Limits(wall_seconds=_START_SECONDS + _TIMES_SLOWER * count * sized.seconds)
        found = time(
            program,
            sized.case,
            count,
            team(self.threads),
            self.instruments,
            self.cancellation,
            limits,
        )
        return typical(found) if isinstance(found, Timing) else None


def _by_speed(contenders: Sequence[_Contender]) -> list[_Contender]:
    return [contenders[i] for i in ranking([c.ratios for c in contenders])]


def _trials(order: Sequence[_Contender], everyone: Sequence[_Contender]) -> tuple[Trial, ...]:
    timed = [Trial(c.subject.candidate, median(c.ratios)) for c in order]
    sizes = [(t.ratio or 0.0, t.candidate.changed_bytes) for t in timed]
    first = [timed[i] for i in simplest_of_the_fastest(sizes)]
    rest = [Trial(c.subject.candidate, None) for c in everyone if c not in order]
    return (*first, *rest)
