"""Recorded inputs: taken apart, and refused where a byte is not what the signature says."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.harness.cases import CaseSpec, RecordedInput, Style
from pcg_engine.tools.harness.layout import BYTE, FieldLayout, ScalarLayout, StructLayout
from pcg_engine.tools.harness.recorded import (
    DamagedRecord,
    RecordedSlot,
    float_runs,
    largest_of,
    recorded_case,
    shared_wholly,
    slots_of,
)
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)
from pcg_engine.tools.harness.values import (
    PartLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    VariantLayout,
)

_INT = ScalarLayout("int", "<i4")
_BOOL = ScalarLayout("bool", "?")
_DOUBLE = ScalarLayout("double", "<f8")
_PAIR = StructLayout("::Pair", (FieldLayout("a", _INT), FieldLayout("b", _DOUBLE)))
_VOID = Result(ResultKind.VOID, "void", None)
_OWN, _ELEMENT_OF, _SAME = 0, 1, 2


def _signature(*slots: Slot) -> Signature:
    return Signature("f", slots, (), _VOID)


def _pointer(name: str, element: ScalarLayout | StructLayout = _DOUBLE) -> Slot:
    return Slot(name, SlotKind.POINTER, Passing.VALUE, "double*", element)


def _vector(name: str) -> Slot:
    return Slot(name, SlotKind.VECTOR, Passing.REFERENCE, "::std::vector< double >", _DOUBLE)


def _number(name: str) -> Slot:
    return Slot(name, SlotKind.VALUE, Passing.VALUE, "int", _INT, 1)


def _own(count: int, data: bytes) -> bytes:
    return struct.pack("<BQ", _OWN, count) + data


def _doubles(*values: float) -> bytes:
    return _own(len(values), np.array(values).tobytes())


def _shared(kind: int, owner: int, offset: int, count: int) -> bytes:
    return struct.pack("<BIQQ", kind, owner, offset, count)


_PLAIN = _signature(_pointer("a"), _vector("v"), _number("n"))
_ENCODED = _doubles(1.0, 2.0, 3.0) + _doubles(4.0) + _own(1, struct.pack("<i", -7))


def test_a_plain_input() -> None:
    assert slots_of(_PLAIN, _ENCODED) == (
        RecordedSlot("a", 3, 9, longest=3, end=33),
        RecordedSlot("v", 1, 42, longest=1, end=50),
        RecordedSlot("n", 1, 59, value=-7, end=63),
    )
    assert float_runs(_PLAIN, _ENCODED) == ((_DOUBLE, 9, 3), (_DOUBLE, 42, 1))


def test_the_case_of_it() -> None:
    recorded = RecordedInput(_ENCODED, "captured from `app`, call 3 of 9")
    spec = CaseSpec(3, Style.RANDOM, 0, recorded=recorded)

    case = recorded_case(_PLAIN, spec, recorded)

    assert case is not None
    assert case.encoded == _ENCODED
    assert case.is_captured
    assert case.owners == ("a", "v", "n")
    assert (case.largest, case.scalars) == (3, (("n", -7),))
    assert case.description == (
        "captured from `app`, call 3 of 9 (n = -7, a: 3 elements, v: 1 elements)"
    )
    assert recorded_case(_signature(_number("n")), spec, recorded) is None


def test_storage_in_common() -> None:
    signature = _signature(_pointer("a"), _pointer("b"), _vector("v"), _vector("w"))
    encoded = _doubles(1.0, 2.0, 3.0) + _shared(_ELEMENT_OF, 0, 1, 2)
    encoded += _doubles(5.0, 6.0) + _shared(_SAME, 2, 0, 2)

    slots = slots_of(signature, encoded)

    assert [slot.owner for slot in slots] == ["a", "a", "v", "v"]
    assert [slot.longest for slot in slots] == [3, 2, 2, 2]
    assert float_runs(signature, encoded) == ((_DOUBLE, 9, 3), (_DOUBLE, 9 + 24 + 21 + 9, 2))


def test_two_parameters_are_put_into_one_storage() -> None:
    pointers = _signature(_pointer("a"), _pointer("b"), _number("n"))
    number = _own(1, bytes(4))
    encoded = _doubles(1.0, 2.0, 3.0) + _doubles(4.0, 5.0) + number

    assert shared_wholly(pointers, encoded, "a", "b") == (
        _doubles(1.0, 2.0, 3.0) + _shared(_ELEMENT_OF, 0, 0, 2) + number
    )
    assert shared_wholly(pointers, encoded, "b", "a") is None
    vectors = _signature(_vector("v"), _vector("w"))
    two = _doubles(1.0) + _doubles(4.0, 5.0)
    made = shared_wholly(vectors, two, "w", "v")
    assert made is not None
    assert made == _shared(_SAME, 1, 0, 2) + _doubles(4.0, 5.0)
    assert shared_wholly(vectors, made, "w", "v") is None


_NESTED = SequenceLayout(
    "::std::vector< ::std::string >",
    SequenceKind.GROWN,
    SequenceLayout("::std::string", SequenceKind.STRING, ScalarLayout("char", "|i1")),
)
_OBJECT = ProductLayout(
    "::Box",
    (
        PartLayout("names", _NESTED),
        PartLayout("pair", _PAIR),
        PartLayout("either", VariantLayout("::std::variant< int >", (_INT, _DOUBLE))),
        PartLayout("maybe", SequenceLayout("o", SequenceKind.OPTIONAL, _BOOL)),
    ),
)
_BOX = _signature(
    Slot("box", SlotKind.OBJECT, Passing.REFERENCE, "::Box", BYTE, value=_OBJECT),
    Slot("rows", SlotKind.NESTED_VECTOR, Passing.REFERENCE, "::std::vector<>", _INT),
)


def _count(value: int) -> bytes:
    return struct.pack("<Q", value)


def _box(either: int = 1, maybe: int = 1) -> bytes:
    names = _count(2) + _count(3) + b"abc" + _count(0)
    value = (_DOUBLE, _INT)[either == 0]
    alternative = _count(either) + bytes(8 if value is _DOUBLE else 4)
    optional = _count(maybe) + b"\1" * maybe
    rows = _own(2, _count(1) + bytes(4) + _count(6) + bytes(24))
    return _own(1, names + bytes(12) + alternative + optional) + rows


def test_objects_and_rows() -> None:
    slots = slots_of(_BOX, _box())
    assert [(one.owner, one.count, one.start, one.longest) for one in slots] == [
        ("box", 1, -1, 3),
        ("rows", 2, -1, 6),
    ]
    assert float_runs(_BOX, _box()) == ()
    assert largest_of(slots_of(_BOX, _box())) == 6


@pytest.mark.parametrize(
    ("signature", "encoded"),
    [
        (_PLAIN, b""),
        (_PLAIN, _ENCODED + b"\0"),
        (_PLAIN, b"\3" + _ENCODED[1:]),
        (_PLAIN, _own(1 << 62, b"") + _ENCODED),
        (_signature(_number("n")), _own(2, bytes(8))),
        (_signature(_number("n")), _own(0, b"")),
        (_signature(_pointer("a")), _shared(_ELEMENT_OF, 0, 0, 1)),
        (_signature(_pointer("a")), _shared(_ELEMENT_OF, 7, 0, 1)),
        (_signature(_pointer("a"), _pointer("b")), _doubles(1.0) + _shared(_SAME, 0, 0, 1)),
        (_signature(_pointer("a"), _pointer("b")), _doubles(1.0) + _shared(_ELEMENT_OF, 0, 1, 1)),
        (
            _signature(_pointer("a"), _pointer("b")),
            _shared(_ELEMENT_OF, 1, 0, 1) + _shared(_ELEMENT_OF, 0, 0, 1),
        ),
        (_signature(_vector("v"), _vector("w")), _doubles(1.0) + _shared(_ELEMENT_OF, 0, 0, 1)),
        (_BOX, _box(either=2)),
        (_BOX, _box(maybe=2)),
    ],
)
def test_damage(signature: Signature, encoded: bytes) -> None:
    with pytest.raises(DamagedRecord):
        slots_of(signature, encoded)


@given(st.integers(0, 400))
def test_every_shortened_input_is_refused(length: int) -> None:
    for signature, encoded in ((_PLAIN, _ENCODED), (_BOX, _box())):
        if length < len(encoded):
            with pytest.raises(DamagedRecord):
                slots_of(signature, encoded[:length])


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_or_understood(data: bytes) -> None:
    for signature in (_PLAIN, _BOX):
        try:
            found = slots_of(signature, data)
        except DamagedRecord:
            continue
        assert len(found) == len(signature.slots)
