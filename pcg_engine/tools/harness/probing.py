"""Finds valid inputs: the original runs under AddressSanitizer and UndefinedBehaviorSanitizer.

Where it reads past a buffer whose extent analysis did not know, the buffer grows and the case is
tried again; whatever else the sanitizers object to makes the input invalid for the original.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.ports import Cancellation, Limits
from pcg_engine.tools.harness.build import Program
from pcg_engine.tools.harness.cases import Case, CaseSpec
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.layout import dtype_of
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.run import CASE_SECONDS, CallMode, run
from pcg_engine.tools.harness.signature import SlotKind
from pcg_engine.tools.subject import Instruments

_ROUNDS = 24
_MAXIMUM_GROWTH = 1 << 22
"""Elements beyond which a growing buffer is given up."""

_BEHIND = 64 << 20
"""Bytes behind a buffer that belong to nobody else (``Alone`` of ``runtime/host.cpp``)."""

_FAR_GROWTH = 1 << 16
"""The same where the access was so far behind that its index is hardly one that the program has."""
_PAGE = 4096
_REGION = re.compile(
    r"located (\d+) bytes (?:after|to the right of) \d+-byte region \[0x([0-9a-f]+),0x[0-9a-f]+\)"
)
_PLACE = re.compile(
    r"ERROR: AddressSanitizer: (?:use-after-poison|SEGV) on (?:unknown )?address 0x([0-9a-f]+)"
)
_ACCESS = re.compile(r"(READ|WRITE) of size (\d+)")
_WIDEST = 16
"""Bytes of an access of which only the place is known."""
_SANITIZER = re.compile(r"ERROR: AddressSanitizer: ([\w-]+)")
_RUNTIME_ERROR = re.compile(r"runtime error: (.+)")


@dataclass(frozen=True, slots=True)
class Discarded:
    """An input on which the original itself is invalid, and what was found."""

    description: str
    reason: str


@dataclass(frozen=True, slots=True)
class Validation:
    """Inputs on which the original is valid, and those on which it is not."""

    cases: tuple[Case, ...]
    discarded: tuple[Discarded, ...]


def validate(
    program: Program,
    specs: Sequence[CaseSpec],
    instruments: Instruments,
    cancellation: Cancellation,
    limits: Limits | None = None,
    *,
    case_seconds: int = CASE_SECONDS,
) -> Validation:
    """The cases of ``specs`` on which the original, built as ``program``, is valid, in order.

    Specs that the signature does not permit are left out silently; equal inputs are kept once.
    Recorded inputs are what they are: nothing is added to them. A call may take ``case_seconds``.
    """
    harness = program.harness
    pending = [(i, c) for i, c in enumerate(make_case(harness, s) for s in specs) if c is not None]
    valid: dict[int, Case] = {}
    discarded: list[Discarded] = []
    for _ in range(_ROUNDS):
        if not pending:
            break
        execution = run(
            program,
            [case for _, case in pending],
            CallMode.ISOLATED,
            {},
            limits or Limits(wall_seconds=30.0),
            instruments,
            cancellation,
            case_seconds=case_seconds,
        )
        again: list[tuple[int, Case]] = []
        for position, (index, case) in enumerate(pending):
            observation = execution.observations[position]
            if observation is not None and not observation.untold:
                valid[index] = case
                continue
            if observation is not None:
                discarded.append(Discarded(case.description, observation.untold))
                continue
            report = execution.reports[position]
            grown = _grow(harness, case, report, execution.ranges[position])
            if grown is None:
                discarded.append(Discarded(case.description, explain(report, harness.left_out)))
            else:
                again.append((index, grown))
        pending = again
    discarded.extend(
        Discarded(case.description, "the storage it needs keeps growing") for _, case in pending
    )
    unique: dict[tuple[bytes, tuple[str, ...]], Case] = {}
    for index in sorted(valid):
        unique.setdefault((valid[index].encoded, valid[index].owners), valid[index])
    return Validation(tuple(unique.values()), tuple(discarded))


def explain(report: str, left_out: Sequence[str] = ()) -> str:
    """What a failed run reported, as a clause for a person.

    ``left_out`` are functions that it was to call in no case.
    """
    if match := _RUNTIME_ERROR.search(report):
        return match[1].strip()
    if match := _SANITIZER.search(report):
        # What lies behind an argument is poisoned.
        return match[1].replace("use-after-poison", "heap-buffer-overflow").replace("-", " ")
    if "symbol lookup error" in report:
        missing = re.search(r"undefined symbol: (\S+)", report)
        symbol = missing[1] if missing else "?"
        named = next((name for name in left_out if name.rpartition("::")[2] in symbol), "")
        if named:
            return f"it calls `{named}`, which changes variables of another file"
        return f"it calls `{symbol}`, which this file does not define"
    if "pcg-host:" in report:
        return report.split("pcg-host:", 1)[1].splitlines()[0].strip()
    if "killed by signal 14" in report:
        return "it takes too long"
    lines = [line for line in report.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it does not finish"


def _grow(
    harness: Harness, case: Case, report: str, ranges: Mapping[str, tuple[int, int]]
) -> Case | None:
    """The case with a larger buffer, if the report is about reading or writing past one."""
    beyond = _beyond(report, ranges)
    if beyond is None or case.spec.recorded is not None:
        return None
    slot = next(s for s in harness.signature.slots if s.name == beyond.slot)
    if slot.extent is not None or slot.kind in (SlotKind.VALUE, SlotKind.REFERENCE):
        return None
    start, end = ranges[slot.name]
    size = dtype_of(slot.element).itemsize
    have = (end - start) // size
    access = _ACCESS.search(report)
    wide = _WIDEST if access is None else int(access[2])
    needed = have + (beyond.distance + wide + size - 1) // size
    count = max(needed, 2 * have)
    most = _MAXIMUM_GROWTH if beyond.distance < _PAGE else _FAR_GROWTH
    if count > max(most, 64 * case.spec.size):
        return None
    return make_case(harness, case.spec.with_extent(slot.name, count))


@dataclass(frozen=True, slots=True)
class _Beyond:
    """A buffer, and how many bytes behind its end the access began."""

    slot: str
    distance: int


def _beyond(report: str, ranges: Mapping[str, tuple[int, int]]) -> _Beyond | None:
    """Behind which buffer of ``ranges`` the access of ``report`` was."""
    region = _REGION.search(report) if "heap-buffer-overflow" in report else None
    if region is not None:
        begin = int(region[2], 16)
        named = (name for name, (start, _) in ranges.items() if start == begin)
        return next((_Beyond(name, int(region[1])) for name in named), None)
    found = _PLACE.search(report)
    if found is None:
        return None
    place = int(found[1], 16)
    # Blocks that lie alone begin with a page.
    behind = (
        _Beyond(name, place - end)
        for name, (start, end) in ranges.items()
        if start % _PAGE == 0 and end <= place < end + _BEHIND
    )
    return min(behind, key=lambda one: one.distance, default=None)
