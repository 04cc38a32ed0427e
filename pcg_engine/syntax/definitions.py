"""A function's definition in a file: what of the text is it, and where its helpers can be put."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.items import Item, ItemKind, items
from pcg_engine.syntax.parse import SyntaxTree, ancestors

_AROUND_ONE = frozenset(
    {
        "template_declaration",
        "friend_declaration",
        "linkage_specification",
        "field_declaration_list",
        "struct_specifier",
        "class_specifier",
        "union_specifier",
        "declaration",
        "field_declaration",
        "type_definition",
    }
)
_ATTACHED = frozenset({"comment", "preproc_call"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A function with a body.

    ``node`` is the definition without, ``whole`` its extent with the ``template <…>`` in front.
    ``place`` is where declarations can be put that it uses, at namespace scope: before the class
    that it is defined in, and before the comments and pragmas that belong to it.
    """

    item: Item
    node: Node
    whole: Span
    place: int


def definition_at(tree: SyntaxTree, function: Span) -> Definition | None:
    """The definition whose body lies in ``function``, or that contains it; the largest of several.

    ``None`` where the parser sees none.
    """
    found = [
        item
        for item in items(tree)
        if item.kind is ItemKind.FUNCTION
        and item.body is not None
        and (function.contains(item.body) or item.span.contains(function))
    ]
    if not found:
        return None
    item = max(found, key=lambda one: len(one.span))
    node = node_of(item, tree)
    if node is None:
        return None
    whole = extent(node)
    outermost = node
    for ancestor in ancestors(node, tree.root):
        if ancestor.type not in _AROUND_ONE:
            break
        outermost = ancestor
    return Definition(item, node, whole, _line_start(attached_start(outermost), tree.source))


def node_of(item: Item, tree: SyntaxTree) -> Node | None:
    """The outermost node with exactly the item's extent; ``None`` if there is none."""
    node = tree.root.descendant_for_byte_range(item.span.start, item.span.end)
    while node is not None and node.parent is not None:
        if (node.parent.start_byte, node.parent.end_byte) != (node.start_byte, node.end_byte):
            break
        node = node.parent
    if node is None or (node.start_byte, node.end_byte) != (item.span.start, item.span.end):
        return None
    if item.kind is ItemKind.FUNCTION and node.type != "function_definition":
        return next((n for n in node.children if n.type == "function_definition"), None)
    return node


def extent(node: Node) -> Span:
    """The text of a declaration with the ``template <…>`` in front and the ``;`` behind."""
    around = node
    while around.parent is not None and around.parent.type == "template_declaration":
        around = around.parent
    end = around.end_byte
    after = around.next_sibling
    if after is not None and after.type == ";":
        end = after.end_byte
    return Span(around.start_byte, end)


def attached_start(node: Node) -> int:
    """Where a declaration begins with the comments right above it, and the pragmas before it."""
    start, line = node.start_byte, node.start_point.row
    before = node.prev_sibling
    while before is not None and before.type in _ATTACHED:
        # The node of a directive ends with its line's end.
        is_pragma = before.type == "preproc_call"
        last = before.end_point.row - (before.end_point.column == 0)
        if not is_pragma and last != line - 1:
            break
        start, line = before.start_byte, before.start_point.row
        before = before.prev_sibling
    return start


def last_include(tree: SyntaxTree, before: int) -> int:
    """Where a further ``#include`` goes: the line after the last one in front of ``before``.

    Without any, the line after the comment that a file begins with.
    """
    data = tree.source.data
    place = 0
    is_opening = True
    for child in tree.root.children:
        if child.start_byte >= before:
            break
        is_comment = child.type == "comment"
        if child.type == "preproc_include" or (is_comment and is_opening):
            # The node of a directive may end with its line's end.
            newline = data.find(b"\n", child.end_byte if is_comment else child.start_byte)
            place = len(data) if newline == -1 else newline + 1
        is_opening = is_opening and is_comment
    return min(place, before)


def _line_start(offset: int, source: SourceText) -> int:
    start = source.line_start(offset)
    return offset if source.data[start:offset].strip() else start
