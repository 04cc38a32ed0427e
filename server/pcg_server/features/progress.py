"""Work-done progress: every job has a bar with a cancel button while it works."""

from __future__ import annotations

import asyncio
import logging

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_server import words
from pcg_server.job import Job
from pcg_server.jobs import Verifying, is_working
from pcg_server.session import Session

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.2
"""Between two reports: more often nobody can read."""


def register(server: LanguageServer, session: Session) -> None:
    """Follow the jobs; a cancelled bar cancels its job."""
    bars: dict[str, asyncio.Task[None]] = {}

    def follow(job: Job) -> None:
        if not session.capabilities.progress or job.id in bars or not is_working(job.state):
            return
        bar = asyncio.ensure_future(_show(server, session, job))
        bars[job.id] = bar
        bar.add_done_callback(lambda _: bars.pop(job.id, None))

    session.board.listen(follow)

    @server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)
    def cancel(params: types.WorkDoneProgressCancelParams) -> None:
        token = str(params.token)
        if token.startswith(_PREFIX):
            session.board.cancel(token.removeprefix(_PREFIX))


_PREFIX = "pcg-job-"


async def _show(server: LanguageServer, session: Session, job: Job) -> None:
    token = f"{_PREFIX}{job.id}"
    progress = server.work_done_progress
    try:
        await progress.create_async(token)  # pyright: ignore[reportUnknownMemberType]
    except JsonRpcException as error:
        log.info("no progress: %s", error)
        return
    title = f"PCG: {job.anchor.loop.function}"
    begin = types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0)
    progress.begin(token, begin)
    last = ""
    # Cancelled it is when the server ends; then nobody is there to be told.
    while (current := session.board.job(job.id)) is not None and is_working(current.state):
        state = current.state
        fraction = state.fraction if isinstance(state, Verifying) else 0.0
        message = words.state_detail(state) or words.state_text(state)
        if message != last:
            last = message
            report = types.WorkDoneProgressReport(
                message=message, percentage=round(100 * fraction), cancellable=True
            )
            progress.report(token, report)
        await asyncio.sleep(_PAUSE_SECONDS)
    ended = session.board.job(job.id)
    message = "stopped" if ended is None else words.state_text(ended.state)
    progress.end(token, types.WorkDoneProgressEnd(message=message))
    progress.tokens.pop(token, None)  # pyright: ignore[reportUnknownMemberType]
