"""Capturing what a function is given in a run of the user's program, for an editor."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine import captured_programs, wiring
from pcg_engine.adapters.compile_reach import program_environment
from pcg_engine.adapters.scratch import Scratch
from pcg_engine.domain.header_units import HeaderUnits
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.ports import Cancellation
from pcg_engine.protocol.messages import Capture, Captured, CaptureStage, Event
from pcg_engine.protocol.reports import CapturedCallReport, CaptureReport, DroppedCallReport

if TYPE_CHECKING:
    from pcg_engine.action.capture import CaptureResult
    from pcg_engine.tools.capture.program import ProgramSource


def captured(
    request: Capture,
    scratch: Scratch,
    cancellation: Cancellation,
    note: Callable[[str], None],
    tell: Callable[[Event], None],
    units: HeaderUnits | None,
) -> Captured:
    """Run the program that ``request`` names, and keep what was captured for later requests.

    A header is compiled through its ``units``. Raises what ``pcg_engine.action.capture.capture``
    raises.
    """
    from pcg_engine.action.capture import CaptureRequest, capture
    from pcg_engine.tools.capture.instrument import Bounds

    text, program = request.text, request.program
    engine_request = CaptureRequest(
        SourceText(text.path, text.data),
        text.command,
        None,
        request.line,
        _program(request, cancellation),
        program.words if program.build else (Path(text.path).stem, *program.words),
        Bounds(),
        request.seconds,
        program_environment(os.environ),
        units,
    )
    with wiring.laboratory(
        text.command, Settings(threads=1), note, cancellation=cancellation, captured=None
    ) as laboratory:
        result = capture(
            engine_request,
            laboratory,
            cancellation,
            lambda stage: tell(CaptureStage(request.id, stage)),
        )
    folder = wiring.kept_captures(note, scratch.path).keep(result.capture)
    return Captured(request.id, _report(result, folder))


def _program(request: Capture, cancellation: Cancellation) -> ProgramSource:
    program, text = request.program, request.text
    folder = Path(program.folder)
    if not program.build:
        return captured_programs.single_file_program(program.words, folder)
    return captured_programs.built_program(
        program.build,
        program.words,
        Path(program.tree),
        folder,
        Path(text.path),
        text.command,
        cancellation,
    )


def _report(result: CaptureResult, folder: Path) -> CaptureReport:
    taken = result.capture
    return CaptureReport(
        function=taken.function_name,
        line=result.line,
        command=shlex.join(taken.command),
        folder=str(folder),
        total_calls=taken.total_calls,
        total_seconds=taken.total_seconds,
        is_whole=taken.is_whole,
        calls=tuple(
            CapturedCallReport(call.number, call.seconds, len(call.data), description)
            for call, description in zip(taken.calls, result.descriptions, strict=True)
        ),
        dropped=tuple(DroppedCallReport(one.number, one.reason) for one in result.dropped),
        refused=result.refused,
        refusal=result.refusal,
        note=result.note,
    )
