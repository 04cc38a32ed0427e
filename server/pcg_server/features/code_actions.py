"""Code actions: parallelise the loop at the cursor; apply, show or explain what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.settings import Generators
from pcg_engine.domain.workflow import Workflow
from pcg_server import words
from pcg_server.documents import Document
from pcg_server.features.commands import CommandName
from pcg_server.features.repairs import loop_of_directive, repairs
from pcg_server.inquiry import author_of
from pcg_server.job import Job
from pcg_server.jobs import Applied, Cancelled, Inconclusive, Refuted, Stale, is_working, offer_of
from pcg_server.project_page import in_short
from pcg_server.projects import FoundProject
from pcg_server.session import Session, outermost

KIND = "refactor.rewrite.parallelize"
_WORKFLOWS = {
    Workflow.PARALLEL: "OpenMP (parallel)",
    Workflow.SERIAL: "faster on one core (serial)",
    Workflow.ANY: "whatever is fastest (any)",
    Workflow.MULTI_STAGE: "faster on one core, then OpenMP (multi-stage)",
}


def register(server: LanguageServer, session: Session) -> None:
    """Answer at once, from the syntax and from what is known."""
    kinds = [types.CodeActionKind.QuickFix, KIND]
    options = types.CodeActionOptions(code_action_kinds=kinds, resolve_provider=False)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = session.shown(params.text_document.uri)
        if document is None:
            return []
        span = document.lines.span(params.range)
        loop = loop_of_directive(session, document, span) or document.innermost_at(span)
        if loop is None or document.is_switched_off(outermost(document, loop)):
            return []
        found = list(repairs(session, document, loop))
        if not _is_wanted(params.context, types.CodeActionKind.QuickFix):
            found = []
        if _is_wanted(params.context, KIND):
            found += await parallelizing(params, document, loop)
        return found

    async def parallelizing(
        params: types.CodeActionParams, document: Document, loop: Loop
    ) -> list[types.CodeAction]:
        if params.context.trigger_kind is types.CodeActionTriggerKind.Automatic:
            return list(_unasked(session.job_at(document, loop), session))
        askable, project = await session.askable(), await session.project(document)
        # The text may have changed meanwhile: the job is looked for in the version at hand.
        job = session.job_at(document, loop)
        situation = _Situation(document, loop, job, session, askable, project)
        return list(_actions(situation))


def _is_wanted(context: types.CodeActionContext, own: str) -> bool:
    """Whether ``only`` names the kind ``own``, or one that holds it."""
    if context.only is None:
        return True
    return any(kind in ("", own) or own.startswith(f"{kind}.") for kind in context.only)


@dataclass(frozen=True, slots=True)
class _Situation:
    """A loop, its job, the language model and the project that could be asked about it."""

    document: Document
    loop: Loop
    job: Job | None
    session: Session
    askable: Endpoint | None
    project: FoundProject

    @property
    def nest(self) -> Loop:
        return outermost(self.document, self.loop)


def _unasked(job: Job | None, session: Session) -> Iterator[types.CodeAction]:
    """Without being asked, only what is ready is shown: a light bulb on each loop is noise."""
    if job is not None and offer_of(job.state) is not None:
        yield from _of_offer(job, session)


def _actions(at: _Situation) -> Iterator[types.CodeAction]:
    document, job, session = at.document, at.job, at.session
    offer = None if job is None else offer_of(job.state)
    if job is not None and offer is not None:
        yield from _of_offer(job, session)
        if at.askable is not None and not is_working(job.state):
            yield _asking(at, f"Ask {at.askable.model} for a faster version")
        if offer.project is None and not is_working(job.state):
            yield from _accepting(at)
        return
    if job is not None and is_working(job.state):
        yield _action(f"Cancel: {words.state_text(job.state)}", CommandName.CANCEL_JOB, job=job.id)
        return
    if job is not None and isinstance(job.state, Refuted | Inconclusive):
        yield from _refused(at, job)
        return
    nest = at.nest
    known = session.analyses.of(document.uri).of(nest)
    again = job is not None and isinstance(job.state, Stale | Cancelled | Applied)
    title = f"Parallelize with OpenMP{' again' if again else ''}"
    if known is not None and known.report.estimate is not None and not known.is_openmp:
        title += f" (about {words.times(known.report.estimate.speedup)})"
    yield _action(title, CommandName.PARALLELIZE_LOOP, uri=document.uri, loop=str(nest.id))
    yield from _accepting(at)
    yield from _questions(at)
    yield _action(
        "Parallelize all hot loops in this file", CommandName.PARALLELIZE_FILE, uri=document.uri
    )
    yield from _capturing(at)
    if job is not None:
        yield _action("Why", CommandName.EXPLAIN, job=job.id)


def _of_offer(job: Job, session: Session) -> Iterator[types.CodeAction]:
    verification = offer_of(job.state)
    assert verification is not None
    gain = words.times(verification.offer.speedup)
    author, accepted = author_of(verification.offer), in_short(verification.project)
    title = f"Apply verified {gain} version{f' by {author}' if author else ''}"
    if accepted:
        title += f", {accepted}"
    apply_ = _action(title, CommandName.APPLY_OFFER, job=job.id)
    if session.capabilities.preferred_actions:
        apply_.is_preferred = True
    yield apply_
    yield _action("Show diff of the verified version", CommandName.SHOW_DIFF, job=job.id)
    yield _action("Why this version is right", CommandName.EXPLAIN, job=job.id)


def _questions(at: _Situation) -> Iterator[types.CodeAction]:
    """Asking the language model as the settings say, then for one thing at a time."""
    if at.askable is None:
        return
    settings, model = at.session.settings, at.askable.model
    if settings.generators is Generators.RULES:
        yield _asking(at, f"Parallelize with OpenMP: ask {model}")
    for workflow, what in _WORKFLOWS.items():
        if settings.model_workflows != (workflow,):
            yield _asking(at, f"Ask {model}: {what}", workflow)


def _asking(at: _Situation, title: str, *workflows: Workflow) -> types.CodeAction:
    """An action that asks the model, beside the rules unless the settings leave those out."""
    alone = at.session.settings.generators is Generators.MODEL
    argument: dict[str, object] = {
        "uri": at.document.uri,
        "loop": str(at.nest.id),
        "generators": (Generators.MODEL if alone else Generators.ALL).value,
    }
    if workflows:
        argument["workflows"] = [one.value for one in workflows]
    return _action(title, CommandName.PARALLELIZE_LOOP, **argument)


def _refused(at: _Situation, job: Job) -> Iterator[types.CodeAction]:
    reason = f"{words.state_text(job.state)}: {words.state_detail(job.state)}"
    again = _action(
        "Parallelize with OpenMP again",
        CommandName.PARALLELIZE_LOOP,
        uri=at.document.uri,
        loop=str(at.nest.id),
    )
    if at.session.capabilities.disabled_actions:
        refused = types.CodeAction("Parallelize with OpenMP", KIND)
        refused.disabled = types.CodeActionDisabled(reason)
        yield refused
    yield _action(f"Why: {words.state_text(job.state)}", CommandName.EXPLAIN, job=job.id)
    yield again
    yield from _accepting(at)
    yield from _questions(at)
    yield from _capturing(at)


def _accepting(at: _Situation) -> Iterator[types.CodeAction]:
    """Having the project accept a version as well, where one is found that could say something.

    A project whose commands cannot be read is told of, where the editor shows such actions.
    """
    commands, title = at.project.commands, "Parallelize with OpenMP (accepted by the project)"
    if commands is not None and (commands.test or commands.bench):
        yield _action(
            title,
            CommandName.PARALLELIZE_LOOP,
            uri=at.document.uri,
            loop=str(at.nest.id),
            project=True,
        )
    elif at.project.problem and at.session.capabilities.disabled_actions:
        refused = types.CodeAction(title, KIND)
        refused.disabled = types.CodeActionDisabled(at.project.problem)
        yield refused


def _capturing(at: _Situation) -> Iterator[types.CodeAction]:
    """Inputs from the user's own program, where it can be known how that is run."""
    has_command = at.project.commands is not None and at.project.commands.bench
    if not (at.session.trusted and at.loop.function is not None):
        return
    if has_command or at.session.capabilities.ask_program:
        title = "Capture inputs from a run of your program…"
        yield _action(title, CommandName.CAPTURE, uri=at.document.uri, loop=str(at.nest.id))


def _action(title: str, command: CommandName, **argument: object) -> types.CodeAction:
    arguments: list[dict[str, object]] = [argument]
    return types.CodeAction(title, KIND, command=types.Command(title, command, arguments=arguments))
