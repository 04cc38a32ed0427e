"""Arrays that functions of a file declare on the stack, and where each declaration ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.syntax.parse import SyntaxTree

_STATIC = frozenset(("static", "extern", "thread_local", "constexpr", "__thread", "register"))
_AT_COMPILE_TIME = frozenset(("constexpr", "consteval"))
_WRAPPED = frozenset(("init_declarator", "pointer_declarator"))
_HOLDING = frozenset(("compound_statement", "case_statement"))
_AROUND = frozenset(("preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif"))


@dataclass(frozen=True, slots=True)
class LocalArray:
    """``name`` is declared as an array; statements may follow from the byte ``after`` on."""

    name: str
    after: int


def local_arrays(tree: SyntaxTree) -> tuple[LocalArray, ...]:
    """All of the file, in the order of the text; those of ``constexpr`` functions are left out."""
    return tuple(_within(tree.root))


def _within(node: Node) -> Iterator[LocalArray]:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type in ("function_definition", "lambda_expression") and _is_constant(current):
            continue
        if current.type == "declaration" and _is_statement(current):
            yield from _declared(current)
        pending.extend(reversed(current.children))


def _is_constant(function: Node) -> bool:
    """Whether the compiler may have to run it."""
    head = (child for child in function.children if child.type != "compound_statement")
    return any(
        _text(word) in _AT_COMPILE_TIME for child in head for word in (child, *child.children)
    )


def _is_statement(declaration: Node) -> bool:
    """Whether it stands where another statement may follow."""
    around = declaration.parent
    while around is not None and around.type in _AROUND:
        around = around.parent
    return around is not None and around.type in _HOLDING


def _declared(declaration: Node) -> Iterator[LocalArray]:
    if any(_text(child) in _STATIC for child in declaration.children):
        return
    end = declaration.children[-1]
    if end.type != ";" or end.is_missing or declaration.has_error:
        return
    for child in declaration.children_by_field_name("declarator"):
        declarator: Node | None = child
        while declarator is not None and declarator.type in _WRAPPED:
            declarator = declarator.child_by_field_name("declarator")
        is_array = False
        while declarator is not None and declarator.type == "array_declarator":
            is_array = True
            declarator = declarator.child_by_field_name("declarator")
        if is_array and declarator is not None and declarator.type == "identifier":
            yield LocalArray(_text(declarator), declaration.end_byte)


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
