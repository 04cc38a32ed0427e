"""One request: survey a file, work on its loop nests by hotness, compose the offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.budget import Budget
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.choice import chosen_nests, is_chosen
from pcg_engine.action.composition import compose
from pcg_engine.action.conclusion import without_candidates
from pcg_engine.action.containment import Fault, contained, unjudged
from pcg_engine.action.header_survey import header_result, read_files, survey_header
from pcg_engine.action.journal import Journal, NoJournal
from pcg_engine.action.misuse import misuses, misuses_of, repaired_at
from pcg_engine.action.nest_work import NestWork, work_for, work_on
from pcg_engine.action.survey import Survey, require_compilable, survey
from pcg_engine.domain.events import Event, NestFinished, NestStarted, SurveyFinished
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.header_units import HeaderUnits
from pcg_engine.domain.result import FileResult, NestResult
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation

_UNWRITTEN = NoJournal()


@dataclass(frozen=True, slots=True)
class Request:
    """What to parallelise and how; a header through its ``units``, if there are any."""

    source: SourceText
    command: CompileCommand
    settings: Settings
    units: HeaderUnits | None = None


def parallelize(
    request: Request,
    laboratory: Laboratory,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
    assistant: Assistant | None = None,
    journal: Journal = _UNWRITTEN,
) -> FileResult:
    """Work on ``request`` until everything was tried or its budget is spent.

    Candidates come from rules and, where ``assistant`` may be asked, from its model. What is
    decided and found goes through ``journal``.

    Raises ``UsageError`` if the file does not compile or the chosen function or line has no loop,
    ``EnvironmentUnavailable`` if the compiler is missing, ``Cancelled`` if the user stopped it.
    """
    clock = laboratory.instruments.clock
    started = clock.now()
    with Budget(request.settings.budget_seconds, clock, cancellation) as budget:
        found = surveyed(request, laboratory, cancellation)
        reader = laboratory.instruments.reader
        found = replace(found, misuses=misuses(found, reader, cancellation))
        nests = chosen_nests(found, request.settings)
        repairs = repaired_at(found, nests)
        emit(SurveyFinished(found.nests, nests, read_files(found)))

        def planned(nest: LoopFacts) -> NestWork:
            wrong = repairs.get(nest.loop.id, ())
            return work_for(nest, found, request.settings, laboratory, assistant, journal, wrong)

        work = [_planned(nest, planned) for nest in nests]
        waiting = sum(1 for one in work if isinstance(one, NestWork) and one.is_needed)
        results: list[NestResult] = []
        for one in work:
            if isinstance(one, NestResult):
                emit(NestStarted(one.facts, ()))
                result = one
            elif one.is_needed:
                emit(NestStarted(one.nest, one.candidates))
                result = _tried(one, waiting, budget, cancellation, emit)
                waiting -= 1
            else:
                emit(NestStarted(one.nest, one.candidates))
                result = without_candidates(one.nest, misuses_of(one.nest, found))
            cancellation.check()
            emit(NestFinished(result))
            results.append(result)
    composition = compose(found, tuple(results), laboratory, cancellation, emit)
    result = FileResult(
        file=request.source.path,
        facts=found.nests,
        nests=composition.nests,
        output_text=composition.text,
        seconds=clock.now() - started,
    )
    return header_result(result, found)


def _planned(nest: LoopFacts, plan: Callable[[LoopFacts], NestWork]) -> NestWork | NestResult:
    """What there is to do for ``nest``; its result, if PCG itself fails at that."""
    work = contained("planning candidates for this loop", lambda: plan(nest))
    return unjudged(nest, work) if isinstance(work, Fault) else work


def _tried(
    work: NestWork,
    waiting: int,
    budget: Budget,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> NestResult:
    found = contained(
        "trying candidates for this loop",
        lambda: work_on(work, waiting, budget, cancellation, emit),
    )
    return unjudged(work.nest, found) if isinstance(found, Fault) else found


def surveyed(request: Request, laboratory: Laboratory, cancellation: Cancellation) -> Survey:
    """The survey of the file that ``request`` is about.

    Raises ``UsageError`` if it does not compile, or a header in no unit.
    """
    reader, machine = laboratory.instruments.reader, laboratory.machine
    if request.units is None:
        found = survey(
            request.source,
            request.command,
            reader,
            machine,
            cancellation,
            wanted=lambda loop: is_chosen(loop, request.source, request.settings),
        )
    else:
        found = survey_header(request.units, request.settings, reader, machine, cancellation)
    require_compilable(found)
    return found
