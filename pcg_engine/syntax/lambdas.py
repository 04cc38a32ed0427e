"""Lambda expressions as they are written: captures, parameters, and what the body returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import Span
from pcg_engine.syntax.parse import SyntaxTree


@dataclass(frozen=True, slots=True)
class LambdaParameter:
    """A parameter: its declaration, its type without the name, and the name (empty if none)."""

    declaration: str
    type_text: str
    name: str


@dataclass(frozen=True, slots=True)
class WrittenLambda:
    """A lambda expression.

    ``copies`` are the variables that are captured by value by their names; ``copies_any`` tells of
    a default capture by value. ``is_simple`` is false if it captures in another way (initialisers,
    packs, ``*this``) or has template parameters or parameters that are no plain names.
    ``value`` is the expression of a body that is nothing but one ``return``. ``returns`` are the
    ``return`` statements of the body itself; ``returns_inside`` tells whether one of them is in a
    loop or ``switch`` of the body.
    """

    span: Span
    body: Span
    copies: tuple[str, ...]
    copies_any: bool
    is_simple: bool
    is_mutable: bool
    parameters: tuple[LambdaParameter, ...]
    result_type: str | None
    value: Span | None
    returns: tuple[Span, ...]
    returns_inside: bool
    has_value: bool


def lambda_at(tree: SyntaxTree, span: Span) -> WrittenLambda | None:
    """The lambda expression that is exactly the text of ``span``."""
    node = tree.root.descendant_for_byte_range(span.start, max(span.start, span.end - 1))
    while node is not None and node.type != "lambda_expression":
        node = node.parent
    if node is None or Span(node.start_byte, node.end_byte) != span or node.has_error:
        return None
    body = node.child_by_field_name("body")
    captures = node.child_by_field_name("captures")
    if body is None or captures is None:
        return None
    caught = _captures(captures)
    declarator = node.child_by_field_name("declarator")
    listed = None if declarator is None else declarator.child_by_field_name("parameters")
    parameters = [] if listed is None else listed.named_children
    written = [_parameter(p) for p in parameters if p.type != "comment"]
    words = [] if declarator is None else [_text(c) for c in declarator.children]
    returns = list(_returns(body))
    return WrittenLambda(
        span,
        Span(body.start_byte, body.end_byte),
        caught.copies,
        caught.copies_any,
        caught.is_simple
        and node.child_by_field_name("template_parameters") is None
        and all(p is not None for p in written),
        "mutable" in words,
        tuple(p for p in written if p is not None),
        _result_type(declarator),
        _only_value(body),
        tuple(Span(r.start_byte, r.end_byte) for r in returns),
        any(_is_inside(r, body) for r in returns),
        any(r.named_child_count for r in returns),
    )


def identifiers(tree: SyntaxTree, span: Span) -> Iterator[Node]:
    """The names of variables and functions in the expression ``span``, members left out."""
    node = tree.root.descendant_for_byte_range(span.start, max(span.start, span.end - 1))
    waiting = [] if node is None else [node]
    while waiting:
        current = waiting.pop()
        if current.type == "identifier" and span.contains(
            Span(current.start_byte, current.end_byte)
        ):
            yield current
        waiting.extend(reversed(current.children))


def node_types(tree: SyntaxTree, span: Span) -> frozenset[str]:
    """The types of the nodes in the expression ``span``, operators of one character included."""
    node = tree.root.descendant_for_byte_range(span.start, max(span.start, span.end - 1))
    found: set[str] = set()
    waiting = [] if node is None else [node]
    while waiting:
        current = waiting.pop()
        found.add(current.type)
        waiting.extend(current.children)
    return frozenset(found)


def called_names(tree: SyntaxTree, span: Span) -> tuple[str, ...]:
    """What is called in the expression ``span``, as it is written."""
    node = tree.root.descendant_for_byte_range(span.start, max(span.start, span.end - 1))
    found: list[str] = []
    waiting = [] if node is None else [node]
    while waiting:
        current = waiting.pop()
        function = current.child_by_field_name("function")
        if current.type == "call_expression" and function is not None:
            found.append("".join(_text(function).split()))
        waiting.extend(current.children)
    return tuple(found)


def declared_names(tree: SyntaxTree, span: Span) -> frozenset[str]:
    """The names that declarations in ``span`` may declare: those of all declarators."""
    node = tree.root.descendant_for_byte_range(span.start, max(span.start, span.end - 1))
    found: set[str] = set()
    waiting = [] if node is None else [node]
    while waiting:
        current = waiting.pop()
        declares = current.type in _DECLARING
        for child in current.children:
            if declares and child.type != "compound_statement":
                found.update(_names_of_declarator(child))
            waiting.append(child)
    return frozenset(found)


_DECLARING = frozenset(
    ("declaration", "init_declarator", "parameter_declaration", "for_range_loop", "catch_clause")
)


def _names_of_declarator(node: Node) -> Iterator[str]:
    if node.type == "identifier":
        yield _text(node)
    elif "declarator" in node.type:
        for child in node.children:
            yield from _names_of_declarator(child)


@dataclass(frozen=True, slots=True)
class _Captures:
    copies: tuple[str, ...]
    copies_any: bool
    is_simple: bool


def _captures(node: Node) -> _Captures:
    copies: list[str] = []
    copies_any = False
    is_simple = True
    by_reference = False
    for child in node.children:
        match child.type:
            case "&":
                by_reference = True
                continue
            case "identifier":
                if not by_reference:
                    copies.append(_text(child))
            case "lambda_default_capture":
                copies_any = _text(child) == "="
            case "[" | "]" | "," | "this" | "comment":
                pass
            case _:
                is_simple = False
        by_reference = False
    return _Captures(tuple(copies), copies_any, is_simple)


def _parameter(node: Node) -> LambdaParameter | None:
    if node.type != "parameter_declaration":
        return None
    declaration = " ".join(_text(node).split())
    declarator = node.child_by_field_name("declarator")
    while declarator is not None and declarator.type == "reference_declarator":
        inner = [c for c in declarator.named_children if c.type != "type_qualifier"]
        declarator = inner[0] if inner else None
    if declarator is None:
        return LambdaParameter(declaration, declaration, "")
    if declarator.type != "identifier":
        return None
    name = _text(declarator)
    return LambdaParameter(declaration, declaration[: -len(name)].rstrip(), name)


def _result_type(declarator: Node | None) -> str | None:
    for child in () if declarator is None else declarator.children:
        if child.type == "trailing_return_type":
            return " ".join(_text(child).removeprefix("->").split())
    return None


def _only_value(body: Node) -> Span | None:
    inside = [c for c in body.named_children if c.type != "comment"]
    if len(inside) != 1 or inside[0].type != "return_statement":
        return None
    if any(c.type == "comment" for c in body.named_children):
        return None
    values = inside[0].named_children
    if len(values) != 1 or values[0].type in ("initializer_list", "comma_expression"):
        return None
    return Span(values[0].start_byte, values[0].end_byte)


def _returns(body: Node) -> Iterator[Node]:
    waiting = [body]
    while waiting:
        current = waiting.pop()
        if current.type == "return_statement":
            yield current
        if current.type != "lambda_expression":
            waiting.extend(current.children)


def _is_inside(statement: Node, body: Node) -> bool:
    node = statement.parent
    while node is not None and node != body:
        if node.type in _REPEATING:
            return True
        node = node.parent
    return False


_REPEATING = frozenset(
    ("for_statement", "for_range_loop", "while_statement", "do_statement", "switch_statement")
)


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
