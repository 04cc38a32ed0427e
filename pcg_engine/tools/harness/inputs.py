"""Makes inputs of every size, shape and style that a signature and its facts allow."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from pcg_engine.analysis.pointer_rows import row_name
from pcg_engine.domain.facts import ValueFact, flatten
from pcg_engine.tools.harness.cases import (
    AliasPartition,
    AliasShape,
    Case,
    CaseSpec,
    Style,
)
from pcg_engine.tools.harness.elements import ElementStyle, ValueRange, make_elements
from pcg_engine.tools.harness.graph_glue import ordinals
from pcg_engine.tools.harness.graph_inputs import make_graph
from pcg_engine.tools.harness.graphs import GraphLayout
from pcg_engine.tools.harness.layout import ScalarLayout, dtype_of
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.recorded import recorded_case
from pcg_engine.tools.harness.signature import Signature, Slot, SlotKind
from pcg_engine.tools.harness.sizes import (
    Shape,
    bounds_of,
    is_integer_scalar,
    named_sizes,
    shape_of,
)
from pcg_engine.tools.harness.stated import Stated
from pcg_engine.tools.harness.stress import row_lengths, stressed
from pcg_engine.tools.harness.value_inputs import ValueMaker, make_text
from pcg_engine.tools.harness.values import least_bytes

__all__ = ["AliasPartition", "AliasShape", "Case", "CaseSpec", "Style", "make_case"]

MAXIMUM_BYTES = 1 << 30

_OWN, _ELEMENT_OF, _SAME_OBJECT = 0, 1, 2
_LONGEST_WORD = 12
_EARLY_EXITS = 8
"""One input in so many need not be what the function goes on with."""
_STYLES = tuple(Style)


def make_case(harness: Harness, spec: CaseSpec) -> Case | None:
    """The input that ``spec`` asks for; ``None`` if the signature does not permit it.

    Deterministic. ``spec.size`` drives every size-like parameter and container; sizes that are
    multiplied with each other get roots of it, and different ones, so that no two dimensions are
    equal by accident. ``None`` also for inputs of more than ``MAXIMUM_BYTES``, and for recorded
    ones that do not fit the signature.
    """
    signature = harness.signature
    if spec.recorded is not None:
        return recorded_case(signature, spec, spec.recorded)
    original = harness.original
    shape = shape_of(signature, original.nests, original.inputs, spec)
    asked_for = _asked_for(harness, spec)
    pinned = asked_for.pinned(shape)
    if pinned:
        asked = replace(spec, pinned=tuple(sorted({**dict(spec.pinned), **pinned}.items())))
        shape = shape_of(signature, original.nests, original.inputs, asked)
    counts = {**shape.counts, **{s.name: shape.counts.get(s.name, 1) for s in signature.slots}}
    offset = 0
    if spec.alias is not None:
        if spec.alias not in alias_partitions(harness):
            return None
        bytes_of = {s.name: dtype_of(s.element).itemsize for s in signature.slots}
        inner, outer = bytes_of[spec.alias.parameter], bytes_of[spec.alias.onto]
        offset = _alias_offset(spec.alias, counts[spec.alias.onto] * outer, inner)
        needed = -(-(offset + counts[spec.alias.parameter]) * inner // outer)
        counts[spec.alias.onto] = max(counts[spec.alias.onto], needed)
        both = (row_name(spec.alias.onto), row_name(spec.alias.parameter))
        if all(name in counts for name in both):
            counts.update(dict.fromkeys(both, max(counts[name] for name in both)))
    sizes = {s.name: _elements(s, counts) * _bytes(s) for s in signature.slots}
    if sum(sizes.values()) > MAXIMUM_BYTES:
        return None
    shape = Shape(shape.scalars, counts)
    rng = np.random.default_rng(
        [spec.seed, spec.size, _STYLES.index(spec.style), zlib.crc32(str(spec.alias).encode())]
    )
    parts: list[bytes] = []
    owners: list[str] = []
    for slot in signature.slots:
        if spec.alias is not None and slot.name == spec.alias.parameter:
            parts.append(_encode_alias(signature, spec.alias, offset, counts[slot.name], slot))
            owners.append(spec.alias.onto)
            continue
        owners.append(slot.name)
        own = _encode_own(slot, shape, harness, spec, rng)
        if own is None:
            return None
        parts.append(own)
    encoded = b"".join(parts)
    return Case(
        spec,
        encoded,
        _describe(signature, shape, spec),
        sum(sizes.values()),
        tuple(owners),
        max((*counts.values(), *shape.scalars.values()), default=1),
        tuple(sorted(shape.scalars.items())),
        tuple(sorted(named_sizes(shape).items())),
    )


def _asked_for(harness: Harness, spec: CaseSpec) -> Stated:
    """What the input keeps to: what the user says, and mostly what the function asks for.

    An early exit is a part of the function, too.
    """
    if spec.seed % _EARLY_EXITS == _EARLY_EXITS - 1:
        return harness.stated
    return harness.stated.both(harness.required)


def drivers(harness: Harness) -> tuple[str, ...]:
    """The integer parameters and containers whose sizes an input may pin, in order."""
    return tuple(
        slot.name
        for slot in harness.signature.parameters
        if is_integer_scalar(slot) or slot.has_size
    )


def alias_partitions(harness: Harness) -> tuple[AliasPartition, ...]:
    """The ways in which the signature permits two parameters to share storage.

    Not for ``restrict`` parameters, nor for storage whose values or sizes are constrained, nor for
    two objects that are known to be distinct, nor for parameters that no call passes the same.
    """
    distinct = harness.original.inputs.distinct
    apart = {(p.name, other) for p in harness.original.function.parameters for other in p.apart}
    constrained = {v.parameter for v in harness.original.inputs.values} | harness.stated.names
    slots = [
        s
        for s in harness.signature.parameters
        if s.is_observed and not s.restrict and s.name not in constrained
    ]
    found: list[AliasPartition] = []
    for index, first in enumerate(slots):
        for second in slots[index + 1 :]:
            if first.is_const and second.is_const:
                continue
            if {first.name, second.name} <= distinct or (first.name, second.name) in apart:
                continue
            if first.element == second.element:
                found.extend(_partitions(first, second))
            elif _may_overlap(first, second, strict=harness.original.unit.strict_aliasing):
                found.extend(_unlike_partitions(first, second))
    # If they are too many to try all, one of each pair comes before the second of any.
    return tuple(sorted(found, key=lambda partition: _SHAPES.index(partition.shape)))


_BLOCKS = (SlotKind.POINTER, SlotKind.SPAN)
_WHOLE = (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.OBJECT, SlotKind.ROWS)
_SHAPES = tuple(AliasShape)


def _partitions(first: Slot, second: Slot) -> list[AliasPartition]:
    if first.kind in _BLOCKS and second.kind in _BLOCKS:
        shapes = (AliasShape.SAME, AliasShape.SHIFTED, AliasShape.HALF, AliasShape.TOUCHING)
        forward = [AliasPartition(first.name, second.name, s) for s in shapes]
        shapes = (AliasShape.SHIFTED, AliasShape.TOUCHING)
        return [*forward, *(AliasPartition(second.name, first.name, s) for s in shapes)]
    if first.kind is second.kind and first.kind in _WHOLE:
        # A pointer may lead to one object, and another one of its type to several.
        is_same = first.kind is SlotKind.ROWS or (
            first.type.removeprefix("const ") == second.type.removeprefix("const ")
            and first.value == second.value
        )
        return [AliasPartition(first.name, second.name, AliasShape.SAME)] if is_same else []
    if first.kind is SlotKind.REFERENCE and second.kind is SlotKind.REFERENCE:
        return [AliasPartition(first.name, second.name, AliasShape.SAME)]
    for array, scalar in ((first, second), (second, first)):
        if (
            array.kind in (*_BLOCKS, SlotKind.VECTOR)
            and scalar.kind is SlotKind.REFERENCE
            and isinstance(scalar.element, ScalarLayout)
        ):
            return [AliasPartition(array.name, scalar.name, AliasShape.ELEMENT)]
    return []


def _may_overlap(first: Slot, second: Slot, *, strict: bool) -> bool:
    """Whether elements of unlike types may share storage (C++20 [basic.lval]).

    Bytes may with everything, integers of one width with each other; where strict aliasing is
    given up, all numbers may.
    """
    types = dtype_of(first.element), dtype_of(second.element)
    if any(one.kind in "iu" and one.itemsize == 1 for one in types):
        return True
    if not (isinstance(first.element, ScalarLayout) and isinstance(second.element, ScalarLayout)):
        return False
    return not strict or (
        all(one.kind in "iu" for one in types) and types[0].itemsize == types[1].itemsize
    )


def _unlike_partitions(first: Slot, second: Slot) -> list[AliasPartition]:
    """Each in the storage of the other, which is aligned for any element."""
    if first.kind not in _BLOCKS or second.kind not in _BLOCKS:
        return []
    shapes = (AliasShape.SAME, AliasShape.HALF, AliasShape.TOUCHING)
    forward = [AliasPartition(first.name, second.name, shape) for shape in shapes]
    return [*forward, AliasPartition(second.name, first.name, AliasShape.TOUCHING)]


def _alias_offset(alias: AliasPartition, room: int, size: int) -> int:
    """Where the second begins, in its elements of ``size`` bytes; the first has ``room`` bytes."""
    match alias.shape:
        case AliasShape.SAME:
            return 0
        case AliasShape.SHIFTED:
            return 1
        case AliasShape.HALF | AliasShape.ELEMENT:
            return room // size // 2
        case AliasShape.TOUCHING:
            return max(room - 1, 0) // size


def _encode_alias(
    signature: Signature, alias: AliasPartition, offset: int, count: int, slot: Slot
) -> bytes:
    owner = [s.name for s in signature.slots].index(alias.onto)
    kind = _SAME_OBJECT if slot.kind in _WHOLE else _ELEMENT_OF
    return struct.pack("<BIQQ", kind, owner, offset, count)


def _encode_own(
    slot: Slot,
    shape: Shape,
    harness: Harness,
    spec: CaseSpec,
    rng: np.random.Generator,
) -> bytes | None:
    count = shape.counts[slot.name]
    if is_integer_scalar(slot):
        value = np.array([shape.scalars[slot.name]]).astype(dtype_of(slot.element))
        return struct.pack("<BQ", _OWN, 1) + value.tobytes()
    facts = harness.original.inputs.values
    range_ = _range_of([f for f in facts if f.parameter == slot.name], shape)
    if _disorders_rows(harness, spec):
        range_ = replace(range_, monotone=False)
    extents = [c for s, c in shape.counts.items() if c > 1 and s != slot.name]
    how = ElementStyle(
        spec.style,
        small=min(extents, default=max(count, 1)),
        signed=spec.seed % 2 == 1,
        nan=spec.nan,
        planted=spec.planted,
        only=spec.only,
    )
    if isinstance(slot.value, GraphLayout):
        ordinal = ordinals(harness.signature)[slot.name]
        graph = make_graph(slot.value, ordinal, count, how, rng)
        return None if graph is None else struct.pack("<BQ", _OWN, count) + graph
    if slot.value is not None:
        value = ValueMaker(how, rng).make(slot.value, count, range_)
        return struct.pack("<BQ", _OWN, count) + value
    if slot.name in harness.original.inputs.texts:
        text = make_text(spec.style, count, rng)
        return struct.pack("<BQ", _OWN, count) + text
    if slot.kind is SlotKind.ROWS:
        return struct.pack("<BQ", _OWN, count) + _rows(slot, shape, harness, spec, how, rng)
    if slot.kind is not SlotKind.NESTED_VECTOR:
        elements = make_elements(slot.element, count, how, range_, rng)
        if spec.stress is not None:
            elements = stressed(elements, spec.stress, range_, _stress_rng(spec, slot))
        elements = _asked_for(harness, spec).adjusted(slot.name, elements, rng)
        return struct.pack("<BQ", _OWN, count) + elements.tobytes()
    parts = [struct.pack("<BQ", _OWN, count)]
    ragged = spec.seed % 4 == 1
    uneven = None
    if spec.stress is not None:
        uneven = row_lengths(count, count, spec.stress, _stress_rng(spec, slot))
    for number in range(count):
        length = int(rng.integers(0, count + 1)) if ragged else count
        length = length if uneven is None else int(uneven[number])
        row = make_elements(slot.element, length, how, range_, rng)
        parts.append(struct.pack("<Q", length) + row.tobytes())
    return b"".join(parts)


def _disorders_rows(harness: Harness, spec: CaseSpec) -> bool:
    """Whether row starts need not be in order: a candidate may look at them before it relies on it.

    Rows that overlap, or end before they begin, are what such a candidate has to notice.
    """
    inspects = any(
        a.inspection is not None for f in flatten(harness.original.nests) for a in f.assumptions
    )
    if not inspects or spec.stress is not None:
        return False
    return spec.style in (Style.TIES, Style.REVERSED) or (
        spec.style is Style.RANDOM and spec.seed % 2 == 1
    )


def _stress_rng(spec: CaseSpec, slot: Slot) -> np.random.Generator:
    """One of its own, so that what is made for other parameters stays the same."""
    name = zlib.crc32(f"{slot.name} {spec.stress}".encode())
    return np.random.default_rng([spec.seed, spec.size, name])


def _rows(
    slot: Slot,
    shape: Shape,
    harness: Harness,
    spec: CaseSpec,
    how: ElementStyle,
    rng: np.random.Generator,
) -> bytes:
    """Whether the rows share a block, their lengths, their elements."""
    name = row_name(slot.name)
    facts = [f for f in harness.original.inputs.values if f.parameter == name]
    range_ = _range_of(facts, shape)
    is_text = name in harness.original.inputs.texts
    lengths: list[int] = []
    rows: list[bytes] = []
    for _ in range(shape.counts[slot.name]):
        length = shape.counts[name]
        if is_text:
            length = max(length, int(rng.integers(1, _LONGEST_WORD + 1)))
            rows.append(make_text(spec.style, length, rng))
        else:
            rows.append(make_elements(slot.element, length, how, range_, rng).tobytes())
        lengths.append(length)
    together = (spec.seed // 2) % 2
    return struct.pack(f"<{len(lengths) + 1}Q", together, *lengths) + b"".join(rows)


def _bytes(slot: Slot) -> int:
    """The size of an element; about that, where it has no fixed one."""
    return dtype_of(slot.element).itemsize if slot.value is None else least_bytes(slot.value)


def _elements(slot: Slot, counts: Mapping[str, int]) -> int:
    """How many elements a slot has; a vector of vectors has as many in each row as it has rows."""
    count = counts[slot.name]
    if slot.kind is SlotKind.ROWS:
        return count * (counts[row_name(slot.name)] + 1)
    return count * count if slot.kind is SlotKind.NESTED_VECTOR else count


def _range_of(facts: Sequence[ValueFact], shape: Shape) -> ValueRange:
    """What satisfies all facts of one parameter."""
    bounds = [bounds_of(fact, shape) for fact in facts]
    lowers = [lower for lower, _ in bounds if lower is not None]
    uppers = [upper for _, upper in bounds if upper is not None]
    return ValueRange(
        max(lowers, default=None), min(uppers, default=None), any(f.monotone for f in facts)
    )


def _describe(signature: Signature, shape: Shape, spec: CaseSpec) -> str:
    parts = [f"{name} = {value:,}" for name, value in shape.scalars.items()]
    parts.extend(
        f"{s.name}: {shape.counts[s.name]:,} elements"
        for s in signature.slots
        if s.kind not in (SlotKind.VALUE, SlotKind.REFERENCE)
    )
    parts.append(f"{spec.style} values" if spec.only is None else f"{spec.only} among the values")
    if spec.alias is not None:
        parts.append(str(spec.alias))
    if spec.stress is not None:
        parts.append(str(spec.stress))
    return ", ".join(parts) + f" (seed {spec.seed})"
