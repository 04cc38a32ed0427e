"""Capturing what one function is given in a run of the user's own program."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from pcg_engine.action.checks import Laboratory
from pcg_engine.action.choice import chosen_nests
from pcg_engine.action.header_survey import survey_header
from pcg_engine.action.outlined import taken_out
from pcg_engine.action.survey import Survey, require_compilable, survey
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.capture import Capture
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError
from pcg_engine.domain.header_units import HeaderUnits
from pcg_engine.domain.qualified_names import without_arguments
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import FOR_STRANGERS, Cancellation
from pcg_engine.tools.capture.instrument import Bounds, Entry, function_entry, not_capturable
from pcg_engine.tools.capture.outcome import Recording
from pcg_engine.tools.capture.program import (
    ProgramSource,
    Ran,
    RecordedRun,
    SingleFile,
    record,
)
from pcg_engine.tools.capture.replay import Replayed, replay
from pcg_engine.tools.capture.specs import captured_spec, layout_digest, nest_key
from pcg_engine.tools.experiment import Experiment
from pcg_engine.tools.harness.prepare import Harness, NoHarness, prepare
from pcg_engine.tools.harness.recorded import shared_among
from pcg_engine.tools.obstacle import Obstacle

_MOST_INSTANCES = 8
"""In so many runs at most it is found out which instance of a template the program calls."""


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """What to capture: the function, or that of the loop at ``line``, of ``source``.

    ``command`` is how the file is compiled, a header through its ``units``; ``words`` is how the
    run is told to people. It may take ``seconds``; ``environment`` is all that it gets of one.
    """

    source: SourceText
    command: CompileCommand
    function: str | None
    line: int | None
    program: ProgramSource
    words: tuple[str, ...]
    bounds: Bounds
    seconds: float
    environment: Mapping[str, str]
    units: HeaderUnits | None = None


@dataclass(frozen=True, slots=True)
class DroppedCall:
    """A recorded call that cannot be used, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaptureResult:
    """What was captured: every call of ``capture`` was replayed, and is described.

    ``refused`` calls could not be recorded, the first of them for ``refusal``; ``note`` tells if
    the program did not end well.
    """

    capture: Capture
    line: int
    descriptions: tuple[str, ...]
    dropped: tuple[DroppedCall, ...]
    refused: int
    refusal: str
    note: str


def capture(
    request: CaptureRequest,
    laboratory: Laboratory,
    cancellation: Cancellation,
    tell: Callable[[str], None],
) -> CaptureResult:
    """Run the user's program once with a recorder in it, and replay what was recorded.

    Raises ``UsageError`` if there is nothing that could be used, ``EnvironmentUnavailable`` if the
    sandbox does not confine programs.
    """
    instruments = laboratory.instruments
    missing = FOR_STRANGERS - instruments.sandbox.guarantees
    if missing:
        raise EnvironmentUnavailable(
            "no-isolation",
            "your program is run in a full sandbox only, and the one of this machine does not "
            f"promise: {', '.join(sorted(missing))}",
            "make bubblewrap work (pcg doctor says how)",
        )
    tell("reading …")
    found = _surveyed(request, laboratory, cancellation)
    require_compilable(found)
    target, *others = _targets(found, request, laboratory, cancellation)
    ran = _record(target, request, laboratory, cancellation, tell)
    for other in others:
        if ran.recording.calls or ran.recording.refused:
            break
        tell(f"{target.what} was not reached: once more for {other.what} …")
        target, ran = other, _record(other, request, laboratory, cancellation, tell)
    harness, recording = target.harness, ran.recording
    _require_calls(recording, target, ran.note)
    taken = Capture(
        file=os.path.realpath(request.source.path),
        function=target.key,
        layout=layout_digest(harness.signature),
        command=_told_command(request, found),
        total_calls=recording.total_calls,
        total_seconds=recording.total_seconds,
        is_whole=recording.is_whole,
        calls=recording.calls,
    )
    tell(f"replaying {len(taken.calls)} calls …")
    replayed = [
        _with_own_copies(one, harness, target.entry)
        for one in _replayed(taken, harness, laboratory, cancellation)
    ]
    kept = [
        (call, one.case)
        for call, one in zip(taken.calls, replayed, strict=True)
        if one.case is not None
    ]
    dropped = tuple(
        DroppedCall(call.number, one.reason)
        for call, one in zip(taken.calls, replayed, strict=True)
        if one.case is None
    )
    if not kept:
        raise UsageError(
            "not-replayable",
            f"none of the {len(dropped)} recorded runs of {target.what} can be replayed: "
            f"{dropped[0].reason}",
            "pass what the function depends on as parameters, or capture a function inside it",
        )
    return CaptureResult(
        replace(taken, calls=tuple(call for call, _ in kept)),
        target.line,
        tuple(case.description for _, case in kept),
        dropped,
        recording.refused,
        recording.refusal,
        ran.note,
    )


