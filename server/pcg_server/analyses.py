"""What analysis says of the loops of open files, kept up to date in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pcg_engine.domain.internal_error import INTERNAL_ERROR
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import (
    Analysed,
    Analyze,
    Event,
    Failed,
    LoopAnalysis,
    MisuseAnalysis,
    Text,
)
from pcg_server.documents import Document
from pcg_server.worker_client import WorkerClient


class Progress(StrEnum):
    """How far the analysis of a file is."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileAnalysis:
    """The loops by identity, so that what was not edited keeps its facts; what went wrong, if so.

    ``digest`` is that of the text last analysed; ``misuses`` are spans of that text.
    """

    progress: Progress = Progress.NONE
    loops: Mapping[str, LoopAnalysis] = field(default_factory=dict[str, LoopAnalysis])
    errors: tuple[str, ...] = ()
    failure: str = ""
    digest: str = ""
    misuses: tuple[MisuseAnalysis, ...] = ()

    def of(self, loop: Loop) -> LoopAnalysis | None:
        """What is known of ``loop``."""
        return self.loops.get(str(loop.id))


class Analyses:
    """One analysis a file at a time; a newer text takes the place of an older one."""

    def __init__(self, lane: WorkerClient, on_change: Callable[[str], None]) -> None:
        self._lane = lane
        self._on_change = on_change
        self._files: dict[str, FileAnalysis] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def of(self, uri: str) -> FileAnalysis:
        """What is known of the file."""
        return self._files.get(uri, FileAnalysis())

    @property
    def is_running(self) -> bool:
        """Whether any file is being analysed."""
        return any(one.progress is Progress.RUNNING for one in self._files.values())

    def request(
        self, document: Document, command: Callable[[], CompileCommand], delay: float = 0.0
    ) -> None:
        """Analyse ``document`` after ``delay`` seconds, unless another version comes before."""
        uri = document.uri
        known = self.of(uri)
        if known.digest == document.source.digest and known.progress is not Progress.FAILED:
            return
        self.drop(uri, keep=True)
        task = asyncio.ensure_future(self._analyze(document, command, delay))
        self._tasks[uri] = task

    def doubt(self, uri: str) -> None:
        """Let the next request analyse the file again, although its text is the same."""
        known = self._files.get(uri)
        if known is not None and known.progress is Progress.DONE:
            self._files[uri] = replace(known, digest="")

    async def wait(self, uri: str, seconds: float) -> None:
        """Wait until the analysis of the file under way ends, but no longer than ``seconds``."""
        task = self._tasks.get(uri)
        if task is not None:
            await asyncio.wait({task}, timeout=seconds)

    def drop(self, uri: str, *, keep: bool = False) -> None:
        """Stop the analysis of a file; forget what is known of it unless ``keep``."""
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()
        if not keep:
            self._files.pop(uri, None)

    async def close(self) -> None:
        """Stop everything."""
        tasks = tuple(self._tasks.values())
        for uri in tuple(self._tasks):
            self.drop(uri)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _analyze(
        self, document: Document, command: Callable[[], CompileCommand], delay: float
    ) -> None:
        await asyncio.sleep(delay)
        uri = document.uri
        known = self.of(uri)
        digest = document.source.digest
        self._set(uri, FileAnalysis(Progress.RUNNING, known.loops, known.errors, "", digest))
        try:
            chosen = await asyncio.to_thread(command)
            text = Text(document.source.path, document.source.data, chosen)
            final = await self._lane.request(Analyze(0, text), _ignore)
        except asyncio.CancelledError:
            if self._files.get(uri, known).digest == digest:
                self._files[uri] = known
            raise
        match final:
            case Analysed(loops=loops, errors=errors, misuses=misuses):
                by_id = {one.report.id: one for one in loops}
                if errors:
                    # What does not compile for the moment does not make known facts unknown.
                    by_id = {**by_id, **{k: v for k, v in known.loops.items() if k in by_id}}
                # What PCG itself failed on is no answer: the next request asks again.
                broken = any(r.code == INTERNAL_ERROR for x in loops for r in x.report.reasons)
                known_for = "" if broken else digest
                done = FileAnalysis(Progress.DONE, by_id, errors, "", known_for, misuses)
                self._set(uri, done)
            case Failed(message=message, hint=hint):
                told = f"{message}; {hint}" if hint else message
                self._set(uri, FileAnalysis(Progress.FAILED, known.loops, (), told, digest))
            case _:
                self._set(uri, known)

    def _set(self, uri: str, analysis: FileAnalysis) -> None:
        self._files[uri] = analysis
        self._on_change(uri)


def _ignore(_event: Event) -> None:
    """Notes about the machine are told when something is verified."""
