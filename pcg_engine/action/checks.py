"""Which checks a candidate goes through, bound to one nest's experiment."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from pcg_engine.action.outlined import Driven, drive
from pcg_engine.action.result_cache import ResultCache
from pcg_engine.action.verification import NamedCheck, Plan, run_checks
from pcg_engine.analysis.effects import summarize
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.errors import PcgError
from pcg_engine.domain.events import CheckFinished, CheckStarted, Event
from pcg_engine.domain.facts import flatten
from pcg_engine.domain.header_units import header_part
from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import (
    CheckName,
    CheckResult,
    Outcome,
    Unavailable,
    Verdict,
    Verified,
    checks_of,
)
from pcg_engine.ports import FOR_STRANGERS, Cancellation, Guarantee
from pcg_engine.syntax.splice import apply_edits, unified_diff
from pcg_engine.tools import (
    compile as compilation,
    coverage,
    elision,
    equivalence,
    interface,
    races,
    suggested,
)
from pcg_engine.tools.benchmark import check as benchmark
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from pcg_engine.tools.benchmark.trials import hold_trials
from pcg_engine.tools.decide import decide
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.linked import linked_units
from pcg_engine.tools.harness.prepare import Harness, prepare
from pcg_engine.tools.legality import check as legality
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.recording import check as recording
from pcg_engine.tools.subject import Instruments, Original, Subject
from pcg_engine.tools.suggested import Suggestion

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Laboratory:
    """What verification works with, for one request; made by ``wiring``."""

    instruments: Instruments
    machine: MachineModel
    timing: ExclusiveTiming
    results: ResultCache


def static_checks(laboratory: Laboratory) -> tuple[tuple[NamedCheck, ...], ...]:
    """The stages that compile and look, but run nothing."""
    tools = laboratory.instruments
    return (
        (NamedCheck(CheckName.COMPILE, lambda s, c: compilation.check(s, tools, c)),),
        (
            NamedCheck(CheckName.INTERFACE, lambda s, c: interface.check(s, tools, c)),
            NamedCheck(CheckName.LEGALITY, lambda s, c: legality.check(s, tools, c)),
        ),
    )


_DYNAMIC = {
    CheckName.ELISION: elision.check,
    CheckName.RECORDING: recording.check,
    CheckName.EQUIVALENCE: equivalence.check,
    CheckName.COVERAGE: coverage.check,
    CheckName.RACES: races.check,
}


def dynamic_checks(driven: Driven, laboratory: Laboratory) -> tuple[tuple[NamedCheck, ...], ...]:
    """The stages that run the original and the candidate, all but the benchmark."""
    return (tuple(_running(driven, name, run, laboratory) for name, run in _DYNAMIC.items()),)


Run = Callable[[Subject, Experiment, Instruments, Cancellation], CheckResult]


def _running(driven: Driven, name: CheckName, run: Run, laboratory: Laboratory) -> NamedCheck:
    """A check that runs code: of what is driven for the subject."""

    def check(subject: Subject, cancellation: Cancellation) -> CheckResult:
        run_instead = driven.subject(subject)
        if isinstance(run_instead, Obstacle):
            return run_instead.result(name, 0.0)
        tools = laboratory.instruments
        return driven.told(run(run_instead, driven.experiment, tools, cancellation))

    return NamedCheck(name, check)


def composition_plan(
    original: Original,
    laboratory: Laboratory,
    *,
    whole: bool,
    further: tuple[NamedCheck, ...] = (),
) -> Plan:
    """The checks of several offers applied together: all that do not time, and then ``further``.

    ``whole`` is false for a function that holds only one of the offers, which was verified in it:
    then only the checks that look at the whole file are needed.
    """
    stages = static_checks(laboratory)
    prepared = prepare(original) if whole else None
    # Where a function cannot be called, each nest was run alone: so it would be again.
    if isinstance(prepared, Harness):
        driven = Driven(Experiment(original, laboratory.instruments, prepared))
        stages += dynamic_checks(driven, laboratory)
    return Plan((*stages, *((one,) for one in further)))


def _have_passed(results: Sequence[CheckResult], total: int) -> bool:
    return len(results) == total and all(r.outcome is Outcome.PASSED for r in results)


def _edited(original: Original, candidate: Candidate) -> Original:
    """``original`` with the facts of the loop that ``candidate`` edits: perhaps an inner one."""
    if any(facts.loop.id == candidate.loop_id for facts in original.nests):
        return original
    for facts in flatten(original.nests):
        if facts.loop.id == candidate.loop_id and facts.loop.kind is not LoopKind.RECURSION:
            return replace(original, nests=(facts,))
    return original


class NestJudge:
    """Judges the candidates of one loop nest; what they share is built once.

    A context manager: at its end nothing of it is running any more.
    """

    def __init__(
        self,
        original: Original,
        settings: Settings,
        laboratory: Laboratory,
        cancellation: Cancellation,
        emit: Callable[[Event], None],
        further: tuple[NamedCheck, ...] = (),
    ) -> None:
        """``further`` are more checks, of what passed all others but the benchmark."""
        self._original = original
        self._settings = settings
        self._laboratory = laboratory
        self._cancellation = cancellation
        self._emit = emit
        self._driven = drive(original, laboratory.instruments, laboratory.machine, cancellation)
        self._trial = Plan((*static_checks(laboratory), *dynamic_checks(self._driven, laboratory)))
        self._timing = Plan(((self._timed(benchmark.check),),))
        self._further = Plan(tuple((one,) for one in further))
        self._doubtful: set[Candidate] = set()
        self._preparing = cancellation.child()
        self._preparation = threading.Thread(target=self._prepare, name="prepare", daemon=True)

    def __enter__(self) -> Self:
        """Begin with what all candidates need."""
        if self._may_run_original():
            self._preparation.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what nobody waits for any more."""
        self._preparing.cancel()
        if self._preparation.ident is not None:
            self._preparation.join()

    def trials(
        self, candidates: Sequence[Candidate], has_time: Callable[[], bool]
    ) -> tuple[Trial, ...]:
        """``candidates`` in the order in which they are worth verifying: see ``hold_trials``.

        As they are, without a ratio, where nothing is timed: not asked for, or not possible here.
        """
        untimed = tuple(Trial(candidate, None) for candidate in candidates)
        if not self._settings.benchmark or any(map(self._refusal, candidates)):
            return untimed
        subjects = [self._driven.subject(self._subject(c)) for c in candidates]
        able = [(c, s) for c, s in zip(candidates, subjects, strict=True) if isinstance(s, Subject)]
        found = hold_trials(
            [subject for _, subject in able],
            self._driven.experiment,
            self._laboratory.instruments,
            self._cancellation,
            self._laboratory.timing,
            threads=self._settings.threads,
            has_time=has_time,
        )
        if isinstance(found, Obstacle):
            # Whichever check asks next meets the same obstacle, and reports it: timing first.
            self._doubtful.update(candidates)
            return untimed
        named = {subject.candidate: candidate for candidate, subject in able}
        timed = tuple(Trial(named[t.candidate], t.ratio) for t in found)
        self._doubtful.update(
            t.candidate for t in timed if t.ratio is not None and t.ratio < self._settings.threshold
        )
        rest = {t.candidate for t in timed}
        return (*timed, *(t for t in untimed if t.candidate not in rest))

    def judge(self, candidate: Candidate, earlier: tuple[CheckResult, ...] = ()) -> Verdict:
        """See ``Judge``: all checks in stages, those that time nothing once for each text.

        ``earlier`` are results of checks that came before; unless all passed, nothing is run. What
        did not gain in a trial what is asked for, or could not be tried, is timed first: only if it
        turns out to be faster after all is it worth the other checks.
        """
        if any(result.outcome is not Outcome.PASSED for result in earlier):
            return decide(earlier)
        refusal = self._refusal(candidate)
        if refusal is not None:
            return refusal
        subject = self._subject(candidate)
        timed: tuple[CheckResult, ...] = ()
        if candidate in self._doubtful:
            timed = run_checks(subject, self._timing, self._cancellation, self._emit)
            if any(result.outcome is not Outcome.PASSED for result in timed):
                return decide((*earlier, *timed))
        results = self._laboratory.results.recall(subject)
        if results is None:
            results = run_checks(subject, self._trial, self._cancellation, self._emit)
            self._laboratory.results.keep(subject, results)
        else:
            for result in results:
                self._emit(CheckFinished(candidate, result))
        complete = self._trial.total
        if self._further.stages and _have_passed(results, complete):
            # Not kept: they rest on more than the other checks.
            results += run_checks(subject, self._further, self._cancellation, self._emit)
            complete += self._further.total
        if self._settings.benchmark and _have_passed(results, complete):
            results += timed or run_checks(subject, self._timing, self._cancellation, self._emit)
        return decide((*earlier, *results), timed=self._settings.benchmark)

    def challenge(self, candidate: Candidate, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        """See ``Judge``; unchanged if the original permits none of the inputs."""

        def run(s: Subject, e: Experiment, tools: Instruments, c: Cancellation) -> CheckResult:
            return suggested.check(s, e, suggestion, tools, c)

        check = _running(self._driven, CheckName.SUGGESTED, run, self._laboratory)
        subject = self._subject(candidate)
        results = run_checks(subject, Plan(((check,),)), self._cancellation, self._emit)
        if any(result.code in suggested.NO_INPUT for result in results):
            return verdict
        earlier = (c for c in checks_of(verdict) if c.name is not CheckName.SUGGESTED)
        return decide((*earlier, *results), timed=self._settings.benchmark)

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        """See ``Judge``."""
        subject = self._subject(candidate)
        before, after = self._original.source, subject.source
        # Of a header, what a diff shows is the header alone.
        diff = unified_diff(header_part(before) or before, header_part(after) or after)
        return Offer(candidate, verdict, diff, subject.source.slice(subject.function_span))

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        """The verdict with the speedup measured again, on a fresh sample.

        This is what is shown: the sample that chose the winner favours it. It is a few seconds'
        work and may go beyond the budget, hence a ``cancellation`` of its own.
        """
        subject = self._subject(offer.candidate)
        self._emit(CheckStarted(offer.candidate, CheckName.BENCHMARK))
        result = self._timed(benchmark.remeasure).run(subject, cancellation)
        self._emit(CheckFinished(offer.candidate, result))
        earlier = [
            check
            for check in offer.verdict.evidence.checks
            if check.name is not CheckName.BENCHMARK
        ]
        return decide([*earlier, result])

    def _prepare(self) -> None:
        """Find inputs for the original while candidates are still being compiled and read."""
        try:
            self._driven.experiment.inputs(self._preparing)
        except PcgError as error:
            # Whichever check asks next meets the same obstacle, and reports it.
            log.debug("preparing inputs: %s", error.message)

    def _subject(self, candidate: Candidate) -> Subject:
        source = apply_edits(self._original.source, candidate.edits)
        return Subject(_edited(self._original, candidate), candidate, source)

    def _timed(self, measure: Callable[..., CheckResult]) -> NamedCheck:
        """The check that ``measure``, of the benchmark, makes of this request's settings."""
        run = partial(
            measure,
            timing=self._laboratory.timing,
            threads=self._settings.threads,
            threshold=self._settings.threshold,
        )
        return _running(self._driven, CheckName.BENCHMARK, run, self._laboratory)

    def _refusal(self, candidate: Candidate) -> Unavailable | None:
        """What is not run here, because the sandbox does not promise all that it would need.

        Strangers' code is not run at all; that of PCG's own rules if the function is known to
        touch nothing outside.
        """
        missing = self._missing_guarantees()
        hint = "make bubblewrap work (pcg doctor says how)"
        if missing and candidate.origin != RULES_ORIGIN:
            return Unavailable(
                "no-isolation",
                "code that PCG's rules did not write is run in a full sandbox only, and the one "
                f"of this machine does not promise: {', '.join(sorted(missing))}; {hint}",
                (),
            )
        if missing and linked_units(self._original.unit, self._original.function):
            return Unavailable(
                "no-isolation",
                "this function calls into other files, which may do anything when they are loaded, "
                f"and there is no sandbox to load them in: {hint}",
                (),
            )
        if not self._may_run_original():
            return Unavailable(
                "no-isolation",
                "this function calls code that PCG does not know, and there is no sandbox to run "
                f"it in: {hint}",
                (),
            )
        return None

    def _may_run_original(self) -> bool:
        """Whether it is confined, or known to touch nothing outside."""
        if not self._missing_guarantees():
            return True
        effects = summarize(self._original.unit, self._original.function)
        return not (effects.performs_io or effects.unknown_calls)

    def _missing_guarantees(self) -> frozenset[Guarantee]:
        return FOR_STRANGERS - self._laboratory.instruments.sandbox.guarantees