@dataclass(frozen=True, slots=True)
class _Target:
    """What is captured: how it is driven, where the recorder enters, under which key it is kept.

    ``what`` names it for people.
    """

    harness: Harness
    entry: Entry
    key: str
    what: str
    line: int


def _record(
    target: _Target,
    request: CaptureRequest,
    laboratory: Laboratory,
    cancellation: Cancellation,
    tell: Callable[[str], None],
) -> Ran:
    run = RecordedRun(
        target.harness,
        target.entry,
        request.program,
        request.bounds,
        request.seconds,
        request.environment,
    )
    return record(run, laboratory.instruments, cancellation, tell)


def _with_own_copies(one: Replayed, harness: Harness, entry: Entry) -> Replayed:
    """``one``, unless a variable of which a nest of C has a copy is reached otherwise, too."""
    if one.case is None:
        return one
    shared = shared_among(harness.signature, one.case.encoded, entry.single)
    if not shared:
        return one
    name = dict(entry.values)[shared].removeprefix("&")
    return Replayed(
        None,
        f"the nest reaches `{name}` through a pointer as well, but taken out of its function it "
        "has a copy of that variable",
    )


def _surveyed(
    request: CaptureRequest, laboratory: Laboratory, cancellation: Cancellation
) -> Survey:
    reader, machine = laboratory.instruments.reader, laboratory.machine
    if request.units is not None:
        return survey_header(request.units, _wanted(request), reader, machine, cancellation)
    also = () if request.function is None else (request.function,)
    return survey(request.source, request.command, reader, machine, cancellation, also=also)


def _wanted(request: CaptureRequest) -> Settings:
    name = None if request.function is None else without_arguments(request.function)
    return Settings(threads=1, function=name, line=request.line)


def _told_command(request: CaptureRequest, found: Survey) -> tuple[str, ...]:
    """A program that a unit of a header makes alone has the unit's name."""
    if found.through is None or not isinstance(request.program, SingleFile):
        return request.words
    return (PurePath(found.through.unit).stem, *request.program.arguments)


def _targets(
    found: Survey, request: CaptureRequest, laboratory: Laboratory, cancellation: Cancellation
) -> Sequence[_Target]:
    """The function, or else the hottest of the loop nests that were asked for.

    Of a template several: its instances, of which the first that the program calls is captured.
    """
    nests = [
        (nest, function)
        for nest in chosen_nests(found, _wanted(request))
        if (function := found.function_of(nest)) is not None
    ]
    functions = {function.key: function for _, function in nests}
    if len(functions) != 1:
        names = ", ".join(sorted({function.name for function in functions.values()}))
        told = f"that is several: {names}" if functions else "the compiler built no function there"
        raise UsageError(
            "several-functions" if functions else "no-such-function",
            told,
            "name one with --function, or one of its loops with --line",
        )
    nest, function = nests[0]
    instances = [
        one
        for one in found.instances_of(nest)
        if request.function is None or _is_asked_for(one, request.function)
    ]
    if not instances:
        names = ", ".join(sorted(one.label for one in found.instances_of(nest)))
        raise UsageError(
            "no-such-function",
            f"the template has no instance `{request.function}`",
            f"name one of those that it has: {names}",
        )
    for one in instances:
        _require_alike(found, one)
    whole = [_whole_function(found, one) for one in instances[:_MOST_INSTANCES]]
    targets = [one for one in whole if isinstance(one, _Target)]
    if targets:
        return targets
    usual = whole[0]
    assert isinstance(usual, NoHarness)
    original = found.original(function, (nest,))
    alone = taken_out(original, laboratory.instruments, laboratory.machine, cancellation)
    if isinstance(alone, str):
        raise _not_capturable(f"{usual.reason} (nor can the loop nest be captured: {alone})", usual)
    refusal = not_capturable(alone.harness)
    if refusal is not None:
        raise _not_capturable(f"{usual.reason} (nor can the loop nest be)", usual)
    span = nest.loop.span
    line = found.source.location(span.start).line
    target = _Target(
        alone.harness,
        Entry(found.source, span.start, span.end, alone.outline.values, alone.outline.single),
        nest_key(original),
        f"the loop nest at line {line} of `{function.name}`",
        line,
    )
    return [target]


