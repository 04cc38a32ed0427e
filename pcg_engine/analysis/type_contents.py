"""What objects of a type hold in themselves, and what they own elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.analysis.places import unqualified
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    PointerType,
    Record,
    RecordType,
    Type,
)


def may_hold(
    container: Type,
    wanted: Type,
    records: Mapping[str, Record],
    within: frozenset[str] = frozenset(),
) -> bool:
    """Whether an object of type ``wanted`` may be part of the elements of ``container``.

    ``within`` are the records that it is a part of: a tree's node has a vector of nodes.
    """
    match container:
        case ContainerType(element=element) | ArrayType(element=element):
            return unqualified(element) == unqualified(wanted) or may_hold(
                element, wanted, records, within
            )
        case ArithmeticType() | PointerType():
            return False
        case RecordType(name=name) if name in within:
            return False
        case RecordType(name=name):
            return name not in records or any(
                unqualified(part) == unqualified(wanted)
                or may_hold(part, wanted, records, within | {name})
                for part in records[name].parts
            )
        case _:
            return True


def is_in_place(element: Type, records: Mapping[str, Record]) -> bool:
    """Whether elements of this type own no memory elsewhere."""
    match element:
        case ArithmeticType() | PointerType():
            return True
        case ArrayType(element=inner):
            return is_in_place(inner, records)
        case ContainerType(container=ContainerKind.ARRAY, element=inner):
            return is_in_place(inner, records)
        case RecordType(name=name):
            return name in records and all(is_in_place(p, records) for p in records[name].parts)
        case _:
            return False


def holds_in_place(element: Type, wanted: Type, records: Mapping[str, Record]) -> bool:
    """Whether every object of type ``wanted`` that belongs to an element lies inside of it."""
    if unqualified(element) == unqualified(wanted):
        return True
    match element:
        case ArrayType(element=inner) | ContainerType(container=ContainerKind.ARRAY, element=inner):
            return holds_in_place(inner, wanted, records)
        case RecordType(name=name):
            return name in records and all(
                holds_in_place(part, wanted, records) for part in records[name].parts
            )
        case _:
            return not may_hold(element, wanted, records)
