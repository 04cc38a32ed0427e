"""Finds where a candidate falls back on the original's own text (pure).

A rule, or a careful author, puts ``if (safe) { …parallel… } else { …the original… }`` in the place
of a loop; or has an inspector look before the loop whether it may run in parallel, and tells the
directive by ``if(safe)``. Where ``safe`` never fails, as on a constant start value, no input
reaches the other way; nothing is unknown then, since it is the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.pragmas import find_pragmas
from pcg_engine.tools.own_code.inspectors import inspectors


@dataclass(frozen=True, slots=True)
class Fallback:
    """A condition of the candidate, and what runs where it is false: the original's text.

    With ``whole`` replaced by ``otherwise`` the candidate is the original.
    """

    condition: Span
    otherwise: Span
    whole: Span


def fallbacks(original: SourceText, candidate: SourceText) -> tuple[Fallback, ...]:
    """The ``if`` statements and inspectors without which the candidate is the original.

    Directives, comments and white space count for nothing; all else is compared, over the whole
    file and with all of them replaced, so that every name means what it means in the original.
    """
    text = without_directives(candidate)
    known = _tokens(without_directives(original))
    root = parse(text).root
    directives = [
        token.text
        for token in find_pragmas(candidate.data, Span(0, len(candidate.data))).tokens
        if token.text
    ]
    found = [_branch(node, other) for node in _branches(root) if (other := _otherwise(node))]
    found += [_inspector(span) for span in inspectors(root, directives)]
    found.sort(key=lambda one: one.whole.start)
    if _replaced(text, found) == known:
        return tuple(found)
    # Other branches may be the original's own: then one alone may do.
    return tuple(one for one in found if _replaced(text, [one]) == known)


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


def _replaced(text: SourceText, found: Sequence[Fallback]) -> tuple[bytes, ...]:
    pieces: list[bytes] = []
    position = 0
    for one in found:
        pieces.append(text.data[position : one.whole.start])
        pieces.append(text.data[one.otherwise.start : one.otherwise.end])
        position = one.whole.end
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


def _branch(branch: Node, otherwise: Node) -> Fallback:
    condition = branch.child_by_field_name("condition")
    return Fallback(_span(condition or branch), _span(otherwise), _span(branch))


def _inspector(span: Span) -> Fallback:
    return Fallback(span, Span(span.end, span.end), span)


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)
