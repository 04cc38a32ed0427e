"""Which sizes an input has: one knob, spread over scalars and storage as the facts ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pcg_engine.analysis.pointer_rows import row_name
from pcg_engine.domain.facts import ExtentFact, InputFacts, LoopFacts, ValueFact, trip_products
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.tools.harness.calls import MOST_CALLS, steps_of
from pcg_engine.tools.harness.cases import CaseSpec
from pcg_engine.tools.harness.layout import ScalarLayout
from pcg_engine.tools.harness.signature import Signature, Slot, SlotKind

_ELEMENTS_PER_ROW = 3
"""Stored elements per row of a compressed sparse matrix."""
_SMALL = (1, 2, 3, 7, 20)
_CONTAINERS = (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.SPAN, SlotKind.OBJECT)
_MOST_GUESSED = 64
"""Elements of a row of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Values of the integer scalars and element counts of all other storage, by name.

    Those of each row behind a pointer to pointers have its name with ``[]``.
    """

    scalars: Mapping[str, int]
    counts: Mapping[str, int]


def size_name(container: str) -> str:
    """The name of a container's length in polynomials."""
    return f"{container}.size()"


def is_integer_scalar(slot: Slot) -> bool:
    """Whether the slot is one integer (not an enumerator or Boolean)."""
    match slot.element:
        case ScalarLayout(code=code, is_enumeration=False):
            return slot.kind in (SlotKind.VALUE, SlotKind.REFERENCE) and code[1:2] in ("i", "u")
        case _:
            return False


