"""Everything one connection knows: documents, settings, analyses, jobs. No LSP requests in here."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from pcg_engine.adapters.command_consents import CommandConsents, command_consents_file
from pcg_engine.adapters.compilation_database import Databases
from pcg_engine.adapters.language_model.consent import Consents, consents_file
from pcg_engine.adapters.user_folders import state_folder
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import Failed, KeepApplied, Verification
from pcg_engine.syntax.own_headers import OwnHeaders
from pcg_server.analyses import Analyses
from pcg_server.board import Board, Order
from pcg_server.capabilities import Capabilities
from pcg_server.capture_plan import CaptureWish, planned
from pcg_server.captures import CaptureJob, CaptureOrder, Captures
from pcg_server.command_consent import CommandConsenting
from pcg_server.compile_commands import Compilation, compilation_of
from pcg_server.consent import Consenting
from pcg_server.documents import Document
from pcg_server.headers import ProjectHeaders
from pcg_server.helping import Helping, Wish
from pcg_server.job import Job, anchor, edits_for
from pcg_server.jobs import Applied, Stale, Verified, is_working, offer_of
from pcg_server.models import ConfiguredModels
from pcg_server.persistence import OfferStore
from pcg_server.projects import FoundProject, Projects
from pcg_server.refusal import Refusal
from pcg_server.settings import ServerSettings
from pcg_server.user import Nobody, User
from pcg_server.worker_client import COMMAND, WorkerClient
from pcg_server.workspace_folder import folder_around

log = logging.getLogger(__name__)

_TYPING_SECONDS = 1.5
"""A pause in typing after which a file is analysed again."""
_FOLLOW_SECONDS = 0.2
"""A pause in typing after which jobs are held against the text."""
_NO_WISH = Wish()


class Session:
    """The state of one connection; everything runs on the event loop."""

    def __init__(self, worker: tuple[str, ...] = COMMAND) -> None:
        self.folder = state_folder(os.environ)
        self.log_file = self.folder / "worker.log"
        self.capabilities = Capabilities()
        self.settings = ServerSettings()
        self.trusted = True
        self.folders: tuple[Path, ...] = ()
        self.documents: dict[str, Document] = {}
        self.user: User = Nobody()
        consents = Consents(consents_file(os.environ))
        self.helping = Helping(ConfiguredModels(), Consenting(consents, lambda: self.user))
        commands = CommandConsents(command_consents_file(os.environ))
        self.consenting = CommandConsenting(commands, lambda: self.user)
        self.projects = Projects(self.consenting)
        self.verification_lane = WorkerClient("verification", self.log_file, worker)
        self.analysis_lane = WorkerClient("analysis", self.log_file, worker)
        self.board = Board(self.verification_lane, self._tell)
        self.captures = Captures(self.verification_lane, self.consenting)
        self.analyses = Analyses(self.analysis_lane, self._changed)
        self.offers = OfferStore(self.folder)
        # One thread: what is saved last is what stays, and what is loaded.
        self._storing = ThreadPoolExecutor(1, "offers")
        self._databases = Databases()
        self._project_headers = ProjectHeaders()
        self._listeners: list[Callable[[str], None]] = []
        self._following: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._settled = asyncio.Event()
        self._closing: asyncio.Future[None] | None = None
        self.board.listen(self._job_changed)

    def listen(self, listener: Callable[[str], None]) -> None:
        """Tell ``listener`` the URI of a file of which there is something new to show."""
        self._listeners.append(listener)

    def document(self, uri: str) -> Document:
        """The open file; raises ``Refusal``."""
        if uri not in self.documents:
            raise Refusal("this file is not open as a C++ file: open it first")
        if not self.settings.enable:
            raise Refusal("PCG is switched off: switch pcg.enable on first")
        return self.documents[uri]

    def shown(self, uri: str) -> Document | None:
        """The open file, if there is anything to show of it."""
        return self.documents.get(uri) if self.settings.enable else None

    def settle(self) -> None:
        """The settings are known: before that nothing is done unasked, nor when asked."""
        if not self._settled.is_set():
            self._settled.set()
            for document in tuple(self.documents.values()):
                self._begin(document)

    async def settled(self) -> None:
        """Wait for ``settle``."""
        await self._settled.wait()

    def open(self, document: Document) -> None:
        """A file was opened: analyse it, and bring back the offers it had."""
        self.documents[document.uri] = document
        if self._settled.is_set():
            self._begin(document)

    def change(self, document: Document) -> None:
        """A file was edited."""
        uri = document.uri
        self.documents[uri] = document
        timer = self._following.pop(uri, None)
        if timer is not None:
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._following[uri] = loop.call_later(_FOLLOW_SECONDS, self._follow, uri)
        self.analyze(document, _TYPING_SECONDS)

    def saved(self, uri: str) -> None:
        """A file was saved: those that include it may mean something else now."""
        for document in tuple(self.documents.values()):
            if document.uri != uri:
                self.check_now(document.uri)
                self.analyses.doubt(document.uri)
            self.analyze(document, 0.0 if document.uri == uri else _TYPING_SECONDS)

    def close_document(self, uri: str) -> None:
        """A file was closed: its work ends, its offers stay in the store."""
        jobs = self.board.jobs(uri)
        # First all stop, so that what is kept of the file is whole; then all go.
        for job in jobs:
            self.board.cancel(job.id)
        for job in jobs:
            self.board.forget(job.id)
        self.analyses.drop(uri)
        self.documents.pop(uri, None)
        timer = self._following.pop(uri, None)
        if timer is not None:
            timer.cancel()
        self._changed(uri)

    def analyze(self, document: Document, delay: float = 0.0, *, asked: bool = False) -> None:
        """Bring the analysis of ``document`` up to date, if the settings and the user allow it."""
        if not (self.trusted and self.settings.enable and self._settled.is_set()):
            return
        if asked or self.settings.analysis_automatic:
            settings = self.settings
            path = document.path

            def command() -> Compilation:
                return self.compilation(path, settings)

            self.analyses.request(document, lambda: command().command, delay)

    async def parallelize(self, document: Document, loop: Loop, wish: Wish = _NO_WISH) -> Job:
        """Start the job for the nest that holds ``loop``; raises ``Refusal``.

        An offer that there is stands while a model is asked for something faster.
        """
        self.require_trust()
        nest = outermost(document, loop)
        if document.is_switched_off(nest):
            raise Refusal("`// pcg: off` stands beside this loop: remove it first")
        compilation = await self._compilation(document)
        at = anchor(
            document, nest, compilation.command, self._headers(document, compilation.command)
        )
        if at is None:
            raise Refusal("this loop is in no function: move it into one")
        settings = Settings(
            threads=self.settings.threads or len(os.sched_getaffinity(0)),
            budget_seconds=self.settings.budget_seconds,
            floating_point=self.settings.floating_point,
            threshold=self.settings.minimum_speedup,
            loop=nest.id,
        )
        help_ = await self.helping.help_for(
            wish, self.settings, settings, document.path, self.folders
        )
        acceptance = None
        if wish.in_project:
            acceptance = await self.projects.acceptance(document.source, self.settings)
        order = Order(document, at, settings, help_, acceptance)
        stands = wish.generators is not None and not wish.in_project
        standing = self._standing(document, nest) if stands else None
        return self.board.start(order, standing)

    async def askable(self) -> Endpoint | None:
        """The model that could be asked here; ``None`` if there is none, or without trust."""
        return await self.helping.endpoint(self.settings) if self.trusted else None

    async def project(self, document: Document) -> FoundProject:
        """The project of ``document``, as far as anything of it may be run; none without trust."""
        if not self.trusted:
            return FoundProject()
        return await self.projects.found(document.path, self.settings)

    async def capture(self, document: Document, loop: Loop, wish: CaptureWish) -> CaptureJob:
        """Capture what the function of ``loop`` is given in a run; raises ``Refusal``."""
        self.require_trust()
        if loop.function is None:
            raise Refusal("this loop is in no function: move it into one")
        found = await self.project(document)
        program = await asyncio.to_thread(planned, wish, found, document.path, self.folders)
        compilation = await self._compilation(document)
        line = document.source.location(loop.span.start).line
        order = CaptureOrder(document, loop.id.function, line, compilation.command, program)
        return self.captures.start(order)

    def keep_applied(self, applied: KeepApplied) -> None:
        """Let an applied version join the user's own memory, sooner or later."""
        self.spawn(self._keep(applied))

    def compilation(self, path: Path, settings: ServerSettings) -> Compilation:
        """How ``path`` is compiled; reads files, so not for the event loop."""
        folder = folder_around(path, self.folders)
        return compilation_of(path, settings, self._databases, folder)

    async def _compilation(self, document: Document) -> Compilation:
        """How ``document`` is compiled; raises ``Refusal`` if what says so is of no use."""
        found = await asyncio.to_thread(self.compilation, document.path, self.settings)
        if found.complaint:
            raise Refusal(found.complaint)
        return found

    def require_trust(self) -> None:
        """Raises ``Refusal`` in restricted mode."""
        if not self.trusted:
            raise Refusal(
                "this workspace is not trusted, so nothing in it is compiled or run: trust it first"
            )

    def _standing(self, document: Document, nest: Loop) -> Verification | None:
        """The offer that there is for ``nest``, for the text as it is now."""
        job = self.job_at(document, nest)
        verification = None if job is None else offer_of(job.state)
        if job is None or verification is None:
            return None
        edits = edits_for(job, document)
        return None if edits is None else replace(verification, edits=edits)

    async def _keep(self, applied: KeepApplied) -> None:
        final = await self.analysis_lane.request(applied, lambda _: None)
        if isinstance(final, Failed):
            log.warning("the applied version is not kept as an example: %s", final.message)

    def job(self, identity: str) -> Job:
        """The job with this id; raises ``Refusal``."""
        job = self.board.job(identity)
        if job is None:
            raise Refusal("this offer is gone: parallelize the loop again")
        return job

    def job_at(self, document: Document, loop: Loop) -> Job | None:
        """The job of the nest that holds ``loop``, also if its function was edited since."""
        nest = outermost(document, loop)
        exact = self.board.for_loop(document.uri, str(nest.id))
        if exact is not None:
            return exact
        same = [
            job
            for job in self.board.jobs(document.uri)
            if (job.anchor.loop.function, job.anchor.loop.ordinal)
            == (nest.id.function, nest.id.ordinal)
        ]
        return same[-1] if same else None

    def jobs_by_nest(self, document: Document) -> dict[tuple[str, int], Job]:
        """The latest job of each nest, by function name and ordinal."""
        return {
            (job.anchor.loop.function, job.anchor.loop.ordinal): job
            for job in self.board.jobs(document.uri)
        }

    def settings_changed(self) -> None:
        """Look at everything again, with the settings as they are now."""
        for document in tuple(self.documents.values()):
            self.analyses.drop(document.uri)
            self.analyze(document)
            self._changed(document.uri)

    def grant_trust(self) -> None:
        """End restricted mode."""
        if not self.trusted:
            self.trusted = True
            self.settings_changed()
            for document in tuple(self.documents.values()):
                self._begin(document)

    def check_now(self, uri: str) -> None:
        """Hold the jobs of a file against its text at once."""
        timer = self._following.pop(uri, None)
        if timer is not None:
            timer.cancel()
        self._follow(uri)

    async def close(self) -> None:
        """Stop all work, processes included."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
        await asyncio.shield(self._closing)

    def leave(self) -> None:
        """See to it that no process stays, when the event loop has ended."""
        self.verification_lane.leave()
        self.analysis_lane.leave()

    async def _close(self) -> None:
        # At once, and whether or not anybody waits for the rest: some editors do not.
        self.verification_lane.hang_up()
        self.analysis_lane.hang_up()
        await self.helping.close()
        await self.projects.close()
        await self.captures.close()
        await self.board.close()
        await self.analyses.close()
        for task in tuple(self._tasks):
            task.cancel()
        for timer in self._following.values():
            timer.cancel()
        await asyncio.gather(self.verification_lane.close(), self.analysis_lane.close())
        await asyncio.to_thread(self._storing.shutdown)
        self.offers.close()

    def _follow(self, uri: str) -> None:
        self._following.pop(uri, None)
        document = self.documents.get(uri)
        if document is not None:
            self._hold(document)
            self._changed(uri)

    def _begin(self, document: Document) -> None:
        self.spawn(self._restore(document))
        self.analyze(document)

    def _hold(self, document: Document) -> None:
        """Hold the jobs of ``document`` against its text and its headers."""
        self.board.follow(document, lambda command: self._headers(document, command))

    def _headers(self, document: Document, command: CompileCommand) -> OwnHeaders:
        return self._project_headers.of(document, command, self.folders)

    async def _restore(self, document: Document) -> None:
        uri = document.uri
        running = asyncio.get_running_loop()
        stored = await running.run_in_executor(self._storing, self.offers.load, uri)
        if not stored or not self.trusted:
            return
        compilation = await asyncio.to_thread(self.compilation, document.path, self.settings)
        current = self.documents.get(uri)
        if current is None:
            return
        for one in stored:
            if current.loop(one.anchor.loop) is None or self.board.for_loop(
                uri, str(one.anchor.loop)
            ):
                continue
            if one.anchor.command == compilation.command:
                self.board.restore(uri, one)
        self._hold(current)

    def _job_changed(self, job: Job) -> None:
        if isinstance(job.state, Verified | Applied | Stale) and not is_working(job.state):
            self._storing.submit(self.offers.save, job.uri, self.board.jobs(job.uri))
        self._changed(job.uri)

    def _tell(self, text: str) -> None:
        self.user.tell(f"PCG: {text}")

    def _changed(self, uri: str) -> None:
        for listener in self._listeners:
            listener(uri)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run ``work``, which nobody waits for."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def outermost(document: Document, loop: Loop) -> Loop:
    """The outermost loop of the nest that holds ``loop``."""
    current = loop
    while current.parent is not None:
        parent = next(
            (
                one
                for one in document.index.loops_in(current.span)
                if one.id.function == current.id.function
                and one.id.digest == current.id.digest
                and one.id.ordinal == current.parent
            ),
            None,
        )
        if parent is None:
            return current
        current = parent
    return current
