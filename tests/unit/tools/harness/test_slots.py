"""What is given for parameters that are more than numbers and their blocks."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import pytest

from pcg_engine.domain.ast import (
    Base,
    ContainerKind,
    ContainerType,
    Factory,
    Field,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Type,
)
from pcg_engine.domain.facts import ExtentFact, InputFacts
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.harness.inputs import alias_partitions, make_case
from pcg_engine.tools.harness.layout import Unsupported
from pcg_engine.tools.harness.signature import Passing, Slot, SlotKind
from pcg_engine.tools.harness.stream import decode_observation
from pcg_engine.tools.harness.value_types import factory_layout, value_layout
from pcg_engine.tools.harness.values import ProductLayout
from tests.unit.tools.harness.kernels import CONST_DOUBLE, DOUBLE, INT, harness

NODES = ContainerType(ContainerKind.VECTOR, DOUBLE)
RECORDS: Mapping[str, Record] = {
    "Named": Record("Named", (Field("id", INT),), is_plain=True),
    "Counted": Record("Counted", (Field("count_", INT, is_public=False),), is_plain=False),
    "Mesh": Record(
        "Mesh",
        (Field("nodes", NODES),),
        is_plain=False,
        has_whole_state=False,
        bases=(Base(RecordType("Named")), Base(RecordType("Counted"))),
    ),
    "Shape": Record("Shape", (), is_plain=False, is_abstract=True),
    "Shared": Record(
        "Shared",
        (),
        is_plain=False,
        has_whole_state=False,
        bases=(Base(RecordType("Named"), is_virtual=True),),
    ),
    "Ring": Record(
        "Ring",
        (Field("next_", NODES, is_public=False),),
        is_plain=False,
        default_constructible=False,
        factories=(
            Factory("Ring::of", (Field("n", INT),)),
            Factory("ns::make_ring", (Field("n", INT), Field("m", INT)), is_owned=True),
            Factory("other_ring", (Field("from", ReferenceType(RecordType("Ring"))),)),
        ),
    ),
}


def slot_of(type_: Type) -> Slot:
    return harness({"x": type_}, records=dict(RECORDS)).signature.slots[0]


def test_members_of_bases_come_first_and_know_where_they_belong() -> None:
    layout = value_layout(RecordType("Mesh"), RECORDS)
    assert isinstance(layout, ProductLayout)
    assert [(part.name, part.owner, bool(part.hidden_as)) for part in layout.parts] == [
        ("id", "::Named", False),
        ("count_", "::Counted", True),
        ("nodes", "", False),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [("Shape", "is an abstract class"), ("Shared", "has a virtual base class")],
)
def test_what_has_no_objects_of_its_own_is_refused(name: str, words: str) -> None:
    with pytest.raises(Unsupported, match=words):
        value_layout(RecordType(name), RECORDS)


def test_the_factory_with_the_most_parameters_that_can_be_made_is_called() -> None:
    layout = value_layout(RecordType("Ring"), RECORDS)
    assert isinstance(layout, ProductLayout)
    assert (layout.factory, layout.is_owned, len(layout.arguments)) == ("::ns::make_ring", True, 2)


def test_a_factory_can_be_named() -> None:
    named = factory_layout(RECORDS["Ring"], "of", RECORDS)
    assert (named.factory, len(named.arguments)) == ("::Ring::of", 1)
    with pytest.raises(Unsupported, match="those are `Ring::of`, `ns::make_ring`"):
        factory_layout(RECORDS["Ring"], "made", RECORDS)
    with pytest.raises(Unsupported, match="cannot make what `other_ring` takes"):
        factory_layout(RECORDS["Ring"], "other_ring", RECORDS)


def test_pointers_to_objects_lead_into_a_vector() -> None:
    slot = slot_of(PointerType(RecordType("Mesh", const=True)))
    assert (slot.kind, slot.passing, slot.is_const) == (SlotKind.OBJECT, Passing.ELEMENTS, True)
    assert slot.type == "pcg_driver::same< const ::Mesh >*"


def test_rows_rest_on_an_assumption() -> None:
    """They share a table wholly or not at all; that rows overlap is never tried."""
    table = PointerType(PointerType(DOUBLE))
    constant = PointerType(PointerType(CONST_DOUBLE, const=True))
    made = harness({"a": table, "b": constant})
    assert [(s.kind, s.is_const, s.type) for s in made.signature.slots] == [
        (SlotKind.ROWS, False, "pcg_driver::same< pcg_driver::same< double >* >*"),
        (SlotKind.ROWS, True, "pcg_driver::same< pcg_driver::same< const double >* const >*"),
    ]
    assert [a.code for a in made.assumptions] == ["rows-distinct", "rows-distinct"]
    assert [str(p) for p in alias_partitions(made)] == ["`b` is the same storage as `a`"]


def test_rows_are_as_long_as_the_facts_say() -> None:
    n, m = Polynomial.name("n"), Polynomial.name("m")
    facts = InputFacts((ExtentFact("a", (n,), True), ExtentFact("a[]", (m,), True)))
    made = harness({"n": INT, "m": INT, "a": PointerType(PointerType(DOUBLE))}, inputs=facts)
    together: set[int] = set()
    for seed in range(4):
        case = make_case(made, CaseSpec(6, Style.EXACT, seed))
        assert case is not None
        rows, columns = dict(case.scalars)["n"], dict(case.scalars)["m"]
        start = 2 * (1 + 8 + 4)
        kind, count, one_block = struct.unpack_from("<BQQ", case.encoded, start)
        lengths = struct.unpack_from(f"<{count}Q", case.encoded, start + 17)
        assert (kind, count, set(lengths)) == (0, rows, {columns})
        assert len(case.encoded) == start + 17 + 8 * rows + 8 * rows * columns
        together.add(one_block)
    assert together == {0, 1}


def test_where_pointers_lead_is_a_part_of_what_is_observed() -> None:
    """Of rows by their number; of a global pointer by slot and byte."""
    signature = harness(
        {"a": PointerType(PointerType(INT))}, globals_={"p": PointerType(INT)}
    ).signature
    payload = b"".join(
        (
            struct.pack("<II", 0, 0xFFFFFFFF),
            struct.pack("<BQ", 1, 2),
            struct.pack("<Qi", 1, 7) + struct.pack("<Q", 0),
            struct.pack("<QQ", 1, 0),
            struct.pack("<BQi", 1, 1, 5),
            struct.pack("<QQ", 0, 4),
            struct.pack("<B", 0),
        )
    )
    rows, pointer = decode_observation(signature, memoryview(payload)).values
    assert (rows.rows, rows.array().tolist()) == ((1, 0, 1, 0), [7])
    assert (pointer.target, pointer.array().tolist()) == ((0, 4), [5])
