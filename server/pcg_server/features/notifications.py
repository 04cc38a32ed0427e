"""PCG's own messages (``docs/lsp-extensions.md``), and asking the editor to look again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_server import words
from pcg_server.features.commands import REQUEST_FAILED
from pcg_server.inquiry import author_of
from pcg_server.job import Job
from pcg_server.jobs import State, Verifying, is_working, offer_of
from pcg_server.payload import field_of
from pcg_server.refusal import Refusal
from pcg_server.session import Session
from pcg_server.showing import Showing

_REFRESH_SECONDS = 0.15


def register(server: LanguageServer, session: Session) -> None:
    """Send what changed, not more often than an editor can show it."""
    showing = Showing(server, session)
    waiting: list[asyncio.TimerHandle] = []
    refreshing: set[asyncio.Future[Any]] = set()
    last_status: list[dict[str, str]] = []

    async def refresh() -> None:
        with suppress(JsonRpcException):
            await server.workspace_code_lens_refresh_async(None)

    def flush() -> None:
        waiting.clear()
        if session.capabilities.lens_refresh:
            task = asyncio.ensure_future(refresh())
            refreshing.add(task)
            task.add_done_callback(refreshing.discard)
        if session.capabilities.status:
            status = _status(session)
            if [status] != last_status:
                last_status[:] = [status]
                server.protocol.notify("pcg/status", status)

    def changed(_uri: str) -> None:
        if not waiting:
            loop = asyncio.get_running_loop()
            waiting.append(loop.call_later(_REFRESH_SECONDS, flush))

    def job_changed(job: Job) -> None:
        if session.capabilities.jobs:
            server.protocol.notify("pcg/jobChanged", view(session, job))

    session.listen(changed)
    session.board.listen(job_changed)
    session.captures.listen(lambda capture: changed(capture.uri))

    @server.feature("pcg/jobs")
    async def jobs(params: Any) -> list[dict[str, Any]]:
        uri = field_of(params, "uri")
        return [view(session, job) for job in session.board.jobs(uri)]

    @server.feature("pcg/offer")
    async def offer(params: Any) -> dict[str, Any]:
        try:
            return showing.difference(session.job(str(field_of(params, "job"))))
        except Refusal as refusal:
            raise JsonRpcException(str(refusal), REQUEST_FAILED) from refusal

    @server.feature("pcg/trustChanged")
    def trust_changed(params: Any) -> None:
        if field_of(params, "trusted") is True:
            session.grant_trust()


def view(session: Session, job: Job) -> dict[str, Any]:
    """JOB of the interface."""
    document = session.documents.get(job.uri)
    loop = None if document is None else document.loop(job.anchor.loop)
    verification = offer_of(job.state)
    state = job.state
    improving = verification is not None and is_working(state)
    name = "verified" if improving else type(state).__name__.lower()
    return {
        "id": job.id,
        "uri": job.uri,
        "loop": str(job.anchor.loop),
        "function": job.anchor.loop.function,
        "range": None
        if document is None or loop is None
        else _range(document.lines.range(loop.span)),
        "state": name,
        "text": words.state_text(state),
        "detail": words.state_detail(state),
        "fraction": _fraction(state),
        "speedup": None if verification is None else verification.offer.speedup,
        "improving": improving,
        "author": None if verification is None else author_of(verification.offer) or None,
    }


def _fraction(state: State) -> float:
    if isinstance(state, Verifying):
        return round(state.fraction, 2)
    return 0.0 if is_working(state) else 1.0


def _range(range_: types.Range) -> dict[str, dict[str, int]]:
    return {
        name: {"line": at.line, "character": at.character}
        for name, at in (("start", range_.start), ("end", range_.end))
    }


def _status(session: Session) -> dict[str, str]:
    working = [job for job in session.board.jobs() if is_working(job.state)]
    if working:
        first = next((j for j in working if isinstance(j.state, Verifying)), working[0])
        more = f" and {len(working) - 1} more" if len(working) > 1 else ""
        text = f"{first.anchor.loop.function}: {words.state_text(first.state)}{more}"
        return {"state": "verifying", "text": text, "detail": words.state_detail(first.state)}
    captures = session.captures.working()
    if captures:
        text = f"{captures[0].function}: capturing: {captures[0].text}"
        return {"state": "verifying", "text": text, "detail": ""}
    if not session.trusted:
        detail = "trust this workspace to analyse and verify"
        return {"state": "restricted", "text": "restricted", "detail": detail}
    failures = [
        one.failure for uri in session.documents if (one := session.analyses.of(uri)).failure
    ]
    if failures:
        return {"state": "unavailable", "text": "not available", "detail": failures[0]}
    if session.analyses.is_running:
        return {"state": "analyzing", "text": "analysing …", "detail": ""}
    return {"state": "idle", "text": "ready", "detail": ""}
