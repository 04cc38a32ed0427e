"""Code actions: parallelise the loop at the cursor; apply, show or explain what was found."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_engine.domain.loops import Loop
from pcg_server import words
from pcg_server.documents import Document
from pcg_server.features.commands import CommandName
from pcg_server.job import Job
from pcg_server.jobs import Applied, Cancelled, Inconclusive, Refuted, Stale, is_working, offer_of
from pcg_server.session import Session, outermost

KIND = "refactor.rewrite.parallelize"


def register(server: LanguageServer, session: Session) -> None:
    """Answer at once, from the syntax and from what is known."""
    options = types.CodeActionOptions(code_action_kinds=[KIND], resolve_provider=False)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = session.shown(params.text_document.uri)
        if document is None or not _is_wanted(params.context):
            return []
        loop = document.innermost_at(document.lines.span(params.range))
        if loop is None or document.is_switched_off(outermost(document, loop)):
            return []
        asked = params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic
        job = session.job_at(document, loop)
        return list(_actions(document, loop, job, session, asked=asked))


def _is_wanted(context: types.CodeActionContext) -> bool:
    """Whether ``only`` names our kind, or one that holds it."""
    if context.only is None:
        return True
    return any(kind in ("", KIND) or KIND.startswith(f"{kind}.") for kind in context.only)


def _actions(
    document: Document, loop: Loop, job: Job | None, session: Session, *, asked: bool
) -> Iterator[types.CodeAction]:
    """Without being asked, only what is ready is shown: a light bulb on each loop is noise."""
    if job is not None and offer_of(job.state) is not None:
        yield from _of_offer(job, session)
        return
    if not asked:
        return
    if job is not None and is_working(job.state):
        yield _action(f"Cancel: {words.state_text(job.state)}", CommandName.CANCEL_JOB, job=job.id)
        return
    if job is not None and isinstance(job.state, Refuted | Inconclusive):
        yield from _refused(document, loop, job, session)
        return
    nest = outermost(document, loop)
    known = session.analyses.of(document.uri).of(nest)
    again = job is not None and isinstance(job.state, Stale | Cancelled | Applied)
    title = f"Parallelize with OpenMP{' again' if again else ''}"
    if known is not None and known.report.estimate is not None and not known.is_openmp:
        title += f" (about {words.times(known.report.estimate.speedup)})"
    yield _action(title, CommandName.PARALLELIZE_LOOP, uri=document.uri, loop=str(nest.id))
    yield _action(
        "Parallelize all hot loops in this file", CommandName.PARALLELIZE_FILE, uri=document.uri
    )
    if job is not None:
        yield _action("Why", CommandName.EXPLAIN, job=job.id)


def _of_offer(job: Job, session: Session) -> Iterator[types.CodeAction]:
    verification = offer_of(job.state)
    assert verification is not None
    gain = words.times(verification.offer.speedup)
    apply_ = _action(f"Apply verified {gain} version", CommandName.APPLY_OFFER, job=job.id)
    if session.capabilities.preferred_actions:
        apply_.is_preferred = True
    yield apply_
    yield _action("Show diff of the verified version", CommandName.SHOW_DIFF, job=job.id)
    yield _action("Why this version is right", CommandName.EXPLAIN, job=job.id)


def _refused(
    document: Document, loop: Loop, job: Job, session: Session
) -> Iterator[types.CodeAction]:
    nest = outermost(document, loop)
    reason = f"{words.state_text(job.state)}: {words.state_detail(job.state)}"
    again = _action(
        "Parallelize with OpenMP again",
        CommandName.PARALLELIZE_LOOP,
        uri=document.uri,
        loop=str(nest.id),
    )
    if session.capabilities.disabled_actions:
        refused = types.CodeAction("Parallelize with OpenMP", KIND)
        refused.disabled = types.CodeActionDisabled(reason)
        yield refused
    yield _action(f"Why: {words.state_text(job.state)}", CommandName.EXPLAIN, job=job.id)
    yield again


def _action(title: str, command: CommandName, **argument: str) -> types.CodeAction:
    arguments: list[dict[str, str]] = [argument]
    return types.CodeAction(title, KIND, command=types.Command(title, command, arguments=arguments))
