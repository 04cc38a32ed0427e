"""A worker whose every word is written in the source text that it is sent.

It speaks the protocol of ``pcg_engine.worker``, finds loops with the real parser and offers a
real edit, but builds and runs nothing. What it does with a loop is said by a comment in the loop's
function, ``// worker: WORD …`` (``WORDS``); without one the loop is verified.

``PCG_SCRIPT`` names a folder: every message that comes in is noted in its ``messages.jsonl``, and
what a script waits for is a file in it; so is every start of a process. ``PCG_SCRIPT_START`` says
how one starts: ``die`` or ``garbage`` (until there is a file ``healed``), or ``wait`` (for the file
``start``).

Where the user's project has to accept the result, its steps are said to have been made: it accepts,
or what the script says (``project-refuse``, ``project-unreached``, ``project-fails``); with
``project-wait=NAME`` its tests go on until there is a file NAME. A capture is said to have been
made, or not (``capture-fails``); with ``capture-wait=NAME`` the program runs until there is one.

Where a request brings a language model along, that is said to have been asked: it answers with a
faster version, when there is a file NAME if the script has ``answer=NAME``, or fails (``unasked``).
Nothing is sent anywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import re
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.toolchain import Finding
from pcg_engine.protocol.codec import decode_message, encode_event
from pcg_engine.protocol.messages import (
    Analysed,
    Analyze,
    Answered,
    Asked,
    Assistance,
    Cancel,
    Capture,
    Captured,
    CaptureStage,
    Checking,
    ClearCache,
    Cleared,
    Concluded,
    Diagnose,
    Diagnosed,
    Event,
    Failed,
    FailureKind,
    FileStamp,
    Final,
    Judged,
    KeepApplied,
    Kept,
    LoopAnalysis,
    Message,
    MisuseAnalysis,
    Noted,
    Offered,
    Parallelize,
    Proposed,
    Ready,
    Recalled,
    Request,
    StepBegun,
    StepEnded,
    Unanswered,
    Verification,
)
from pcg_engine.protocol.reports import (
    AmdahlReport,
    ApplicationReport,
    AssumptionReport,
    AttemptReport,
    BuildChangeReport,
    CapturedCallReport,
    CaptureReport,
    CheckReport,
    DroppedCallReport,
    EstimateReport,
    ExampleReport,
    LoopReport,
    OfferReport,
    ProjectReport,
    ProjectStepReport,
    ReasonReport,
    ResultReport,
)
from pcg_engine.syntax.index import LoopIndex
from pcg_engine.syntax.splice import apply_edits, unified_diff

CHECKS = ("compile", "legality", "equivalence")
ASSUMPTION = "`a` and `b` do not overlap"
DIRECTIVE = "#pragma omp parallel for"
MODEL = "scripted-coder"
PROMPT = "any@1"
HEADER = "used.h"
"""The file beside the source that the script ``header`` reads."""

_MARK = re.compile(rb"// worker: ([^\r\n]*)")
_POLL_SECONDS = 0.01


class Stopped(Exception):
    """The request was cancelled."""


class Script:
    """Serves requests as the text says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()

    def run(self) -> None:
        """Serve until standard input ends."""
        self._note("Start", 0)
        healed = (self._folder / "healed").exists()
        match os.environ.get("PCG_SCRIPT_START", ""):
            case "die" if not healed:
                sys.exit(3)
            case "garbage" if not healed:
                sys.stdout.buffer.write(b"Segmentation fault\n")
                sys.stdout.buffer.flush()
            case "wait":
                self._wait("start", -1)
            case _:
                pass
        threading.Thread(target=self._read, daemon=True).start()
        self._tell(Ready("scripted", os.getpid()))
        while (request := self._requests.get()) is not None:
            self._tell(self._serve(request))

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            message = decode_message(line)
            self._note(type(message).__name__, message.id, _details(message))
            if isinstance(message, Cancel):
                self._cancelled.add(message.id)
            else:
                self._requests.put(message)
        os._exit(0)

    def _note(self, kind: str, number: int, details: dict[str, object] | None = None) -> None:
        entry = {"kind": kind, "id": number, "process": os.getpid(), **(details or {})}
        with (self._folder / "messages.jsonl").open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(entry) + "\n")

    def _tell(self, event: Event) -> None:
        with self._writing:
            sys.stdout.buffer.write(encode_event(event))
            sys.stdout.buffer.flush()

    def _wait(self, name: str, number: int) -> None:
        while not (self._folder / name).exists():
            self._check(number)
            time.sleep(_POLL_SECONDS)

    def _check(self, number: int) -> None:
        if number in self._cancelled:
            raise Stopped

    def _serve(self, request: Request) -> Final:
        match request:
            case Analyze():
                return _analysed(request)
            case Parallelize():
                try:
                    return self._parallelize(request)
                except Stopped:
                    return _cancelled(request.id)
            case Capture():
                try:
                    return self._capture(request)
                except Stopped:
                    return _cancelled(request.id)
            case Diagnose(id=number):
                finding = Finding("compiler", True, "/usr/bin/g++", "12.2", "", "")
                return Diagnosed(number, (finding,))
            case ClearCache(id=number):
                return Cleared(number, str(self._folder))
            case KeepApplied(id=number):
                return Kept(number, is_new=True)

    def _parallelize(self, request: Parallelize) -> Concluded | Failed:
        source = SourceText(request.text.path, request.text.data)
        wanted = request.settings.loop
        loop = next(one for one in LoopIndex.build(source).loops if one.id == wanted)
        words = _words(source, loop)
        number = request.id
        self._tell(Noted(number, "bubblewrap is missing"))
        if "die-at-once" in words:
            os._exit(3)
        if request.project is not None:
            failed = self._prepare_project(number, words)
            if failed is not None:
                return failed
        self._tell(Proposed(number, 2))
        verification = _verification(source, loop, words)
        self._try_candidate(number, 1, words)
        if "refute" in words:
            return _concluded(request, source, loop, "refuted", "not-faster", "1.01× is no gain")
        if "inconclusive" in words:
            return _concluded(request, source, loop, "inconclusive", "budget", "the time was over")
        if "fail" in words:
            hint = "install g++"
            return Failed(number, FailureKind.ENVIRONMENT, "no-compiler", "no compiler", hint)
        self._tell(Judged(number, RULES_ORIGIN, "parallel-for", "verified", "", 1.87))
        if request.project is None:
            self._tell(Offered(number, verification))
        if "improve" in words:
            self._wait(f"improved-{loop.id.function}", number)
        self._try_candidate(number, 2, ())
        self._tell(Judged(number, RULES_ORIGIN, "parallel-for-simd", "refuted", "not faster"))
        if request.assistance is not None:
            verification = self._ask(number, request.assistance, verification, words)
        if request.project is not None:
            return self._judge_in_project(request, source, loop, words, verification)
        return _concluded(request, source, loop, "verified", "", "", verification)

    def _prepare_project(self, number: int, words: tuple[str, ...]) -> Failed | None:
        """The project as it is; why it is of no use, if the script says so."""
        for step, command in (("copy", ""), ("build", "make"), ("test", "make check")):
            self._tell(StepBegun(number, step, command))
            if step == "test" and "project-fails" in words:
                told = "the project fails its tests before anything is changed"
                self._tell(StepEnded(number, step, False, told, 0.5))
                return Failed(number, FailureKind.USAGE, "project-test", told, "make that work")
            self._tell(StepEnded(number, step, True, "", 0.5))
        return None

    def _judge_in_project(
        self,
        request: Parallelize,
        source: SourceText,
        loop: Loop,
        words: tuple[str, ...],
        verification: Verification,
    ) -> Concluded:
        number = request.id
        self._tell(StepBegun(number, "candidate-test", "make check"))
        for word in words:
            name, _, argument = word.partition("=")
            if name == "project-wait":
                self._wait(argument, number)
        refused = "project-refuse" in words
        self._tell(StepEnded(number, "candidate-test", not refused, "", 0.5))
        report = _project_report(request, words)
        if refused:
            concluded = _concluded(
                request, source, loop, "refuted", report.reason_code, report.reason
            )
        else:
            accepted = replace(verification, project=report)
            concluded = _concluded(request, source, loop, "verified", "", "", accepted)
        return replace(concluded, project=report)

    def _capture(self, request: Capture) -> Captured | Failed:
        source = SourceText(request.text.path, request.text.data)
        number = request.id
        loop = next(
            one
            for one in LoopIndex.build(source).loops
            if source.location(one.span.start).line == request.line
        )
        words = _words(source, loop)
        for stage in ("building the program in a copy of the tree …", "running it …"):
            self._check(number)
            self._tell(CaptureStage(number, stage))
        for word in words:
            name, _, argument = word.partition("=")
            if name == "capture-wait":
                self._wait(argument, number)
        if "capture-fails" in words:
            told, hint = f"`{loop.id.function}` was not reached in this run", "see --seconds"
            return Failed(number, FailureKind.USAGE, "not-called", told, hint)
        return Captured(number, _capture_report(request, loop))

    def _ask(
        self,
        number: int,
        assistance: Assistance,
        verification: Verification,
        words: tuple[str, ...],
    ) -> Verification:
        """The offer after the model has had its say."""
        example = ExampleReport("Scales an array", "transform", "seed", 3.2, 0.87)
        self._tell(Recalled(number, (example,)))
        for turn in (1, 2):
            self._tell(Asked(number, MODEL, assistance.host, PROMPT, turn))
            if "unasked" in words:
                hint = "set EXAMPLE_KEY"
                self._tell(Unanswered(number, MODEL, "endpoint-refused", "401: no key", hint))
                return verification
            for word in words:
                name, _, argument = word.partition("=")
                if name == "answer":
                    self._wait(argument, number)
            self._tell(Answered(number, MODEL, PROMPT, 750, 0.25, 2.0, cached=False))
            verdict, reason = ("refuted", "a race on `s`") if turn == 1 else ("verified", "")
            speedup = None if turn == 1 else 2.4
            self._tell(Judged(number, MODEL, PROMPT, verdict, reason, speedup))
        offer = replace(
            verification.offer, origin=MODEL, workflow=PROMPT, speedup=2.4, low=2.3, high=2.5
        )
        written = replace(verification, offer=offer)
        self._tell(Offered(number, written))
        return written

    def _try_candidate(self, number: int, candidate: int, words: tuple[str, ...]) -> None:
        for position, check in enumerate(CHECKS, start=1):
            self._check(number)
            self._tell(Checking(number, "parallel-for", candidate, check, position, len(CHECKS)))
            if position == 2:
                self._misbehave(number, words)

    def _misbehave(self, number: int, words: tuple[str, ...]) -> None:
        for word in words:
            name, _, argument = word.partition("=")
            match name:
                case "wait":
                    self._wait(argument, number)
                case "hang":
                    _hang()
                case "die":
                    os._exit(3)
                case "garbage":
                    self._write_garbage()
                case _:
                    pass

    def _write_garbage(self) -> None:
        sys.stdout.buffer.write(b'{"type": "Concluded", "id": "many"}\n')
        sys.stdout.buffer.flush()
        _hang()


