"""Captures: runs of the user's own program with a recorder in it, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import (
    Capture,
    Captured,
    CaptureStage,
    Event,
    Failed,
    FailureKind,
    ProgramRun,
    Text,
)
from pcg_server.capture_plan import plan_of
from pcg_server.command_consent import CommandConsenting
from pcg_server.consent import Withheld
from pcg_server.documents import Document
from pcg_server.roster import Roster
from pcg_server.worker_client import WorkerClient

_PROGRAM_SECONDS = 120.0
"""How long the user's program may run; what was recorded until then is used."""


@dataclass(frozen=True, slots=True)
class CaptureOrder:
    """What to capture: the ``function`` with the loop at ``line`` (1-based), and in which run."""

    document: Document
    function: str
    line: int
    command: CompileCommand
    program: ProgramRun


@dataclass(frozen=True, slots=True)
class Stopped:
    """The user cancelled it."""


Outcome = Captured | Failed | Withheld | Stopped


@dataclass(frozen=True, slots=True)
class CaptureJob:
    """One capture; a new value for every change. ``text`` says how far it is.

    It works as long as it has no ``outcome``.
    """

    id: str
    uri: str
    function: str
    text: str
    outcome: Outcome | None = None


class Captures:
    """The captures by id."""

    def __init__(self, lane: WorkerClient, consenting: CommandConsenting) -> None:
        self._lane = lane
        self._consenting = consenting
        self._jobs = Roster[CaptureJob]("capture-")

    def listen(self, listener: Callable[[CaptureJob], None]) -> None:
        """Tell ``listener`` of every new capture and of every change of one."""
        self._jobs.listen(listener)

    def job(self, identity: str) -> CaptureJob | None:
        """The capture with this id."""
        return self._jobs.get(identity)

    def working(self) -> tuple[CaptureJob, ...]:
        """Those that have not ended, oldest first."""
        return tuple(job for job in self._jobs.all() if job.outcome is None)

    def start(self, order: CaptureOrder) -> CaptureJob:
        """A capture that does what ``order`` says, after the user has agreed to its commands."""
        identity = self._jobs.new_id()
        job = CaptureJob(identity, order.document.uri, order.function, "waiting for its turn …")
        self._jobs.put(job)
        self._jobs.work(identity, self._work(identity, order))
        return job

    def cancel(self, identity: str) -> bool:
        """Stop a capture; false if there was nothing to stop."""
        job = self._jobs.get(identity)
        if job is None or job.outcome is not None:
            return False
        self._jobs.stop(identity)
        self._jobs.put(replace(job, text="cancelled", outcome=Stopped()))
        return True

    async def close(self) -> None:
        """Stop everything; nothing is told to anybody any more."""
        await self._jobs.close()

    async def _work(self, identity: str, order: CaptureOrder) -> None:
        source = order.document.source
        plan = plan_of(order.program, order.document.path)
        agreement = await self._consenting.obtain(
            plan, lambda _: self._say(identity, "waiting for your answer …")
        )
        if isinstance(agreement, Withheld):
            self._end(identity, agreement, "not run")
            return
        self._say(identity, "waiting for its turn …")
        text = Text(source.path, source.data, order.command)
        request = Capture(0, text, order.line, order.program, _PROGRAM_SECONDS)
        final = await self._lane.request(
            request,
            lambda event: self._heard(identity, event),
            lambda: self._say(identity, "reading …"),
        )
        match final:
            case Captured():
                self._end(identity, final, "captured")
            case Failed(kind=FailureKind.CANCELLED):
                self._end(identity, Stopped(), "cancelled")
            case Failed():
                self._end(identity, final, "nothing was captured")
            case _:
                wrong = Failed(0, FailureKind.CRASH, "wrong-answer", "the worker misunderstood", "")
                self._end(identity, wrong, "nothing was captured")

    def _heard(self, identity: str, event: Event) -> None:
        if isinstance(event, CaptureStage):
            self._say(identity, event.text)

    def _say(self, identity: str, text: str) -> None:
        job = self._jobs.get(identity)
        if job is not None and job.outcome is None and job.text != text:
            self._jobs.put(replace(job, text=text))

    def _end(self, identity: str, outcome: Outcome, text: str) -> None:
        job = self._jobs.get(identity)
        if job is not None and job.outcome is None:
            self._jobs.put(replace(job, text=text, outcome=outcome))
