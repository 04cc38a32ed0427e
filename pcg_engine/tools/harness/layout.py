"""How the elements of arguments look in a case file: packed, field by field, no padding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, assert_never

import numpy as np

from pcg_engine.domain import ast
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Record,
    RecordType,
    Type,
)

_ANONYMOUS = "(anonymous namespace)::"

_FUNDAMENTAL = frozenset(
    {
        "bool",
        "char",
        "signed char",
        "unsigned char",
        "wchar_t",
        "char8_t",
        "char16_t",
        "char32_t",
        "short",
        "unsigned short",
        "int",
        "unsigned int",
        "long",
        "unsigned long",
        "long long",
        "unsigned long long",
        "float",
        "double",
        "long double",
        "_Float16",
    }
)


class Unsupported(Exception):
    """A type that cannot be encoded; the message is a clause about it ("`T` is a union")."""


@dataclass(frozen=True, slots=True)
class ScalarLayout:
    """One arithmetic value or enumerator; ``code`` is numpy's type string.

    One that ``is_null`` is a pointer that nobody uses: it is null, and told is whether it still is.
    """

    spelling: str
    code: str
    is_enumeration: bool = False
    is_null: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class ArrayLayout:
    """``extent`` elements; ``is_standard`` for ``std::array``."""

    element: Layout
    extent: int
    is_standard: bool


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """A part of an object.

    ``access`` is how the driver reaches it in ``value``, if it is no public member; ``hidden_as``
    the declared type of a private member.
    """

    name: str
    layout: Layout
    access: str = ""
    hidden_as: str = ""


@dataclass(frozen=True, slots=True)
class StructLayout:
    """A plain struct; ``spelling`` names it from the global namespace."""

    spelling: str
    fields: tuple[FieldLayout, ...]
    default_constructible: bool = True


Layout = ScalarLayout | ArrayLayout | StructLayout

INTEGERS = {
    "|i1": "signed char",
    "|u1": "unsigned char",
    "<i2": "short",
    "<u2": "unsigned short",
    "<i4": "int",
    "<u4": "unsigned int",
    "<i8": "long",
    "<u8": "unsigned long",
}
"""The usual types of the codes of integers."""
BYTE = ScalarLayout("unsigned char", "|u1")


def layout_of(type_: Type, records: Mapping[str, Record]) -> Layout:
    """The layout of an element type; raises ``Unsupported``."""
    match type_:
        case ArithmeticType():
            return _scalar(type_)
        case ArrayType(element=element, extent=extent):
            if extent is None:
                raise Unsupported("it holds an array of unknown extent")
            return ArrayLayout(layout_of(element, records), extent, is_standard=False)
        case ContainerType(container=ContainerKind.ARRAY, element=element, extent=extent):
            if extent is None:
                raise Unsupported("it holds a `std::array` of unknown extent")
            return ArrayLayout(layout_of(element, records), extent, is_standard=True)
        case RecordType(name=name):
            return _struct(name, records)
        case _:
            raise Unsupported(f"it holds {describe(type_)}")


def null_layout(member: ast.Field, spelling: str) -> ScalarLayout | None:
    """Of a pointer that nobody uses, that it is null; ``None`` for other data members."""
    is_pointer = isinstance(member.type, ast.PointerType) and not member.type.const
    return ScalarLayout(spelling, "|u1", is_null=True) if member.is_unused and is_pointer else None


def dtype_of(layout: Layout) -> np.dtype[Any]:
    """The packed numpy type of one element (a structured or sub-array type where needed)."""
    return _dtype(layout)


@cache
def _dtype(layout: Layout) -> np.dtype[Any]:
    match layout:
        case ScalarLayout(code=code):
            return np.dtype(code)
        case ArrayLayout(element=element, extent=extent):
            return np.dtype((_dtype(element), (extent,)))
        case StructLayout(fields=fields):
            return np.dtype([(f.name, _dtype(f.layout)) for f in fields])
        case _:
            assert_never(layout)


def scalars_of(layout: Layout) -> tuple[ScalarLayout, ...]:
    """The scalars inside one element, without repetition of array elements."""
    match layout:
        case ScalarLayout():
            return (layout,)
        case ArrayLayout(element=element):
            return scalars_of(element)
        case StructLayout(fields=fields):
            return tuple(s for f in fields for s in scalars_of(f.layout))
        case _:
            assert_never(layout)


def structs_of(layout: Layout) -> tuple[StructLayout, ...]:
    """The structs inside ``layout``, innermost first."""
    match layout:
        case ScalarLayout():
            return ()
        case ArrayLayout(element=element):
            return structs_of(element)
        case StructLayout(fields=fields):
            return (*(s for f in fields for s in structs_of(f.layout)), layout)
        case _:
            assert_never(layout)


def spell_layout(layout: Layout) -> str:
    """The C++ type with this layout."""
    match layout:
        case ScalarLayout(spelling=spelling) | StructLayout(spelling=spelling):
            return spelling
        case ArrayLayout(element=element, extent=extent, is_standard=True):
            return f"::std::array< {spell_layout(element)}, {extent} >"
        case ArrayLayout(element=element, extent=extent):
            return f"pcg_driver::array_of< {spell_layout(element)}, {extent} >"
        case _:
            assert_never(layout)


def global_name(name: str) -> str:
    """``name`` looked up from the global namespace; unnamed namespaces need no mention."""
    bare = name.replace(_ANONYMOUS, "").removeprefix("::")
    return f"::{bare}"


def describe(type_: Type) -> str:
    """The type in words for a person."""
    match type_:
        case ArithmeticType(name=name) | RecordType(name=name):
            return f"`{name}`"
        case ast.PointerType(pointee=pointee):
            return f"a pointer to {describe(pointee)}"
        case ast.ReferenceType(referent=referent):
            return f"a reference to {describe(referent)}"
        case ArrayType(element=element):
            return f"an array of {describe(element)}"
        case ContainerType(container=ContainerKind.STRING | ContainerKind.STRING_VIEW as kind):
            return f"a `std::{kind}`"
        case ContainerType(container=container, element=element):
            return f"a `std::{container}` of {describe(element)}"
        case ast.VoidType():
            return "`void`"
        case ast.OpaqueType(spelling=spelling):
            return f"`{spelling}`"
        case _:
            assert_never(type_)


def _scalar(type_: ArithmeticType) -> ScalarLayout:
    bare = type_.name.removeprefix("const ")
    is_enumeration = bare not in _FUNDAMENTAL
    spelling = global_name(bare) if is_enumeration else bare
    match type_.kind:
        case ArithmeticKind.BOOLEAN:
            return ScalarLayout("bool", "?")
        case ArithmeticKind.FLOATING:
            if bare == "long double":
                return ScalarLayout("long double", "<f16")
            if type_.bits not in (16, 32, 64):
                raise Unsupported(f"`{type_.name}` has no counterpart in the case format")
            return ScalarLayout(bare, f"<f{type_.bits // 8}")
        case ArithmeticKind.INTEGER:
            if type_.bits not in (8, 16, 32, 64) or bare.endswith("__int128"):
                raise Unsupported(f"`{type_.name}` has no counterpart in the case format")
            code = f"{'i' if type_.signed else 'u'}{type_.bits // 8}"
            return ScalarLayout(
                spelling, f"<{code}" if type_.bits > 8 else f"|{code}", is_enumeration
            )
        case _:
            assert_never(type_.kind)


def _struct(name: str, records: Mapping[str, Record]) -> StructLayout:
    record = records.get(name)
    if record is None and name.startswith("std::"):
        raise Unsupported(f"its elements are `{name}`, which PCG makes in containers only")
    if record is None:
        raise Unsupported(f"the definition of `{name}` was not found")
    if record.is_union:
        raise Unsupported(f"`{name}` is a union")
    if not record.is_plain:
        raise Unsupported(f"`{name}` is not a plain struct (trivially copyable, only public data)")
    if not record.fields:
        raise Unsupported(f"`{name}` has no data")
    if not all(f.name for f in record.fields):
        raise Unsupported(f"`{name}` has unnamed members")
    fields = tuple(FieldLayout(f.name, layout_of(f.type, records)) for f in record.fields)
    return StructLayout(global_name(name), fields, record.default_constructible)
