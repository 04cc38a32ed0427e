"""Recorded inputs taken apart: what a case of the user's own program holds, slot by slot (pure).

Nothing of a record is trusted: it must be just what the signature says, to the last byte.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, assert_never

import numpy as np

from pcg_engine.tools.harness.cases import Case, CaseSpec, RecordedInput
from pcg_engine.tools.harness.graph_glue import ordinals
from pcg_engine.tools.harness.graphs import (
    OWNER_SHIFT,
    DamagedGraph,
    GraphLayout,
    decode_graph,
    is_landmark,
    places_of,
)
from pcg_engine.tools.harness.layout import ArrayLayout, ScalarLayout, StructLayout, dtype_of
from pcg_engine.tools.harness.signature import Signature, Slot, SlotKind
from pcg_engine.tools.harness.values import (
    IN_PARTS,
    FixedLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    VariantLayout,
)

OWN, ELEMENT_OF, SAME_OBJECT = 0, 1, 2
_HEADER = struct.Struct("<BQ")
_SHARED_HEADER = struct.Struct("<BIQQ")
_WHOLE = (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.OBJECT, SlotKind.ROWS)
_AT_MOST_ONE = (SequenceKind.OPTIONAL, SequenceKind.OWNER)


class DamagedRecord(Exception):
    """The bytes are no input of the signature; the message is a clause for a person."""


@dataclass(frozen=True, slots=True)
class RecordedSlot:
    """One slot: whose storage it uses (its own name, but for aliases), and how many elements.

    The elements begin at byte ``start``, where they lie in one piece (else -1); ``value`` is that
    of an integer parameter. ``longest`` is the largest number of elements in the slot or inside,
    ``end`` the byte behind the slot. A value of no fixed size begins at byte ``at``.
    """

    owner: str
    count: int
    start: int = -1
    value: int | None = None
    longest: int = 0
    end: int = 0
    at: int = -1


def slots_of(signature: Signature, encoded: bytes) -> tuple[RecordedSlot, ...]:
    """What ``encoded`` holds, in the signature's order; raises ``DamagedRecord``."""
    reader = _Reader(encoded)
    names = [slot.name for slot in signature.slots]
    kinds: list[int] = []
    found: list[RecordedSlot] = []
    for index, slot in enumerate(signature.slots):
        kind = encoded[reader.at] if reader.at < len(encoded) else -1
        kinds.append(kind)
        if kind == OWN:
            own = _own(slot, reader)
            found.append(replace(own, end=reader.at))
            continue
        owner, offset, count = reader.shared(kind)
        is_fixed = slot.is_global and not slot.is_behind_pointer
        if owner >= len(names) or owner == index or is_fixed:
            raise DamagedRecord(f"`{slot.name}` lies in the storage of nothing")
        if (kind == SAME_OBJECT) != (slot.kind in _WHOLE):
            raise DamagedRecord(f"`{slot.name}` cannot share storage in this way")
        if kind == SAME_OBJECT and signature.slots[owner].type.removeprefix(
            "const "
        ) != slot.type.removeprefix("const "):
            raise DamagedRecord(f"`{slot.name}` is an object of another type")
        found.append(RecordedSlot(names[owner], count, offset, longest=count, end=reader.at))
    if reader.at != len(encoded):
        raise DamagedRecord("it holds more than the parameters")
    reader.graphs += [1] * sum(slot.kind is SlotKind.POINTER for slot in signature.slots)
    _require_places(reader)
    return tuple(
        one if kinds[index] == OWN else _placed(index, one, found, kinds, signature)
        for index, one in enumerate(found)
    )


def recorded_case(signature: Signature, spec: CaseSpec, recorded: RecordedInput) -> Case | None:
    """The input, if it fits ``signature``."""
    try:
        slots = slots_of(signature, recorded.encoded)
    except DamagedRecord:
        return None
    named = list(zip(signature.slots, slots, strict=True))
    scalars = tuple(sorted((s.name, one.value) for s, one in named if one.value is not None))
    parts = [f"{name} = {value:,}" for name, value in scalars]
    parts += [
        f"{slot.name}: {one.longest:,} elements"
        for slot, one in named
        if slot.kind not in (SlotKind.VALUE, SlotKind.REFERENCE)
    ]
    changed = f", {recorded.changed}" if recorded.changed else ""
    return Case(
        spec,
        recorded.encoded,
        f"{recorded.words} ({', '.join(parts)}{changed})",
        len(recorded.encoded),
        tuple(one.owner for one in slots),
        largest_of(slots),
        scalars,
    )


def largest_of(slots: tuple[RecordedSlot, ...]) -> int:
    """The largest element count or integer parameter."""
    return max((max(one.longest, one.value or 0) for one in slots), default=1)