def _is_asked_for(function: Function, name: str) -> bool:
    """Whether ``name``, with or without arguments of a template, means this instance."""
    if "<" not in name:
        return True
    own, asked = function.label.replace(" ", ""), name.replace(" ", "")
    return own == asked or own.endswith(f"::{asked}")


def _require_alike(found: Survey, function: Function) -> None:
    """Of a header: every unit that builds ``function`` gets the recorder, one for all of them."""
    through = found.through
    for other in () if through is None else through.others:
        units = other.survey.unit
        same = [
            f
            for f in units.functions.values()
            if f.in_main_file and f.span == function.span and _is_one(f, function)
        ]
        if any(f != function or not _same_classes(found.unit, units) for f in same if f.body):
            assert through is not None
            raise UsageError(
                "differs-between-units",
                f"`{function.name}`, or a type that it uses, is not the same in {other.unit} as in "
                f"{through.unit}",
                "capture the function of one of these files that calls it",
            )


def _is_one(other: Function, function: Function) -> bool:
    """Whether this is the same function; other instances of a template are not recorded."""
    return not function.is_template_instance or other.key == function.key


def _same_classes(one: TranslationUnit, other: TranslationUnit) -> bool:
    """Whether every class that both know is the same in both, whoever makes objects of it there."""
    return all(
        replace(other.records.get(key, record), factories=()) == replace(record, factories=())
        for key, record in one.records.items()
    )


def _whole_function(found: Survey, function: Function) -> _Target | NoHarness:
    original = found.original(function, found.nests_in(function))
    harness = prepare(original)
    if isinstance(harness, NoHarness):
        return harness
    refusal = not_capturable(harness)
    if refusal is not None:
        return refusal
    entry = function_entry(original)
    if isinstance(entry, NoHarness):
        return entry
    line = found.source.location(function.span.start).line
    return _Target(harness, entry, function.label, f"`{function.label}`", line)


def _not_capturable(reason: str, why: NoHarness) -> UsageError:
    return UsageError(why.code, reason, "see docs/capture.md for what can be captured")


def _require_calls(recording: Recording, target: _Target, note: str) -> None:
    if recording.calls:
        return
    also = f"; {note}" if note else ""
    if recording.refused:
        raise UsageError(
            "not-recordable",
            f"what {target.what} is given could not be recorded: {recording.refusal}{also}",
            "see docs/capture.md for what can be captured",
        )
    reached = "was not reached in this run" if recording.is_whole else "was not seen to end"
    raise UsageError(
        "not-called",
        f"{target.what} {reached}{also}",
        "name a run that gets there, long enough (--seconds), of a program that holds this file",
    )


def _replayed(
    taken: Capture, harness: Harness, laboratory: Laboratory, cancellation: Cancellation
) -> tuple[Replayed, ...]:
    instruments = replace(laboratory.instruments, captures=None)
    experiment = Experiment(harness.original, instruments, harness)
    specs = [captured_spec(taken, call, harness.signature) for call in taken.calls]
    fitting = [spec for spec in specs if spec is not None]
    found = replay(fitting, experiment, instruments, cancellation)
    if isinstance(found, Obstacle):
        if found.outcome is Outcome.UNAVAILABLE:
            raise EnvironmentUnavailable(found.code, found.reason, "run `pcg doctor`")
        raise UsageError(found.code, found.reason, "the function cannot be called by itself")
    replayed = iter(found)
    return tuple(_unfit() if spec is None else next(replayed) for spec in specs)


def _unfit() -> Replayed:
    return Replayed(None, "what was recorded does not fit the parameters")
