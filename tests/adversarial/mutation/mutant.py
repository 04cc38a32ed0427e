"""Mutants: a text that was right, changed in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.parse import SyntaxTree, parse
from tests.adversarial.mutation.directives import Directive, find_directives


@dataclass(frozen=True, slots=True)
class Change:
    """What an operator does to a text: disjoint edits, sorted, and what they are in words."""

    edits: tuple[Edit, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a text that is mutated, with its tree and its OpenMP directives."""

    tree: SyntaxTree
    span: Span
    directives: tuple[Directive, ...]

    @property
    def source(self) -> SourceText:
        """The whole text."""
        return self.tree.source

    def nodes(self, *types: str) -> Iterator[Node]:
        """The nodes of ``types`` that lie in the plot, in source order."""
        stack = [self.tree.root]
        while stack:
            node = stack.pop()
            if node.end_byte <= self.span.start or node.start_byte >= self.span.end:
                continue
            if node.type in types and self.span.contains(span_of(node)):
                yield node
            stack.extend(reversed(node.children))

    def text(self, node: Node) -> str:
        """The text of ``node``."""
        return self.source.slice(span_of(node))


Operator = Callable[[Plot], Iterator[Change]]
"""A way to break a text: every place where it applies, and how."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """``text`` is the whole file; ``line`` (1-based) is where it was changed."""

    operator: str
    what: str
    line: int
    text: bytes


def plot(source: SourceText, span: Span) -> Plot:
    """The part ``span`` of ``source``, ready to be mutated."""
    return Plot(parse(source), span, find_directives(source, span))


def span_of(node: Node) -> Span:
    """The bytes of ``node``."""
    return Span(node.start_byte, node.end_byte)


def replacement(node: Node, text: str, what: str) -> Change:
    """``node`` replaced by ``text``."""
    return Change((Edit(span_of(node), text),), what)
