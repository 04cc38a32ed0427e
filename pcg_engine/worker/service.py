"""Reads messages, serves requests, and sees to it that the process ends."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, assert_never

from pcg_engine import wiring
from pcg_engine.adapters.header_units.finding import KnownFiles
from pcg_engine.adapters.process_tree import descendants
from pcg_engine.adapters.scratch import Scratch
from pcg_engine.adapters.user_folders import cache_folder
from pcg_engine.domain.errors import (
    Cancelled,
    EnvironmentUnavailable,
    PcgError,
    UsageError,
    unavailable,
)
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.header_units import HeaderUnits
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.settings import Generators
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation
from pcg_engine.protocol.codec import NotAMessage, decode_message, encode_event
from pcg_engine.protocol.messages import (
    Analysed,
    Analyze,
    Cancel,
    Capture,
    Captured,
    ClearCache,
    Cleared,
    Concluded,
    Diagnose,
    Diagnosed,
    Event,
    Failed,
    FailureKind,
    Final,
    KeepApplied,
    Kept,
    LoopAnalysis,
    MisuseAnalysis,
    Noted,
    Parallelize,
    Request,
)
from pcg_engine.protocol.reporting import loop_report, nest_report, project_report
from pcg_engine.protocol.words import misuse, parallelizability
from pcg_engine.worker.assistance import agreed_endpoint, helped
from pcg_engine.worker.capturing import captured
from pcg_engine.worker.project import agreed_project
from pcg_engine.worker.relay import Relay

if TYPE_CHECKING:
    from pcg_engine.wiring import AnalysisBench

log = logging.getLogger(__name__)

_GRACE_SECONDS = 3.0
"""Time in which work that was told to stop ends by itself."""


@dataclass(frozen=True, slots=True)
class _Task:
    request: Request
    cancellation: Cancellation = field(default_factory=Cancellation)


class Worker:
    """One thread reads messages, another serves requests."""

    def __init__(self, output: IO[bytes], scratch: Scratch) -> None:
        self._output = output
        self._writing = threading.Lock()
        self._scratch = scratch
        self._waiting: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._tasks: dict[int, _Task] = {}
        self._idle = threading.Event()
        self._benches: dict[str, AnalysisBench] = {}
        self._known = KnownFiles()

    def read(self, lines: IO[bytes]) -> None:
        """Take messages until there are no more, then see to it that the process ends."""
        for line in lines:
            try:
                message = decode_message(line)
            except NotAMessage as error:
                log.error("%s", error)  # noqa: TRY400 -- the line is all there is to tell
                continue
            if isinstance(message, Cancel):
                task = self._tasks.get(message.id)
                if task is not None:
                    task.cancellation.cancel()
                continue
            task = _Task(message)
            self._tasks[message.id] = task
            self._waiting.put(task)
        for task in tuple(self._tasks.values()):
            task.cancellation.cancel()
        self._waiting.put(None)
        if not self._idle.wait(_GRACE_SECONDS):
            # Something does not listen. Nobody is there to wait for it.
            end_children()
            self._scratch.remove()
            os._exit(1)

    def serve(self) -> None:
        """Answer requests until there are no more."""
        while (task := self._waiting.get()) is not None:
            self.tell(self._answer(task))
            self._tasks.pop(task.request.id, None)
        self._idle.set()

    def tell(self, event: Event) -> None:
        """Send ``event``; a server that has gone is noticed when standard input ends."""
        with self._writing, suppress(OSError):
            self._output.write(encode_event(event))
            self._output.flush()

    def _answer(self, task: _Task) -> Final:
        number = task.request.id
        try:
            task.cancellation.check()
            return self._serve(task)
        except Cancelled as error:
            return _failed(number, FailureKind.CANCELLED, error)
        except UsageError as error:
            return _failed(number, FailureKind.USAGE, error)
        except PcgError as error:
            return _failed(number, FailureKind.ENVIRONMENT, error)
        except OSError as error:
            return _failed(number, FailureKind.ENVIRONMENT, unavailable(error))
        except MemoryError:
            scarce = EnvironmentUnavailable(
                "no-memory", "there is not enough memory for this file", "close some programs"
            )
            return _failed(number, FailureKind.ENVIRONMENT, scarce)
        except RecursionError:
            deep = UsageError(
                "too-deep", "the code is nested too deeply to be analysed", "split the deepest part"
            )
            return _failed(number, FailureKind.USAGE, deep)
        except Exception as error:  # a fault of PCG's own fails its job only
            log.exception("request %d", number)
            hint = "this is a fault in PCG: “Copy debug information” has what a report needs"
            message = f"{type(error).__name__}: {error}"
            return Failed(number, FailureKind.CRASH, "internal-error", message, hint)

    def _serve(self, task: _Task) -> Final:
        match task.request:
            case Analyze():
                return self._analyze(task.request, task.cancellation)
            case Parallelize():
                return self._parallelize(task.request, task.cancellation)
            case Capture():
                return self._capture(task.request, task.cancellation)
            case Diagnose(id=number, compiler=compiler):
                noted = self._note(number)
                found = wiring.findings(compiler, noted, self._scratch.path)
                return Diagnosed(number, found)
            case ClearCache(id=number):
                self._benches.clear()
                wiring.cache_contents().clear()
                return Cleared(number, str(cache_folder(os.environ)))
            case KeepApplied(id=number):
                return Kept(number, wiring.keep_applied(_applied(task.request)))
            case _:
                assert_never(task.request)

    def _analyze(self, request: Analyze, cancellation: Cancellation) -> Analysed:
        from pcg_engine.action.header_survey import survey_header
        from pcg_engine.action.misuse import misuses
        from pcg_engine.action.survey import survey

        text = request.text
        bench = self._bench(request)
        source = SourceText(text.path, text.data)
        units = self._units(request, source, text.command, cancellation)
        if units is None:
            found = survey(source, text.command, bench.reader, bench.machine, cancellation)
        else:
            found = survey_header(units, None, bench.reader, bench.machine, cancellation)
        loops = tuple(_loops(source, found.nests, None))
        errors = tuple(
            f"line {e.line}: {e.message}" if e.line else e.message for e in found.errors[:3]
        )
        wrong = tuple(map(_misuse, misuses(found, bench.reader, cancellation)))
        return Analysed(request.id, loops, errors, wrong)

    def _capture(self, request: Capture, cancellation: Cancellation) -> Captured:
        text, note = request.text, self._note(request.id)
        source = SourceText(text.path, text.data)
        units = self._units(request, source, text.command, cancellation)
        return captured(request, self._scratch, cancellation, note, self.tell, units)

    def _units(
        self,
        request: Analyze | Parallelize | Capture,
        source: SourceText,
        command: CompileCommand,
        cancellation: Cancellation,
    ) -> HeaderUnits | None:
        """The units through which a header is compiled."""
        note = self._note(request.id)
        return wiring.header_units(
            source, command, self._scratch.path, note, cancellation, self._known
        )

    def _bench(self, request: Analyze) -> AnalysisBench:
        """The reader for the request's compiler; it keeps what it read last."""
        command = request.text.command
        bench = self._benches.get(command.compiler)
        if bench is None:
            note = self._note(request.id)
            bench = wiring.analysis_bench(command, note, self._scratch.path)
            self._benches[command.compiler] = bench
        return bench

    def _parallelize(self, request: Parallelize, cancellation: Cancellation) -> Concluded:
        from pcg_engine.action.in_project import parallelize_in_project
        from pcg_engine.action.parallelize import Request as EngineRequest, parallelize

        note = self._note(request.id)
        project = agreed_project(request.project, Path(request.text.path))
        endpoint = agreed_endpoint(request.assistance, request.settings, note)
        if endpoint is None:
            alone = replace(request.settings, generators=Generators.RULES)
            request = replace(request, settings=alone)
        text, settings = request.text, request.settings
        source = SourceText(text.path, text.data)
        relay = Relay(request, self.tell)
        with (
            wiring.laboratory(
                text.command, settings, note, cancellation=cancellation
            ) as laboratory,
            helped(request, endpoint, note, self._scratch.path) as help_,
        ):
            assistant = help_.assistant
            if assistant is not None:
                assistant = replace(assistant, recall=relay.telling(assistant.recall))
            units = self._units(request, source, text.command, cancellation)
            asked, journal = EngineRequest(source, text.command, settings, units), help_.journal
            if project is None:
                result = parallelize(
                    asked, laboratory, cancellation, relay.pass_on, assistant, journal
                )
            else:
                result = parallelize_in_project(
                    asked, project, laboratory, cancellation, relay.pass_on, assistant, journal
                )
        nest = result.nests[0]
        offer = nest.offer
        told = None if result.project is None else project_report(result.project)
        verification = None if offer is None else relay.verification(offer, told)
        return Concluded(request.id, nest_report(source, nest), verification, told)

    def _note(self, number: int) -> _Note:
        return _Note(self, number)


