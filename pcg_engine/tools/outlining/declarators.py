"""Declarations of parameters, as C++ writes them."""

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


def declaration(type_: Type, name: str) -> str:
    """``name`` declared with ``type_``: ``double *const *x``, ``int (&y)[4]``."""
    return _declared(type_, name).rstrip()


def _declared(type_: Type, inner: str) -> str:
    match type_:
        case PointerType(pointee=pointee, restrict=restrict, const=const):
            words = f"{' __restrict' if restrict else ''}{' const' if const else ''}"
            return _declared(pointee, _around(pointee, f"*{words} {inner}"))
        case ReferenceType(referent=referent, rvalue=rvalue):
            return _declared(referent, _around(referent, f"{'&&' if rvalue else '&'}{inner}"))
        case ArrayType(element=element, extent=extent):
            return _declared(element, f"{inner}[{'' if extent is None else extent}]")
        case ArithmeticType(name=name, const=const) | RecordType(name=name, const=const):
            return _leaf(name, const, inner)
        case ContainerType(element=element, const=const):
            return _leaf(type_.spelled(declaration(element, "")), const, inner)
        case VoidType(const=const):
            return _leaf("void", const, inner)
        case OpaqueType(spelling=spelling, const=const):
            return _leaf(spelling, const and not spelling.startswith("const "), inner)
        case _:
            assert_never(type_)


def _around(target: Type, inner: str) -> str:
    return f"({inner})" if isinstance(target, ArrayType) else inner


def _leaf(name: str, const: bool, inner: str) -> str:
    return f"{'const ' if const else ''}{name} {inner}"
