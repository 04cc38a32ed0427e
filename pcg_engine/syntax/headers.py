"""The parts of a loop statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.source import Span
from pcg_engine.syntax.names import declared_name, text_of
from pcg_engine.syntax.parse import ancestors, is_gap

LOOP_KINDS = {
    "for_statement": LoopKind.FOR,
    "for_range_loop": LoopKind.RANGE_FOR,
    "while_statement": LoopKind.WHILE,
    "do_statement": LoopKind.DO_WHILE,
}
_CONDITIONALS = frozenset({"preproc_ifdef", "preproc_if"})
_DIRECTIVES = _CONDITIONALS | {"comment", "preproc_call", "preproc_def", "preproc_function_def"}


@dataclass(frozen=True, slots=True)
class LoopStatement:
    """A loop statement: its whole extent and its parts.

    ``repeats_from`` is the first offset that every iteration passes: in a ``for`` the condition,
    in a range-``for`` the body, in an algorithm's call the first lambda.
    """

    kind: LoopKind
    span: Span
    body: Span
    repeats_from: int
    induction_variable: str | None = None
    initialiser: Span | None = None
    condition: Span | None = None
    increment: Span | None = None


def loop_statement(node: Node, data: bytes, unit: Node) -> LoopStatement | None:
    """The parts of ``node``, whose type is in ``LOOP_KINDS``; ``None`` where code is missing."""
    kind = LOOP_KINDS[node.type]
    body_node = node.child_by_field_name("body")
    if body_node is None or any(
        child.has_error or child.is_missing for child in node.children if child != body_node
    ):
        return None
    body = _body(body_node, unit)
    if body is None:
        return None
    span = Span(node.start_byte, max(node.end_byte, body.end))
    initialiser = node.child_by_field_name("initializer")
    match kind:
        case LoopKind.FOR:
            condition = node.child_by_field_name("condition")
            update = node.child_by_field_name("update")
            head = Span(node.start_byte, body.start)
            return LoopStatement(
                kind,
                span,
                body,
                _after_first_semicolon(initialiser, head, data),
                _induction_variable(initialiser, condition, update),
                _without_semicolon(initialiser, data),
                _part(condition),
                _part(update),
            )
        case LoopKind.RANGE_FOR:
            variable = declared_name(node.child_by_field_name("declarator"))
            first = _without_semicolon(initialiser, data)
            return LoopStatement(kind, span, body, body.start, variable, first)
        case _:
            condition = node.child_by_field_name("condition")
            inside = None if condition is None else _parenthesised(condition)
            return LoopStatement(kind, span, body, span.start, condition=inside)


def _body(node: Node, unit: Node) -> Span | None:
    """The extent of the body ``node``, with what the grammar pushed out of it."""
    start: int | None = None
    while is_gap(node):
        if node.type != "expression_statement" and start is None:
            start = node.start_byte
        statement = _statement_after_gap(node, unit)
        if statement is None:
            return None
        node = statement
    return Span(node.start_byte if start is None else start, node.end_byte)


def _statement_after_gap(node: Node, unit: Node) -> Node | None:
    """The statement that the grammar pushed behind the directives after ``node``."""
    sibling = node.next_named_sibling
    if sibling is None:
        for ancestor in ancestors(node, unit):
            if ancestor == unit or ancestor.type == "compound_statement":
                return None
            sibling = ancestor.next_named_sibling
            if sibling is not None:
                break
    has_directive = (node.text or b"").rstrip().endswith(b")")  # _Pragma("…")
    while sibling is not None and sibling.type in _DIRECTIVES:
        if sibling.type in _CONDITIONALS and not _holds_only_directives(sibling):
            return None
        has_directive = has_directive or sibling.type != "comment"
        sibling = sibling.next_named_sibling
    return sibling if has_directive else None


def _holds_only_directives(conditional: Node) -> bool:
    fields = {"name", "condition", "alternative"}
    for index, child in enumerate(conditional.named_children):
        if conditional.field_name_for_named_child(index) in fields:
            continue
        if child.type not in _DIRECTIVES:
            return False
    return conditional.child_by_field_name("alternative") is None


def _part(node: Node | None) -> Span | None:
    return None if node is None else Span(node.start_byte, node.end_byte)


def _parenthesised(node: Node) -> Span:
    inner = node.named_children
    if not inner:
        return Span(node.start_byte, node.end_byte)
    return Span(inner[0].start_byte, inner[-1].end_byte)


def _without_semicolon(node: Node | None, data: bytes) -> Span | None:
    if node is None:
        return None
    text = data[node.start_byte : node.end_byte].rstrip().removesuffix(b";").rstrip()
    return Span(node.start_byte, node.start_byte + len(text)) if text else None


def _after_first_semicolon(initialiser: Node | None, head: Span, data: bytes) -> int:
    end = head.start if initialiser is None else initialiser.end_byte
    if initialiser is not None and data[end - 1 : end] == b";":
        return end
    semicolon = data.find(b";", end, head.end)
    return end if semicolon == -1 else semicolon + 1


def _induction_variable(
    initialiser: Node | None, condition: Node | None, update: Node | None
) -> str | None:
    """The variable that the update changes; of several, one also initialised and compared."""
    changed = list(_changed(update))
    started = set(_started(initialiser))
    compared = set(_identifiers(condition))
    ranked = sorted(changed, key=lambda name: (name not in started) + (name not in compared))
    best = next(iter(ranked), None)
    return best if best in started or best in compared else None


def _changed(node: Node | None) -> Iterator[str]:
    for expression in _operands_of_comma(node):
        match expression.type:
            case "update_expression":
                target = expression.child_by_field_name("argument")
            case "assignment_expression":
                target = expression.child_by_field_name("left")
            case _:
                target = None
        if target is not None and target.type == "identifier":
            yield text_of(target)


def _started(node: Node | None) -> Iterator[str]:
    if node is not None and node.type == "declaration":
        for declarator in node.children_by_field_name("declarator"):
            name = declared_name(declarator)
            if name is not None:
                yield name
        return
    yield from _changed(node)


def _operands_of_comma(node: Node | None) -> Iterator[Node]:
    current = node
    while current is not None and current.type == "comma_expression":
        left = current.child_by_field_name("left")
        if left is not None:
            yield left
        current = current.child_by_field_name("right")
    if current is not None:
        yield current


def _identifiers(node: Node | None) -> Iterator[str]:
    pending = [] if node is None else [node]
    while pending:
        current = pending.pop()
        if current.type == "identifier":
            yield text_of(current)
        pending.extend(current.named_children)
