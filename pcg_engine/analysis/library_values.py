"""``std::complex`` and ``std::pair`` of numbers as the plain values that they are.

The library's operators for them do nothing but compute and copy: they become ``Binary``, ``Unary``
and ``Assignment`` nodes of whole values, and the parts become fields. The types become plain
records of the unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Assignment,
    Binary,
    Block,
    Call,
    Construct,
    ContainerType,
    Expression,
    Field,
    Function,
    Member,
    Name,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
)
from pcg_engine.domain.traversal import all_expressions

_COMPLEX = "std::complex<"
_PAIR = "std::pair<"
_BINARY = frozenset(("+", "-", "*", "/"))
_ASSIGNING = frozenset(("=", "+=", "-=", "*=", "/="))
_NUMBERS = {
    **{
        name: ArithmeticType(name, ArithmeticKind.FLOATING, bits, signed=True)
        for name, bits in (("float", 32), ("double", 64), ("long double", 128))
    },
    **{
        f"{prefix}{name}": ArithmeticType(
            f"{prefix}{name}", ArithmeticKind.INTEGER, bits, signed=not prefix
        )
        for name, bits in (("short", 16), ("int", 32), ("long", 64), ("long long", 64))
        for prefix in ("", "unsigned ")
    },
}


@dataclass(frozen=True, slots=True)
class PlainValues:
    """A function, and its unit with the records of the library's values in it."""

    function: Function
    unit: TranslationUnit


def with_plain_values(function: Function, unit: TranslationUnit) -> PlainValues:
    """``function`` with the library's plain values as plain records."""
    if function.body is None:
        return PlainValues(function, unit)
    names = {n for e in all_expressions(function.body) for n in _records(e.type)}
    names |= {n for p in function.parameters for n in _records(p.type)}
    records = {n: r for n in sorted(names) if (r := _record(n)) is not None}
    if not records:
        return PlainValues(function, unit)
    body = _node(function.body)
    changed = function if body is function.body else replace(function, body=cast("Block", body))
    return PlainValues(changed, replace(unit, records={**unit.records, **records}))


def is_complex(type_: Type) -> bool:
    """Whether values of the type are complex numbers of the library."""
    bare = stripped(type_)
    return isinstance(bare, RecordType) and bare.name.startswith(_COMPLEX) and _is_plain(bare)


def _is_plain(type_: Type) -> bool:
    bare = stripped(type_)
    return isinstance(bare, RecordType) and _record(bare.name) is not None


def _record(name: str) -> Record | None:
    """The record of that name, if it is one of the library's values of plain numbers."""
    if name.startswith(_COMPLEX):
        number = _NUMBERS.get(name.removeprefix(_COMPLEX).removesuffix(">"))
        if number is None or number.kind is not ArithmeticKind.FLOATING:
            return None
        return Record(name, (Field("real", number), Field("imag", number)), is_plain=True)
    if name.startswith(_PAIR):
        parts = [_NUMBERS.get(n) for n in name.removeprefix(_PAIR).removesuffix(">").split(", ")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return None
        fields = (Field("first", parts[0]), Field("second", parts[1]))
        return Record(name, fields, is_plain=True)
    return None


def _records(type_: Type) -> Iterator[str]:
    match type_:
        case RecordType(name=name):
            yield name
        case PointerType(pointee=inner) | ReferenceType(referent=inner):
            yield from _records(inner)
        case ArrayType(element=inner) | ContainerType(element=inner):
            yield from _records(inner)
        case _:
            pass


def _node(node: object) -> object:
    node = mapped(node, _node)
    match node:
        case Call(callee=str(callee), is_virtual=False):
            name = canonical_name(callee)
            return _operator(node, name) or _part(node, name) or _pair(node, name) or node
        case _:
            return node


def _operator(call: Call, name: str) -> Expression | None:
    """An operator of complex numbers."""
    head, _, operator = name.rpartition("operator")
    given = call.arguments if call.receiver is None else (call.receiver, *call.arguments)
    if not head or not all(_is_number(e.type) for e in given):
        return None
    match head, given:
        case "std::complex::", (target, value) if operator in _ASSIGNING and is_complex(
            target.type
        ):
            return Assignment(operator, target, value, target.type, target.type, call.span)
        case "std::", (left, right) if operator in _BINARY and is_complex(call.type):
            return Binary(operator, left, right, call.type, call.span)
        case "std::", (operand,) if operator in ("+", "-") and is_complex(call.type):
            return Unary(operator, operand, call.type, call.span)
        case _:
            return None


def _part(call: Call, name: str) -> Expression | None:
    """``z.real()``, ``std::imag(z)`` and ``z.real(x)`` as fields, where ``z`` is a place."""
    match name, call.receiver, call.arguments:
        case "std::complex::real" | "std::complex::imag", place, arguments if place is not None:
            pass
        case "std::real" | "std::imag", None, (place,):
            arguments = ()
        case _:
            return None
    if not is_complex(place.type):
        return None
    if not _is_place(place):
        # Of a temporary, or of what a call gives: with an argument the table has it.
        is_read = call.receiver is not None and not arguments
        return (
            replace(
                call, callee=name.replace("std::complex", "std"), receiver=None, arguments=(place,)
            )
            if is_read
            else None
        )
    record = _record(cast("RecordType", stripped(place.type)).name)
    assert record is not None
    part = record.fields[0].type
    field = Member(place, name[-4:], False, part, call.span)
    if not arguments:
        return field
    return Assignment("=", field, arguments[0], part, part, call.span)


def _pair(call: Call, name: str) -> Expression | None:
    """Copies of pairs, and ``std::make_pair``."""
    match name, call.receiver, call.arguments:
        case "std::pair::operator=", target, (value,) if (
            target is not None and _is_plain(target.type) and _is_plain(value.type)
        ):
            return Assignment("=", target, value, target.type, target.type, call.span)
        case "std::make_pair", None, (first, second) if _is_plain(call.type):
            return Construct((first, second), call.type, call.span)
        case _:
            return None


def _is_place(expression: Expression) -> bool:
    if isinstance(expression, Unary):
        return expression.operator == "*"
    return isinstance(expression, Name | Subscript | Member)


def _is_number(type_: Type) -> bool:
    return is_complex(type_) or isinstance(stripped(type_), ArithmeticType)
