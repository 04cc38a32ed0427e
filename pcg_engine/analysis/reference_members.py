"""Data members that are references: naming one designates memory outside its object."""

from __future__ import annotations

from pcg_engine.domain.ast import (
    ArrayType,
    ContainerType,
    Member,
    PointerType,
    RecordType,
    ReferenceType,
    TranslationUnit,
    Type,
)
from pcg_engine.domain.inherited_fields import field_of


def is_reference_member(member: Member, unit: TranslationUnit) -> bool:
    """Whether ``member`` names a reference, so that what it designates is not in the object."""
    if isinstance(member.type, ReferenceType):
        return True
    owner = member.base.type
    if isinstance(owner, ReferenceType):
        owner = owner.referent
    if isinstance(owner, PointerType):
        owner = owner.pointee
    if not isinstance(owner, RecordType):
        return False
    record = unit.records.get(owner.name)
    if record is None:
        # A class of the library (`std::pair<double &, int>`) names its references.
        return "&" in owner.name
    field = field_of(owner.name, member.field, unit.records)
    return field is not None and isinstance(field.type, ReferenceType)


def holds_references(
    value_type: Type, unit: TranslationUnit, within: frozenset[str] = frozenset()
) -> bool:
    """Whether objects of ``value_type`` have a reference among their members, at any depth.

    ``within`` are the records that it is a part of: a tree's node has a vector of nodes.
    """
    match value_type:
        case ReferenceType():
            return True
        case ArrayType(element=element) | ContainerType(element=element):
            return holds_references(element, unit, within)
        case RecordType(name=name) if name in within:
            return False
        case RecordType(name=name):
            record = unit.records.get(name)
            if record is None:
                return "&" in name
            return any(holds_references(p, unit, within | {name}) for p in record.parts)
        case _:
            return False