def float_runs(signature: Signature, encoded: bytes) -> tuple[tuple[ScalarLayout, int, int], ...]:
    """Where floating-point numbers lie in one piece: their layout, first byte and number."""
    found: list[tuple[ScalarLayout, int, int]] = []
    for slot, one in zip(signature.slots, slots_of(signature, encoded), strict=True):
        element = slot.element
        if isinstance(slot.value, GraphLayout) and one.owner == slot.name:
            found += _float_nodes(slot.value, encoded, one)
        if one.owner != slot.name or one.start < 0 or slot.value is not None:
            continue
        if slot.kind in (SlotKind.VALUE, SlotKind.REFERENCE, SlotKind.NESTED_VECTOR):
            continue
        if isinstance(element, ScalarLayout) and element.code[1:2] == "f" and one.count:
            found.append((element, one.start, one.count))
    return tuple(found)


def _float_nodes(
    layout: GraphLayout, encoded: bytes, one: RecordedSlot
) -> Iterator[tuple[ScalarLayout, int, int]]:
    """Arrays of floating-point numbers that objects lead to."""
    for node in decode_graph(layout, encoded, one.at).nodes:
        if is_landmark(layout, node.type):
            continue
        type_ = layout.types[node.type]
        element = type_.fields[0].layout
        if type_.is_scalar and isinstance(element, ScalarLayout) and element.code[1:2] == "f":
            yield element, node.start, node.count


def shared_among(signature: Signature, encoded: bytes, names: Collection[str]) -> str:
    """The first of the parameters ``names`` that something else leads to, too; empty if none."""
    known = ordinals(signature)
    for slot, one in zip(signature.slots, slots_of(signature, encoded), strict=True):
        if one.owner != slot.name and (slot.name in names or one.owner in names):
            return slot.name if slot.name in names else one.owner
        if not isinstance(slot.value, GraphLayout) or one.owner != slot.name:
            continue
        graph = decode_graph(slot.value, encoded, one.at)
        places = [np.array([graph.root], "<u8")]
        for node in graph.nodes:
            places += places_of(slot.value, node, encoded)
        led = np.concatenate([place[:, 0][place[:, 0] > 0] - np.uint64(1) for place in places])
        owners = set((led >> np.uint64(OWNER_SHIFT)).tolist())
        for name in names:
            if name != slot.name and known.get(name) in owners:
                return name
    return ""


def shared_wholly(signature: Signature, encoded: bytes, onto: str, guest: str) -> bytes | None:
    """``encoded`` with the parameter ``guest`` in the storage of ``onto``, from its beginning.

    ``None`` where that does not hold as much, or one of the two shares storage already.
    """
    slots = slots_of(signature, encoded)
    names = [slot.name for slot in signature.slots]
    owner, index = names.index(onto), names.index(guest)
    if any(one.owner != name for one, name in zip(slots, names, strict=True)):
        return None
    kind = SAME_OBJECT if signature.slots[index].kind in _WHOLE else ELEMENT_OF
    count = slots[index].count if kind == ELEMENT_OF else slots[owner].count
    begin = slots[index - 1].end if index else 0
    header = _SHARED_HEADER.pack(kind, owner, 0, count)
    made = encoded[:begin] + header + encoded[slots[index].end :]
    try:
        slots_of(signature, made)
    except DamagedRecord:
        return None
    return made


def _graph(layout: GraphLayout, reader: _Reader) -> int:
    """Go past a graph, whose pointers lead into its nodes or those of another one."""
    try:
        graph = decode_graph(layout, reader.data, reader.at)
    except DamagedGraph as problem:
        raise DamagedRecord(str(problem)) from problem
    reader.graphs.append(len(graph.nodes))
    places = [np.array([graph.root], "<u8")]
    for node in graph.nodes:
        places += places_of(layout, node, reader.data)
    # What they lead to may come later.
    reader.places += places
    reader.at = graph.end
    return max((node.count for node in graph.nodes), default=0)


def _require_places(reader: _Reader) -> None:
    for one in reader.places:
        led = one[:, 0][one[:, 0] > 0] - np.uint64(1)
        owners = led >> np.uint64(OWNER_SHIFT)
        for owner in np.unique(owners).tolist():
            if owner >= len(reader.graphs):
                raise DamagedRecord("a pointer in it leads to nothing")
            highest = int((led[owners == owner] & np.uint64((1 << OWNER_SHIFT) - 1)).max())
            if highest >= reader.graphs[owner]:
                raise DamagedRecord("a pointer in it leads to nothing")


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.graphs: list[int] = []
        self.places: list[np.ndarray[Any, np.dtype[Any]]] = []

    def skip(self, size: int) -> int:
        """Go past ``size`` bytes; where they begin."""
        if size < 0 or size > len(self.data) - self.at:
            raise DamagedRecord("it ends too early")
        start = self.at
        self.at += size
        return start

    def number(self) -> int:
        start = self.skip(8)
        return int.from_bytes(self.data[start : start + 8], "little")

    def own(self) -> int:
        start = self.skip(_HEADER.size)
        _, count = _HEADER.unpack_from(self.data, start)
        return int(count)

    def shared(self, kind: int) -> tuple[int, int, int]:
        if kind not in (ELEMENT_OF, SAME_OBJECT):
            raise DamagedRecord("a parameter is encoded in an unknown way")
        start = self.skip(_SHARED_HEADER.size)
        _, owner, offset, count = _SHARED_HEADER.unpack_from(self.data, start)
        return int(owner), int(offset), int(count)


