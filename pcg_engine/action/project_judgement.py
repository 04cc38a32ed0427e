"""What the user's own build, tests and benchmark say of the offers of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from pcg_engine.action.openmp_switch import OpenMPSwitch
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.next_steps import with_next_step
from pcg_engine.domain.project import (
    AmdahlBound,
    ApplicationSpeedup,
    BuildChange,
    ProjectCommands,
    ProjectOnly,
    ProjectReport,
    ProjectStep,
    ProjectTrial,
    StepName,
)
from pcg_engine.domain.result import Attempt, FileResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import (
    CheckName,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    checks_of,
)
from pcg_engine.syntax.splice import apply_edits, unified_diff
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.project.amdahl import computed_bound, timed_bound
from pcg_engine.tools.project.commands import Failed
from pcg_engine.tools.project.openmp_use import OpenMPUse

_STATIC = (CheckName.COMPILE, CheckName.INTERFACE, CheckName.LEGALITY)
_NOT_DRIVEN = frozenset(
    (
        *("member-function", "main-function", "variadic-function", "no-body", "unnamed-parameter"),
        *("unsupported-parameter", "unsupported-result", "unsupported-global"),
        *("no-input", "no-valid-input", "driver-not-built"),
    )
)
"""Why PCG could not run a function at all: the project's tests may be able to."""
_MOST_PROJECT_ONLY = 3
_PRAGMA = b"pragma omp"


