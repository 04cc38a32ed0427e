"""Finds where a candidate falls back on the original's own text (pure).

A rule, or a careful author, puts ``if (safe) { …parallel… } else { …the original… }`` in the place
of a loop. Where ``safe`` never fails, as on a constant start value, no input reaches the ``else``;
nothing is unknown then, since what it holds is the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.pragmas import find_pragmas


@dataclass(frozen=True, slots=True)
class Fallback:
    """An ``if`` statement of the candidate: its condition, and what holds the original's text."""

    condition: Span
    otherwise: Span


def fallbacks(original: SourceText, candidate: SourceText) -> tuple[Fallback, ...]:
    """The ``if`` statements in whose place the ``else`` branch makes the candidate the original.

    Directives, comments and white space count for nothing; all else is compared, over the whole
    file and with all of them replaced, so that every name means what it means in the original.
    """
    text = without_directives(candidate)
    known = _tokens(without_directives(original))
    branches = [
        (node, otherwise)
        for node in _branches(parse(text).root)
        if (otherwise := _otherwise(node)) is not None
    ]
    kept = list(branches)
    if _replaced(text, kept) == known:
        return tuple(_fallback(*branch) for branch in kept)
    # Other branches may be the original's own: then one alone may do.
    return tuple(_fallback(*one) for one in branches if _replaced(text, [one]) == known)


def without_directives(source: SourceText) -> SourceText:
    """``source`` with blanks where OpenMP's directives are; nothing changes its place."""
    data = bytearray(source.data)
    for token in find_pragmas(source.data, Span(0, len(source.data))).tokens:
        if token.text:
            for index in range(token.start, token.end):
                if data[index] not in b"\r\n":
                    data[index] = 0x20
    return SourceText(source.path, bytes(data))


def _branches(root: Node) -> Iterator[Node]:
    """The outermost ``if`` statements with an ``else``."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "if_statement" and _otherwise(node) is not None:
            yield node
        else:
            waiting.extend(reversed(node.named_children))


def _otherwise(branch: Node) -> Node | None:
    alternative = branch.child_by_field_name("alternative")
    if alternative is None:
        return None
    statement = next((c for c in alternative.named_children if c.type != "comment"), None)
    if statement is not None and statement.type == "compound_statement":
        inside = [c for c in statement.named_children if c.type != "comment"]
        return inside[0] if len(inside) == 1 else None
    return statement


def _replaced(text: SourceText, branches: list[tuple[Node, Node]]) -> tuple[bytes, ...]:
    pieces: list[bytes] = []
    position = 0
    for branch, otherwise in branches:
        pieces.append(text.data[position : branch.start_byte])
        pieces.append(text.data[otherwise.start_byte : otherwise.end_byte])
        position = branch.end_byte
    return _tokens(SourceText(text.path, b"".join((*pieces, text.data[position:]))))


def _tokens(source: SourceText) -> tuple[bytes, ...]:
    found: list[bytes] = []
    waiting = [parse(source).root]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            continue
        if node.child_count and node.type != "string_literal":
            waiting.extend(reversed(node.children))
        else:
            found.append((node.text or b"").strip())
    return tuple(found)


def _fallback(branch: Node, otherwise: Node) -> Fallback:
    condition = branch.child_by_field_name("condition")
    inside = branch if condition is None else condition
    return Fallback(
        Span(inside.start_byte, inside.end_byte), Span(otherwise.start_byte, otherwise.end_byte)
    )
