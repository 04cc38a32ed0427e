"""The layouts of all types that the harness makes."""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerType,
    OpaqueType,
    Record,
    RecordType,
    ReferenceType,
    Type,
)
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    Unsupported,
    describe,
    global_name,
    layout_of,
)
from pcg_engine.tools.harness.library_types import library_layout, product
from pcg_engine.tools.harness.spelling import spell
from pcg_engine.tools.harness.values import (
    FixedLayout,
    PartLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    spell_value,
)


def value_layout(
    type_: Type, records: Mapping[str, Record], around: frozenset[str] = frozenset()
) -> ValueLayout:
    """The layout of a type, of fixed size or not; raises ``Unsupported``.

    ``around`` are the classes that this is a part of.
    """

    def inner(one: Type) -> ValueLayout:
        return value_layout(one, records, around)

    match type_:
        case ArithmeticType():
            return layout_of(type_, records)
        case ArrayType(element=element, extent=int(extent)):
            layout = inner(element)
            if isinstance(layout, FixedLayout):
                return ArrayLayout(layout, extent, is_standard=False)
            spelling = f"pcg_driver::array_of< {spell_value(layout)}, {extent} >"
            return SequenceLayout(spelling, SequenceKind.FIXED, layout, extent)
        case RecordType(name=name) if name in records:
            if name in around:
                raise Unsupported(f"`{name}` holds others of itself")
            if is_plain(type_, records):
                return layout_of(type_, records)
            return _object(records[name], records, around | {name})
        case RecordType() | ContainerType() | OpaqueType():
            found = library_layout(type_, inner)
            if found is None:
                raise Unsupported(_reason(type_))
            return found
        case _:
            raise Unsupported(f"it holds {describe(type_)}")


def is_plain(type_: Type, records: Mapping[str, Record]) -> bool:
    """Whether objects of the type are no more than their bytes."""
    match type_:
        case RecordType(name=name) if name in records:
            record = records[name]
            return record.is_plain and all(is_plain(f.type, records) for f in record.fields)
        case ArrayType(element=element) | ContainerType(element=element):
            return is_plain(element, records)
        case RecordType(name=name):
            return not name.startswith("std::") or name.startswith("std::complex<")
        case _:
            return True


def spell_slot(type_: Type, records: Mapping[str, Record]) -> str:
    """How the driver writes a type that a parameter, a variable or a result has."""
    match type_:
        case ArithmeticType() | ArrayType():
            return spell(type_)
        case RecordType() | ContainerType() | OpaqueType():
            layout = value_layout(type_, records)
            spelled = spell_value(layout)
            if isinstance(layout, SequenceLayout) and layout.passed_as:
                spelled = layout.passed_as
            return f"const {spelled}" if type_.const else spelled
        case _:
            return spell(type_)


def _object(record: Record, records: Mapping[str, Record], around: frozenset[str]) -> ValueLayout:
    """An object of a class, part by part, private ones included."""
    name = record.name
    if record.is_union:
        raise Unsupported(f"`{name}` is a union")
    if not record.has_whole_state:
        raise Unsupported(
            f"`{name}` has base classes, bit-fields or unnamed members, which PCG cannot take apart"
        )
    if not record.fields:
        raise Unsupported(f"`{name}` has no data")
    spelling = global_name(name)
    parts: list[PartLayout] = []
    for field in record.fields:
        try:
            layout = value_layout(field.type, records, around)
        except Unsupported as problem:
            raise Unsupported(f"`{name}::{field.name}` cannot be made: {problem}") from problem
        if is_const(field.type):
            raise Unsupported(f"`{name}::{field.name}` is constant")
        hidden = "" if field.is_public else spell_value(layout)
        parts.append(PartLayout(field.name, layout, hidden_as=hidden))
    arguments = _arguments(record, records, around)
    if arguments:
        return ProductLayout(spelling, tuple(parts), record.default_constructible, arguments)
    return product(spelling, parts, default=record.default_constructible)


def _arguments(
    record: Record, records: Mapping[str, Record], around: frozenset[str]
) -> tuple[ValueLayout, ...]:
    """What the constructor with the most parameters takes, of those that can be given them all."""
    found: tuple[ValueLayout, ...] = ()
    for parameters in record.constructors:
        try:
            layouts = tuple(
                value_layout(_given(parameter.type), records, around) for parameter in parameters
            )
        except Unsupported:
            continue
        found = max(found, layouts, key=len)
    return found


def _given(type_: Type) -> Type:
    """What is made for a parameter; raises ``Unsupported`` for what an object may go on using."""
    match type_:
        case ReferenceType(referent=referent, rvalue=rvalue) if rvalue or is_const(referent):
            return referent
        case ReferenceType():
            raise Unsupported("it is a modifiable reference")
        case _:
            return type_


def is_const(type_: Type) -> bool:
    """Whether objects of the type, or their elements, cannot be assigned to."""
    match type_:
        case ArrayType(element=element, const=const):
            return const or is_const(element)
        case ReferenceType():
            return False
        case _:
            return type_.const


def _reason(type_: Type) -> str:
    match type_:
        case RecordType(name=name) if not name.startswith("std::"):
            return f"the definition of `{name}` was not found"
        case _:
            return f"it is {describe(type_)}"
