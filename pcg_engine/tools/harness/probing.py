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

_REGION = re.compile(
    r"located (\d+) bytes (after|to the right of|before|to the left of|inside of) \d+-byte region "
    r"\[0x([0-9a-f]+),0x([0-9a-f]+)\)"
)
_ACCESS = re.compile(r"(READ|WRITE) of size (\d+)")
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
                discarded.append(Discarded(case.description, explain(report)))
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


def explain(report: str) -> str:
    """What a failed run reported, as a clause for a person."""
    if match := _RUNTIME_ERROR.search(report):
        return match[1].strip()
    if match := _SANITIZER.search(report):
        return match[1].replace("-", " ")
    if "symbol lookup error" in report:
        missing = re.search(r"undefined symbol: (\S+)", report)
        return f"it calls `{missing[1] if missing else '?'}`, which this file does not define"
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
    if "heap-buffer-overflow" not in report or case.spec.recorded is not None:
        return None
    region = _REGION.search(report)
    access = _ACCESS.search(report)
    if region is None or access is None or region[2] not in ("after", "to the right of"):
        return None
    begin = int(region[3], 16)
    slots = {s.name: s for s in harness.signature.slots}
    for name, (start, end) in ranges.items():
        if start != begin:
            continue
        slot = slots[name]
        if slot.extent is not None or slot.kind in (SlotKind.VALUE, SlotKind.REFERENCE):
            return None
        size = dtype_of(slot.element).itemsize
        have = (end - start) // size
        needed = have + (int(region[1]) + int(access[2]) + size - 1) // size
        count = max(needed, 2 * have)
        if count > max(_MAXIMUM_GROWTH, 64 * case.spec.size):
            return None
        return make_case(harness, case.spec.with_extent(name, count))
    return None
