"""Which data members a function looks at, and how (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Binary,
    Cast,
    Expression,
    Function,
    Member,
    PointerType,
    RecordType,
    ReferenceType,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
)
from pcg_engine.domain.traversal import all_expressions, reached_functions

_MOVES = frozenset({"+", "-"})
_STEPS = frozenset({"++pre", "--pre", "post++", "post--"})


@dataclass(frozen=True, slots=True)
class FieldUses:
    """What is done with data members, each named by its class and itself.

    ``named`` are all that occur; ``indexed`` are pointers that are indexed or moved. ``casts`` are
    pairs of classes: a pointer to the first is taken for one to the second.
    """

    named: frozenset[tuple[str, str]] = frozenset()
    indexed: frozenset[tuple[str, str]] = frozenset()
    casts: frozenset[tuple[str, str]] = frozenset()


def field_uses(unit: TranslationUnit, function: Function) -> FieldUses:
    """The uses in ``function`` and in whatever it calls that can be seen."""
    named: set[tuple[str, str]] = set()
    indexed: set[tuple[str, str]] = set()
    casts: set[tuple[str, str]] = set()
    for expression in reached_expressions(unit, function):
        match expression:
            case Member(base=base, field=field):
                record = record_behind(base.type)
                if record is not None:
                    named.add((record, field))
            case Subscript(base=Member(base=base, field=field)):
                _note(indexed, base, field)
            case Unary(operator=operator, operand=Member(base=base, field=field)) if (
                operator in _STEPS
            ):
                _note(indexed, base, field)
            case Binary(operator=operator, left=left, right=right) if operator in _MOVES:
                for one in (left, right):
                    if isinstance(one, Member) and isinstance(one.type, PointerType):
                        _note(indexed, one.base, one.field)
            case Cast(operand=operand, type=PointerType(pointee=RecordType(name=taken))):
                match operand.type:
                    case PointerType(pointee=RecordType(name=given)) if given != taken:
                        casts.add((given, taken))
                    case _:
                        pass
            case _:
                pass
    return FieldUses(frozenset(named), frozenset(indexed), frozenset(casts))


def reached_expressions(unit: TranslationUnit, function: Function) -> Iterator[Expression]:
    """Every expression of ``function`` and of its visible callees."""
    for reached in reached_functions((function,), unit.functions):
        if reached.body is not None:
            yield from all_expressions(reached.body)


def record_behind(type_: Type) -> str | None:
    """The class that ``type_`` is, refers to or points to."""
    match type_:
        case RecordType(name=name):
            return name
        case ReferenceType(referent=inner) | PointerType(pointee=inner):
            return record_behind(inner)
        case _:
            return None


def _note(found: set[tuple[str, str]], base: Expression, field: str) -> None:
    record = record_behind(base.type)
    if record is not None:
        found.add((record, field))
