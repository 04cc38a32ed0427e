"""A request whose offers the user's own build, tests and benchmark have to accept as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.checks import Laboratory
from pcg_engine.action.journal import Journal, NoJournal
from pcg_engine.action.parallelize import Request, parallelize
from pcg_engine.action.project_judgement import Judgement
from pcg_engine.action.project_site import Project, ProjectSite
from pcg_engine.domain.events import Event
from pcg_engine.domain.result import FileResult
from pcg_engine.ports import Cancellation

_UNWRITTEN = NoJournal()


def parallelize_in_project(
    request: Request,
    project: Project,
    laboratory: Laboratory,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
    assistant: Assistant | None = None,
    journal: Journal = _UNWRITTEN,
) -> FileResult:
    """``parallelize``, and then all offers together in a copy of the user's project.

    An offer that the project does not build, or whose tests fail or cannot be run with it, is none
    any more. Of several that fail together the fastest one that passes alone is kept.

    Raises what ``parallelize`` raises, and ``UsageError`` if the project as it is does not build or
    fails its tests: that is told before any loop is worked on.
    """
    clock = laboratory.instruments.clock
    started = clock.now()
    site = ProjectSite(
        project,
        request.source,
        request.command,
        request.settings,
        laboratory,
        cancellation,
        emit,
    )
    switch = site.prepare()
    result = parallelize(request, laboratory, cancellation, emit, assistant, journal)
    threshold = request.settings.threshold
    judged = Judgement(site, switch, request.source, result, threshold).judged()
    return replace(judged, seconds=clock.now() - started)