def _cancelled(number: int) -> Failed:
    return Failed(number, FailureKind.CANCELLED, "cancelled", "cancelled", "")


def _project_report(request: Parallelize, words: tuple[str, ...]) -> ProjectReport:
    assert request.project is not None
    verdict, code, reason = "accepted", "", "the project's own tests pass"
    if "project-refuse" in words:
        verdict, code = "refuted", "project-tests"
        reason = "the project's own tests fail with it, and pass without: out[0] is 7"
    elif "project-unreached" in words:
        code = "not-reached"
        reason = f"{reason}, but none of them runs what is changed"
    measure = "seconds of wall time"
    application = ApplicationReport(1.42, 1.38, 1.47, 0.95, 12, 2, 8.1, 5.7, measure, 0.0)
    return ProjectReport(
        root=request.project.root,
        origin="found: Makefile",
        build="make",
        test="make check",
        bench="make bench",
        openmp="add -fopenmp",
        verdict=verdict,
        reason_code=code,
        reason=reason,
        application=None if verdict == "refuted" else application,
        amdahl=(AmdahlReport("timed", 0.6, 0.55, 0.65, 2.5, 2.222, 2.857),),
        untimed="",
        changes=(BuildChangeReport("Makefile", "+CXXFLAGS += -fopenmp"),),
        awakened=(),
        steps=(ProjectStepReport("test", "", True, "", 0.5),),
        project_only=(),
    )


