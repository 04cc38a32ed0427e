"""Functions that make objects of a class: free ones, and static members of any class."""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.adapters.clang_ast.context import UnitContext
from pcg_engine.adapters.clang_ast.declarations import FunctionEntry
from pcg_engine.adapters.clang_ast.functions import return_type
from pcg_engine.adapters.clang_ast.json_node import children, kind, name
from pcg_engine.domain.ast import Factory, Field, RecordType

_OWNERS = ("std::unique_ptr<", "std::shared_ptr<")


def factories(unit: UnitContext) -> Mapping[str, tuple[Factory, ...]]:
    """By class, the functions with a body and with parameters that give an object of it.

    Left out are templates and operators, which nobody calls to have an object, and members that
    are not public, which the driver may not call.
    """
    found: dict[str, dict[str, Factory]] = {}
    hidden = _hidden_members(unit)
    # The definition outside of the class need not say that a member is static.
    static = {
        e.key for e in unit.declarations.functions if e.header.get("storageClass") == "static"
    }
    for entry in unit.declarations.definitions.values():
        if str(entry.header.get("id")) in hidden:
            continue
        if entry.scope.record is not None and entry.key not in static:
            continue
        record = _made(entry, unit)
        if record is None:
            continue
        class_, is_owned = record
        parameters = tuple(
            Field(name(child), unit.type_of(child))
            for child in children(entry.load())
            if kind(child) == "ParmVarDecl"
        )
        if parameters:
            made = Factory(entry.name, parameters, is_owned)
            found.setdefault(class_, {})[entry.key] = made
    return {class_: tuple(made.values()) for class_, made in found.items()}


def _made(entry: FunctionEntry, unit: UnitContext) -> tuple[str, bool] | None:
    """The class of what a function gives, and whether it gives a pointer that owns it."""
    node, scope = entry.header, entry.scope
    if scope.pattern or scope.instance or scope.closure or node.get("variadic"):
        return None
    if not name(node).isidentifier() or node.get("isImplicit"):
        return None
    match return_type(node, unit):
        case RecordType(name=given) if given in unit.declarations.records:
            return given, False
        case RecordType(name=given) if given.startswith(_OWNERS):
            inner = given.partition("<")[2][:-1]
            return (inner, True) if inner in unit.declarations.records else None
        case _:
            return None


def _hidden_members(unit: UnitContext) -> frozenset[str]:
    """The ids of member functions that are not public, of all their declarations."""
    inside: set[str] = set()
    for record in unit.declarations.records.values():
        public = record.node.get("tagUsed") != "class"
        for child in children(record.node):
            if kind(child) == "AccessSpecDecl":
                public = child.get("access") == "public"
            elif not public and "id" in child:
                inside.add(str(child["id"]))
    for entry in unit.declarations.functions:
        before = entry.header.get("previousDecl")
        if before is not None and str(before) in inside:
            inside.add(str(entry.header.get("id")))
    return frozenset(inside)
