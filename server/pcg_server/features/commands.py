"""Commands (``workspace/executeCommand``); ``docs/lsp-extensions.md`` lists them."""

from __future__ import annotations

import logging
import platform
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_engine import __version__
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.settings import Generators
from pcg_engine.domain.source import Span
from pcg_engine.domain.workflow import Workflow
from pcg_engine.protocol.messages import ClearCache, Diagnose, Diagnosed, Event, Failed
from pcg_server import words
from pcg_server.applying import Applying
from pcg_server.building import Building
from pcg_server.capture_plan import CaptureWish
from pcg_server.documents import Document
from pcg_server.helping import Wish
from pcg_server.job import Job
from pcg_server.payload import field_of
from pcg_server.refusal import Refusal
from pcg_server.session import Session, outermost
from pcg_server.showing import Showing

log = logging.getLogger(__name__)

REQUEST_FAILED = -32803


class CommandName(StrEnum):
    """The server's commands."""

    PARALLELIZE_LOOP = "pcg.parallelizeLoop"
    PARALLELIZE_FILE = "pcg.parallelizeFile"
    CAPTURE = "pcg.capture"
    CANCEL_JOB = "pcg.cancelJob"
    SHOW_DIFF = "pcg.showDiff"
    APPLY_OFFER = "pcg.applyOffer"
    EXPLAIN = "pcg.explain"
    ENABLE_OPENMP = "pcg.enableOpenMP"
    REVERT_LAST_APPLY = "pcg.revertLastApply"
    RUN_DOCTOR = "pcg.runDoctor"
    RESTART_WORKER = "pcg.restartWorker"
    SHOW_LOG = "pcg.showLog"
    CLEAR_CACHE = "pcg.clearCache"
    DEBUG_INFORMATION = "pcg.debugInformation"


Handler = Callable[[Any], Awaitable[object]]