def _capture_report(request: Capture, loop: Loop) -> CaptureReport:
    return CaptureReport(
        function=loop.id.function,
        line=request.line,
        command=" ".join(request.program.words),
        folder="/cache/captures/1",
        total_calls=20,
        total_seconds=0.25,
        is_whole=True,
        calls=(CapturedCallReport(17, 0.02, 800, "n = 100"),),
        dropped=(DroppedCallReport(3, "it reads outside of what was recorded"),),
        refused=2,
        refusal="an argument is too large",
        note="",
    )


def _hang() -> None:
    while True:
        time.sleep(60)


def _details(message: Message) -> dict[str, object]:
    """What tests look at of a message."""
    match message:
        case Parallelize(settings=settings, assistance=assistance):
            return {
                "generators": settings.generators.value,
                "workflows": [one.value for one in settings.model.workflows],
                "model": asdict(settings.model),
                "budget": settings.budget_seconds,
                "assistance": None if assistance is None else asdict(assistance),
                "project": None if message.project is None else asdict(message.project),
                "also": message.text.command.also,
            }
        case Capture():
            return {"line": message.line, "program": asdict(message.program)}
        case KeepApplied():
            return {"applied": asdict(message)}
        case _:
            return {}


def _words(source: SourceText, loop: Loop) -> tuple[str, ...]:
    assert loop.function is not None
    span = loop.function.span
    found = _MARK.search(source.data, span.start, span.end)
    return tuple(found[1].decode().split()) if found else ()


