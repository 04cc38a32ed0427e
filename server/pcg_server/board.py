"""All jobs of a server: started, driven by the worker, followed through edits, listened to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from pcg_engine.domain.settings import Settings
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import (
    Analysed,
    Captured,
    Checking,
    Cleared,
    Concluded,
    Diagnosed,
    Event,
    Failed,
    FailureKind,
    Final,
    Judged,
    Kept,
    Noted,
    Offered,
    Parallelize,
    Proposed,
    StepBegun,
    StepEnded,
    Text,
    Unanswered,
    Verification,
)
from pcg_engine.syntax.declarations import outline_of
from pcg_engine.syntax.own_headers import OwnHeaders
from pcg_server.consent import Withheld
from pcg_server.documents import Document
from pcg_server.helping import Help
from pcg_server.inquiry import failure_words, heard
from pcg_server.job import Anchor, Job, changed
from pcg_server.jobs import (
    Begun,
    Broken,
    CandidateDone,
    CandidatesProposed,
    CheckBegun,
    CodeChanged,
    Ended,
    Happening,
    ModelBusy,
    OfferImproved,
    ProjectBusy,
    ProjectStep,
    Queued,
    Replaced,
    Stopped,
    UserAsked,
    Verified,
    advance,
    is_working,
)
from pcg_server.persistence import StoredOffer
from pcg_server.projects import Acceptance
from pcg_server.roster import Roster
from pcg_server.worker_client import WorkerClient

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What a job is to do: the text as it was when the user asked, and the settings of then.

    ``help_`` says how a language model is asked, if one is; without its consent, and without it,
    the rules work alone. ``acceptance`` names the project that has to accept the result, if one
    has; without the user's consent none does.
    """

    document: Document
    anchor: Anchor
    settings: Settings
    help_: Help | None = None
    acceptance: Acceptance | None = None

    @property
    def wanted(self) -> Wanted:
        """What it asks for."""
        with_model = None if self.help_ is None else self.help_.settings
        return Wanted(self.anchor, self.settings, with_model, self.acceptance)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is kept of an order: orders that are equal in this ask for the same.

    ``with_model`` are the settings for a language model, if one is asked; ``acceptance`` is that
    of the project, if it has to accept the result.
    """

    anchor: Anchor
    settings: Settings
    with_model: Settings | None
    acceptance: Acceptance | None


class Board:
    """The jobs by id. One job a loop: a new one takes the place of an older one that is done."""

    def __init__(self, lane: WorkerClient, tell: Callable[[str], None]) -> None:
        """``tell`` says a sentence to the user, of which no job's state tells."""
        self._lane = lane
        self._tell = tell
        self._told: set[str] = set()
        self._jobs = Roster[Job]()
        self._wanted: dict[str, Wanted] = {}

    def listen(self, listener: Callable[[Job], None]) -> None:
        """Tell ``listener`` of every new job and of every change of one."""
        self._jobs.listen(listener)

    def job(self, identity: str) -> Job | None:
        """The job with this id."""
        return self._jobs.get(identity)

    def jobs(self, uri: str | None = None) -> tuple[Job, ...]:
        """All jobs, or those of one file, oldest first."""
        return tuple(job for job in self._jobs.all() if uri is None or job.uri == uri)

    def for_loop(self, uri: str, loop: str) -> Job | None:
        """The latest job of the loop with this identity."""
        found = [job for job in self.jobs(uri) if str(job.anchor.loop) == loop]
        return found[-1] if found else None

    def start(self, order: Order, standing: Verification | None = None) -> Job:
        """A job for ``order``; the one under way if the same was asked before.

        It begins with the offer ``standing``, which holds unless a faster one is found.
        """
        if not working(self.jobs()):
            self._told.clear()
        uri, loop = order.document.uri, str(order.anchor.loop)
        former = self.for_loop(uri, loop)
        if former is not None:
            if is_working(former.state) and self._wanted.get(former.id) == order.wanted:
                return former
            self._replace(former)
        job = Job(self._jobs.new_id(), uri, order.anchor, Queued(standing=standing))
        self._wanted[job.id] = order.wanted
        self._jobs.put(job)
        self._jobs.work(job.id, self._work(job.id, order))
        return job

    def restore(self, uri: str, stored: StoredOffer) -> Job:
        """A job whose offer was found in an earlier session."""
        state = Verified(stored.verification)
        job = Job(
            self._jobs.new_id(),
            uri,
            stored.anchor,
            state,
            stored.attempts,
            inquiry=stored.inquiry,
            project=stored.verification.project,
        )
        self._jobs.put(job)
        return job

    def cancel(self, identity: str) -> bool:
        """Stop a job; false if there was nothing to stop."""
        job = self._jobs.get(identity)
        if job is None or not is_working(job.state):
            return False
        self.happen(identity, Stopped())
        return True

    def forget(self, identity: str) -> None:
        """Stop a job and drop it."""
        self.cancel(identity)
        self._jobs.drop(identity)
        self._wanted.pop(identity, None)

    def _replace(self, former: Job) -> None:
        """Drop ``former`` for another job, and tell: editors show jobs one by one."""
        self.forget(former.id)
        self._jobs.tell(replace(former, state=Replaced()))

    def happen(self, identity: str, happening: Happening) -> None:
        """Advance a job; its work ends if its state says so."""
        job = self._jobs.get(identity)
        if job is None:
            return
        state = advance(job.state, happening)
        if state == job.state:
            return
        if is_working(job.state) and not is_working(state):
            self._jobs.stop(identity)
        self._jobs.put(replace(job, state=state))

    def follow(
        self, document: Document, headers_for: Callable[[CompileCommand], OwnHeaders]
    ) -> None:
        """Find out which jobs of ``document`` are stale now, and which are not any more.

        ``headers_for`` are the project's headers that it includes, when compiled so.
        """
        jobs = self.jobs(document.uri)
        if not jobs:
            return
        outline = outline_of(document.index.tree)
        for job in jobs:
            headers = headers_for(job.anchor.command)
            self.happen(job.id, CodeChanged(changed(job.anchor, document, outline, headers)))

    async def close(self) -> None:
        """Stop everything; nothing is told to anybody any more."""
        await self._jobs.close()

    async def _work(self, identity: str, order: Order) -> None:
        text = Text(order.document.source.path, order.document.source.data, order.anchor.command)
        request = Parallelize(0, text, order.settings)
        if order.acceptance is not None:
            request = await self._accepted(identity, request, order.acceptance)
        if order.help_ is not None:
            request = await self._helped(identity, request, order.help_)
        final = await self._lane.request(
            request,
            lambda event: self._heard(identity, event),
            lambda: self.happen(identity, Begun()),
        )
        self._finish(identity, final)

    async def _helped(self, identity: str, request: Parallelize, help_: Help) -> Parallelize:
        """``request`` with the model that may be asked."""
        answer = await help_.consult(lambda question: self.happen(identity, UserAsked(question)))
        self.happen(identity, UserAsked(""))
        if isinstance(answer, Withheld):
            self._note(identity, answer.told)
            self._say(answer.told)
            return request
        return replace(request, settings=help_.settings, assistance=answer)

    async def _accepted(
        self, identity: str, request: Parallelize, acceptance: Acceptance
    ) -> Parallelize:
        """``request`` with the project that has to accept it, if its commands may be run."""
        answer = await acceptance.consult(
            lambda question: self.happen(identity, UserAsked(question))
        )
        self.happen(identity, UserAsked(""))
        if isinstance(answer, Withheld):
            self._note(identity, answer.told)
            self._say(answer.told)
            return request
        return replace(request, project=answer)

    def _heard(self, identity: str, event: Event) -> None:
        self._inquire(identity, event)
        match event:
            case Proposed(candidates=number):
                self.happen(identity, CandidatesProposed(number))
            case Checking():
                self.happen(
                    identity,
                    CheckBegun(
                        event.workflow, event.candidate, event.check, event.number, event.total
                    ),
                )
            case StepBegun(step=step, command=command):
                self.happen(identity, ProjectBusy(ProjectStep(step, command)))
            case StepEnded():
                self.happen(identity, ProjectBusy(None))
            case Offered(verification=verification):
                self.happen(identity, OfferImproved(verification))
            case Judged() if self._has_model(identity):
                self.happen(identity, CandidateDone())
            case Noted(text=text):
                self._note(identity, text)
            case Unanswered(model=model):
                self._say(f"{model} was not asked any further: {failure_words(event)}")
            case _:
                log.debug("job %s: %s", identity, event)

    def _has_model(self, identity: str) -> bool:
        wanted = self._wanted.get(identity)
        return wanted is not None and wanted.with_model is not None

    def _inquire(self, identity: str, event: Event) -> None:
        """Keep the part that a model has in a job, and show which answer is awaited."""
        job = self._jobs.get(identity)
        if job is None:
            return
        inquiry = heard(job.inquiry, event)
        if inquiry != job.inquiry:
            self._jobs.put_silently(replace(job, inquiry=inquiry))
            self.happen(identity, ModelBusy(inquiry.model if inquiry.waiting else ""))

    def _note(self, identity: str, text: str) -> None:
        job = self._jobs.get(identity)
        if job is not None and text not in job.notes:
            self._jobs.put_silently(replace(job, notes=(*job.notes, text)))

    def _say(self, text: str) -> None:
        """Tell the user, once for all jobs that are under way."""
        if text not in self._told:
            self._told.add(text)
            self._tell(text)

    def _finish(self, identity: str, final: Final) -> None:
        match final:
            case Concluded(result=result, verification=verification, project=project):
                job = self._jobs.get(identity)
                if job is not None:
                    tried = replace(job, attempts=result.candidates, project=project)
                    self._jobs.put_silently(tried)
                self.happen(
                    identity,
                    Ended(result.verdict, result.reason_code, result.reason, verification),
                )
            case Failed(kind=FailureKind.CANCELLED):
                self.happen(identity, Stopped())
            case Failed(code=code, message=message, hint=hint):
                self.happen(identity, Broken(code, message, hint))
                job = self._jobs.get(identity)
                if job is not None and isinstance(job.state, Verified):
                    # What was found before stays, so its state does not tell.
                    told = "; ".join(filter(None, (message, hint)))
                    self._note(identity, told)
                    self._say(told)
            case Analysed() | Captured() | Diagnosed() | Cleared() | Kept():
                self.happen(identity, Broken("wrong-answer", "the worker misunderstood", ""))
            case _:
                assert_never(final)


def working(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Those of ``jobs`` that are not done."""
    return tuple(job for job in jobs if is_working(job.state))
