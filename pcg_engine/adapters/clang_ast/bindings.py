"""Structured bindings: names for the parts of a variable that has no name of its own.

The variable gets the text of all its bindings as its name (``[x, y]``), which no C++ can say; every
use of a binding is the member, or the element, that it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pcg_engine.adapters.clang_ast.context import Binding, FunctionContext
from pcg_engine.adapters.clang_ast.json_node import (
    DECOMPOSITION,
    Node,
    children,
    is_expression,
    kind,
)
from pcg_engine.domain.ast import (
    Expression,
    Member,
    Name,
    RecordType,
    ReferenceType,
    Subscript,
    Type,
    Variable,
)
from pcg_engine.domain.source import Span

_PAIR = ("first", "second")


def bind(context: FunctionContext, node: Node, variable: Variable) -> None:
    """Remember what the bindings of a declared ``variable`` stand for."""
    if kind(node) != DECOMPOSITION:
        return
    bindings = [c for c in children(node) if kind(c) == "BindingDecl"]
    for position, one in enumerate(bindings):
        part = next((c for c in children(one) if is_expression(c)), None)
        hidden = any(kind(c) == "VarDecl" for c in children(one))
        field = _PAIR[position] if hidden and _is_pair(variable.type) else None
        found = Binding(variable, None if hidden else part, field)
        context.unit.bindings[str(one["id"])] = found


def bound(
    binding: Binding, type_: Type, where: Span, convert: Callable[[Node], Expression]
) -> Expression | None:
    """The place that a use of a binding at ``where`` means, if it can be said."""
    whole = binding.variable.type
    bare = whole.referent if isinstance(whole, ReferenceType) else whole
    if binding.field is not None:
        return Member(Name(binding.variable, bare, where), binding.field, False, type_, where)
    if binding.part is None:
        return None
    match convert(binding.part):
        case Member(base=Name()) | Subscript(base=Name()) as part:
            base = Name(binding.variable, bare, where)
            return replace(part, base=base, span=where)
        case _:
            return None


def _is_pair(type_: Type) -> bool:
    bare = type_.referent if isinstance(type_, ReferenceType) else type_
    return isinstance(bare, RecordType) and bare.name.startswith("std::pair<")