class Site(Protocol):
    """Where candidates are tried: ``ProjectSite``."""

    @property
    def commands(self) -> ProjectCommands:
        """The project's own."""
        ...

    @property
    def steps(self) -> Sequence[ProjectStep]:
        """Those made so far."""
        ...

    def switch_on(self, switch: OpenMPSwitch) -> Failed | None:
        """See ``ProjectSite``."""
        ...

    @property
    def changes(self) -> tuple[BuildChange, ...]:
        """The edits of build files that switch OpenMP on."""
        ...

    def build(self, text: bytes, switch: OpenMPSwitch, subject: str) -> Failed | OpenMPUse:
        """See ``ProjectSite``."""
        ...

    def test(self, name: StepName, subject: str) -> Failed | None:
        """See ``ProjectSite``."""
        ...

    def bench(self, subject: str) -> ApplicationSpeedup | Obstacle | Failed:
        """See ``ProjectSite``."""
        ...

    def unreached(self, loops: Sequence[Loop], switch: OpenMPSwitch, subject: str) -> str:
        """See ``ProjectSite``."""
        ...

    def loop_shares(self, loops: Sequence[Loop], switch: OpenMPSwitch) -> tuple[float, ...] | str:
        """See ``ProjectSite``."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the project says of the offers in ``result``, which are edits of ``source``.

    A project whose benchmark is slower with them refutes them, unless ``threshold`` is 0.
    """

    site: Site
    switch: OpenMPSwitch
    source: SourceText
    result: FileResult
    threshold: float

    def judged(self) -> FileResult:
        """The result without the offers that the project does not accept, and its report."""
        result = self.result
        has_tests = bool(self.site.commands.test)
        untested = tuple(_only_testable_by_project(result.nests)) if has_tests else ()
        if result.output_text is None and not untested:
            return replace(result, project=self._report(None))
        failed = self.site.switch_on(self.switch)
        if failed is not None:
            trial = ProjectTrial(
                Outcome.UNAVAILABLE,
                "project-openmp-build",
                "with OpenMP switched on the project does not build, whatever the candidate: "
                f"{failed.reason}",
            )
            return self._without_offers(trial)
        if result.output_text is not None:
            result, trial = self._offers_judged(result, result.output_text)
        else:
            trial = None
        only = tuple(self._project_only(*one) for one in untested[:_MOST_PROJECT_ONLY])
        return replace(result, project=self._report(trial, only, result))

    def _offers_judged(self, result: FileResult, text: bytes) -> tuple[FileResult, ProjectTrial]:
        offered = [nest for nest in result.nests if nest.offer is not None]
        trial = self._trial(text, _names(offered))
        if trial.outcome is Outcome.PASSED:
            return result, self._with_reach(trial, offered)
        if len(offered) == 1:
            return self._withdrawn(result, {id(offered[0]): trial}), trial
        together = trial
        failures: dict[int, ProjectTrial] = {}
        for nest in sorted(offered, key=_speedup, reverse=True):
            alone = self._text_with(nest)
            trial = self._trial(alone, _names([nest]))
            if trial.outcome is Outcome.PASSED:
                why = f"not accepted together with the file's other offers: {together.reason}"
                rest = ProjectTrial(Outcome.INCONCLUSIVE, "composition", why)
                others = {id(n): rest for n in offered if n is not nest}
                kept = self._withdrawn(result, others | failures)
                return replace(kept, output_text=alone), self._with_reach(trial, [nest])
            failures[id(nest)] = trial
        return self._withdrawn(result, failures), together

    def _with_reach(self, trial: ProjectTrial, offered: Sequence[NestResult]) -> ProjectTrial:
        """``trial``, with what is to be said if the tests do not run what was changed.

        The offers stay what they are: PCG's own checks did run it.
        """
        if not self.site.commands.test:
            return trial
        loops = [nest.facts.loop for nest in offered]
        why = self.site.unreached(loops, self.switch, _names(offered))
        if not why:
            return trial
        return replace(trial, code=trial.code or "not-reached", reason=f"{trial.reason}, but {why}")

    def _text_with(self, nest: NestResult) -> bytes:
        assert nest.offer is not None
        return apply_edits(self.source, nest.offer.candidate.edits).data

    def _trial(self, text: bytes, subject: str) -> ProjectTrial:
        """Build and test the project with the file's ``text``, and time it."""
        built = self.site.build(text, self.switch, subject)
        if isinstance(built, Failed):
            return ProjectTrial(
                Outcome.REFUTED,
                "project-build",
                f"the project does not build with it: {built.reason}",
            )
        if text.count(_PRAGMA) > self.source.data.count(_PRAGMA):
            unseen = _unseen(built, self.source.path)
            if unseen is not None:
                return unseen
        if self.site.commands.test:
            failed = self.site.test(StepName.CANDIDATE_TEST, subject)
            if failed is not None:
                return self._whose_failure(failed)
        if not self.site.commands.bench:
            return ProjectTrial(Outcome.PASSED, "", "the project's own tests pass")
        return self._timed(subject)

    def _timed(self, subject: str) -> ProjectTrial:
        tested = (
            "the project's own tests pass"
            if self.site.commands.test
            else "the project names no tests: it was built and timed only"
        )
        found = self.site.bench(subject)
        match found:
            case Failed(reason=reason):
                return ProjectTrial(
                    Outcome.REFUTED,
                    "project-bench",
                    f"the project's benchmark fails with it: {reason}",
                )
            case Obstacle(code=code, reason=reason):
                return ProjectTrial(Outcome.PASSED, code, f"{tested}; not timed: {reason}")
            case ApplicationSpeedup():
                if found.high < 1.0 and self.threshold > 0:
                    return ProjectTrial(
                        Outcome.REFUTED,
                        "not-faster",
                        "the loops are faster by themselves, but the project's benchmark is slower "
                        f"with them: {found.ratio:.2f}× [{found.low:.2f}, {found.high:.2f}]",
                        found,
                    )
                return ProjectTrial(Outcome.PASSED, "", tested, found)
            case _:
                assert_never(found)

    def _whose_failure(self, failed: Failed) -> ProjectTrial:
        """Whether the tests fail because of the candidate, or of OpenMP, or now and then."""
        rebuilt = self.site.build(self.source.data, self.switch, "")
        again = (
            rebuilt if isinstance(rebuilt, Failed) else self.site.test(StepName.ORIGINAL_TEST, "")
        )
        if again is None:
            return ProjectTrial(
                Outcome.REFUTED,
                "project-tests",
                f"the project's own tests fail with it, and pass without: {failed.reason}",
            )
        return ProjectTrial(
            Outcome.INCONCLUSIVE,
            "project-tests-unsteady",
            "the project's own tests fail with it, but also with OpenMP switched on and the file "
            f"as it was, where they passed before: {again.reason}",
        )

    def _project_only(self, nest: NestResult, attempt: Attempt) -> ProjectOnly:
        candidate = attempt.candidate
        changed = apply_edits(self.source, candidate.edits)
        function = nest.facts.loop.id.function
        subject = f"{function}: {candidate.name}"
        trial = self._trial(changed.data, subject)
        if trial.outcome is Outcome.PASSED:
            why = self.site.unreached([nest.facts.loop], self.switch, subject)
            if why:
                trial = replace(trial, outcome=Outcome.INCONCLUSIVE, code="not-reached", reason=why)
        diff = unified_diff(self.source, changed)
        return ProjectOnly(candidate, function, nest.reason, diff, trial)

    def _without_offers(self, trial: ProjectTrial) -> FileResult:
        failures = {id(nest): trial for nest in self.result.nests if nest.offer is not None}
        return replace(self._withdrawn(self.result, failures), project=self._report(trial))

    def _withdrawn(self, result: FileResult, why: dict[int, ProjectTrial]) -> FileResult:
        """``result`` without the offers of the nests in ``why`` (by identity)."""
        nests = tuple(
            _overruled(nest, why[id(nest)]) if id(nest) in why else nest for nest in result.nests
        )
        return replace(result, nests=nests, output_text=None)

    def _report(
        self,
        trial: ProjectTrial | None,
        only: tuple[ProjectOnly, ...] = (),
        result: FileResult | None = None,
    ) -> ProjectReport:
        was_tried = trial is not None or bool(only)
        bounds: list[AmdahlBound] = []
        untimed = ""
        offered = [] if result is None else [n for n in result.nests if n.offer is not None]
        if offered and trial is not None and trial.application is not None:
            shares = self.site.loop_shares([nest.facts.loop for nest in offered], self.switch)
            if isinstance(shares, str):
                untimed = shares
            else:
                bounds.append(timed_bound(shares))
            speedups = [nest.offer.speedup for nest in offered if nest.offer is not None]
            computed = computed_bound(trial.application, speedups)
            if computed is not None:
                bounds.append(computed)
        return ProjectReport(
            commands=self.site.commands,
            steps=tuple(self.site.steps),
            openmp=self.switch.told,
            changes=self.site.changes if was_tried else (),
            awakened=self.switch.awakened if was_tried else (),
            trial=trial,
            bounds=tuple(bounds),
            untimed=untimed,
            project_only=only,
        )


