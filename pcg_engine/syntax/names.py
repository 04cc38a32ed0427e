"""Names in declarators, qualified names and scopes, as written."""

from __future__ import annotations

from tree_sitter import Node

CLASSES = frozenset({"class_specifier", "struct_specifier", "union_specifier"})
"""Node types of class definitions and of uses like ``struct S x``."""

_SIMPLE = frozenset(
    {
        "identifier",
        "field_identifier",
        "type_identifier",
        "namespace_identifier",
        "destructor_name",
        "operator_name",
    }
)


def is_class(node: Node) -> bool:
    """Whether ``node`` is a class, struct or union with its members."""
    return node.type in CLASSES and node.child_by_field_name("body") is not None


def text_of(node: Node) -> str:
    """The node's text; undecodable bytes are replaced."""
    return (node.text or b"").decode("utf-8", "replace")


def qualified_parts(node: Node) -> tuple[str, ...]:
    """``::a::b<T>::c`` as ``("a", "b", "c")``: no template arguments, no ``::`` in front."""
    parts: list[str] = []
    current: Node | None = node
    while current is not None:
        match current.type:
            case "qualified_identifier":
                scope = current.child_by_field_name("scope")
                if scope is not None:
                    parts.extend(qualified_parts(scope))
                current = current.child_by_field_name("name")
            case "nested_namespace_specifier":
                for child in current.named_children:
                    parts.extend(qualified_parts(child))
                current = None
            case "template_function" | "template_method" | "template_type" | "dependent_name":
                named = current.child_by_field_name("name")
                current = named if named is not None else current.named_child(0)
            case "operator_cast":
                parts.append(_conversion(current))
                current = None
            case kind:
                if kind in _SIMPLE:
                    parts.append(" ".join(text_of(current).split()))
                current = None
    return tuple(parts)


def scope_names(node: Node) -> tuple[str, ...]:
    """What a namespace or class adds to the qualified names inside it; nothing if unnamed."""
    name = node.child_by_field_name("name")
    if name is None:
        return ()
    return (text_of(name),) if name.type in _SIMPLE else qualified_parts(name)


def declared_parts(declarator: Node | None) -> tuple[str, ...]:
    """The possibly qualified name that a declarator declares; empty where there is none."""
    current = declarator
    while current is not None:
        inner = current.child_by_field_name("declarator")
        if current.type == "operator_cast" or inner is None:
            if current.type in ("reference_declarator", "parenthesized_declarator"):
                inner = next(iter(current.named_children), None)
            else:
                return qualified_parts(current)
        current = inner
    return ()


def declared_name(declarator: Node | None) -> str | None:
    """The single unqualified name that a declarator declares, if it is one."""
    parts = declared_parts(declarator)
    return parts[0] if len(parts) == 1 else None


def _conversion(node: Node) -> str:
    """``operator int*() const`` as ``operator int*``."""
    text = text_of(node)
    declarator = node.child_by_field_name("declarator")
    while declarator is not None and declarator.type != "abstract_function_declarator":
        declarator = declarator.child_by_field_name("declarator")
    if declarator is not None:
        text = (node.text or b"")[: declarator.start_byte - node.start_byte].decode(
            "utf-8", "replace"
        )
    return " ".join(text.split())