class Commands:
    """What each command does; a ``Refusal`` becomes the request's error."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._session = session
        self._showing = Showing(server, session)
        self._applying = Applying(server, session)
        self._building = Building(server, session)
        self.handlers: dict[CommandName, Handler] = {
            CommandName.PARALLELIZE_LOOP: self._parallelize_loop,
            CommandName.PARALLELIZE_FILE: self._parallelize_file,
            CommandName.CAPTURE: self._capture,
            CommandName.CANCEL_JOB: self._cancel_job,
            CommandName.SHOW_DIFF: self._show_diff,
            CommandName.APPLY_OFFER: self._apply_offer,
            CommandName.EXPLAIN: self._explain,
            CommandName.ENABLE_OPENMP: self._enable_openmp,
            CommandName.REVERT_LAST_APPLY: self._revert_last_apply,
            CommandName.RUN_DOCTOR: self._run_doctor,
            CommandName.RESTART_WORKER: self._restart_worker,
            CommandName.SHOW_LOG: self._show_log,
            CommandName.CLEAR_CACHE: self._clear_cache,
            CommandName.DEBUG_INFORMATION: self._debug_information,
        }

    async def _parallelize_loop(self, argument: object) -> object:
        wish = _wish(argument)
        document, loop = self._place(argument)
        job = await self._session.parallelize(document, loop, wish)
        return {"job": job.id}

    async def _parallelize_file(self, argument: object) -> object:
        session = self._session
        session.require_trust()
        wish = _wish(argument)
        if wish.in_project:
            raise Refusal("a project accepts one loop after the other: ask at a loop")
        document = session.document(str(field_of(argument, "uri")))
        session.analyze(document, asked=True)
        await session.analyses.wait(document.uri, 120.0)
        analysis = session.analyses.of(document.uri)
        threshold = session.settings.code_lens_threshold
        hot = [
            (known.report.hotness, loop)
            for loop in document.index.loops
            if loop.parent is None
            and (known := analysis.of(loop)) is not None
            and words.is_promising(known, threshold)
            and not document.is_switched_off(loop)
        ]
        if not hot:
            told = analysis.failure or f"no loop here is likely to gain {threshold:g}× or more"
            raise Refusal(f"nothing to parallelize: {told}")
        hot.sort(key=lambda one: -one[0])
        return {"jobs": [(await session.parallelize(document, loop, wish)).id for _, loop in hot]}

    async def _capture(self, argument: object) -> object:
        document, loop = self._place(argument, in_function=True)
        wish = CaptureWish(*(_text(argument, name) for name in ("run", "build", "tree")))
        return {"capture": (await self._session.capture(document, loop, wish)).id}

    async def _cancel_job(self, argument: object) -> object:
        board, captures = self._session.board, self._session.captures
        identity = field_of(argument, "job")
        if identity is not None:
            one = str(identity)
            return {"cancelled": int(board.cancel(one) or captures.cancel(one))}
        jobs = sum(board.cancel(job.id) for job in board.jobs())
        return {"cancelled": jobs + sum(captures.cancel(one.id) for one in captures.working())}

    async def _show_diff(self, argument: object) -> object:
        await self._showing.diff(self._job(argument))
        return None

    async def _apply_offer(self, argument: object) -> object:
        job = self._job(argument)
        reason = await self._applying.apply(job)
        if reason is not None:
            return {"applied": False, "reason": reason}
        document = self._session.documents.get(job.uri)
        if document is not None:
            # The edit is made: whether the build heeds it is a question of its own.
            self._session.spawn(self._follow_up(document))
        return {"applied": True}

    async def _follow_up(self, document: Document) -> None:
        try:
            await self._building.offer(document, asked=False)
        except Refusal as refusal:
            log.warning("%s", refusal)

    async def _explain(self, argument: object) -> object:
        session = self._session
        identity = field_of(argument, "job")
        if identity is not None:
            job = self._job(argument)
            document = session.document(job.uri)
            loop = document.loop(job.anchor.loop)
            if loop is None:
                text = f"# `{job.anchor.loop.function}`\n\n{words.state_text(job.state)}: "
                await self._showing.markdown("PCG: why", text + words.state_detail(job.state))
                return None
        else:
            document, loop = self._place(argument)
            session.analyze(document, asked=True)
            await session.analyses.wait(document.uri, 60.0)
            job = session.job_at(document, loop)
        known = session.analyses.of(document.uri)
        askable = await session.askable()
        text = words.explanation(document, loop, known, job, askable)
        await self._showing.markdown(f"PCG: {loop.id.function}", text)
        return None

    async def _enable_openmp(self, argument: object) -> object:
        self._session.require_trust()
        document = self._session.document(str(field_of(argument, "uri")))
        reason = await self._building.offer(document, asked=True)
        return {"applied": True} if reason is None else {"applied": False, "reason": reason}

    async def _revert_last_apply(self, _argument: object) -> object:
        reason = await self._applying.revert()
        return {"applied": True} if reason is None else {"applied": False, "reason": reason}

    async def _run_doctor(self, _argument: object) -> object:
        await self._showing.markdown("PCG: doctor", await self._doctor())
        return None

    async def _restart_worker(self, _argument: object) -> object:
        session = self._session
        await self._cancel_job(None)
        await session.verification_lane.restart()
        await session.analysis_lane.restart()
        for document in tuple(session.documents.values()):
            session.analyze(document)
        return None

    async def _show_log(self, _argument: object) -> object:
        self._session.log_file.parent.mkdir(parents=True, exist_ok=True)
        self._session.log_file.touch()
        await self._showing.file(self._session.log_file)
        return None

    async def _clear_cache(self, _argument: object) -> object:
        await self._session.verification_lane.request(ClearCache(0), _ignore)
        return None

    async def _debug_information(self, _argument: object) -> object:
        session = self._session
        model = await session.askable()
        lines = [
            "# PCG debug information",
            "",
            f"- PCG {__version__}, Python {sys.version.split()[0]}, {platform.platform()}",
            f"- settings: `{session.settings}`",
            f"- capabilities: `{session.capabilities}`",
            f"- trusted: {session.trusted}",
            f"- language model: {f'{model.model} at {model.host}' if model else 'none'}",
            f"- worker processes: {session.analysis_lane.pid}, {session.verification_lane.pid}",
            "",
            "## Jobs",
            "",
            *(
                f"- {job.anchor.loop.function}: {words.state_text(job.state)} "
                f"{words.state_detail(job.state)}"
                for job in session.board.jobs()
            ),
            "",
            await self._doctor(),
        ]
        await self._showing.markdown("PCG: debug information", "\n".join(lines))
        return None

    async def _doctor(self) -> str:
        compiler = self._session.settings.compiler or None
        final = await self._session.analysis_lane.request(Diagnose(0, compiler), _ignore)
        match final:
            case Diagnosed(findings=findings):
                lines = ["# PCG doctor", ""]
                for one in findings:
                    if one.found:
                        lines.append(f"- ✓ {one.name}: `{one.path}` {one.version}")
                    else:
                        lines.append(f"- ✗ {one.name}: {one.cost_if_missing}; {one.remedy}")
                return "\n".join(lines) + "\n"
            case Failed(message=message, hint=hint):
                raise Refusal(f"{message}; {hint}")
            case _:
                raise Refusal("the worker misunderstood; PCG: Restart worker")

    def _job(self, argument: object) -> Job:
        return self._session.job(str(field_of(argument, "job")))

    def _place(self, argument: object, *, in_function: bool = False) -> tuple[Document, Loop]:
        """The document and the loop that an argument names.

        With ``in_function``, where there is no loop it is the first one of the function there.
        """
        document = self._session.document(str(field_of(argument, "uri")))
        identity, position = field_of(argument, "loop"), field_of(argument, "position")
        loop: Loop | None = None
        if isinstance(identity, str):
            loop = document.identified(identity)
            if loop is None:
                raise Refusal("this loop was edited a moment ago: try again")
        elif position is not None:
            try:
                at = types.Position(field_of(position, "line"), field_of(position, "character"))
            except (TypeError, ValueError) as error:
                raise Refusal(
                    "this is no position in a file: put the cursor into a loop"
                ) from error
            offset = document.lines.offset(at)
            loop = document.innermost_at(Span(offset, offset))
            if loop is None and in_function:
                loop = document.first_of_function_at(offset)
        if loop is None:
            raise Refusal("there is no loop here: put the cursor into one")
        return document, outermost(document, loop)


def _text(argument: object, name: str) -> str | None:
    """A text that may be left out; raises ``Refusal``."""
    value = field_of(argument, name)
    if value is None or (isinstance(value, str) and "\0" not in value):
        return value
    raise Refusal(f"{name} is a text, as in “build/app 300 400”")


def _wish(argument: object) -> Wish:
    """Whose code a command asks for, and what kind of it; raises ``Refusal``."""
    generators, workflows = field_of(argument, "generators"), field_of(argument, "workflows")
    try:
        return Wish(
            None if generators is None else Generators(generators),
            tuple(map(Workflow, workflows or ())),
            in_project=field_of(argument, "project") is True,
        )
    except (TypeError, ValueError) as error:
        kinds = ", ".join(one.value for one in Generators)
        names = ", ".join(one.value for one in Workflow)
        told = f"generators is one of {kinds}; workflows lists some of {names}"
        raise Refusal(told) from error


def register(server: LanguageServer, session: Session) -> None:
    """Make the commands known."""
    commands = Commands(server, session)
    for name, handler in commands.handlers.items():
        server.command(name.value)(_answering(handler, session))


def _answering(handler: Handler, session: Session) -> Callable[..., Awaitable[object]]:
    # pygls gives itself to a first parameter that its own class fits: `object` would.
    async def answer(*arguments: Any) -> object:
        await session.settled()
        try:
            return await handler(arguments[0] if arguments else None)
        except Refusal as refusal:
            raise JsonRpcException(str(refusal), REQUEST_FAILED) from refusal

    return answer


def _ignore(_event: Event) -> None:
    """Nothing is shown of work that takes a moment."""
