"""Concrete syntax trees of C++ texts, by tree-sitter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tree_sitter_cpp
from tree_sitter import Language, Node, Parser, Tree

from pcg_engine.domain.source import Edit, SourceText

LANGUAGE = Language(tree_sitter_cpp.language())


@dataclass(frozen=True, slots=True)
class SyntaxTree:
    """A text and its tree. The tree is never edited in place, so that values can be shared."""

    source: SourceText
    tree: Tree

    @property
    def root(self) -> Node:
        """The ``translation_unit`` (an ``ERROR`` node in hopeless texts)."""
        return self.tree.root_node

    @property
    def has_errors(self) -> bool:
        """Whether the grammar understood the text only in part."""
        return self.tree.root_node.has_error


def parse(source: SourceText) -> SyntaxTree:
    """The tree of ``source``; accepts any bytes and raises nothing."""
    return SyntaxTree(source, Parser(LANGUAGE).parse(source.data))


def reparse(tree: SyntaxTree, edits: Sequence[Edit], new: SourceText) -> SyntaxTree:
    """The tree of ``new``, which is ``tree.source`` after ``edits``, reusing what did not change.

    ``edits`` are disjoint and sorted byte edits of the old text. Subtrees that did not change keep
    their ``Node.id``. For texts without syntax errors the result is that of ``parse(new)``; around
    errors the parser's recovery may, rarely, differ.
    """
    old = tree.source.data
    edited = tree.tree.copy()
    # From the back, so that the positions of earlier edits stay those of the old text.
    for edit in reversed(edits):
        start, end = edit.span.start, edit.span.end
        inserted = edit.data
        at = _point(old, start)
        edited.edit(start, end, start + len(inserted), at, _point(old, end), _advance(at, inserted))
    return SyntaxTree(new, Parser(LANGUAGE).parse(new.data, edited))


def is_gap(node: Node) -> bool:
    """Whether ``node`` ends in an empty statement that the parser made up.

    The grammar has no place for a preprocessor line between ``for (…)`` or ``if (…)`` and its
    un-braced body: it invents a ``;`` and makes the pragma and the body later siblings.
    """
    last = node
    statement: Node | None = None
    while last.child_count:
        if last.type == "expression_statement":
            statement = last
        last = last.child(last.child_count - 1)
    if not last.is_missing or statement is None:
        return False
    text = statement.text or b""
    return not text or text.lstrip().startswith(b"_Pragma")


def ancestors(node: Node, top: Node) -> Iterator[Node]:
    """The ancestors of ``node``, innermost first, up to and including ``top``."""
    current = node.parent if node != top else None
    while current is not None:
        yield current
        if current == top:
            return
        current = current.parent


def _point(data: bytes, offset: int) -> tuple[int, int]:
    return data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1)


def _advance(point: tuple[int, int], text: bytes) -> tuple[int, int]:
    lines = text.count(b"\n")
    if not lines:
        return point[0], point[1] + len(text)
    return point[0] + lines, len(text) - (text.rfind(b"\n") + 1)
