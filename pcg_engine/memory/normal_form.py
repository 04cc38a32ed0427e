"""Slow code in a normal form: two texts that differ only in naming and layout have the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tree_sitter import Node

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.lexemes import is_word, lexemes
from pcg_engine.syntax.parse import parse

_NAMES = frozenset({"identifier", "field_identifier", "type_identifier"})
_WRAPPERS = frozenset(
    {
        "array_declarator",
        "field_declaration",
        "function_declarator",
        "init_declarator",
        "parenthesized_declarator",
        "pointer_declarator",
        "reference_declarator",
        "structured_binding_declarator",
        "variadic_declarator",
    }
)
_DECLARING = frozenset(
    {
        "declaration",
        "field_declaration",
        "for_range_loop",
        "function_definition",
        "optional_parameter_declaration",
        "parameter_declaration",
        "variadic_parameter_declaration",
    }
)
_NAMED_TYPES = frozenset(
    {
        "alias_declaration",
        "class_specifier",
        "enum_specifier",
        "enumerator",
        "namespace_definition",
        "struct_specifier",
        "type_parameter_declaration",
        "union_specifier",
    }
)


def normal_form(code: str) -> str:
    """``code`` without comments, layout and ``#include`` lines, its own names numbered.

    Names are numbered in the order in which they appear. Only names that ``code`` declares itself
    are: calls of ``std::sin`` and ``std::cos`` stay apart. Broken code has a normal form as well.
    """
    data = code.encode("utf-8", "surrogatepass")
    own = declared_names(parse(SourceText("", data)).root)
    numbers: dict[bytes, bytes] = {}
    words: list[bytes] = []
    for lexeme in lexemes(data):
        if lexeme.startswith(b"#include"):
            continue
        if is_word(lexeme) and lexeme in own:
            lexeme = numbers.setdefault(lexeme, b"_%d" % len(numbers))
        words.append(lexeme)
    return b" ".join(words).decode("utf-8", "replace")


def slow_key(code: str) -> str:
    """A digest of ``normal_form(code)``."""
    return hashlib.sha256(normal_form(code).encode("utf-8", "replace")).hexdigest()


def declared_names(root: Node) -> frozenset[bytes]:
    """The names that are declared below ``root``, of whatever kind."""
    return frozenset(_declared(root))


def _declared(root: Node) -> Iterator[bytes]:
    # Iterative, since erroneous texts nest deeper than Python's stack.
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type in _DECLARING:
            for child in node.children_by_field_name("declarator"):
                yield from _declarator_names(child)
        elif node.type in _NAMED_TYPES:
            name = node.child_by_field_name("name") or _type_parameter(node)
            if name is not None and name.type != "template_type":
                yield name.text or b""
        pending.extend(node.named_children)


def _type_parameter(node: Node) -> Node | None:
    if node.type != "type_parameter_declaration":
        return None
    return next((one for one in node.named_children if one.type == "type_identifier"), None)


def _declarator_names(node: Node) -> Iterator[bytes]:
    current: Node | None = node
    while current is not None and current.type in _WRAPPERS:
        if current.type == "structured_binding_declarator":
            for one in current.named_children:
                yield one.text or b""
            return
        inner = current.child_by_field_name("declarator")
        # A reference's declarator has no field name.
        current = inner or next(iter(current.named_children), None)
    if current is not None and current.type in _NAMES:
        yield current.text or b""