def _overruled(nest: NestResult, trial: ProjectTrial) -> NestResult:
    """``nest`` without its offer, which ``trial`` is the reason for."""
    assert nest.offer is not None
    checks = nest.offer.verdict.evidence.checks
    verdict: Verdict
    match trial.outcome:
        case Outcome.REFUTED:
            verdict = Refuted(trial.code, trial.reason, checks)
        case Outcome.UNAVAILABLE:
            verdict = Unavailable(trial.code, trial.reason, checks)
        case Outcome.INCONCLUSIVE | Outcome.PASSED:
            verdict = Inconclusive(trial.code, with_next_step(trial.code, trial.reason), checks)
        case _:
            assert_never(trial.outcome)
    attempts = tuple(
        replace(one, verdict=verdict) if one.candidate == nest.offer.candidate else one
        for one in nest.attempts
    )
    return NestResult(nest.facts, trial.outcome, trial.code, trial.reason, None, attempts)


def _unseen(use: OpenMPUse, path: str) -> ProjectTrial | None:
    """What is wrong if the project was built without the candidate's directives having effect."""
    match use:
        case OpenMPUse.USED:
            return None
        case OpenMPUse.NOT_USED:
            reason = (
                "what the project's build made of it starts no OpenMP team, so that its tests "
                "would say nothing: name the command that builds with OpenMP, as openmp_build in "
                ".pcg.toml"
            )
            return ProjectTrial(Outcome.INCONCLUSIVE, "openmp-not-seen", reason)
        case OpenMPUse.NOTHING_BUILT:
            reason = (
                f"the project's build made nothing anew from {path}, so that its tests would say "
                "nothing: name a build in .pcg.toml that compiles it inside the project"
            )
            return ProjectTrial(Outcome.INCONCLUSIVE, "not-built", reason)
        case _:
            assert_never(use)


def _only_testable_by_project(
    nests: Sequence[NestResult],
) -> Iterator[tuple[NestResult, Attempt]]:
    """A candidate of each nest that is proved to be legal and that PCG has no inputs for."""
    for nest in nests:
        if nest.offer is not None:
            continue
        found = next((one for one in nest.attempts if _is_proved_but_not_driven(one)), None)
        if found is not None:
            yield nest, found


def _is_proved_but_not_driven(attempt: Attempt) -> bool:
    verdict = attempt.verdict
    if not isinstance(verdict, Inconclusive) or verdict.code not in _NOT_DRIVEN:
        return False
    checks = {check.name: check for check in checks_of(verdict)}
    return (
        all(name in checks and checks[name].outcome is Outcome.PASSED for name in _STATIC)
        and checks[CheckName.LEGALITY].proved
        and all(
            check.outcome in (Outcome.PASSED, Outcome.INCONCLUSIVE) for check in checks.values()
        )
    )


def _names(offered: Sequence[NestResult]) -> str:
    return ", ".join(
        f"{nest.facts.loop.id.function}: {nest.offer.candidate.name}"
        for nest in offered
        if nest.offer is not None
    )


def _speedup(nest: NestResult) -> float:
    return nest.offer.speedup.ratio if nest.offer is not None else 0.0
