"""Offsets in a recorded library, resolved to lines of the source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation, Exited, Limits, RunRequest
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, scratch_folder
from pcg_engine.tools.subject import Instruments


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, and the function it belongs to."""

    file: str
    line: int
    function: str


def resolve(
    library: Path,
    offsets: Sequence[int],
    instruments: Instruments,
    cancellation: Cancellation,
) -> Mapping[int, Place]:
    """The places of those of ``offsets`` that debug information knows.

    Nothing is resolved where there is no ``llvm-symbolizer`` beside clang or llvm-cov: a finding
    stands without its lines.
    """
    symbolizer = find_symbolizer(instruments)
    wanted = sorted({offset for offset in offsets if offset})
    if symbolizer is None or not wanted:
        return {}
    with scratch_folder(instruments) as scratch:
        request = RunRequest(
            argv=(
                str(symbolizer),
                f"--obj={library}",
                "--output-style=JSON",
                "--demangle",
                *(hex(offset) for offset in wanted),
            ),
            scratch=scratch,
            readable=(library, symbolizer),
            environment=BASE_ENVIRONMENT,
            limits=Limits(wall_seconds=20.0, address_space=False),
        )
        try:
            outcome = instruments.sandbox.run(request, cancellation)
        except EnvironmentUnavailable:
            return {}
    match outcome:
        case Exited(code=0, stdout=stdout):
            return parse_symbols(stdout)
        case _:
            return {}


def find_symbolizer(instruments: Instruments) -> Path | None:
    """``llvm-symbolizer`` of the same LLVM as clang or llvm-cov."""
    for tool in (instruments.toolchain.clang, instruments.toolchain.cov):
        if tool is None:
            continue
        path = Path(tool.path).resolve().with_name("llvm-symbolizer")
        if path.is_file():
            return path
    return None


def parse_symbols(output: bytes) -> Mapping[int, Place]:
    """The innermost place of each address in ``llvm-symbolizer``'s JSON."""
    try:
        entries = cast("list[dict[str, Any]]", json.loads(output))
        return {
            int(entry["Address"], 16): Place(
                frames[0]["FileName"], frames[0]["Line"], frames[0]["FunctionName"]
            )
            for entry in entries
            if (frames := entry.get("Symbol")) and frames[0]["Line"] > 0
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
