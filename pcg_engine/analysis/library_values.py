"""``std::complex``, ``std::pair`` and ``std::tuple`` of plain values as the plain values they are.

The library's operators for them do nothing but compute and copy: they become ``Binary``, ``Unary``
and ``Assignment`` nodes of whole values, and the parts become fields. The types become plain
records of the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.effects import declared_variables
from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.analysis.value_types import library_record, makes_elements, records_named
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Call,
    Construct,
    Expression,
    Function,
    Member,
    Name,
    RecordType,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
)
from pcg_engine.domain.traversal import all_expressions

_COMPLEX = "std::complex<"
_BINARY = frozenset(("+", "-", "*", "/"))
_ASSIGNING = frozenset(("=", "+=", "-=", "*=", "/="))
_VALUES = ("pair", "tuple")
_NUMBERS = ("float", "double", "long double")


@dataclass(frozen=True, slots=True)
class PlainValues:
    """A function, and its unit with the records of the library's values in it."""

    function: Function
    unit: TranslationUnit


def with_plain_values(function: Function, unit: TranslationUnit) -> PlainValues:
    """``function`` with the library's plain values as plain records."""
    if function.body is None:
        return PlainValues(function, unit)
    types = [e.type for e in all_expressions(function.body)]
    types += [p.type for p in function.parameters]
    types += [v.type for v in declared_variables(function.body)]
    names = {n for t in types for n in records_named(t, unit) if n not in unit.records}
    records = {n: r for n in sorted(names) if (r := library_record(n, unit)) is not None}
    if not records:
        return PlainValues(function, unit)
    known = replace(unit, records={**unit.records, **records})
    body = _Values(known).node(function.body)
    changed = function if body is function.body else replace(function, body=cast("Block", body))
    return PlainValues(changed, known)


def is_complex(type_: Type) -> bool:
    """Whether values of the type are complex numbers of the library."""
    bare = stripped(type_)
    return isinstance(bare, RecordType) and bare.name in _COMPLEX_NAMES


@dataclass(frozen=True, slots=True)
class _Values:
    """Puts plain nodes in the place of the library's functions, where ``unit`` has the records."""

    unit: TranslationUnit

    def node(self, node: object) -> object:
        node = mapped(node, self.node)
        match node:
            case Call(callee=str(callee), is_virtual=False):
                name = canonical_name(callee)
                return _operator(node, name) or self._part(node, name) or self._value(node) or node
            case _:
                return node

    def _part(self, call: Call, name: str) -> Expression | None:
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
            named = name.replace("std::complex", "std")
            return (
                replace(call, callee=named, receiver=None, arguments=(place,)) if is_read else None
            )
        record = self.unit.records[cast("RecordType", stripped(place.type)).name]
        part = record.fields[0].type
        field = Member(place, name[-4:], False, part, call.span)
        if not arguments:
            return field
        return Assignment("=", field, arguments[0], part, part, call.span)

    def _value(self, call: Call) -> Expression | None:
        """Copies of pairs and tuples, ``std::make_pair`` and ``std::make_tuple``."""
        name = canonical_name(call.callee or "")
        for kind in _VALUES:
            match name.removeprefix(f"std::{kind}::"), call.receiver, call.arguments:
                case "operator=", target, (value,) if (
                    target is not None
                    and self._is_plain(target.type)
                    and _same_value(target.type, value.type)
                ):
                    return Assignment("=", target, value, target.type, target.type, call.span)
                case _:
                    pass
        makes = name in (f"std::make_{kind}" for kind in _VALUES)
        given = tuple(stripped(a.type) for a in call.arguments)
        if makes and self._is_plain(call.type) and makes_elements(call.type, given, self.unit):
            return Construct(call.arguments, call.type, call.span)
        return None

    def _is_plain(self, type_: Type) -> bool:
        bare = stripped(type_)
        return isinstance(bare, RecordType) and bare.name in self.unit.records


_COMPLEX_NAMES = frozenset(f"{_COMPLEX}{number}>" for number in _NUMBERS)


def _same_value(one: Type, other: Type) -> bool:
    left, right = stripped(one), stripped(other)
    return (
        isinstance(left, RecordType) and isinstance(right, RecordType) and left.name == right.name
    )


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


def _is_place(expression: Expression) -> bool:
    if isinstance(expression, Unary):
        return expression.operator == "*"
    return isinstance(expression, Name | Subscript | Member)


def _is_number(type_: Type) -> bool:
    return is_complex(type_) or isinstance(stripped(type_), ArithmeticType)
