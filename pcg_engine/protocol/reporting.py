"""From the engine's facts and results to reports."""

from __future__ import annotations

from typing import assert_never

from pcg_engine.domain import project
from pcg_engine.domain.example import Retrieved
from pcg_engine.domain.facts import Assumption, LoopFacts, Reason
from pcg_engine.domain.measurement import Estimate
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt, FunctionResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import (
    CheckResult,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)
from pcg_engine.protocol.reports import (
    AmdahlReport,
    ApplicationReport,
    AssumptionReport,
    AttemptReport,
    BuildChangeReport,
    CheckReport,
    EstimateReport,
    ExampleReport,
    LoopReport,
    MisuseReport,
    OfferReport,
    ProjectOnlyReport,
    ProjectReport,
    ProjectStepReport,
    ReasonReport,
    RepairReport,
    ResultReport,
)


def outcome_word(outcome: Outcome) -> str:
    """``verified``, ``refuted``, ``inconclusive`` or ``unavailable``."""
    return "verified" if outcome is Outcome.PASSED else outcome.value


def verdict_word(verdict: Verdict) -> str:
    """The same words, of a candidate's verdict."""
    match verdict:
        case Verified():
            return "verified"
        case Refuted():
            return "refuted"
        case Inconclusive():
            return "inconclusive"
        case Unavailable():
            return "unavailable"
        case _:
            assert_never(verdict)


def loop_report(source: SourceText, facts: LoopFacts) -> LoopReport:
    """What analysis says of one loop of ``source``."""
    loop = facts.loop
    return LoopReport(
        id=str(loop.id),
        line=source.location(loop.span.start).line,
        end_line=source.location(max(loop.span.start, loop.span.end - 1)).line,
        function=loop.id.function,
        kind=loop.kind.value,
        parallelizability=facts.parallelizability.value,
        with_=facts.with_,
        reasons=tuple(_reason(reason) for reason in facts.reasons),
        assumptions=tuple(_assumption(a) for a in facts.assumptions),
        hotness=round(facts.hotness, 4),
        estimate=None if facts.estimate is None else _estimate(facts.estimate),
    )


def misuse_report(source: SourceText, misuse: Misuse) -> MisuseReport:
    """What is wrong with a directive of ``source``."""
    location = source.location(misuse.directive.start)
    repair = misuse.repair
    return MisuseReport(
        code=misuse.code,
        catalog=misuse.catalog,
        message=misuse.message,
        line=location.line,
        column=location.column,
        loop_id=str(misuse.loop),
        repair=None if repair is None else RepairReport(repair.directive),
    )


def nest_report(source: SourceText, nest: NestResult) -> ResultReport:
    """What trying one loop nest of ``source`` came to."""
    return ResultReport(
        loop_id=str(nest.facts.loop.id),
        line=source.location(nest.facts.loop.span.start).line,
        function=nest.facts.loop.id.function,
        verdict=outcome_word(nest.outcome),
        reason_code=nest.code,
        reason=nest.reason,
        offer=None if nest.offer is None else offer_report(nest.offer),
        candidates=tuple(_attempt(attempt) for attempt in nest.attempts),
    )


def function_report(source: SourceText, one: FunctionResult) -> ResultReport:
    """What judging one changed function of ``source`` came to."""
    return ResultReport(
        loop_id=None if one.loop_id is None else str(one.loop_id),
        line=source.location(one.start).line,
        function=one.function,
        verdict=outcome_word(one.outcome),
        reason_code=one.code,
        reason=one.reason,
        offer=None if one.offer is None else offer_report(one.offer),
        candidates=(_attempt(one.attempt),),
    )


def offer_report(offer: Offer) -> OfferReport:
    """A verified candidate with its evidence."""
    evidence = offer.verdict.evidence
    speedup = evidence.speedup
    return OfferReport(
        origin=offer.candidate.origin,
        workflow=offer.candidate.workflow,
        evidence="proved" if evidence.proved else "tested",
        speedup=None if speedup is None else round(speedup.ratio, 3),
        low=None if speedup is None else round(speedup.low, 3),
        high=None if speedup is None else round(speedup.high, 3),
        threads=None if speedup is None else speedup.threads,
        max_relative_error=evidence.max_relative_error,
        checks=tuple(_check(check) for check in evidence.checks),
        assumptions=tuple(_assumption(a) for a in offer.assumptions),
        diff=offer.diff,
        text=offer.text,
        variant=offer.candidate.variant,
    )


