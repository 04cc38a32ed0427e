"""The items of a file: its functions and its other declarations, for comparing two versions of it.

Functions are items wherever they are defined, in a namespace or in a class; what encloses them is
an item of its own, without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tree_sitter import Node

from pcg_engine.domain.source import Span
from pcg_engine.syntax.names import declared_parts, is_class, scope_names
from pcg_engine.syntax.parse import SyntaxTree

_BRANCHES = frozenset(
    {
        "translation_unit",
        "declaration_list",
        "field_declaration_list",
        "linkage_specification",
        "template_declaration",
        "friend_declaration",
        "preproc_if",
        "preproc_ifdef",
        "preproc_elif",
        "preproc_elifdef",
        "preproc_else",
    }
)
_INVISIBLE = frozenset({"comment", "access_specifier", ";", "{", "}", "\n"})
_TYPES = frozenset(
    {
        "struct_specifier",
        "class_specifier",
        "union_specifier",
        "enum_specifier",
        "alias_declaration",
        "type_definition",
    }
)


class ItemKind(StrEnum):
    """What an item is, as far as the comparison of two files has to know."""

    FUNCTION = "function"
    PROTOTYPE = "prototype"
    TYPE = "type"
    VARIABLE = "variable"
    INCLUDE = "include"
    PRAGMA = "pragma"
    SCOPE = "scope"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """One item.

    ``scope`` names what encloses it: namespaces, classes, conditional groups (unnamed namespaces
    as an empty name). ``names`` are those it declares, qualified for a function. ``head`` is the
    text, its tokens separated by single blanks, without comments and without a function's body;
    ``body`` is that of a function, else ``None``. ``is_member`` tells that it is in a class.
    """

    kind: ItemKind
    scope: tuple[str, ...]
    names: tuple[str, ...]
    span: Span
    head: str
    body: Span | None = None
    is_member: bool = False

    @property
    def name(self) -> str:
        """The qualified name of a function."""
        return "::".join((*(part for part in self.scope if part), *self.names))


def items(tree: SyntaxTree) -> Iterator[Item]:
    """The items in source order."""
    # Iterative, since hostile texts nest deeper than Python's stack; and nobody asks a node for its
    # parent, which the parser would look for from the root.
    pending = [_Place(child, (), is_member=False) for child in reversed(tree.root.children)]
    while pending:
        place = pending.pop()
        if place.node.type not in _INVISIBLE:
            found, inner = _at(place)
            if found is not None:
                yield found
            pending.extend(reversed(inner))


@dataclass(frozen=True, slots=True)
class _Place:
    node: Node
    scope: tuple[str, ...]
    is_member: bool

    def below(self, nodes: Iterable[Node], scope: tuple[str, ...]) -> list[_Place]:
        is_member = self.node.type == "field_declaration_list"
        return [_Place(node, scope, is_member) for node in nodes]


def _at(place: _Place) -> tuple[Item | None, list[_Place]]:
    """The item of a node, if it is one, and where there are others in it."""
    node, scope = place.node, place.scope
    kind = node.type
    if kind in _BRANCHES:
        found = None
        if kind.startswith(("preproc", "template", "linkage")):
            found = _item(ItemKind.SCOPE, place, (), without=_contents(node))
        inner = (*scope, "") if kind.startswith("preproc") else scope
        return found, place.below(_contents(node), inner)
    if kind == "namespace_definition" or is_class(node):
        found = None
        body = node.child_by_field_name("body")
        names = scope_names(node)
        if is_class(node):
            left_out = () if body is None else (body,)
            found = _item(ItemKind.TYPE, place, names, without=left_out)
        if body is None:
            return found, []
        inside = _Place(body, scope, is_member=False)
        return found, inside.below(body.children, (*scope, *(names or ("",))))
    if kind == "function_definition":
        body = _body(node)
        own = declared_parts(node.child_by_field_name("declarator"))
        left_out = () if body is None else (body,)
        return _item(ItemKind.FUNCTION, place, own, without=left_out), []
    return _item(_kind(node), place, tuple(_declared(node))), []


def _contents(node: Node) -> tuple[Node, ...]:
    """What a branch holds, without what belongs to the branch itself (a condition, parameters)."""
    if node.type.startswith("preproc"):
        own = (node.child_by_field_name("condition"), node.child_by_field_name("name"))
    elif node.type == "template_declaration":
        own = (node.child_by_field_name("parameters"),)
    elif node.type == "linkage_specification":
        own = (node.child_by_field_name("value"),)
    else:
        own = ()
    return tuple(child for child in node.named_children if child not in own)


def _item(
    kind: ItemKind, place: _Place, names: tuple[str, ...], without: tuple[Node, ...] = ()
) -> Item:
    node = place.node
    body = next((n for n in without if kind is ItemKind.FUNCTION), None)
    return Item(
        kind,
        place.scope,
        names,
        Span(node.start_byte, node.end_byte),
        " ".join(_tokens(node, {n.id for n in without})),
        None if body is None else Span(body.start_byte, body.end_byte),
        place.is_member,
    )


def tokens(node: Node) -> str:
    """The text of ``node`` with its tokens separated by single blanks, without comments."""
    return " ".join(_tokens(node, set()))


def _body(function: Node) -> Node | None:
    wanted = ("compound_statement", "try_statement")
    return next((c for c in function.children if c.type in wanted), None)


def _tokens(node: Node, without: set[int]) -> Iterator[str]:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.id in without or current.type == "comment":
            continue
        if current.child_count and current.type != "string_literal":
            pending.extend(reversed(current.children))
        else:
            text = (current.text or b"").decode("utf-8", "surrogateescape")
            yield text if current.type == "string_literal" else " ".join(text.split())


def _kind(node: Node) -> ItemKind:
    if node.type == "preproc_include":
        return ItemKind.INCLUDE
    if node.type == "preproc_call":
        text = (node.text or b"").split()
        return ItemKind.PRAGMA if text[:1] == [b"#pragma"] else ItemKind.OTHER
    if node.type in _TYPES:
        return ItemKind.TYPE
    if node.type == "declaration":
        declarators = node.children_by_field_name("declarator")
        if len(declarators) == 1 and _declares_function(declarators[0]):
            return ItemKind.PROTOTYPE
        return ItemKind.VARIABLE
    return ItemKind.OTHER


def _declares_function(declarator: Node) -> bool:
    current: Node | None = declarator
    while current is not None and current.type in ("pointer_declarator", "reference_declarator"):
        inner = current.child_by_field_name("declarator")
        current = inner if inner is not None else next(iter(current.named_children), None)
    return current is not None and current.type == "function_declarator"


def _declared(node: Node) -> Iterator[str]:
    """The names that a declaration introduces, those of a type defined in it included."""
    name = node.child_by_field_name("name")
    if name is not None and node.type in _TYPES:
        yield from scope_names(node)
    defined = node.child_by_field_name("type")
    if defined is not None and defined.child_by_field_name("body") is not None:
        yield from scope_names(defined)
    for declarator in node.children_by_field_name("declarator"):
        if declarator.type == "type_identifier":
            yield (declarator.text or b"").decode("utf-8", "replace")
        else:
            yield from declared_parts(declarator)[-1:]