def shape_of(
    signature: Signature, nests: Sequence[LoopFacts], inputs: InputFacts, spec: CaseSpec
) -> Shape:
    """The sizes that ``spec`` asks for.

    A name that is multiplied with others, or that bounds a deep nest, gets a root of the knob.
    """
    weights = _weights(inputs, nests)
    begins = frozenset[str]() if inputs.growth is None else inputs.growth.begins
    offsets = _offsets(inputs, nests) | begins
    named = set(weights) - offsets
    scalar_slots = [s for s in signature.slots if is_integer_scalar(s)]
    has_storage = any(s.kind is not SlotKind.VALUE for s in signature.parameters)
    extents = {e.parameter: e for e in inputs.extents}
    guessing = (
        not has_storage
        or bool(begins)
        or any(s.is_behind_pointer and s.name not in extents for s in signature.slots)
    )
    scalars: dict[str, int] = {}
    ordinal = 0
    driving = [
        s
        for s in scalar_slots
        if s.name in named or (guessing and not s.is_global and s.name not in begins)
    ]
    for slot in scalar_slots:
        if slot in driving:
            unknown = _Weight(2, 2) if len(driving) > 1 else _Weight()
            turn = (ordinal + spec.seed) % len(driving)
            scalars[slot.name] = _dimension(spec, weights.get(slot.name, unknown), turn)
            ordinal += 1
        elif slot.name not in offsets:
            small = 20 if spec.size > 5000 else _SMALL[(spec.seed + ordinal) % len(_SMALL)]
            scalars[slot.name] = min(small, spec.size)
        if slot.name in scalars:
            scalars[slot.name] = _representable(slot, scalars[slot.name])
    # A range begins before it ends.
    smallest = min((scalars[slot.name] for slot in driving), default=spec.size)
    for slot in scalar_slots:
        if slot.name not in scalars:
            begin = (0, 1, smallest // 3)[spec.seed % 3] if smallest > 1 else 0
            scalars[slot.name] = _representable(slot, begin)
    for place, name in enumerate(flags(inputs)):
        if name in scalars:
            scalars[name] = _truth(spec, place)
    values = dict(scalars)
    for fact in inputs.values:
        if fact.parameter in scalars:
            scalars[fact.parameter] = _clamped(scalars[fact.parameter], fact, values)
    for slot in scalar_slots:
        pinned = dict(spec.pinned).get(slot.name)
        if inputs.growth is not None:
            steps = steps_of(inputs.growth, slot.name, spec.size, spec.seed)
            most = steps_of(inputs.growth, slot.name, MOST_CALLS, 2)
            scalars[slot.name] = scalars[slot.name] if steps is None else steps
            pinned = pinned if pinned is None or most is None else min(pinned, most)
        if pinned is not None:
            scalars[slot.name] = _representable(slot, pinned)
    counts = _counts(signature, inputs, spec, scalars, weights)
    return Shape(scalars, counts)


def flags(inputs: InputFacts) -> tuple[str, ...]:
    """Integers that are truth values."""
    two = Polynomial.constant(2)
    return tuple(
        fact.parameter for fact in inputs.values if fact.lower == Polynomial() and fact.upper == two
    )


def _truth(spec: CaseSpec, place: int) -> int:
    """All false in half of the inputs, else all true, or some of each."""
    match spec.seed % 4:
        case 0 | 3:
            return 0
        case 1:
            return 1
        case _:
            return (spec.seed // 4 + place) % 2


def named_sizes(shape: Shape) -> Mapping[str, int]:
    """The scalars, and the element counts as ``x.size()``: the names that polynomials use."""
    return _values(shape.scalars, shape.counts)


def bounds_of(fact: ValueFact, shape: Shape) -> tuple[int | None, int | None]:
    """The half-open range for the elements of an integer array."""
    values = named_sizes(shape)
    lower = _evaluate(fact.lower, values)
    upper = _evaluate(fact.upper, values)
    if fact.index_of is not None:
        extent = shape.counts.get(fact.index_of)
        if extent is not None:
            # Row starts may also be one past the end.
            own = extent + 1 if fact.monotone else extent
            upper = own if upper is None else min(upper, own)
            lower = 0 if lower is None else lower
    return lower, upper


@dataclass(frozen=True, slots=True)
class _Weight:
    """How a size counts.

    ``storage`` sizes are multiplied to one extent (or to one nest of loops over different sizes),
    ``work`` loops deep is the nest that it drives.
    """

    storage: int = 1
    work: int = 1


def _weights(inputs: InputFacts, nests: Sequence[LoopFacts]) -> dict[str, _Weight]:
    weights: dict[str, _Weight] = {}

    def note(name: str, storage: int, work: int) -> None:
        known = weights.get(name, _Weight())
        weights[name] = _Weight(max(known.storage, storage), max(known.work, work, storage))

    for extent in inputs.extents:
        for polynomial in extent.bounds:
            for monomial, _ in polynomial.terms:
                for name in monomial:
                    note(name, len(monomial), len(monomial))
    for value in inputs.values:
        for polynomial in (value.lower, value.upper):
            for name in polynomial.names if polynomial is not None else ():
                note(name, 1, 1)
    # Of all loops of the function: what those beside the nests count to takes time as well.
    for trips in (*chain.from_iterable(map(trip_products, nests)), *inputs.trips):
        for monomial, _ in trips.terms:
            for name in monomial:
                note(name, len(set(monomial)), len(monomial))
    return weights


def _offsets(inputs: InputFacts, nests: Sequence[LoopFacts]) -> frozenset[str]:
    """Names that make loops shorter and nothing larger: where a range begins, not where it ends."""
    growing: set[str] = set()
    shrinking: set[str] = set()

    def note(polynomial: Polynomial) -> None:
        for monomial, coefficient in polynomial.terms:
            (growing if coefficient > 0 else shrinking).update(monomial)

    def visit(facts: LoopFacts) -> None:
        if facts.canonical is not None and facts.canonical.trip_count is not None:
            note(facts.canonical.trip_count)
        for child in facts.children:
            visit(child)

    for facts in nests:
        visit(facts)
    for extent in inputs.extents:
        for polynomial in extent.bounds:
            note(polynomial)
    return frozenset(shrinking - growing)


def _dimension(spec: CaseSpec, weight: _Weight, turn: int) -> int:
    if spec.size <= 1:
        return spec.size
    # Deep nests grow faster than their storage: beyond a size that is large enough to show
    # anything, the knob grows the work rather than the storage.
    elements = float(spec.size)
    border = 256.0 * 16.0 ** (weight.storage - 1)
    if elements > border:
        elements = border * (elements / border) ** (weight.storage / weight.work)
    if weight.storage == 1:
        return round(elements) + (turn if spec.size <= 5000 else 0)
    if spec.seed % 4 == 3 and spec.size >= 8:
        # A flat shape: one long side, the others short.
        return max(2, round(elements) // 3) if turn == 0 and weight.storage == 2 else 2 + turn
    return max(2, round(elements ** (1 / weight.storage))) + turn


def _representable(slot: Slot, value: int) -> int:
    assert isinstance(slot.element, ScalarLayout)
    code = slot.element.code
    bits = 8 * int(code[2:])
    largest = (1 << (bits - (code[1] == "i"))) - 1
    return max(min(value, largest), -largest - 1 if code[1] == "i" else 0)


def _clamped(value: int, fact: ValueFact, values: Mapping[str, int]) -> int:
    upper = _evaluate(fact.upper, values)
    lower = _evaluate(fact.lower, values)
    if upper is not None:
        value = min(value, upper - 1)
    return value if lower is None else max(value, lower)


def _evaluate(polynomial: Polynomial | None, values: Mapping[str, int]) -> int | None:
    if polynomial is None or not polynomial.names <= values.keys():
        return None
    return polynomial.evaluate(values)


def _values(scalars: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    return {**scalars, **{size_name(name): count for name, count in counts.items()}}


def _counts(
    signature: Signature,
    inputs: InputFacts,
    spec: CaseSpec,
    scalars: Mapping[str, int],
    weights: Mapping[str, _Weight],
) -> dict[str, int]:
    extents = {e.parameter: e for e in inputs.extents}
    rows_into = {v.index_of for v in inputs.values if v.monotone and v.index_of is not None}
    minimum = dict(spec.minimum_extents)
    pinned = dict(spec.pinned)
    storage = [s for s in signature.slots if s.kind in _CONTAINERS or s.is_behind_pointer]
    counts = {s.name: 0 for s in storage}
    for _ in range(len(storage) + 2):
        values = _values(scalars, counts)
        updated: dict[str, int] = {}
        for slot in storage:
            count = _count(slot, extents.get(slot.name), spec, values, weights)
            if slot.name in rows_into:
                count = max(count, _ELEMENTS_PER_ROW * spec.size)
            count = pinned.get(slot.name, count) if slot.extent is None else count
            if slot.name in inputs.texts:
                count = max(count, 1)
            updated[slot.name] = max(count, minimum.get(slot.name, 0))
        if updated == counts:
            break
        counts = updated
    values = _values(scalars, counts)
    for slot in storage:
        if slot.kind is SlotKind.ROWS:
            fact = extents.get(row_name(slot.name))
            counts[row_name(slot.name)] = _row_length(fact, spec, values)
    return counts


def _row_length(fact: ExtentFact | None, spec: CaseSpec, values: Mapping[str, int]) -> int:
    bounds = () if fact is None else fact.bounds
    known = [k for k in (_evaluate(p, values) for p in bounds) if k is not None]
    if fact is None or not fact.complete or len(known) < len(bounds):
        # As for a pointer: the largest size at hand, within reason, since there are many rows.
        most = max((v for v in values.values() if v <= spec.size + 8), default=spec.size)
        known.append(min(most, _MOST_GUESSED))
    return max(0, *known) if known else 0


def _count(
    slot: Slot,
    fact: ExtentFact | None,
    spec: CaseSpec,
    values: Mapping[str, int],
    weights: Mapping[str, _Weight],
) -> int:
    if slot.extent is not None:
        return slot.extent
    if slot.is_graph:
        # What analysis knows is of the object itself, not of what it leads to.
        return _dimension(spec, _Weight(), 0)
    own = size_name(slot.name)
    bounds = () if fact is None else fact.bounds
    known = [_evaluate(p, values) for p in bounds if own not in p.names]
    candidates = [k for k in known if k is not None]
    is_free = slot.kind in _CONTAINERS and own in weights
    if is_free or (not candidates and slot.kind in _CONTAINERS):
        weight = weights.get(own, _Weight())
        if slot.kind is SlotKind.NESTED_VECTOR:
            # It has as many elements in each row as it has rows.
            weight = _Weight(max(2, weight.storage), max(2, weight.work))
        candidates.append(_dimension(spec, weight, 0))
    if not candidates:
        # Nothing is known of this pointer: begin with the largest size, probing does the rest.
        candidates.append(
            max((v for v in values.values() if v <= spec.size + 8), default=spec.size)
        )
    return max(0, *candidates)
