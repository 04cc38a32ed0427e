"""The host's file formats: cases in, observations out."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pcg_engine.tools.harness.cases import Case
from pcg_engine.tools.harness.layout import BYTE, Layout, dtype_of
from pcg_engine.tools.harness.observation import Observation, Output
from pcg_engine.tools.harness.signature import Signature, SlotKind
from pcg_engine.tools.harness.value_outputs import Bytes, Columns
from pcg_engine.tools.harness.values import ValueLayout

RESULT_NAME = "return value"
_NO_EXCEPTION = 0xFFFFFFFF
_MOVED = 2


def encode_cases(cases: Sequence[Case]) -> Iterator[bytes]:
    """The file ``cases``, in pieces: together they may be hundreds of megabytes."""
    yield struct.pack("<I", len(cases))
    for case in cases:
        yield struct.pack("<Q", len(case.encoded))
        yield case.encoded


_WRITTEN_OVER = "it wrote over memory that is not its own"


@dataclass(frozen=True, slots=True)
class Stream:
    """The decoded file ``observations``; one entry a case, with ``None`` or empty where missing."""

    observations: tuple[Observation | None, ...]
    twins: tuple[Observation | None, ...]
    reports: tuple[str, ...]
    ranges: tuple[Mapping[str, tuple[int, int]], ...]
    seconds: tuple[float, ...]
    growth: tuple[tuple[int, ...], ...] = ()


@dataclass(slots=True)
class _Collected:
    observations: dict[int, Observation] = field(default_factory=dict[int, Observation])
    twins: dict[int, Observation] = field(default_factory=dict[int, Observation])
    reports: dict[int, str] = field(default_factory=dict[int, str])
    ranges: dict[int, dict[str, tuple[int, int]]] = field(
        default_factory=dict[int, dict[str, tuple[int, int]]]
    )
    changes: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    unsettled: set[int] = field(default_factory=set[int])
    seconds: tuple[float, ...] = ()
    growth: dict[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])

    def observation(self, index: int) -> Observation | None:
        """What is known of one call."""
        observation = self.observations.get(index)
        if observation is None:
            return None
        changes, settled = self.changes.get(index, ()), index not in self.unsettled
        return replace(observation, changes=changes, settled=settled)


def decode_stream(signature: Signature, stream: bytes, number: int) -> Stream:
    """What the host wrote for ``number`` cases; a truncated last record is dropped.

    An observation that is none of ``signature`` counts as missing, with a report.
    """
    names = [s.name for s in signature.slots]
    collected = _Collected()
    for tag, index, payload in _records(stream):
        match tag:
            case b"O" | b"T":
                kept = collected.observations if tag == b"O" else collected.twins
                try:
                    kept[index] = decode_observation(signature, payload)
                except ValueError:
                    # The host itself writes them well: its memory was written over.
                    collected.reports.setdefault(index, _WRITTEN_OVER)
            case b"E":
                collected.reports[index] = bytes(payload).decode("utf-8", "replace")
            case b"R":
                entries = struct.iter_unpack("<IQQ", payload)
                collected.ranges[index] = {
                    names[slot]: (begin, end) for slot, begin, end in entries if slot < len(names)
                }
            case b"P":
                collected.changes[index] = tuple(
                    bytes(payload).decode("ascii", "replace").split("\n")
                )
            case b"L":
                collected.unsettled.add(index)
            case b"S":
                collected.seconds = tuple(s for (s,) in struct.iter_unpack("<d", payload))
            case b"M":
                collected.growth[index] = tuple(g for (g,) in struct.iter_unpack("<q", payload))
            case _:
                raise ValueError(f"not a record of the host: {tag!r}")
    order = range(number)
    return Stream(
        tuple(collected.observation(i) for i in order),
        tuple(collected.twins.get(i) for i in order),
        tuple(collected.reports.get(i, "") for i in order),
        tuple(collected.ranges.get(i, {}) for i in order),
        collected.seconds,
        tuple(collected.growth.get(i, ()) for i in order),
    )


def _records(stream: bytes) -> Iterator[tuple[bytes, int, memoryview]]:
    at, view = 0, memoryview(stream)
    while at + 13 <= len(stream):
        index, length = struct.unpack_from("<IQ", stream, at + 1)
        if at + 13 + length > len(stream):
            return
        yield stream[at : at + 1], index, view[at + 13 : at + 13 + length]
        at += 13 + length


def decode_observation(signature: Signature, payload: memoryview) -> Observation:
    """One observation; raises ``ValueError`` if it is not one of this signature."""
    reader = Bytes(payload)
    damaged = {reader.number("<I") for _ in range(reader.number("<I"))}
    length = reader.number("<I")
    exception = None if length == _NO_EXCEPTION else reader.take(length).decode("utf-8", "replace")
    values: list[Output] = []
    for index, slot in enumerate(signature.slots):
        if present := reader.number("<B"):
            nested = slot.kind in (SlotKind.NESTED_VECTOR, SlotKind.ROWS)
            intact = index not in damaged
            if slot.value is not None:
                output = _composed(reader, slot.name, slot.value, intact)
            else:
                output = _output(reader, slot.name, slot.element, nested, intact)
            if slot.kind is SlotKind.ROWS:
                table = tuple(reader.number("<Q") for _ in output.rows)
                output = replace(output, rows=(*output.rows, *table))
            if slot.has_target:
                target = reader.number("<Q"), reader.number("<Q")
                output = replace(output, target=target)
            values.append(replace(output, moved=present == _MOVED))
    if reader.number("<B"):
        intact = len(signature.slots) not in damaged
        if signature.result.value is not None:
            values.append(_composed(reader, RESULT_NAME, signature.result.value, intact))
        else:
            assert signature.result.element is not None
            values.append(_output(reader, RESULT_NAME, signature.result.element, False, intact))
    return Observation(tuple(values), exception)


def _composed(reader: Bytes, name: str, layout: ValueLayout, intact: bool) -> Output:
    columns = Columns()
    columns.read(reader, layout)
    return Output(name, BYTE, b"", tuple(columns.counts), intact, parts=columns.parts())


def _output(reader: Bytes, name: str, element: Layout, nested: bool, intact: bool) -> Output:
    count = reader.number("<Q")
    size = dtype_of(element).itemsize
    if not nested:
        return Output(name, element, reader.take(count * size), intact=intact)
    rows: list[int] = []
    parts: list[bytes] = []
    for _ in range(count):
        rows.append(reader.number("<Q"))
        parts.append(reader.take(rows[-1] * size))
    return Output(name, element, b"".join(parts), tuple(rows), intact)
