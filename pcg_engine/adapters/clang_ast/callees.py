"""Which function a call names.

User code is resolved exactly, by clang's id of the declaration. What the dump does not declare
comes from a system header (see ``preamble``); clang then tells only the unqualified name, and the
qualified one is the source's own spelling, or for members the class of the receiver, or ``std::``
where the function belongs to the C or C++ library as far as the file shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pcg_engine.adapters.clang_ast.context import FunctionContext
from pcg_engine.adapters.clang_ast.declarations import FunctionEntry
from pcg_engine.adapters.clang_ast.json_node import Node, name, referenced, spelled_type
from pcg_engine.domain.ast import (
    ArrayType,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    Type,
)
from pcg_engine.domain.qualified_names import without_arguments
from pcg_engine.domain.source import Span

_NOEXCEPT = re.compile(r"\bnoexcept(\(true\))?$")


@dataclass(frozen=True, slots=True)
class Callee:
    """A callee by qualified name (``None`` if unknown) and, in user code, by key."""

    name: str | None
    key: str | None
    is_noexcept: bool = False
    is_virtual: bool = False
    entry: FunctionEntry | None = None
    targets: tuple[str, ...] = ()
    is_closed: bool = False


def free_callee(
    context: FunctionContext, reference: Node, written: Span, arguments: tuple[Type, ...]
) -> Callee:
    """The callee of a call that names a function (or static member) directly."""
    declaration = referenced(reference)
    entry = context.unit.declarations.function_by_id.get(str(declaration.get("id", "")))
    if entry is not None:
        return _user_callee(context, entry)
    simple = name(declaration)
    spelled = "".join(context.source(written).split())
    spelled = re.sub(r"<.*", "", spelled)
    if spelled.endswith("::" + simple):
        qualified = spelled.removeprefix("::")
    elif _comes_from_std(context, reference, simple, arguments):
        qualified = f"std::{simple}"
    else:
        qualified = simple
    return Callee(qualified, None, is_noexcept=says_noexcept(spelled_type(declaration)))


def member_callee(
    context: FunctionContext, declaration: Node, simple: str, receiver: Type
) -> Callee:
    """The callee of a member call on an object of type ``receiver``."""
    entry = context.unit.declarations.function_by_id.get(str(declaration.get("id", "")))
    if entry is not None:
        return _user_callee(context, entry)
    noexcept = says_noexcept(spelled_type(declaration))
    class_name = class_of(receiver)
    if class_name is None:
        return Callee(None, None, noexcept)
    if class_name == "std::basic_string" and simple == "length":
        simple = "size"  # another name of it
    return Callee(f"{class_name}::{simple}", None, noexcept)


def class_of(type_: Type) -> str | None:
    """The class name of an object type, template arguments left out (``std::vector``)."""
    match type_:
        case ContainerType():
            return type_.class_name
        case RecordType(name=record):
            return without_arguments(record)
        case OpaqueType(spelling=spelling) if re.match(r"(const )?(std|__gnu_cxx)::", spelling):
            return without_arguments(spelling.removeprefix("const "))
        case ReferenceType(referent=referent):
            return class_of(referent)
        case PointerType() | ArrayType():
            return None
        case _:
            return None


def says_noexcept(function_type: str) -> bool:
    """Whether a function type is unconditionally ``noexcept``."""
    return _NOEXCEPT.search(function_type) is not None


def _comes_from_std(
    context: FunctionContext, reference: Node, simple: str, arguments: tuple[Type, ...]
) -> bool:
    """Whether an unqualified name of a system header means a member of ``std``.

    The C library's functions have no references in their types, so that under
    ``using namespace std`` a ``move(int, int)`` of another library is not taken for ``std::move``.
    """
    if simple.startswith("operator"):
        return True
    if f"std::{simple}" in context.unit.declarations.using_names:
        return True
    if "&" not in spelled_type(referenced(reference)):
        return False
    by_argument = any((class_of(a) or "").startswith("std::") for a in arguments)
    return by_argument or "std" in context.unit.declarations.using_namespaces


def _user_callee(context: FunctionContext, entry: FunctionEntry) -> Callee:
    context.called[entry.key] = None
    dispatch = context.unit.overriders.of(entry, context.unit)
    targets = tuple(one.key for one in dispatch.targets)
    context.called.update(dict.fromkeys(targets))
    return Callee(
        without_arguments(entry.name) if "operator" not in entry.name else entry.name,
        entry.key,
        says_noexcept(spelled_type(entry.header)) or _is_implicitly_noexcept(entry),
        dispatch.is_virtual,
        entry,
        targets,
        dispatch.is_closed,
    )


def _is_implicitly_noexcept(entry: FunctionEntry) -> bool:
    return entry.name.rsplit("::", 1)[-1].startswith("~")
