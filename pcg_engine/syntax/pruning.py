"""A file without the bodies of functions that nothing of interest can call.

Compilers spend most of their time in function bodies. For builds that check one function, others of
its file need only be declared. Bodies become blanks, so that every offset and line stays.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.declarations import Declaration, FileOutline, outline_of
from pcg_engine.syntax.foreign_calls import CUSTOMIZATION_POINTS
from pcg_engine.syntax.parse import parse

_BODY_MATTERS = frozenset(
    b"template constexpr consteval constinit auto decltype requires __attribute__".split()
)
"""Words in front of a body without which it cannot be told that the body may go."""
_LAST_OF_HEAD = frozenset((b")", b"noexcept"))
_OPENING = frozenset((b"if", b"ifdef", b"ifndef"))
_BRANCHES = frozenset((b"elif", b"elifdef", b"elifndef", b"else"))
_NO_LINE_END = re.compile(rb"[^\r\n]")


@lru_cache(maxsize=16)
def without_unreachable(source: SourceText, needed: frozenset[bytes]) -> bytes:
    """``source`` with blanks for the bodies of functions that cannot be reached by name.

    ``needed`` are names that are called from outside. What a declaration, a macro, a class or a
    body that stays mentions is reached, and so are operators, members, templates, and functions by
    whose names libraries call.
    """
    outline = outline_of(parse(source))
    declarations = outline.declarations
    removable = {n for n in range(len(declarations)) if _may_go(n, outline)}
    mentioned: set[bytes] = {*needed, *CUSTOMIZATION_POINTS}
    for line in outline.directives:
        mentioned.update(line.words)
    found = {n for n in range(len(declarations)) if n not in removable}
    while True:
        for number in found:
            one = declarations[number]
            words = {*outline.lexemes_of(number)}
            mentioned |= words - one.names if one.is_prototype else words
        found = {n for n in removable if not declarations[n].names.isdisjoint(mentioned)}
        if not found:
            break
        removable -= found
    return _blanked(source.data, declarations, removable)


def _may_go(number: int, outline: FileOutline) -> bool:
    """Whether the function may be declared only, as far as its own text tells."""
    one = outline.declarations[number]
    body = one.body
    if not one.is_function or body is None or one.owner or one.is_always or one.is_operator:
        return False
    head = outline.lexemes_of(number)
    head = head[: head.index(b"{")] if b"{" in head else ()
    if not head or head[-1] not in _LAST_OF_HEAD or not _BODY_MATTERS.isdisjoint(head):
        return False
    if (b"[", b"[") in pairwise(head):  # an attribute
        return False
    text = outline.lexemes_between(body, ())
    if text[:1] != (b"{",) or text[-1:] != (b"}",) or text.count(b"{") != text.count(b"}"):
        return False
    depth = 0
    for line in outline.directives:
        if not body.holds(line.start):
            continue
        if line.keyword in _OPENING:
            depth += 1
        elif line.keyword == b"endif":
            depth -= 1
        elif line.keyword not in _BRANCHES and not _says_nothing_outside(line.words):
            return False
        if depth < 0:
            return False
    return depth == 0


def _says_nothing_outside(words: list[bytes]) -> bool:
    return words[:2] == [b"pragma", b"omp"]


def _blanked(
    data: bytes, declarations: tuple[Declaration, ...], removed: AbstractSet[int]
) -> bytes:
    text = bytearray(data)
    for number in removed:
        body = declarations[number].body
        assert body is not None
        text[body.start : body.end] = _NO_LINE_END.sub(b" ", data[body.start : body.end])
        text[body.start : body.start + 1] = b";"
    return bytes(text)