def _own(slot: Slot, reader: _Reader) -> RecordedSlot:
    count = reader.own()
    if slot.value is not None:
        at = reader.at
        return RecordedSlot(slot.name, count, longest=_value(slot.value, reader), at=at)
    size = dtype_of(slot.element).itemsize
    if slot.kind is SlotKind.ROWS:
        if count > len(reader.data) - reader.at:
            raise DamagedRecord("it ends too early")
        if reader.number() > 1:  # whether all rows lie in one block
            raise DamagedRecord(f"the rows behind `{slot.name}` lie in no known way")
        lengths = [reader.number() for _ in range(count)]
        for length in lengths:
            reader.skip(length * size)
        return RecordedSlot(slot.name, count, longest=max((count, *lengths)))
    if slot.kind is SlotKind.NESTED_VECTOR:
        if count > len(reader.data) - reader.at:
            raise DamagedRecord("it ends too early")
        longest = count
        for _ in range(count):
            length = reader.number()
            reader.skip(length * size)
            longest = max(longest, length)
        return RecordedSlot(slot.name, count, longest=longest)
    is_one = slot.kind in (SlotKind.VALUE, SlotKind.REFERENCE)
    if is_one and count != 1:
        raise DamagedRecord(f"`{slot.name}` is {count} values")
    if slot.extent is not None and not is_one and count != slot.extent:
        raise DamagedRecord(f"`{slot.name}` has {count} elements instead of {slot.extent}")
    start = reader.skip(count * size)
    return RecordedSlot(
        slot.name, count, start, _integer(slot, reader.data, start), 0 if is_one else count
    )


def _integer(slot: Slot, data: bytes, start: int) -> int | None:
    element = slot.element
    if slot.kind not in (SlotKind.VALUE, SlotKind.REFERENCE):
        return None
    if not isinstance(element, ScalarLayout) or element.is_enumeration:
        return None
    if element.code[1:2] not in ("i", "u"):
        return None
    size = dtype_of(element).itemsize
    is_signed = element.code[1] == "i"
    return int.from_bytes(data[start : start + size], "little", signed=is_signed)


def _placed(
    index: int,
    one: RecordedSlot,
    found: list[RecordedSlot],
    kinds: list[int],
    signature: Signature,
) -> RecordedSlot:
    """A slot in another one's storage, which has to reach so far."""
    owner = next(i for i, slot in enumerate(signature.slots) if slot.name == one.owner)
    if kinds[owner] != OWN:
        raise DamagedRecord(f"`{one.owner}` has no storage of its own")
    if kinds[index] == SAME_OBJECT:
        return replace(one, start=-1, longest=found[owner].longest)
    slot, holder = signature.slots[index], signature.slots[owner]
    end = (one.start + one.count) * dtype_of(slot.element).itemsize
    if holder.value is not None or holder.kind in (SlotKind.NESTED_VECTOR, SlotKind.ROWS):
        raise DamagedRecord(f"`{slot.name}` lies inside an object")
    if end > _room(holder) * found[owner].count:
        raise DamagedRecord(f"`{slot.name}` goes beyond the storage of `{one.owner}`")
    return replace(one, start=-1)


def _room(slot: Slot) -> int:
    """The least number of bytes that an element takes in memory."""
    return dtype_of(slot.element).itemsize


def _value(layout: ValueLayout, reader: _Reader) -> int:
    """Go past a value; the longest sequence in it."""
    match layout:
        case SequenceLayout(kind=kind, element=element, extent=extent):
            count = reader.number()
            is_wrong = extent is not None and count != extent
            if is_wrong or (kind in _AT_MOST_ONE and count > 1):
                raise DamagedRecord(f"`{layout.spelling}` has {count} elements")
            if isinstance(element, FixedLayout):
                reader.skip(count * dtype_of(element).itemsize)
                return count
            if count > len(reader.data) - reader.at:
                raise DamagedRecord("it ends too early")
            return max((count, *(_value(element, reader) for _ in range(count))))
        case ProductLayout(parts=parts, arguments=arguments):
            if arguments:
                at = reader.skip(1)
                if reader.data[at : at + 1] != IN_PARTS:
                    raise DamagedRecord(f"`{layout.spelling}` is told in an unknown way")
            return max((_value(part.layout, reader) for part in parts), default=0)
        case VariantLayout(alternatives=alternatives):
            index = reader.number()
            if index >= len(alternatives):
                raise DamagedRecord(f"`{layout.spelling}` has no such alternative")
            return _value(alternatives[index], reader)
        case ScalarLayout() | ArrayLayout() | StructLayout():
            reader.skip(dtype_of(layout).itemsize)
            return 1
        case GraphLayout():
            return _graph(layout, reader)
        case _:
            assert_never(layout)
