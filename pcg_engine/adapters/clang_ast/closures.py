"""Lambdas whose calls can be looked into: their bodies as functions of the unit."""

from __future__ import annotations

from pcg_engine.adapters.clang_ast.context import FunctionContext
from pcg_engine.adapters.clang_ast.declarations import FunctionEntry, Scope
from pcg_engine.adapters.clang_ast.json_node import (
    DECOMPOSITION,
    Node,
    children,
    descendants,
    kind,
    name,
    spelled_type,
)

VALUE = "ValueLambda"
"""The construct of a lambda that gives out no reference or pointer, declares none, and holds only
numbers, pointers and references: making one has no effect, and only what its body does by name can
change what it captures."""


def is_value(record: Node) -> bool:
    """Whether the closure type ``record`` is that of a value lambda with a body of its own."""
    body = _body(record)
    if body is None or any(kind(c) == "FunctionTemplateDecl" for c in children(record)):
        return False
    returned = spelled_type(body).split("(", 1)[0].strip()
    if returned.endswith(("&", "*")) or returned not in _NUMBERS:
        return False
    if any(
        kind(d) in ("VarDecl", DECOMPOSITION) and spelled_type(d).endswith(("&", "*"))
        for d in descendants(body)
    ):
        return False
    captured = [spelled_type(c) for c in children(record) if kind(c) == "FieldDecl"]
    return all(t.endswith(("&", "*")) or t in _NUMBERS for t in captured)


def add(context: FunctionContext, record: Node) -> None:
    """Make the body of a closure's call operator known to calls of it."""
    body = _body(record)
    assert body is not None
    identifier = str(body["id"])
    declarations = context.unit.declarations
    if identifier in declarations.function_by_id:
        return
    closures = declarations.functions
    before = sum(e.scope.closure and e.scope.qualifiers == (context.key,) for e in closures)
    key = f"{context.key}::(lambda {before + 1})"
    scope = Scope(qualifiers=(context.key,), internal=True, in_main_file=False, closure=True)
    entry = FunctionEntry(body, f"{context.key}::(lambda)", key, scope, True, lambda: body)
    declarations.functions.append(entry)
    declarations.function_by_id[identifier] = entry


def _body(record: Node) -> Node | None:
    return next(
        (
            c
            for c in children(record)
            if kind(c) == "CXXMethodDecl"
            and name(c) == "operator()"
            and any(kind(p) == "CompoundStmt" for p in children(c))
        ),
        None,
    )


_NUMBERS = frozenset(
    f"{const}{name}"
    for const in ("", "const ")
    for name in (
        "void",
        "bool",
        "char",
        "signed char",
        "unsigned char",
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
    )
)
