"""C++ spellings of types, as the driver writes them at the end of the user's file."""

from __future__ import annotations

from typing import assert_never

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    Type,
    VoidType,
)
from pcg_engine.tools.harness.layout import ScalarLayout, global_name, layout_of


def spell(type_: Type) -> str:
    """The type without its own top-level reference, usable wherever a type-id is.

    Arrays and pointers are written with ``pcg_driver::same<T>``, so that no declarator syntax
    wraps around a name.
    """
    match type_:
        case ArithmeticType(const=const):
            layout = layout_of(type_, {})
            assert isinstance(layout, ScalarLayout)
            return _qualified(layout.spelling, const)
        case RecordType(name=name, const=const):
            return _qualified(global_name(name), const)
        case PointerType(pointee=pointee, restrict=restrict):
            const = " const" if isinstance(pointee, PointerType) and pointee.const else ""
            qualified = " __restrict" if restrict else ""
            return f"pcg_driver::same< {spell(pointee)}{const} >*{qualified}"
        case ArrayType(element=element, extent=extent):
            return f"pcg_driver::array_of< {spell(element)}, {extent} >"
        case ContainerType(element=element, const=const):
            return _qualified(f"::{type_.spelled(f' {spell(element)} ')}", const)
        case ReferenceType(referent=referent):
            return spell(referent)
        case VoidType(const=const):
            return _qualified("void", const)
        case OpaqueType(spelling=spelling):
            return spelling
        case _:
            assert_never(type_)


def _qualified(name: str, const: bool) -> str:
    return f"const {name}" if const else name
