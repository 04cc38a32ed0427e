"""A worker whose every word is written in the source text that it is sent.

It speaks the protocol of ``pcg_engine.worker``, finds loops with the real parser and offers a
real edit, but builds and runs nothing. What it does with a loop is said by a comment in the loop's
function, ``// worker: WORD …`` (``WORDS``); without one the loop is verified.

``PCG_SCRIPT`` names a folder: every message that comes in is noted in its ``messages.jsonl``, and
what a script waits for is a file in it; so is every start of a process. ``PCG_SCRIPT_START`` says
how one starts: ``die`` or ``garbage`` (until there is a file ``healed``), or ``wait`` (for the file
``start``).

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
    Unanswered,
    Verification,
)
from pcg_engine.protocol.reports import (
    AssumptionReport,
    AttemptReport,
    CheckReport,
    EstimateReport,
    ExampleReport,
    LoopReport,
    OfferReport,
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
                    number = request.id
                    return Failed(number, FailureKind.CANCELLED, "cancelled", "cancelled", "")
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
        self._tell(Offered(number, verification))
        if "improve" in words:
            self._wait(f"improved-{loop.id.function}", number)
        self._try_candidate(number, 2, ())
        self._tell(Judged(number, RULES_ORIGIN, "parallel-for-simd", "refuted", "not faster"))
        if request.assistance is not None:
            verification = self._ask(number, request.assistance, verification, words)
        return _concluded(request, source, loop, "verified", "", "", verification)

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
            }
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
