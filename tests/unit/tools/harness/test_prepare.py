"""Which functions can be driven, and what is said of the others."""

from __future__ import annotations

import pytest

from pcg_engine.domain.ast import (
    Field,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Type,
    VoidType,
)
from pcg_engine.tools.harness.layout import FieldLayout, ScalarLayout, StructLayout
from pcg_engine.tools.harness.prepare import NoHarness, prepare
from pcg_engine.tools.harness.signature import Passing, Slot, SlotKind
from tests.unit.tools.harness.kernels import (
    CONST_DOUBLE,
    DOUBLE,
    INT,
    harness,
    original,
    pointer,
    vector,
)

F8 = ScalarLayout("double", "<f8")
I4 = ScalarLayout("int", "<i4")


def test_parameters_become_slots_in_order() -> None:
    """Scalars, pointers with const and restrict, vectors, scalar references, then globals."""
    body = Record("Body", (Field("mass", DOUBLE), Field("id", INT)), is_plain=True)
    prepared = harness(
        {
            "n": INT,
            "x": pointer(CONST_DOUBLE, restrict=True),
            "bodies": vector(RecordType("Body")),
            "sum": ReferenceType(DOUBLE),
        },
        globals_={"scale": DOUBLE},
        records={"Body": body},
    )
    layout = StructLayout("::Body", (FieldLayout("mass", F8), FieldLayout("id", I4)))
    assert prepared.signature.slots == (
        Slot("n", SlotKind.VALUE, Passing.VALUE, "int", I4, 1),
        Slot(
            "x",
            SlotKind.POINTER,
            Passing.VALUE,
            "pcg_driver::same< const double >* __restrict",
            F8,
            is_const=True,
            restrict=True,
        ),
        Slot("bodies", SlotKind.VECTOR, Passing.REFERENCE, "::std::vector< ::Body >", layout),
        Slot("sum", SlotKind.REFERENCE, Passing.REFERENCE, "double", F8, 1),
        Slot("scale", SlotKind.REFERENCE, Passing.GLOBAL, "double", F8, 1, place="::scale"),
    )
    assert prepared.writes_globals


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (OpaqueType("std::function<void ()>"), "it is a function that takes or gives `void`"),
        (
            PointerType(PointerType(PointerType(VoidType()))),
            "it holds a pointer to `void`, and what is there is not known",
        ),
        (RecordType("Mesh"), "the definition of `Mesh` was not found"),
        (vector(RecordType("std::queue<int>")), "it is `std::queue<int>`"),
    ],
)
def test_a_parameter_that_cannot_be_made_is_named(type_: Type, words: str) -> None:
    """The reason names the parameter and the type, and what to do."""
    refused = prepare(original({"mesh": type_}))
    assert isinstance(refused, NoHarness)
    assert refused.code == "unsupported-parameter"
    assert f"parameter `mesh` of `kernel`: {words}; move the loop" in refused.reason


def test_main_and_members_are_not_driven() -> None:
    """Neither can be called with inputs of PCG's choice."""
    main = prepare(original({}, name="main"))
    member = prepare(original({}, name="Grid::step", is_member=True))
    assert isinstance(main, NoHarness)
    assert isinstance(member, NoHarness)
    assert (main.code, member.code) == ("main-function", "member-function")


def test_a_global_that_cannot_be_set_is_named() -> None:
    """What a function reads besides its parameters has to be known too."""
    refused = prepare(original({"n": INT}, globals_={"log": OpaqueType("std::ostream")}))
    assert refused == NoHarness(
        "unsupported-global",
        "`kernel` uses the global variable `log`, which PCG can neither set nor compare: "
        "it is `std::ostream`; pass it as a parameter",
    )
