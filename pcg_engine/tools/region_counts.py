"""How often each region and branch of the user's file ran, by clang's source-based coverage."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pcg_engine.domain.source import Location, SourceText, Span
from pcg_engine.ports import Cancellation, Exited, Limits, RunRequest
from pcg_engine.tools.harness.build import Program, line_offset
from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.run import CallMode, execute
from pcg_engine.tools.harness.scratch import BASE_ENVIRONMENT, scratch_folder
from pcg_engine.tools.obstacle import Obstacle, inconclusive, unavailable
from pcg_engine.tools.subject import Instruments

_CODE_REGION = 0
_LIMITS = Limits(wall_seconds=30.0, output_bytes=256 << 20)


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A piece of code, or (``way`` ``true``/``false``) one outcome of a branch condition."""

    start: Location
    end: Location
    way: str = ""


Counts = Mapping[Region, int]


def count_regions(
    program: Program, cases: Sequence[Case], instruments: Instruments, cancellation: Cancellation
) -> Counts | Obstacle:
    """Run ``cases`` (built with ``variants.coverage``) and count, summed over all of them."""
    profdata, cov = instruments.toolchain.profdata, instruments.toolchain.cov
    if profdata is None or cov is None:
        return unavailable(
            "no-coverage-tools",
            "branch coverage needs llvm-profdata and llvm-cov of the installed clang",
        )
    raw = execute(program, cases, CallMode.ONCE.value, {}, _LIMITS, instruments, cancellation)
    if not isinstance(raw.outcome, Exited) or raw.outcome.code != 0 or not raw.profiles:
        return inconclusive(
            "coverage-run-failed", "the original did not finish when built for branch coverage"
        )
    with scratch_folder(instruments) as scratch:
        for number, profile in enumerate(raw.profiles):
            (scratch / f"{number}.profraw").write_bytes(profile)
        names = tuple(f"{number}.profraw" for number in range(len(raw.profiles)))
        merged = instruments.sandbox.run(
            RunRequest(
                argv=(profdata.path, "merge", "-sparse", "-o", "merged.profdata", *names),
                scratch=scratch,
                environment=BASE_ENVIRONMENT,
                limits=_LIMITS,
            ),
            cancellation,
        )
        if not isinstance(merged, Exited) or merged.code != 0:
            return unavailable("profdata-failed", f"`{profdata.path}` could not read a profile")
        exported = instruments.sandbox.run(
            RunRequest(
                argv=(
                    cov.path,
                    "export",
                    "-skip-expansions",
                    "-instr-profile=merged.profdata",
                    str(program.library),
                ),
                scratch=scratch,
                readable=(program.library,),
                environment=BASE_ENVIRONMENT,
                limits=_LIMITS,
            ),
            cancellation,
        )
    if not isinstance(exported, Exited) or exported.code != 0:
        return unavailable("cov-failed", f"`{cov.path}` could not export a report")
    file = PurePath(program.harness.original.source.path).name
    return parse_export(exported.stdout, line_offset(program.harness), file)


def parse_export(report: bytes, offset: int, file: str | None = None) -> Counts:
    """Counts from ``llvm-cov export``; ``offset`` lines come before the user's text.

    With ``file`` only functions of files of that name count, not those of what it includes. Of the
    functions that are built from one text, as instances of a template are, those count that ran.
    """
    document: dict[str, Any] = json.loads(report)
    counts: dict[Region, int] = {}
    found = [
        function
        for unit in document["data"]
        for function in unit.get("functions", ())
        if file is None or not (n := function.get("filenames", ())) or PurePath(n[0]).name == file
    ]
    ran = {_text(function) for function in found if function["count"]}
    for function in found:
        if not function["count"] and _text(function) in ran:
            continue
        for row in function.get("regions", ()):
            if row[7] == _CODE_REGION and row[5] == 0:
                _add(counts, row, "", int(row[4]), offset)
        for row in function.get("branches", ()):
            # A condition that the compiler folded has neither outcome: it is no branch.
            if row[6] == 0 and (row[4] or row[5] or function["count"] == 0):
                _add(counts, row, "true", int(row[4]), offset)
                _add(counts, row, "false", int(row[5]), offset)
    return counts


def _text(function: dict[str, Any]) -> tuple[str, tuple[int, ...]]:
    """Where the body of a function is written."""
    names = function.get("filenames", ())
    body = tuple(int(one) for row in function.get("regions", ())[:1] for one in row[:4])
    return (names[0] if names else "", body)


def _add(counts: dict[Region, int], row: list[int], way: str, count: int, offset: int) -> None:
    start, end = Location(row[0] - offset, row[1]), Location(row[2] - offset, row[3])
    region = Region(start, end, way)
    counts[region] = counts.get(region, 0) + count


def within(counts: Counts, source: SourceText, span: Span) -> Counts:
    """The counts of what lies inside ``span`` of ``source``."""
    first, last = source.location(span.start), source.location(span.end)
    return {r: c for r, c in counts.items() if first <= r.start and r.end <= last}


def within_or_around(counts: Counts, source: SourceText, span: Span) -> Counts:
    """``within``; where no code begins inside, as in a call, the region around ``span``."""
    inside = within(counts, source, span)
    if inside:
        return inside
    first, last = source.location(span.start), source.location(span.end)
    around = [r for r in counts if not r.way and r.start <= first and last <= r.end]
    innermost = max(around, key=lambda r: (r.start, _reversed(r.end)), default=None)
    return {} if innermost is None else {innermost: counts[innermost]}


def _reversed(end: Location) -> tuple[int, int]:
    return (-end.line, -end.column)


def merged(first: Counts, second: Counts) -> Counts:
    """The sums."""
    return {r: first.get(r, 0) + second.get(r, 0) for r in {*first, *second}}