def _analysed(request: Analyze) -> Analysed:
    source = SourceText(request.text.path, request.text.data)
    if b"// analysis: die" in source.data:
        os._exit(3)
    loops = LoopIndex.build(source).loops
    ids = {(one.id.function, one.id.digest, one.id.ordinal): str(one.id) for one in loops}
    analysed = tuple(_analysis(source, one, ids) for one in loops)
    return Analysed(request.id, analysed, (), tuple(_misuses(source, loops)))


def _misuses(source: SourceText, loops: Iterable[Loop]) -> Iterator[MisuseAnalysis]:
    """The directives of loops of which the script says ``wrong`` or ``hopeless``."""
    for loop in loops:
        words = () if loop.function is None else _words(source, loop)
        if not loop.is_openmp or not {"wrong", "hopeless"} & set(words):
            continue
        directive = loop.pragmas[-1].span
        removal = (Edit(directive, ""),) if "hopeless" in words else ()
        text = "wrong OpenMP: all threads write the one `t`"
        yield MisuseAnalysis(str(loop.id), "shared-temporary", text, directive, removal)


def _analysis(source: SourceText, loop: Loop, ids: dict[tuple[str, str, int], str]) -> LoopAnalysis:
    words = () if loop.function is None else _words(source, loop)
    start = loop.span.start if loop.function is None else loop.function.span.start
    line = source.location(loop.span.start).line
    reasons: tuple[ReasonReport, ...] = ()
    if "sequential" in words:
        reasons = (ReasonReport("dependence", "s depends on itself", (), 1),)
    report = LoopReport(
        id=str(loop.id),
        line=line,
        end_line=source.location(loop.span.end - 1).line,
        function=loop.id.function,
        kind=loop.kind.value,
        parallelizability="sequential" if reasons else "parallel",
        with_=(),
        reasons=reasons,
        assumptions=(),
        hotness=1.0 / line,
        estimate=None if reasons else EstimateReport(1.8, 1.5, 2.0, 2),
    )
    parent = None
    if loop.parent is not None:
        parent = ids.get((loop.id.function, loop.id.digest, loop.parent))
    summary = "sequential: s depends on itself" if reasons else "independent iterations"
    function_line = source.location(start).line
    return LoopAnalysis(report, summary, function_line, parent, loop.is_openmp, False)


def _verification(source: SourceText, loop: Loop, words: tuple[str, ...]) -> Verification:
    assert loop.function is not None
    at = Span(loop.span.start, loop.span.start)
    edits = (Edit(at, f"{DIRECTIVE}\n{source.indentation(loop.span.start)}"),)
    if "include" in words:
        edits = (Edit(Span(0, 0), "#include <omp.h>\n"), *edits)
    after = apply_edits(source, edits)
    assumptions: tuple[AssumptionReport, ...] = ()
    if "assume" in words:
        assumptions = (
            AssumptionReport("no-alias", ASSUMPTION, None),
            AssumptionReport("size", "n fits in an int", "n < 2147483647"),
        )
    files: tuple[FileStamp, ...] = ()
    if "header" in words:
        header = Path(source.path).parent / HEADER
        files = (FileStamp(str(header), hashlib.sha256(header.read_bytes()).hexdigest()),)
    offer = OfferReport(
        origin="rules",
        workflow="parallel-for",
        evidence="tested",
        speedup=1.87,
        low=1.8,
        high=1.93,
        threads=2,
        max_relative_error=0.0,
        checks=tuple(CheckReport(name, "passed", "", "fine", None, 0.1) for name in CHECKS),
        assumptions=assumptions,
        diff=unified_diff(source, after),
        text=f"// the function with {DIRECTIVE}",
    )
    return Verification(offer, edits, files)


def _concluded(
    request: Parallelize,
    source: SourceText,
    loop: Loop,
    verdict: str,
    code: str,
    reason: str,
    verification: Verification | None = None,
) -> Concluded:
    attempt = AttemptReport("rules", "parallel-for", verdict, code, reason, None, ())
    result = ResultReport(
        loop_id=str(loop.id),
        line=source.location(loop.span.start).line,
        function=loop.id.function,
        verdict=verdict,
        reason_code=code,
        reason=reason,
        offer=None if verification is None else verification.offer,
        candidates=(attempt,),
    )
    return Concluded(request.id, result, verification)


if __name__ == "__main__":
    Script(Path(os.environ["PCG_SCRIPT"])).run()
