"""Objects with pointers: what of them is made, how they are encoded, what is no graph."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np
import pytest

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Block,
    Cast,
    ExpressionStatement,
    Field,
    Function,
    Linkage,
    Member,
    Name,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import Span
from pcg_engine.tools.harness.cases import CaseSpec, RecordedInput, Style
from pcg_engine.tools.harness.elements import ElementStyle
from pcg_engine.tools.harness.field_uses import FieldUses, field_uses
from pcg_engine.tools.harness.graph_inputs import make_graph
from pcg_engine.tools.harness.graph_types import graph_slot
from pcg_engine.tools.harness.graphs import (
    DamagedGraph,
    EncodedGraph,
    GraphField,
    GraphLayout,
    decode_graph,
    elements_of,
    encode_graph,
    is_landmark,
    places_of,
)
from pcg_engine.tools.harness.inputs import make_case
from pcg_engine.tools.harness.layout import Unsupported
from pcg_engine.tools.harness.prepare import prepare
from pcg_engine.tools.harness.recorded import DamagedRecord, float_runs, slots_of
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)
from pcg_engine.tools.harness.value_outputs import Bytes, Columns
from tests.unit.tools.harness.kernels import DOUBLE, INT, harness, original, pointer

_SPAN = Span(0, 1)
_CHAR = ArithmeticType("char", ArithmeticKind.INTEGER, 8, signed=True)
_FUNCTION = OpaqueType("void (*)(int)")


def _record(name: str, /, **fields: Type) -> Record:
    return Record(name, tuple(Field(n, t) for n, t in fields.items()), is_plain=True)


_RECORDS = {
    one.name: one
    for one in (
        _record(
            "Mesh",
            size=INT,
            x=pointer(DOUBLE),
            owner=PointerType(RecordType("Unknown")),
            print=_FUNCTION,
            nodes=PointerType(RecordType("Node")),
            name=ArrayType(_CHAR, 4),
        ),
        _record("Node", next=PointerType(RecordType("Node")), value=DOUBLE, count=INT),
        _record("Base", cutoff=DOUBLE, print=_FUNCTION),
        _record("Derived", cutoff=DOUBLE, print=OpaqueType("void (*)(long)"), sigma=DOUBLE),
        _record("Other", cutoff=INT, sigma=DOUBLE),
        _record("Holder", base=PointerType(RecordType("Base"))),
    )
}


def _named(*fields: tuple[str, str]) -> FieldUses:
    return FieldUses(frozenset(fields))


def _slot(type_: Type, uses: FieldUses, passing: Passing = Passing.VALUE) -> Slot:
    found = graph_slot("m", type_, passing, _RECORDS, uses)
    assert found is not None
    return found


def _layout(type_: Type, uses: FieldUses) -> GraphLayout:
    value = _slot(type_, uses).value
    assert isinstance(value, GraphLayout)
    return value


_MESH = PointerType(RecordType("Mesh"))
_ALL = _named(("Mesh", "size"), ("Mesh", "x"), ("Mesh", "nodes"), ("Node", "next"))


def test_what_is_not_looked_at_leads_to_nothing() -> None:
    layout = _layout(_MESH, _named(("Mesh", "x"), ("Mesh", "size")))

    mesh, double = layout.types
    assert (mesh.spelling, double.spelling, layout.root) == ("::Mesh", "double", 0)
    targets = {f.path: f.target for f in mesh.fields if f.layout is None}
    assert targets == {"x": 1, "owner": None, "print": None, "nodes": None}
    assert [f.path for f in mesh.fields if f.is_size] == ["size"]
    assert (mesh.is_many, double.is_many) == (False, True)
    assert [struct.name for struct in layout.structs] == ["Mesh"]
    assert dict(layout.structs[0].fields)["owner"] == "void*"


def test_types_that_lead_to_themselves() -> None:
    layout = _layout(_MESH, _ALL)

    assert [one.spelling for one in layout.types] == ["::Mesh", "double", "::Node"]
    assert layout.types[2].fields[0] == GraphField("next", target=2)
    indexed = replace(_ALL, indexed=frozenset({("Mesh", "nodes")}))
    assert _layout(_MESH, indexed).types[2].is_many
    assert not layout.types[2].is_many


def test_how_it_is_passed() -> None:
    slot = _slot(RecordType("Mesh"), _ALL)
    assert (slot.kind, slot.passing, slot.type) == (SlotKind.OBJECT, Passing.VALUE, "::Mesh")
    assert slot.is_graph
    assert slot.has_size
    assert isinstance(slot.value, GraphLayout)
    assert slot.value.by_value
    constant = _slot(PointerType(RecordType("Mesh", const=True), restrict=True), _ALL)
    assert (constant.passing, constant.is_const, constant.restrict) == (Passing.ADDRESS, True, True)


@pytest.mark.parametrize("type_", [DOUBLE, pointer(DOUBLE), RecordType("Unknown")])
def test_what_leads_to_nothing_is_no_graph(type_: Type) -> None:
    assert graph_slot("m", type_, Passing.VALUE, _RECORDS, FieldUses()) is None


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("owner", "`Mesh::owner`: the definition of `Unknown` was not found"),
        ("print", "`Mesh::print`: it is a pointer to a function that is called"),
    ],
)
def test_what_is_looked_at_must_be_made(field: str, told: str) -> None:
    with pytest.raises(Unsupported, match=told):
        graph_slot("m", _MESH, Passing.VALUE, _RECORDS, _named(("Mesh", field)))


def test_a_struct_that_goes_on_where_another_ends() -> None:
    holder = PointerType(RecordType("Holder"))
    used = _named(("Holder", "base"))
    taken = replace(used, casts=frozenset({("Base", "Derived")}))
    assert _layout(holder, taken).types[1].spelling == "::Derived"
    other = replace(used, casts=frozenset({("Base", "Other")}))
    assert _layout(holder, other).types[1].spelling == "::Base"
    both = replace(used, casts=frozenset({("Base", "Other"), ("Base", "Derived")}))
    assert _layout(holder, both).types[1].spelling == "::Derived"


def _unit(*statements: Statement) -> tuple[TranslationUnit, Function]:
    body = Block(statements, _SPAN)
    function = Function(
        "key", "kernel", VoidType(), (), body, Linkage.EXTERNAL, _SPAN, in_main_file=True
    )
    return TranslationUnit({"key": function}, (), _RECORDS, ()), function


def test_the_uses_of_a_function() -> None:
    variable = Variable("m", "m", _MESH, Storage.PARAMETER, _SPAN)
    mesh = Name(variable, _MESH, _SPAN)
    nodes = Member(mesh, "nodes", True, PointerType(RecordType("Node")), _SPAN)
    first = Subscript(nodes, mesh, RecordType("Node"), _SPAN)
    value = Member(first, "value", False, DOUBLE, _SPAN)
    cast = Cast("BitCast", True, nodes, PointerType(RecordType("Derived")), _SPAN)
    unit, function = _unit(ExpressionStatement(value, _SPAN), ExpressionStatement(cast, _SPAN))

    found = field_uses(unit, function)

    assert found == FieldUses(
        frozenset({("Mesh", "nodes"), ("Node", "value")}),
        frozenset({("Mesh", "nodes")}),
        frozenset({("Node", "Derived")}),
    )


def _made(layout: GraphLayout, size: int, seed: int = 0) -> tuple[bytes, EncodedGraph]:
    rng = np.random.default_rng(seed)
    data = make_graph(layout, 0, size, ElementStyle(Style.EXACT, small=9, signed=False), rng)
    assert data is not None
    graph = decode_graph(layout, data, 0)
    assert graph.end == len(data)
    return data, graph


@pytest.mark.parametrize("size", [0, 1, 5, 300])
def test_made_up_objects_lead_to_enough(size: int) -> None:
    layout = _layout(_MESH, replace(_ALL, indexed=frozenset({("Mesh", "nodes")})))

    data, graph = _made(layout, size)

    assert graph.root == (1, 0)
    mesh = elements_of(layout, graph.nodes[0], data)
    assert mesh["f0"].tolist() == [size]
    by_type: dict[int, list[int]] = {}
    for node in graph.nodes:
        by_type.setdefault(node.type, []).append(node.count)
    assert by_type[1] == [size]
    assert by_type[2][0] == size
    assert by_type[len(layout.types)] == [0]
    for node in graph.nodes:
        for places in places_of(layout, node, data):
            assert int(places[:, 0].max(initial=0)) <= len(graph.nodes)
            assert not places[:, 1].any()


def test_lists_end_and_large_graphs_are_none() -> None:
    data, graph = _made(_layout(PointerType(RecordType("Node")), _ALL), 3)
    assert 2 <= len(graph.nodes) <= 14
    assert data
    cube = _layout(PointerType(pointer(pointer(DOUBLE))), FieldUses())
    rng = np.random.default_rng(0)
    how = ElementStyle(Style.EXACT, small=9, signed=False)
    assert make_graph(cube, 0, 1000, how, rng) is None
    assert make_graph(cube, 0, 5, how, rng) is not None


def test_columns_tell_numbers_places_and_sizes_apart() -> None:
    layout = _layout(_MESH, _ALL)
    node = struct.pack("<QQdi", 3, 0, 1.5, 7)
    mesh = struct.pack("<i", 2) + struct.pack("<8Q", 2, 0, 4, 0, 4, 0, 3, 0) + b"abc\0"
    doubles = struct.pack("<2d", 1, 2)
    data = encode_graph(
        (1, 0), [(0, 1, mesh), (1, 2, doubles), (2, 1, node), (len(layout.types), 0, b"")]
    )

    source, columns = Bytes(data), Columns()
    columns.read(source, layout)

    assert source.at == len(data)
    found = {part.path: part.array().tolist() for part in columns.parts()}
    assert found == {
        "->Mesh.size": [2],
        "->Mesh.name": [list(b"abc\0")],
        "->double": [1.0, 2.0],
        "->Node.value": [1.5],
        "->Node.count": [7],
    }
    assert columns.counts[:3] == [4, 1, 0]
    assert columns.counts.count(4) == 3


def _signature(*types: Type) -> Signature:
    slots = [replace(_slot(t, _ALL), name=f"m{i}") for i, t in enumerate(types)]
    return Signature("kernel", tuple(slots), (), Result(ResultKind.VOID, "void", None))


def _own(graph: bytes, count: int = 1) -> bytes:
    return struct.pack("<BQ", 0, count) + graph


def test_records_are_believed_only_if_every_pointer_leads_somewhere() -> None:
    layout = _layout(_MESH, _ALL)
    signature = _signature(_MESH, _MESH)
    landmark = len(layout.types)

    def mesh(*places: int) -> bytes:
        led = struct.pack("<8Q", *(n for place in places for n in (place, 0)))
        return struct.pack("<i", 1) + led + b"abc\0"

    first = encode_graph((1, 0), [(0, 1, mesh(2, 3, 3, 0)), (1, 5, bytes(40)), (landmark, 0, b"")])
    shared = encode_graph((1 + (1 << 40), 0), [(0, 1, mesh(2, 0, 0, 0))])
    good = _own(first) + _own(shared)

    slots = slots_of(signature, good)
    assert [one.longest for one in slots] == [5, 1]
    assert [(layout.code, count) for layout, _, count in float_runs(signature, good)] == [
        ("<f8", 5)
    ]
    beyond = encode_graph((1, 0), [(0, 1, mesh(4, 0, 0, 0))])
    nobody = encode_graph((1 + (2 << 40), 0), [(0, 1, mesh(0, 0, 0, 0))])
    for damaged in (
        _own(beyond) + _own(shared),
        _own(nobody) + _own(shared),
        good[:-1],
        good + b"x",
        _own(encode_graph((1, 0), [(9, 1, b"")])) + _own(shared),
        _own(encode_graph((1, 0), [(landmark, 1, b"")])) + _own(shared),
    ):
        with pytest.raises(DamagedRecord):
            slots_of(signature, damaged)


def test_decoding_is_bounded() -> None:
    layout = _layout(_MESH, _ALL)
    huge = struct.pack("<QQQ", 1, 0, 1 << 60)
    with pytest.raises(DamagedGraph):
        decode_graph(layout, huge, 0)
    large = struct.pack("<QQQQQ", 1, 0, 1, 1, 1 << 60)
    with pytest.raises(DamagedGraph):
        decode_graph(layout, large, 0)
    assert is_landmark(layout, len(layout.types))


def test_a_function_of_a_struct_with_pointers_is_driven() -> None:
    made = harness({"m": _MESH, "n": INT}, records=_RECORDS)

    assert [slot.is_graph for slot in made.signature.parameters] == [True, False]
    assert [one.code for one in made.assumptions] == ["graph-distinct"]
    assert b"graph_slot slot0;" in made.glue
    case = make_case(made, CaseSpec(7, Style.EXACT, 0))
    assert case is not None
    again = make_case(made, replace(case.spec, recorded=RecordedInput(case.encoded, "captured")))
    assert again is not None
    assert again.encoded == case.encoded


def test_in_c_the_driver_declares_the_structs_again() -> None:
    given = original({"m": _MESH, "plain": pointer(RecordType("Other"))}, records=_RECORDS)
    source = replace(given.source, path="/project/kernel.c")

    made = prepare(replace(given, source=source))

    glue = getattr(made, "glue", b"").decode()
    assert "struct Other { pcg_driver::same< int > cutoff;" in glue
    assert "struct Mesh { int size; void* x; void* owner; void* print; void* nodes; " in glue
    assert glue.count("struct Mesh {") == 1
