"""The layouts of all types that the harness makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Base,
    ContainerType,
    Factory,
    Field,
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
    null_layout,
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
            if records[name].fields and is_plain(type_, records):
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


def factory_layout(record: Record, factory: str, records: Mapping[str, Record]) -> ProductLayout:
    """The layout of objects of ``record`` that the function ``factory`` makes.

    Raises ``Unsupported``.
    """
    named = [f for f in record.factories if f"::{f.name}".endswith(f"::{factory.lstrip(':')}")]
    if not named:
        known = ", ".join(f"`{f.name}`" for f in record.factories)
        raise Unsupported(
            f"`{factory}` is no function in this file that takes something and gives a "
            f"`{record.name}`{f'; those are {known}' if known else ''}"
        )
    around = frozenset({record.name})
    found = _by_factory(_taken_apart(record, records, around), named, records, around)
    if found is None:
        raise Unsupported(f"PCG cannot make what `{factory}` takes; name another function")
    return found


def derived_layout(name: str, records: Mapping[str, Record]) -> ProductLayout:
    """Of an object of the first class of the file that is derived from ``name`` and can be made.

    Raises ``Unsupported`` if there is none.
    """
    for record in records.values():
        if record.is_abstract or not _is_derived(record, name, records):
            continue
        try:
            made = value_layout(RecordType(record.name), records)
        except Unsupported:
            continue
        if isinstance(made, ProductLayout) and (made.default_constructible or made.arguments):
            return replace(made, stands_for=global_name(name))
    raise Unsupported(
        f"`{name}` is an abstract class, of which there are no objects, and PCG can make none of "
        "those derived from it in this file; include one that has a constructor without "
        "arguments, or write the function for a class that is derived from it"
    )


def _is_derived(record: Record, base: str, records: Mapping[str, Record]) -> bool:
    return any(
        isinstance(one.type, RecordType)
        and (
            one.type.name == base
            or (one.type.name in records and _is_derived(records[one.type.name], base, records))
        )
        for one in record.bases
    )


def _object(record: Record, records: Mapping[str, Record], around: frozenset[str]) -> ValueLayout:
    """An object of a class, part by part, private ones included."""
    if record.is_abstract:
        raise Unsupported(
            f"`{record.name}` is an abstract class, of which there are no objects; pass one by "
            "reference, or write the function for a class that is derived from it"
        )
    made = _taken_apart(record, records, around)
    arguments = _arguments(record, records, around)
    if arguments:
        return replace(made, arguments=arguments)
    if not record.default_constructible:
        by_factory = _by_factory(made, record.factories, records, around)
        if by_factory is not None:
            return by_factory
    if record.bases or not made.parts:
        return made
    return product(made.spelling, list(made.parts), default=made.default_constructible)


def _taken_apart(
    record: Record, records: Mapping[str, Record], around: frozenset[str]
) -> ProductLayout:
    """All data members of an object, its bases' included; raises ``Unsupported``."""
    parts: list[PartLayout] = []
    for member in _members(record, records):
        field, owner = member.field, member.owner.name
        try:
            layout = _null(field) or value_layout(field.type, records, around)
        except Unsupported as problem:
            raise Unsupported(f"`{owner}::{field.name}` cannot be made: {problem}") from problem
        if is_const(field.type):
            raise Unsupported(f"`{owner}::{field.name}` is constant")
        hidden = "" if field.is_public else spell_value(layout)
        of_base = "" if member.owner is record else global_name(owner)
        parts.append(PartLayout(field.name, layout, hidden_as=hidden, owner=of_base))
    return ProductLayout(global_name(record.name), tuple(parts), record.default_constructible)


def _null(field: Field) -> ValueLayout | None:
    return null_layout(field, spell(field.type)) if field.is_unused else None


@dataclass(frozen=True, slots=True)
class _Member:
    """A data member of an object, and the class that declares it."""

    owner: Record
    field: Field


def _members(record: Record, records: Mapping[str, Record]) -> Iterator[_Member]:
    """All data members, those of base classes first; raises ``Unsupported`` if that is not all."""
    if record.is_union:
        raise Unsupported(f"`{record.name}` is a union")
    if not (record.has_whole_state or (record.has_distinct_fields and record.bases)):
        raise Unsupported(
            f"`{record.name}` has bit-fields or unnamed members, which PCG cannot take apart"
        )
    for base in record.bases:
        yield from _members(_base(base, record, records), records)
    yield from (_Member(record, field) for field in record.fields)


def _base(base: Base, record: Record, records: Mapping[str, Record]) -> Record:
    match base.type:
        case _ if base.is_virtual:
            raise Unsupported(f"`{record.name}` has a virtual base class")
        case RecordType(name=name) if name in records:
            return records[name]
        case type_:
            raise Unsupported(f"the base class {describe(type_)} of `{record.name}` is not known")


def _arguments(
    record: Record, records: Mapping[str, Record], around: frozenset[str]
) -> tuple[ValueLayout, ...]:
    """What the constructor with the most parameters takes, of those that can be given them all."""
    found: tuple[ValueLayout, ...] = ()
    for parameters in record.constructors:
        layouts = _taken(parameters, records, around)
        found = found if layouts is None else max(found, layouts, key=len)
    return found


def _by_factory(
    made: ProductLayout,
    factories: Sequence[Factory],
    records: Mapping[str, Record],
    around: frozenset[str],
) -> ProductLayout | None:
    """``made`` by the factory with the most parameters, of those that can be given them all."""
    best: ProductLayout | None = None
    for factory in factories:
        layouts = _taken(factory.parameters, records, around)
        if layouts is not None and (best is None or len(layouts) > len(best.arguments)):
            best = replace(
                made,
                arguments=layouts,
                factory=global_name(factory.name),
                is_owned=factory.is_owned,
            )
    return best


def _taken(
    parameters: tuple[Field, ...], records: Mapping[str, Record], around: frozenset[str]
) -> tuple[ValueLayout, ...] | None:
    """The layouts of what is given for ``parameters``; ``None`` if one cannot be made."""
    try:
        return tuple(value_layout(_given(one.type), records, around) for one in parameters)
    except Unsupported:
        return None


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
