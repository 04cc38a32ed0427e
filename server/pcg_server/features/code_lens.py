"""Code lenses on loops that are likely to gain, and on those that have a job."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_engine.domain.loops import Loop
from pcg_server import words
from pcg_server.documents import Document
from pcg_server.features.commands import CommandName
from pcg_server.job import Job
from pcg_server.jobs import Cancelled, Stale, Verified, is_working, offer_of
from pcg_server.session import Session


def register(server: LanguageServer, session: Session) -> None:
    """Answer from what is known; the editor is asked to come again when more is."""

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    async def code_lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        document = session.shown(params.text_document.uri)
        if document is None or not session.settings.code_lens_enable:
            return []
        return list(_lenses(document, session))


def _lenses(document: Document, session: Session) -> Iterator[types.CodeLens]:
    analysis = session.analyses.of(document.uri)
    jobs = session.jobs_by_nest(document)
    for loop in document.index.loops:
        if loop.parent is not None:
            continue
        job = jobs.get((loop.id.function, loop.id.ordinal))
        if job is not None and isinstance(job.state, Cancelled):
            job = None
        known = analysis.of(loop)
        is_hot = (
            known is not None
            and session.trusted
            and words.is_promising(known, session.settings.code_lens_threshold)
        )
        if (job is None and not is_hot) or document.is_switched_off(loop):
            continue
        at = document.lines.position(loop.span.start)
        range_ = types.Range(at, types.Position(at.line, at.character + 1))
        commands = _of_job(job, loop) if job is not None else []
        if not commands and known is not None and known.report.estimate is not None:
            title = f"hot loop, about {words.times(known.report.estimate.speedup)}: Parallelize"
            argument: dict[str, object] = {"uri": document.uri, "loop": str(loop.id)}
            commands = [types.Command(title, CommandName.PARALLELIZE_LOOP, arguments=[argument])]
        for command in commands:
            yield types.CodeLens(range_, command)


def _of_job(job: Job, loop: Loop) -> list[types.Command]:
    argument: dict[str, object] = {"job": job.id}

    def command(title: str, name: CommandName) -> types.Command:
        return types.Command(title, name, arguments=[argument])

    text = words.state_text(job.state)
    why = command("Why", CommandName.EXPLAIN)
    if isinstance(job.state, Stale):
        again = types.Command(
            "Parallelize again",
            CommandName.PARALLELIZE_LOOP,
            arguments=[{"uri": job.uri, "loop": str(loop.id)}],
        )
        return [command(text, CommandName.EXPLAIN), again]
    if offer_of(job.state) is not None:
        offer = [
            command(f"{text}: Show diff", CommandName.SHOW_DIFF),
            command("Apply", CommandName.APPLY_OFFER),
            why,
        ]
        if isinstance(job.state, Verified):
            return offer
        return [*offer, command("Stop", CommandName.CANCEL_JOB)]
    if is_working(job.state):
        return [command(text, CommandName.EXPLAIN), command("Cancel", CommandName.CANCEL_JOB)]
    return [command(text, CommandName.EXPLAIN), why]
