"""The worker process as the server sees it: started when needed, restarted when it died."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pcg_engine.protocol.codec import NotAMessage, decode_event, encode_message
from pcg_engine.protocol.messages import (
    Analyze,
    Cancel,
    Capture,
    ClearCache,
    Diagnose,
    Event,
    Failed,
    FailureKind,
    Final,
    KeepApplied,
    Parallelize,
    Ready,
    Request,
)

log = logging.getLogger(__name__)

_LONGEST_LINE = 256 << 20
_START_SECONDS = 60.0
_CANCEL_SECONDS = 5.0
"""How long work that was cancelled may take to end before its process is ended."""
_END_SECONDS = 5.0
_POLL_SECONDS = 0.01
_IDLE_SECONDS = 600.0
"""After so long without a request the process goes, and its memory with it."""
_DEATHS = 5
_DEATHS_SECONDS = 180.0
_FIRST_PAUSE_SECONDS = 0.5

COMMAND = (sys.executable, "-m", "pcg_engine.worker")


@dataclass(slots=True)
class _Process:
    process: asyncio.subprocess.Process
    version: str


class WorkerClient:
    """One worker process, which serves one request at a time.

    A process that dies fails the request it served and nothing else; the next one starts another,
    after a pause that grows, until it died ``_DEATHS`` times in a few minutes.
    """

    def __init__(self, name: str, log_file: Path, command: tuple[str, ...] = COMMAND) -> None:
        self._name = name
        self._log_file = log_file
        self._command = command
        self._process: _Process | None = None
        self._turn = asyncio.Lock()
        self._number = 0
        self._deaths: list[float] = []
        self._idle: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The process id, while there is a process."""
        return None if self._process is None else self._process.process.pid

    async def request(
        self,
        request: Request,
        on_event: Callable[[Event], None],
        on_turn: Callable[[], None] = lambda: None,
    ) -> Final:
        """Serve ``request`` (its id is given here) when its turn comes; events come in between.

        ``on_turn`` is called when those before it are done.

        Raises nothing but ``asyncio.CancelledError``: when the calling task is cancelled the work
        is stopped first, its processes included.
        """
        async with self._turn:
            self._stop_idling()
            on_turn()
            try:
                return await self._serve(request, on_event)
            finally:
                loop = asyncio.get_running_loop()
                self._idle = loop.call_later(_IDLE_SECONDS, self._idled)

    async def restart(self) -> None:
        """End the process, whatever it does, and forget how often it died."""
        self._deaths.clear()
        await self._end()

    def hang_up(self) -> None:
        """Close the process's input: it stops what it does, cleans up and ends by itself."""
        if self._process is not None and self._process.process.stdin is not None:
            self._process.process.stdin.close()

    async def close(self) -> None:
        """End the process for good."""
        self._stop_idling()
        await self._end()

    def leave(self) -> None:
        """Wait for the process to clean up and end, when the event loop has ended before it.

        A parent that ends first would have it killed, and its files left behind.
        """
        worker, self._process = self._process, None
        if worker is None or worker.process.stdin is None:
            return
        with suppress(OSError):
            worker.process.stdin.get_extra_info("pipe").close()
        end = time.monotonic() + _END_SECONDS
        while _is_running(worker.process.pid) and time.monotonic() < end:
            time.sleep(_POLL_SECONDS)

    async def _serve(self, request: Request, on_event: Callable[[Event], None]) -> Final:
        self._number += 1
        number = self._number
        try:
            worker = await self._started()
        except (OSError, EOFError, TimeoutError) as error:
            self._deaths.append(time.monotonic())
            await self._end()
            return _failed(number, FailureKind.ENVIRONMENT, "no-worker", str(error) or "no answer")
        if worker is None:
            return _failed(
                number,
                FailureKind.ENVIRONMENT,
                "worker-dies",
                f"the worker process ended {_DEATHS} times within "
                f"{_DEATHS_SECONDS / 60:.0f} minutes",
            )
        answer = asyncio.ensure_future(self._converse(worker, _numbered(request, number), on_event))
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            await self._stop(worker, number, answer)
            raise

    async def _converse(
        self, worker: _Process, request: Request, on_event: Callable[[Event], None]
    ) -> Final:
        reader, writer = worker.process.stdout, worker.process.stdin
        assert reader is not None
        assert writer is not None
        try:
            writer.write(encode_message(request))
            await writer.drain()
            while line := await reader.readline():
                try:
                    event = decode_event(line)
                except NotAMessage:
                    log.exception("worker %s", self._name)
                    break
                if isinstance(event, Ready) or event.id != request.id:
                    continue
                if isinstance(event, Final):
                    return event
                on_event(event)
        except (OSError, ValueError):
            log.exception("worker %s", self._name)
        self._deaths.append(time.monotonic())
        await self._end()
        return _failed(
            request.id, FailureKind.CRASH, "worker-died", "the worker process ended unexpectedly"
        )

    async def _stop(self, worker: _Process, number: int, answer: asyncio.Future[Final]) -> None:
        """Cancel request ``number`` and see to it that it ends."""
        writer = worker.process.stdin
        assert writer is not None
        if not writer.is_closing():
            with suppress(OSError):
                writer.write(encode_message(Cancel(number)))
                await writer.drain()
        done, _ = await asyncio.wait({answer}, timeout=_CANCEL_SECONDS)
        if not done:
            await self._end()
            await asyncio.wait({answer})

    async def _started(self) -> _Process | None:
        """The process; ``None`` if it dies too often."""
        if self._process is not None:
            if self._process.process.returncode is None:
                return self._process
            await self._end()
        now = time.monotonic()
        self._deaths = [one for one in self._deaths if now - one < _DEATHS_SECONDS]
        if len(self._deaths) >= _DEATHS:
            return None
        if self._deaths:
            await asyncio.sleep(_FIRST_PAUSE_SECONDS * 2 ** (len(self._deaths) - 1))
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("ab") as told:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=told,
                limit=_LONGEST_LINE,
            )
        self._process = _Process(process, "")
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), _START_SECONDS)
        try:
            event = decode_event(line)
        except NotAMessage as error:
            raise EOFError("the worker process did not start; see the log") from error
        if isinstance(event, Ready):
            self._process.version = event.version
        return self._process

    async def _end(self) -> None:
        """Close its input, upon which it cleans up and ends; kill it if it does not."""
        worker, self._process = self._process, None
        if worker is None:
            return
        process = worker.process
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _END_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _stop_idling(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _idled(self) -> None:
        if not self._turn.locked():
            self._ending = asyncio.ensure_future(self._end())


def _is_running(pid: int) -> bool:
    """Whether our child ``pid`` runs; whoever waits for it can still do so."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False


def _numbered(request: Request, number: int) -> Request:
    match request:
        case Analyze() | Parallelize() | Capture() | Diagnose() | ClearCache() | KeepApplied():
            return replace(request, id=number)


def _failed(number: int, kind: FailureKind, code: str, message: str) -> Failed:
    hint = "the log says more (PCG: Show log); PCG: Restart worker tries again"
    return Failed(number, kind, code, message, hint)
