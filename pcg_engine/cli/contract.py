"""The JSON contract: one object, lines 1-based, ``schema`` 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pcg_engine.domain.errors import PcgError
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.result import FileResult, VerificationResult
from pcg_engine.domain.source import SourceText
from pcg_engine.protocol.reporting import (
    function_report,
    loop_report,
    misuse_report,
    nest_report,
    project_report,
)
from pcg_engine.protocol.reports import (
    LoopReport,
    MisuseReport,
    ProjectReport,
    ResultReport,
)

if TYPE_CHECKING:
    from pcg_engine.action.capture import CaptureResult

SCHEMA = 1

JsonObject = dict[str, Any]


def print_json(value: JsonObject) -> None:
    """Print ``value`` as one object to standard output."""
    json.dump(value, sys.stdout, indent=2)
    sys.stdout.write("\n")


def error_object(error: PcgError) -> JsonObject:
    """What ``--json`` prints instead of a result."""
    return {
        "schema": SCHEMA,
        "error": {"code": error.code, "message": error.message, "hint": error.hint},
    }


@dataclass(frozen=True, slots=True)
class AnalysedFile:
    """What analysis says of one file."""

    source: SourceText
    nests: tuple[LoopFacts, ...]
    misuses: tuple[Misuse, ...]


def analysis_object(files: Iterable[AnalysedFile]) -> JsonObject:
    """``analyze``: every loop of every file, outer before inner, and what OpenMP it has wrong."""
    return {
        "schema": SCHEMA,
        "files": [
            {
                "file": one.source.path,
                "loops": _loops(one.source, one.nests),
                "misuse": [_object(misuse_report(one.source, m)) for m in one.misuses],
            }
            for one in files
        ],
    }


def result_object(source: SourceText, result: FileResult) -> JsonObject:
    """``parallelize``: the loops of the file and what trying its nests came to.

    ``project`` is there only if the project was asked.
    """
    text = result.output_text
    told: JsonObject = {
        "schema": SCHEMA,
        "file": result.file,
        "loops": _loops(source, result.facts),
        "results": [_object(nest_report(source, nest)) for nest in result.nests],
        "output_text": None if text is None else text.decode("utf-8", "surrogateescape"),
        "seconds": round(result.seconds, 3),
    }
    if result.project is not None:
        told["project"] = _object(project_report(result.project))
    return told


def verification_object(source: SourceText, result: VerificationResult) -> JsonObject:
    """``verify``: the loops of the original, and what each changed function came to."""
    text = result.output_text
    return {
        "schema": SCHEMA,
        "file": result.file,
        "candidate": result.candidate,
        "loops": _loops(source, result.facts),
        "results": [_object(function_report(source, one)) for one in result.functions],
        "output_text": None if text is None else text.decode("utf-8", "surrogateescape"),
        "seconds": round(result.seconds, 3),
    }


def capture_object(result: CaptureResult, folder: Path) -> JsonObject:
    """``capture``: what is kept, the longest calls first, and what is not."""
    taken = result.capture
    return {
        "schema": SCHEMA,
        "file": taken.file,
        "function": taken.function,
        "line": result.line,
        "command": list(taken.command),
        "folder": str(folder),
        "total_calls": taken.total_calls,
        "total_seconds": taken.total_seconds,
        "is_whole": taken.is_whole,
        "calls": [
            {
                "number": call.number,
                "seconds": call.seconds,
                "bytes": len(call.data),
                "description": description,
            }
            for call, description in zip(taken.calls, result.descriptions, strict=True)
        ],
        "dropped": [{"number": one.number, "reason": one.reason} for one in result.dropped],
        "refused": {"calls": result.refused, "reason": result.refusal or None},
        "note": result.note or None,
    }


def _loops(source: SourceText, facts: tuple[LoopFacts, ...]) -> list[JsonObject]:
    loops: list[JsonObject] = []
    for one in facts:
        loops.append(_object(loop_report(source, one)))
        loops.extend(_loops(source, one.children))
    return loops


def _object(report: LoopReport | MisuseReport | ResultReport | ProjectReport) -> JsonObject:
    """The fields of ``report`` by name; a trailing underscore only avoids a Python keyword."""
    return asdict(report, dict_factory=_named)


def _named(fields: list[tuple[str, Any]]) -> JsonObject:
    return {name.rstrip("_"): _listed(value) for name, value in fields}


def _listed(value: object) -> object:
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
