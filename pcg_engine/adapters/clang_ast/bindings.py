"""Structured bindings: names for the parts of a variable that has no name of its own.

The variable gets the text of all its bindings as its name (``[x, y]``), which no C++ can say; every
use of a binding is the member, or the element, that it stands for. Parts of the library's pairs,
tuples and arrays, which the dump reaches by ``get``, are such members and elements too: tuples have
the members ``get<0>``, ``get<1>`` …
"""

from __future__ import annotations

import re
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
    ArithmeticKind,
    ArithmeticType,
    ContainerKind,
    ContainerType,
    Expression,
    IntegerLiteral,
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
_INDEX = ArithmeticType("unsigned long", ArithmeticKind.INTEGER, 64, signed=False)
_GET = re.compile(r"(?:::)?(?:std::)?get<(\d+)[uUlL]*>")


def bind(context: FunctionContext, node: Node, variable: Variable) -> None:
    """Remember what the bindings of a declared ``variable`` stand for."""
    if kind(node) != DECOMPOSITION:
        return
    bindings = [c for c in children(node) if kind(c) == "BindingDecl"]
    for position, one in enumerate(bindings):
        part = next((c for c in children(one) if is_expression(c)), None)
        hidden = any(kind(c) == "VarDecl" for c in children(one))
        found = Binding(variable, None if hidden else part, position if hidden else None)
        context.unit.bindings[str(one["id"])] = found


def bound(
    binding: Binding, type_: Type, where: Span, convert: Callable[[Node], Expression]
) -> Expression | None:
    """The place that a use of a binding at ``where`` means, if it can be said."""
    whole = Name(binding.variable, _bare(binding.variable.type), where)
    if binding.position is not None:
        return part_at(whole, binding.position, type_, where)
    if binding.part is None:
        return None
    match convert(binding.part):
        case Member(base=Name()) | Subscript(base=Name()) as part:
            return replace(part, base=whole, span=where)
        case _:
            return None


def part_at(whole: Expression, position: int, type_: Type, where: Span) -> Expression | None:
    """What ``std::get`` gives of an object of the library, a pair, a tuple or an array."""
    match _bare(whole.type):
        case ContainerType(container=ContainerKind.ARRAY):
            index = IntegerLiteral(position, _INDEX, where)
            return Subscript(whole, index, type_, where)
        case RecordType(name=name) if name.startswith("std::pair<") and position < len(_PAIR):
            return Member(whole, _PAIR[position], False, type_, where)
        case RecordType(name=name) if name.startswith("std::tuple<"):
            return Member(whole, f"get<{position}>", False, type_, where)
        case _:
            return None


def got(written: str) -> int | None:
    """Which part a call of ``get``, as written without white space, asks for by its number."""
    found = _GET.fullmatch(written)
    return None if found is None else int(found[1])


def _bare(type_: Type) -> Type:
    return type_.referent if isinstance(type_, ReferenceType) else type_
