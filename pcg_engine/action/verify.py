"""Judging a candidate that somebody else wrote: two whole files, function by function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from pcg_engine.action.checks import Laboratory, NestJudge
from pcg_engine.action.header_survey import read_files, survey_units
from pcg_engine.action.other_instances import further_checks
from pcg_engine.action.survey import Survey, require_compilable, survey
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import FILE_ORIGIN, Candidate
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.events import CandidateJudged, CheckFinished, Event, SurveyFinished
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.header_units import HeaderUnits
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt, FunctionResult, VerificationResult
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import (
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)
from pcg_engine.ports import Cancellation
from pcg_engine.tools import extract
from pcg_engine.tools.extract import ChangedFunction, Comparison
from pcg_engine.tools.subject import Original


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """Which candidate to judge: both texts are whole files, built with ``command``.

    The candidate is compiled in the place of the original, so that it finds the same headers. A
    header is judged through its ``units``, if there are any.
    """

    original: SourceText
    candidate: SourceText
    command: CompileCommand
    settings: Settings
    units: HeaderUnits | None = None


def names_that_matter(original: SourceText, candidate: SourceText) -> tuple[str, ...]:
    """What units of a header may use of it: functions that differ, and names that are new."""
    comparison = extract.compare(original, candidate)
    changed = (change.name.rpartition("::")[2] for change in comparison.changed)
    return tuple(dict.fromkeys((*changed, *(one.name for one in comparison.introduced))))


def verify(
    request: VerifyRequest,
    laboratory: Laboratory,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> VerificationResult:
    """Judge every changed function, each within the whole of the candidate's text.

    With ``settings.function`` only that one, and then no other may differ. Raises ``UsageError``
    if the original does not compile or no such function differs, ``EnvironmentUnavailable`` if
    the compiler is missing, ``Cancelled`` if the user stopped it.
    """
    clock = laboratory.instruments.clock
    started = clock.now()
    comparison = _compared(request)
    targets = _targets(comparison, request.settings.function)
    work = _Work(
        request, comparison, _surveys(request, targets, laboratory, cancellation), laboratory
    )
    first = work.found_for(targets[0])
    nests = tuple(nest for change in targets for nest in work.nests_of(change))
    emit(SurveyFinished(first.nests, nests, read_files(first)))
    results: list[FunctionResult] = []
    for change in targets:
        results.append(_judge(change, work, cancellation, emit))
        cancellation.check()
    verified = bool(results) and all(one.outcome is Outcome.PASSED for one in results)
    return VerificationResult(
        file=request.original.path,
        candidate=request.candidate.path,
        facts=first.nests,
        functions=tuple(results),
        output_text=request.candidate.data if verified else None,
        seconds=clock.now() - started,
    )


def subject_of(
    change: ChangedFunction,
    found: Survey,
    edits: Sequence[Edit],
    *,
    name: str,
    reassociates: bool,
) -> tuple[Original, Candidate] | None:
    """What the checks are given of one changed function; ``None`` if the compiler built none."""
    nests = _nests(change, found, edits)
    function = found.function_of(nests[0]) if nests else _function(change, found)
    if function is None:
        return None
    nests = tuple(nest.of_each_instance[0] for nest in nests)
    inside = [e.span for e in edits if change.before.span.contains(e.span)]
    spans = [nest.loop.span for nest in nests]
    region = extract.edited_region(spans, inside, found.source) or function.span
    if nests:
        loop_id = nests[0].loop.id
    else:
        loop_id = LoopId(change.name, 0, found.source.digest[:16])
    candidate = Candidate(
        loop_id, FILE_ORIGIN, name, tuple(edits), f"given as {name}", reassociates=reassociates
    )
    return found.original(function, nests, region), candidate


@dataclass(frozen=True, slots=True)
class _Work:
    """What the changed functions of one request share."""

    request: VerifyRequest
    comparison: Comparison
    surveys: Mapping[ChangedFunction, Survey]
    laboratory: Laboratory

    def found_for(self, change: ChangedFunction) -> Survey:
        """The file as it is surveyed for ``change``: a header through a unit that builds it."""
        return self.surveys[change]

    def nests_of(self, change: ChangedFunction) -> tuple[LoopFacts, ...]:
        """The outermost loops of the original's function that are edited."""
        return _nests(change, self.found_for(change), self.comparison.edits)


def _compared(request: VerifyRequest) -> Comparison:
    comparison = extract.compare(request.original, request.candidate)
    if request.units is None:
        return comparison
    more = (
        intrusion
        for one in request.units.contexts
        for intrusion in extract.used_elsewhere(comparison, one.unit, one.uses)
    )
    return replace(comparison, intrusions=(*comparison.intrusions, *more))


