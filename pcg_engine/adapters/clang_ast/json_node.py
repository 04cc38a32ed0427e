"""Typed access to clang's JSON nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from pcg_engine.domain.source import Span

Node = dict[str, Any]
"""One object of clang's ``-ast-dump=json``; the dump has no schema, so that reads are defensive."""

NOWHERE = Span(0, 0)

DECOMPOSITION = "DecompositionDecl"
"""The kind of the variable behind structured bindings."""


def kind(node: Node) -> str:
    """The node's kind; empty for the placeholder of an absent part."""
    return str(node.get("kind", ""))


def name(node: Node) -> str:
    """The node's unqualified name; empty if it has none."""
    return str(node.get("name", ""))


def declared_name(node: Node) -> str:
    """The name of a declared variable, or what stands for it."""
    if kind(node) != DECOMPOSITION:
        return name(node)
    return f"[{', '.join(name(c) for c in children(node) if kind(c) == 'BindingDecl')}]"


def children(node: Node) -> list[Node]:
    """All children, placeholders (``{}``) of absent parts included."""
    return cast("list[Node]", node.get("inner", []))


def spelled_type(node: Node, key: str = "type") -> str:
    """The spelling of the node's type with its outermost sugar removed."""
    type_ = cast("Node", node.get(key, {}))
    return str(type_.get("desugaredQualType") or type_.get("qualType") or "")


def written_type(node: Node) -> str:
    """The spelling of the node's type as written."""
    return str(cast("Node", node.get("type", {})).get("qualType", ""))


def referenced(node: Node) -> Node:
    """The bare declaration that a reference names."""
    return cast("Node", node.get("referencedDecl", {}))


def _expansion(location: Node) -> Node:
    return cast("Node", location.get("expansionLoc", location))


def is_in_main_file(location: Node) -> bool:
    """Whether a location of the dump (its expansion) lies in the main file."""
    bare = _expansion(location)
    return "offset" in bare and "includedFrom" not in bare


def span(node: Node) -> Span:
    """The bytes of the node in its file, tokens complete; ``NOWHERE`` if clang gives no range."""
    begin = _expansion(_edge(node, "begin"))
    end = _expansion(_edge(node, "end"))
    if "offset" not in begin or "offset" not in end:
        return NOWHERE
    start = int(begin["offset"])
    return Span(start, max(start, int(end["offset"]) + int(end.get("tokLen", 0))))


def ends_in_macro(node: Node) -> bool:
    """Whether the last token comes from a macro; ``span`` then ends after the macro's name."""
    return "expansionLoc" in _edge(node, "end")


def _edge(node: Node, which: str) -> Node:
    return cast("Node", cast("Node", node.get("range", {})).get(which, {}))


def is_expression(node: Node) -> bool:
    """Whether the node is an expression (clang's names of expressions end so, or are literals)."""
    k = kind(node)
    return k.endswith(("Expr", "Operator", "Literal", "Cleanups")) and "valueCategory" in node


def is_statement(node: Node) -> bool:
    """Whether the node is a statement that is no expression."""
    k = kind(node)
    return k.endswith(("Stmt", "Directive")) and "valueCategory" not in node


def descendants(node: Node) -> Iterator[Node]:
    """All nodes below ``node``, parents first."""
    stack = list(reversed(children(node)))
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))
