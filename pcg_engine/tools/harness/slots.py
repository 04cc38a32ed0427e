"""One ``Slot`` for each parameter, each touched global and the object of a member function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Function,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Storage,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.tools.harness.c_language import flattened
from pcg_engine.tools.harness.callables import CHOICE, callable_of
from pcg_engine.tools.harness.field_uses import FieldUses
from pcg_engine.tools.harness.graph_types import graph_slot
from pcg_engine.tools.harness.layout import (
    BYTE,
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    Unsupported,
    describe,
    global_name,
    layout_of,
    structs_of,
)
from pcg_engine.tools.harness.signature import Passing, Result, ResultKind, Slot, SlotKind
from pcg_engine.tools.harness.spelling import spell
from pcg_engine.tools.harness.value_types import (
    derived_layout,
    factory_layout,
    is_const,
    is_plain,
    spell_slot,
    value_layout,
)
from pcg_engine.tools.harness.values import (
    FixedLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    inner_values,
    is_constructed,
    spell_value,
)


def receiver_slot(function: Function, records: Mapping[str, Record], factory: str = "") -> Slot:
    """The object that a member function is called for; see ``parameter_slot``."""
    # Of a mangled name of a member K says that it is `const`.
    const = function.key.startswith("_ZNK")
    type_ = RecordType(function.record or "", const)
    if factory:
        return _from_factory("*this", type_, Passing.REFERENCE, records, factory)
    if _is_abstract(type_, records):
        return _slot("*this", type_, Passing.REFERENCE, records)
    return _object("*this", type_, Passing.REFERENCE, records)


def parameter_slot(
    variable: Variable,
    records: Mapping[str, Record],
    *,
    is_c: bool,
    is_single: bool = False,
    factory: str = "",
    uses: FieldUses | None = None,
) -> Slot:
    """What is given for a parameter; an object that the function ``factory`` makes, if that is set.

    A pointer that ``is_single`` leads to one object. Of objects with pointers ``uses`` tells what
    the function looks at; without them there are none. Raises ``Unsupported``.
    """
    match flattened(variable.type) if is_c else variable.type:
        case ReferenceType(referent=referent, rvalue=rvalue):
            type_, passing = referent, Passing.RVALUE if rvalue else Passing.REFERENCE
        case OpaqueType(spelling=spelling, const=const) if spelling.endswith("&"):
            passing = Passing.RVALUE if spelling.endswith("&&") else Passing.REFERENCE
            type_ = OpaqueType(spelling.rstrip("& "), const)
        case type_:
            passing = Passing.VALUE
    if factory:
        return _from_factory(variable.name, type_, passing, records, factory)
    try:
        slot = _slot(variable.name, type_, passing, records, is_single=is_single)
    except Unsupported:
        graph = _graph(variable.name, type_, passing, records, uses)
        if graph is None:
            raise
        return graph
    if not is_c or slot.value is None:
        return slot
    graph = _graph(variable.name, type_, passing, records, uses)
    if graph is None:
        raise Unsupported(f"it is {describe(type_)}, which PCG takes apart in C++ files only")
    return graph


def _graph(
    name: str,
    type_: Type,
    passing: Passing,
    records: Mapping[str, Record],
    uses: FieldUses | None,
) -> Slot | None:
    return None if uses is None else graph_slot(name, type_, passing, records, uses)


def global_slot(
    variable: Variable,
    records: Mapping[str, Record],
    taken: set[str],
    uses: FieldUses | None = None,
) -> Slot:
    """What is set of a variable with static storage; raises ``Unsupported``.

    For ``uses`` see ``parameter_slot``.
    """
    if variable.storage is Storage.THREAD_LOCAL:
        raise Unsupported("it is thread-local")
    if variable.volatile:
        raise Unsupported("it is volatile")
    place = global_name(variable.id if variable.id.startswith("::") else variable.name)
    name = place if variable.name in taken else variable.name
    try:
        slot = _slot(name, variable.type, Passing.GLOBAL, records)
    except Unsupported:
        graph = _graph(name, variable.type, Passing.GLOBAL, records, uses)
        if graph is None:
            raise
        slot = graph
    slot = replace(slot, place=place)
    if slot.callable is not None:
        raise Unsupported("it is a function")
    if slot.kind is SlotKind.SPAN:
        raise Unsupported("it is a span, whose storage belongs to somebody else")
    return slot


def _slot(
    name: str,
    type_: Type,
    passing: Passing,
    records: Mapping[str, Record],
    *,
    is_single: bool = False,
) -> Slot:
    match type_:
        case RecordType(name=base) if _is_abstract(type_, records) and passing in _BY_REFERENCE:
            return _whole(name, type_, passing, derived_layout(base, records), spell(type_))
        case PointerType():
            if passing in (Passing.REFERENCE, Passing.RVALUE):
                raise Unsupported("it is a reference to a pointer")
            return _behind_pointer(name, type_, passing, records, is_single=is_single)
        case ArrayType(element=element_type, extent=extent):
            layout = layout_of(element_type, records)
            if extent is None:
                raise Unsupported("it is an array of unknown extent")
            kind = SlotKind.REFERENCE
            const = is_const(type_) or is_const(element_type)
            whole = layout_of(type_, records)
            if layout == whole:
                raise Unsupported("it is not an array")
            return Slot(name, kind, passing, spell(type_), whole, 1, is_const=const)
        case ContainerType(container=ContainerKind.VECTOR, element=element_type, const=const):
            element, kind = value_layout(element_type, records), SlotKind.VECTOR
            match element_type:
                case ContainerType(container=ContainerKind.VECTOR, element=inner):
                    element, kind = value_layout(inner, records), SlotKind.NESTED_VECTOR
                case _:
                    pass
            if not isinstance(element, FixedLayout):
                return _object(name, type_, passing, records)
            _require_default(element)
            return Slot(name, kind, passing, spell_slot(type_, records), element, is_const=const)
        case ContainerType(container=ContainerKind.STRING_VIEW):
            if passing is Passing.REFERENCE and not type_.const:
                raise Unsupported("it is a modifiable reference to a `std::string_view`")
            char = ScalarLayout("char", "|i1")
            view = "::std::string_view"
            return Slot(name, SlotKind.SPAN, Passing.VALUE, view, char, is_const=True)
        case ContainerType(container=ContainerKind.SPAN, element=element_type, extent=extent):
            if passing is Passing.REFERENCE and not type_.const:
                raise Unsupported("it is a modifiable reference to a span")
            return Slot(
                name,
                SlotKind.SPAN,
                Passing.VALUE,
                spell(type_),
                layout_of(element_type, records),
                extent,
                is_const=is_const(element_type),
            )
        case OpaqueType(spelling=spelling) if (function := callable_of(spelling)) is not None:
            if passing is Passing.REFERENCE and not type_.const:
                raise Unsupported("it is a modifiable reference to a function")
            const = "const " if passing is Passing.REFERENCE else ""
            spelled = f"{const}{function.type}"
            return Slot(name, SlotKind.VALUE, passing, spelled, CHOICE, 1, callable=function)
        case ArithmeticType() | RecordType() | ContainerType() | OpaqueType():
            element = value_layout(type_, records)
            if not (isinstance(element, FixedLayout) and is_plain(type_, records)):
                return _object(name, type_, passing, records)
            kind = SlotKind.VALUE if passing is Passing.VALUE else SlotKind.REFERENCE
            spelled = spell_slot(type_, records)
            return Slot(name, kind, passing, spelled, element, 1, is_const=is_const(type_))
        case _:
            raise Unsupported(f"it is {describe(type_)}")


_BY_REFERENCE = (Passing.REFERENCE, Passing.RVALUE)


def _is_abstract(type_: RecordType, records: Mapping[str, Record]) -> bool:
    record = records.get(type_.name)
    return record is not None and record.is_abstract


def _object(name: str, type_: Type, passing: Passing, records: Mapping[str, Record]) -> Slot:
    return _whole(name, type_, passing, value_layout(type_, records), spell_slot(type_, records))


def _from_factory(
    name: str, type_: Type, passing: Passing, records: Mapping[str, Record], factory: str
) -> Slot:
    """An object that the function ``factory`` makes."""
    match type_:
        case RecordType(name=record) if record in records:
            value = factory_layout(records[record], factory, records)
            return _whole(name, type_, passing, value, spell(type_))
        case _:
            raise Unsupported(f"it is {describe(type_)}, of which no function here makes one")


def _whole(name: str, type_: Type, passing: Passing, value: ValueLayout, spelled: str) -> Slot:
    _require_default(value, can_take_arguments=True)
    const = is_const(type_)
    return Slot(name, SlotKind.OBJECT, passing, spelled, BYTE, is_const=const, value=value)


def _behind_pointer(
    name: str,
    type_: PointerType,
    passing: Passing,
    records: Mapping[str, Record],
    *,
    is_single: bool,
) -> Slot:
    """Elements, or rows of them; objects that are more than their bytes lie in a vector."""
    pointee = type_.pointee
    if isinstance(pointee, RecordType) and _is_abstract(pointee, records):
        if passing is not Passing.VALUE:
            raise Unsupported(f"it points to an object of the abstract class `{pointee.name}`")
        value = derived_layout(pointee.name, records)
        spelled = f"pcg_driver::same< {spell(pointee)} >*"
        slot = _whole(name, pointee, Passing.ADDRESS, value, spelled)
        return replace(slot, restrict=type_.restrict)
    if isinstance(pointee, PointerType):
        const = is_const(pointee) and is_const(pointee.pointee)
        element = _pointee(pointee.pointee, records)
        return Slot(name, SlotKind.ROWS, passing, spell(type_), element, is_const=const)
    const = is_const(pointee)
    try:
        element = _pointee(pointee, records)
    except Unsupported:
        if passing is not Passing.VALUE or not isinstance(pointee, RecordType | ContainerType):
            raise
        value = value_layout(replace(pointee, const=False), records)
        if isinstance(value, ScalarLayout | ArrayLayout):
            raise
        passing = Passing.ADDRESS
        if not is_single:
            passing = Passing.ELEMENTS
            vector = f"::std::vector< {spell_value(value)} >"
            value = SequenceLayout(vector, SequenceKind.GROWN, value)
        spelled = f"pcg_driver::same< {spell_slot(pointee, records)} >*"
        slot = _whole(name, pointee, passing, value, spelled)
        return replace(slot, restrict=type_.restrict)
    return Slot(
        name,
        SlotKind.POINTER,
        passing,
        spell(type_),
        element,
        is_const=const,
        restrict=type_.restrict,
    )


def _pointee(pointee: Type, records: Mapping[str, Record]) -> Layout:
    match pointee:
        case ArithmeticType() | RecordType() | ArrayType():
            return layout_of(pointee, records)
        case ContainerType(container=ContainerKind.ARRAY):
            return layout_of(pointee, records)
        case _:
            raise Unsupported(f"it points to {describe(pointee)}")


def _require_default(layout: ValueLayout, *, can_take_arguments: bool = False) -> None:
    """Raises ``Unsupported`` if a class object in ``layout`` cannot be made.

    One that ``can_take_arguments`` stands by itself, or is an element of something that grows.
    """
    if isinstance(layout, FixedLayout):
        structs = structs_of(layout)
    else:
        structs = (layout,) if isinstance(layout, ProductLayout) else ()
    for struct in structs:
        is_constructed_here = can_take_arguments and is_constructed(struct)
        if not (struct.default_constructible or is_constructed_here):
            name = struct.spelling.removeprefix("::")
            raise Unsupported(
                f"`{name}` has no default constructor, and no other one that PCG can call: name a "
                "function that makes one, in a comment before the function "
                "(`// pcg: NAME from FUNCTION`)"
            )
    grows = isinstance(layout, SequenceLayout) and layout.kind is SequenceKind.GROWN
    for inner in inner_values(layout):
        _require_default(inner, can_take_arguments=grows)


def result_of(type_: Type, records: Mapping[str, Record]) -> Result:
    """How what the function returns is compared; raises ``Unsupported``."""
    match type_:
        case ReferenceType(referent=referent, rvalue=False):
            value, spelled = value_layout(referent, records), spell_slot(referent, records)
            return Result(ResultKind.REFERENCE, spelled, None, value)
        case VoidType():
            return Result(ResultKind.VOID, "void", None)
        case ArithmeticType() | RecordType() | ContainerType() | OpaqueType():
            value, spelled = value_layout(type_, records), spell_slot(type_, records)
            match value:
                case ScalarLayout() | ArrayLayout() | StructLayout() if is_plain(type_, records):
                    return Result(ResultKind.ELEMENT, spelled, value)
                case SequenceLayout(kind=SequenceKind.GROWN, element=element) if isinstance(
                    type_, ContainerType
                ) and isinstance(element, FixedLayout):
                    return Result(ResultKind.VECTOR, spelled, element)
                case _:
                    return Result(ResultKind.OBJECT, spelled, None, value)
        case _:
            raise Unsupported(f"it is {describe(type_)}")