def _surveys(
    request: VerifyRequest,
    targets: Sequence[ChangedFunction],
    laboratory: Laboratory,
    cancellation: Cancellation,
) -> Mapping[ChangedFunction, Survey]:
    """The survey for each function; raises ``UsageError`` if the original does not compile."""
    reader, machine = laboratory.instruments.reader, laboratory.machine
    names = tuple(change.name for change in targets)
    if request.units is None:
        found = survey(request.original, request.command, reader, machine, cancellation, also=names)
        surveys = dict.fromkeys(targets, found)
    else:
        header = survey_units(request.units, reader, machine, cancellation, also=names)
        surveys = {
            change: header.of_function(change.before.body or change.before.span)
            for change in targets
        }
    for one in surveys.values():
        require_compilable(one)
    return surveys


def _targets(comparison: Comparison, wanted: str | None) -> tuple[ChangedFunction, ...]:
    names = [change.name for change in comparison.changed]
    if wanted is not None:
        chosen = tuple(
            change
            for change in comparison.changed
            if change.name == wanted or change.name.endswith(f"::{wanted}")
        )
        if not chosen:
            raise UsageError(
                "no-such-function",
                f"`{wanted}` is not a function that differs between the two files",
                f"functions that differ: {', '.join(names) or 'none'}",
            )
        return chosen
    if not names:
        told = comparison.intrusions[:1]
        raise UsageError(
            "no-change",
            "no function differs between the two files"
            + "".join(f"; line {i.line}: {i.message}" for i in told),
            "name the original first, then a file with another version of some of its functions",
        )
    return comparison.changed


def _judge(
    change: ChangedFunction,
    work: _Work,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> FunctionResult:
    request = work.request
    name = PurePath(request.candidate.path).name
    found = work.found_for(change)
    prepared = subject_of(
        change,
        found,
        work.comparison.edits,
        name=name,
        reassociates=request.settings.floating_point is FloatingPoint.REASSOCIATE,
    )
    extraction = extract.check(work.comparison, change, alone=request.settings.function is not None)
    if prepared is None:
        identity = LoopId(change.name, 0, request.original.digest[:16])
        candidate = Candidate(
            identity, FILE_ORIGIN, name, work.comparison.edits, f"given as {name}"
        )
        reason = (
            f"the compiler did not build `{change.name}`: if it is a template, let "
            f"{'the file' if found.through is None else 'a unit of the header'} use it once; else "
            "pass the flags that bring it in after “--”"
        )
        return _result(change, None, Attempt(candidate, Inconclusive("not-compiled", reason, ())))
    original, candidate = prepared
    loop_id = original.nests[0].loop.id if original.nests else None
    emit(CheckFinished(candidate, extraction))
    further = further_checks(found, work.laboratory)
    with NestJudge(
        original, request.settings, work.laboratory, cancellation, emit, further
    ) as judge:
        verdict = judge.judge(candidate, (extraction,))
        emit(CandidateJudged(candidate, verdict))
        offer = judge.offer(candidate, verdict) if isinstance(verdict, Verified) else None
    return _result(change, loop_id, Attempt(candidate, verdict), offer)


def _result(
    change: ChangedFunction, loop_id: LoopId | None, attempt: Attempt, offer: Offer | None = None
) -> FunctionResult:
    outcome, code, reason = _told(attempt.verdict)
    start = change.before.span.start
    return FunctionResult(change.name, start, loop_id, outcome, code, reason, offer, attempt)


def _told(verdict: Verdict) -> tuple[Outcome, str, str]:
    match verdict:
        case Verified():
            return Outcome.PASSED, "", ""
        case Refuted(code=code, reason=reason):
            return Outcome.REFUTED, code, reason
        case Inconclusive(code=code, reason=reason):
            return Outcome.INCONCLUSIVE, code, reason
        case Unavailable(code=code, reason=reason):
            return Outcome.UNAVAILABLE, code, reason


def _function(change: ChangedFunction, found: Survey) -> Function | None:
    body = change.before.body
    function = None if body is None else found.unit.function_at(body.start, body.end)
    if found.through is not None and not found.through.builds(function):
        return None
    return function


def _nests(change: ChangedFunction, found: Survey, edits: Sequence[Edit]) -> tuple[LoopFacts, ...]:
    """The outermost loops of the function that the edits touch, a directive before one included."""
    inside = [nest for nest in found.nests if change.before.span.contains(nest.loop.span)]
    return tuple(
        nest
        for nest in inside
        if any(extract.touches(nest.loop.span, edit.span, found.source) for edit in edits)
    )