def example_report(retrieved: Retrieved) -> ExampleReport:
    """An example that a model is shown."""
    example = retrieved.example
    return ExampleReport(
        example.title,
        example.category,
        example.source,
        round(example.speedup, 3),
        round(retrieved.similarity, 3),
    )


def project_report(found: project.ProjectReport) -> ProjectReport:
    """What the user's project said of the offers."""
    commands, trial = found.commands, found.trial
    return ProjectReport(
        root=commands.root,
        origin=commands.origin,
        build=commands.build,
        test=commands.test,
        bench=commands.bench,
        openmp=found.openmp,
        verdict=None if trial is None else _trial_word(trial),
        reason_code="" if trial is None else trial.code,
        reason="" if trial is None else trial.reason,
        application=None if trial is None else _application(trial.application),
        amdahl=tuple(map(_amdahl, found.bounds)),
        untimed=found.untimed,
        changes=tuple(BuildChangeReport(one.path, one.diff) for one in found.changes),
        awakened=found.awakened,
        steps=tuple(
            ProjectStepReport(
                one.name.value, one.subject, one.succeeded, one.detail, round(one.seconds, 3)
            )
            for one in found.steps
        ),
        project_only=tuple(
            ProjectOnlyReport(
                one.function,
                one.candidate.origin,
                one.candidate.workflow,
                one.why,
                _trial_word(one.trial),
                one.trial.code,
                one.trial.reason,
                _application(one.trial.application),
                one.diff,
            )
            for one in found.project_only
        ),
    )


def _trial_word(trial: project.ProjectTrial) -> str:
    """Not ``verified``: that is more than a project's own tests can say."""
    return "accepted" if trial.outcome is Outcome.PASSED else trial.outcome.value


def _application(found: project.ApplicationSpeedup | None) -> ApplicationReport | None:
    if found is None:
        return None
    return ApplicationReport(
        speedup=round(found.ratio, 3),
        low=round(found.low, 3),
        high=round(found.high, 3),
        confidence=round(found.confidence, 3),
        pairs=found.pairs,
        threads=found.threads,
        original=found.original,
        candidate=found.candidate,
        measure=found.measure,
        busy_processors=round(found.foreign, 2),
    )


def _amdahl(found: project.AmdahlBound) -> AmdahlReport:
    def bound(value: float | None) -> float | None:
        return None if value is None else round(value, 3)

    return AmdahlReport(
        source=found.source.value,
        share=round(found.share, 4),
        share_low=round(found.share_low, 4),
        share_high=round(found.share_high, 4),
        bound=bound(found.bound),
        bound_low=bound(found.bound_low),
        bound_high=bound(found.bound_high),
    )


def _reason(reason: Reason) -> ReasonReport:
    return ReasonReport(reason.code, reason.message, reason.locations, reason.distance)


def _assumption(assumption: Assumption) -> AssumptionReport:
    return AssumptionReport(assumption.code, assumption.message, assumption.guard)


def _estimate(estimate: Estimate) -> EstimateReport:
    return EstimateReport(
        round(estimate.speedup, 3),
        round(estimate.low, 3),
        round(estimate.high, 3),
        estimate.threads,
    )


def _attempt(attempt: Attempt) -> AttemptReport:
    verdict = attempt.verdict
    code = reason = ""
    match verdict:
        case Verified(evidence=evidence):
            checks = evidence.checks
        case Refuted() | Inconclusive() | Unavailable():
            checks = verdict.checks
            code, reason = verdict.code, verdict.reason
        case _:
            assert_never(verdict)
    measured = [c.speedup.ratio for c in checks if c.speedup is not None]
    return AttemptReport(
        origin=attempt.candidate.origin,
        workflow=attempt.candidate.workflow,
        verdict=verdict_word(verdict),
        reason_code=code,
        reason=reason,
        speedup=round(measured[-1], 3) if measured else None,
        checks=tuple(_check(check) for check in checks),
        variant=attempt.candidate.variant,
    )


def _check(check: CheckResult) -> CheckReport:
    return CheckReport(
        name=check.name.value,
        outcome=check.outcome.value,
        code=check.code,
        detail=check.detail,
        counterexample=check.counterexample or None,
        seconds=round(check.seconds, 3),
    )
