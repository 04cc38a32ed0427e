"""Declarations of the project's headers, written anew from typed trees."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import assert_never

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerType,
    Function,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    TranslationUnit,
    Type,
    VoidType,
)


@dataclass(frozen=True, slots=True)
class ForeignDeclaration:
    """A type or function that another file defines."""

    name: str
    text: str


def foreign_declarations(
    unit: TranslationUnit, mentioned: Collection[bytes], known: Collection[bytes]
) -> Iterator[ForeignDeclaration]:
    """Types, functions and variables of ``unit`` that are ``mentioned`` and not ``known``.

    Those of the standard library are left out: every compiler knows them.
    """

    def wanted(name: str) -> bool:
        last = name.rpartition("::")[2].encode("utf-8", "surrogateescape")
        return not name.startswith(("std::", "__")) and last in mentioned and last not in known

    for record in unit.records.values():
        if wanted(record.name):
            yield ForeignDeclaration(record.name, _record(record))
    for variable in unit.globals:
        if wanted(variable.name):
            text = f"extern {declared(variable.type, variable.name)};"
            yield ForeignDeclaration(variable.name, text)
    seen: set[str] = set()
    for function in unit.functions.values():
        is_free = not function.in_main_file and function.record is None
        if is_free and function.body is not None and wanted(function.name):
            text = _prototype(function)
            if text not in seen:
                seen.add(text)
                yield ForeignDeclaration(function.name, text)


def declared(type_: Type, name: str) -> str:
    """``name`` declared with ``type_``; without a name, the type alone."""
    match type_:
        case ReferenceType(referent=referent, rvalue=rvalue):
            return _around(referent, f"{'&&' if rvalue else '&'}{name}")
        case PointerType(pointee=pointee, restrict=restrict, const=const):
            qualifiers = f"{' __restrict' if restrict else ''}{' const' if const else ''}"
            blank = " " if qualifiers and name else ""
            return _around(pointee, f"*{qualifiers}{blank}{name}")
        case ArrayType(element=element, extent=extent):
            return declared(element, f"{name}[{'' if extent is None else extent}]")
        case ArithmeticType(name=spelling, const=const) | RecordType(name=spelling, const=const):
            return _plain(spelling, const, name)
        case ContainerType(element=element, const=const):
            return _plain(type_.spelled(declared(element, "")), const, name)
        case VoidType(const=const):
            return _plain("void", const, name)
        case OpaqueType(spelling=spelling, const=const):
            return _plain(spelling, const, name)
        case _:
            assert_never(type_)


def _around(inner: Type, name: str) -> str:
    return declared(inner, f"({name})" if isinstance(inner, ArrayType) else name)


def _plain(spelling: str, const: bool, name: str) -> str:
    text = f"const {spelling}" if const and not spelling.startswith("const ") else spelling
    return f"{text} {name}".rstrip()


def _record(record: Record) -> str:
    fields = "".join(f" {declared(field.type, field.name)};" for field in record.fields)
    return f"{'union' if record.is_union else 'struct'} {record.name} {{{fields} }};"


def _prototype(function: Function) -> str:
    parameters = [declared(one.type, one.name) for one in function.parameters]
    if function.is_variadic:
        parameters.append("...")
    return f"{declared(function.return_type, function.name)}({', '.join(parameters)});"
