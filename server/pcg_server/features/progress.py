"""Work-done progress: jobs and captures have a bar with a cancel button while they work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_server import words
from pcg_server.captures import CaptureJob
from pcg_server.job import Job
from pcg_server.jobs import Verifying, is_working
from pcg_server.session import Session

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.2
"""Between two reports: more often nobody can read."""


def register(server: LanguageServer, session: Session) -> None:
    """Follow jobs and captures; a cancelled bar cancels its own."""
    bars: dict[str, asyncio.Task[None]] = {}

    def begin(token: str, title: str, look: Callable[[], _Look]) -> None:
        if not session.capabilities.progress or token in bars:
            return
        bar = asyncio.ensure_future(_show(server, token, title, look))
        bars[token] = bar
        bar.add_done_callback(lambda _: bars.pop(token, None))

    def follow(job: Job) -> None:
        if is_working(job.state):
            title = f"PCG: {job.anchor.loop.function}"
            begin(f"{_JOB}{job.id}", title, lambda: _look(session.board.job(job.id)))

    def follow_capture(job: CaptureJob) -> None:
        if job.outcome is None:
            title = f"PCG: capturing what {job.function} is given"
            begin(f"{_CAPTURE}{job.id}", title, lambda: _look_at(session.captures.job(job.id)))

    session.board.listen(follow)
    session.captures.listen(follow_capture)

    @server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)
    def cancel(params: types.WorkDoneProgressCancelParams) -> None:
        token = str(params.token)
        if token.startswith(_JOB):
            session.board.cancel(token.removeprefix(_JOB))
        elif token.startswith(_CAPTURE):
            session.captures.cancel(token.removeprefix(_CAPTURE))


_JOB = "pcg-job-"
_CAPTURE = "pcg-"
"""Before the ids of captures, which begin with ``capture``."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How far the work is; ``ends`` with the last message."""

    message: str
    percentage: int | None
    ends: bool = False


def _look(job: Job | None) -> _Look:
    if job is None:
        return _Look("stopped", None, ends=True)
    state = job.state
    if not is_working(state):
        return _Look(words.state_text(state), None, ends=True)
    fraction = state.fraction if isinstance(state, Verifying) else 0.0
    return _Look(words.state_detail(state) or words.state_text(state), round(100 * fraction))


def _look_at(job: CaptureJob | None) -> _Look:
    """Nobody knows how long a program runs."""
    if job is None:
        return _Look("stopped", None, ends=True)
    return _Look(job.text, None, job.outcome is not None)


async def _show(server: LanguageServer, token: str, title: str, look: Callable[[], _Look]) -> None:
    progress = server.work_done_progress
    try:
        await progress.create_async(token)  # pyright: ignore[reportUnknownMemberType]
    except JsonRpcException as error:
        log.info("no progress: %s", error)
        return
    seen = look()
    begin = types.WorkDoneProgressBegin(
        title=title, cancellable=True, percentage=None if seen.percentage is None else 0
    )
    progress.begin(token, begin)
    last = ""
    # Cancelled it is when the server ends; then nobody is there to be told.
    while not (seen := look()).ends:
        if seen.message != last:
            last = seen.message
            report = types.WorkDoneProgressReport(
                message=seen.message, percentage=seen.percentage, cancellable=True
            )
            progress.report(token, report)
        await asyncio.sleep(_PAUSE_SECONDS)
    progress.end(token, types.WorkDoneProgressEnd(message=seen.message))
    progress.tokens.pop(token, None)  # pyright: ignore[reportUnknownMemberType]