@dataclass(frozen=True, slots=True)
class _Note:
    """Tells what is missing, as part of request ``number``."""

    worker: Worker
    number: int

    def __call__(self, text: str) -> None:
        self.worker.tell(Noted(self.number, text))


def _misuse(one: Misuse) -> MisuseAnalysis:
    repair = one.repair
    removal = () if repair is None or repair.directive is not None else repair.edits
    return MisuseAnalysis(str(one.loop), one.code, misuse(one), one.directive, removal)


def _loops(
    source: SourceText, facts: tuple[LoopFacts, ...], parent: str | None
) -> Iterator[LoopAnalysis]:
    for one in facts:
        report = loop_report(source, one)
        function = one.loop.function
        start = one.loop.span.start if function is None else function.span.start
        line = source.location(start).line
        yield LoopAnalysis(
            report, parallelizability(one), line, parent, one.loop.is_openmp, one.proved
        )
        yield from _loops(source, one.children, report.id)


def _applied(request: KeepApplied) -> wiring.AppliedOffer:
    return wiring.AppliedOffer(
        request.function, request.slow, request.fast, request.speedup, request.threads
    )


def _failed(number: int, kind: FailureKind, error: PcgError) -> Failed:
    return Failed(number, kind, error.code, error.message, error.hint)


def end_children() -> None:
    """End every process that this one started."""
    for process in descendants(os.getpid()):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process, signal.SIGKILL)
