"""Objects of derived classes: the fields that they have from their bases, and their bases."""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.domain.ast import Cast, Expression
from pcg_engine.domain.types import Field, PointerType, Record, RecordType, ReferenceType, Type

_TO_BASE = frozenset(("UncheckedDerivedToBase", "DerivedToBase"))


def field_of(record: str, name: str, records: Mapping[str, Record]) -> Field | None:
    """The field ``name`` of the class ``record``, or of a base that is a part of it."""
    declared = declared_field(record, name, records)
    return None if declared is None else declared[1]


def declared_field(
    record: str, name: str, records: Mapping[str, Record]
) -> tuple[str, Field] | None:
    """``field_of`` and the class that declares it."""
    known = records.get(record)
    if known is None:
        return None
    for field in known.fields:
        if field.name == name:
            return record, field
    inherited = (
        declared_field(base.type.name, name, records)
        for base in known.bases
        if isinstance(base.type, RecordType) and not base.is_virtual
    )
    return next((found for found in inherited if found is not None), None)


def is_only_field(record: str, name: str, records: Mapping[str, Record]) -> bool:
    """Whether ``name`` means one field in the class ``record`` and all that it is derived from.

    False if some of these classes are not known, or if a base is shared (``virtual``).
    """
    return _times(record, name, records) == 1


def keeps_names(record: str, base: str, records: Mapping[str, Record]) -> bool:
    """Whether each field of the class ``base`` is told by its name alone in ``record`` as well."""
    known = records.get(base)
    if known is None:
        return False
    return all(is_only_field(record, field.name, records) for field in known.fields) and all(
        isinstance(part.type, RecordType) and keeps_names(record, part.type.name, records)
        for part in known.bases
    )


def _times(record: str, name: str, records: Mapping[str, Record]) -> int | None:
    known = records.get(record)
    if known is None:
        return None
    found = sum(field.name == name for field in known.fields)
    for base in known.bases:
        if base.is_virtual or not isinstance(base.type, RecordType):
            return None
        inherited = _times(base.type.name, name, records)
        if inherited is None:
            return None
        found += inherited
    return found


def derived_object(
    expression: Expression, records: Mapping[str, Record]
) -> tuple[Expression, str] | None:
    """The object, or pointer to one, that is converted to a base, and the object's class.

    ``None`` for other expressions, and where the base may lie outside of the object (``virtual``).
    """
    if not isinstance(expression, Cast) or expression.conversion not in _TO_BASE:
        return None
    record = class_of(expression.operand.type)
    if record is None or _times(record, "", records) is None:
        return None
    return expression.operand, record


def part_of_derived(expression: Expression, records: Mapping[str, Record]) -> Expression | None:
    """``derived_object`` where members of the base are those of the object of the same name."""
    derived = derived_object(expression, records)
    base = class_of(expression.type)
    if derived is None or base is None or not keeps_names(derived[1], base, records):
        return None
    return derived[0]


def class_of(value_type: Type) -> str | None:
    """The class of an object, or of what a pointer or reference leads to."""
    match value_type:
        case ReferenceType(referent=inner) | PointerType(pointee=inner):
            return class_of(inner)
        case RecordType(name=name):
            return name
        case _:
            return None
