"""Finds inspectors: loops that tell a directive whether the loop after it may run in parallel.

``bool safe = true; for (…) safe = safe && …;`` whose variable nothing names but the ``if`` clauses
of parallel regions: where it is false, they run with one thread. (Pure.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tree_sitter import Node

from pcg_engine.domain.source import Span

_TYPES = (b"bool", b"_Bool", b"int")
_TRUE = (b"true", b"1")
_EFFECTS = frozenset(
    "assignment_expression update_expression call_expression new_expression delete_expression "
    "lambda_expression throw_expression co_await_expression co_yield_statement".split()
)
_SIZE = re.compile(rb"[\w.>-]+(?:\.|->)(?:size|data)\(\)")


def inspectors(root: Node, directives: Sequence[str]) -> Iterator[Span]:
    """Each declaration with its loop, of the text of which ``root`` is the tree."""
    names = _names(root)
    for node in _walk(root):
        inside = [child for child in node.named_children if child.type != "comment"]
        for declaration, loop in pairwise(inside):
            flag = _flag(declaration)
            if flag is None or not _sets_only(loop, flag):
                continue
            used = names.count(flag)
            own = [*_names(declaration), *_names(loop)].count(flag)
            if used == own and _is_condition(flag.decode(), directives):
                yield Span(declaration.start_byte, loop.end_byte)


def _flag(declaration: Node) -> bytes | None:
    """The variable that ``declaration`` makes true, and nothing else."""
    kind = declaration.child_by_field_name("type")
    declarators = declaration.children_by_field_name("declarator")
    if declaration.type != "declaration" or kind is None or kind.text not in _TYPES:
        return None
    if len(declarators) != 1 or len(declaration.named_children) != len((kind, *declarators)):
        return None
    name = declarators[0].child_by_field_name("declarator")
    value = declarators[0].child_by_field_name("value")
    if name is None or name.type != "identifier" or value is None or value.text not in _TRUE:
        return None
    return name.text


def _sets_only(loop: Node, flag: bytes) -> bool:
    """Whether ``loop`` changes nothing but ``flag`` and a counter of its own."""
    if loop.type != "for_statement":
        return False
    first, condition, update, body = (
        loop.child_by_field_name(part) for part in ("initializer", "condition", "update", "body")
    )
    if first is None or condition is None or update is None or body is None:
        return False
    while body.type == "compound_statement" and len(body.named_children) == 1:
        body = body.named_children[0]
    if body.type != "expression_statement" or len(body.named_children) != 1:
        return False
    assignment = body.named_children[0]
    target = assignment.child_by_field_name("left")
    value = assignment.child_by_field_name("right")
    operator = assignment.child_by_field_name("operator")
    if target is None or value is None or operator is None or operator.text != b"=":
        return False
    counter = update.child_by_field_name("argument")
    return (
        target.text == flag
        and first.type == "declaration"
        and update.type == "update_expression"
        and counter is not None
        and counter.text in _names(first)
        and not any(map(_may_change, (first, condition, value)))
    )


def _may_change(part: Node) -> bool:
    """Whether evaluating ``part`` may change anything."""
    return any(
        node.type in _EFFECTS
        and not (node.type == "call_expression" and _SIZE.fullmatch(node.text or b""))
        for node in _walk(part)
    )


def _is_condition(flag: str, directives: Iterable[str]) -> bool:
    """Whether parallel regions, and nothing else, run in parallel only if ``flag`` holds."""
    word = re.compile(rf"\b{flag}\b")
    clause = re.compile(rf"\bif\s*\(\s*(?:parallel\s*:\s*)?{flag}\s*(?:&&[^()|?:,]*)?\)")
    naming = [text for text in directives if word.search(text)]
    return bool(naming) and all(
        re.match(r"#\s*pragma\s+omp\s+parallel\b", text) and not word.search(clause.sub("", text))
        for text in naming
    )


def _names(part: Node) -> list[bytes]:
    return [n.text or b"" for n in _walk(part) if n.type in ("identifier", "field_identifier")]


def _walk(part: Node) -> Iterator[Node]:
    waiting = [part]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.named_children))
