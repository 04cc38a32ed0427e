"""``for (std::size_t i = n; i-- > 0;)``: loops that step in their condition.

In the tree, and in the text of a candidate, they become ``for (std::size_t i = n; i > 0; --i)``
with ``i - 1`` for ``i`` in the body, which is the same also where ``i`` is unsigned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from pcg_engine.analysis.counted_loops import literal
from pcg_engine.analysis.iterator_elements import NOWHERE
from pcg_engine.analysis.iterator_loops import IndexedLoop
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Block,
    Cast,
    Declaration,
    Expression,
    For,
    Function,
    IntegerLiteral,
    Name,
    Statement,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Edit, SourceText, Span

_BOOL = ArithmeticType("bool", ArithmeticKind.BOOLEAN, 8, signed=False)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class CountdownFunction:
    """A function whose loops step in their headers, with the texts of those that did not."""

    body: Block
    loops: Mapping[int, IndexedLoop]


def with_headers(function: Function, source: SourceText) -> CountdownFunction | None:
    """``function`` with such loops rewritten; ``None`` if there is none."""
    if function.body is None:
        return None
    rewriting = _Rewriting(source)
    body = rewriting.node(function.body)
    return CountdownFunction(cast("Block", body), rewriting.loops) if rewriting.loops else None


class _Refused(Exception):
    """The counter is used for something else than its value."""


@dataclass(slots=True)
class _Rewriting:
    source: SourceText
    loops: dict[int, IndexedLoop] = field(default_factory=dict[int, IndexedLoop])

    def node(self, node: object) -> object:
        """``node`` with the loops inside it rewritten."""
        if isinstance(node, For):
            node = self._loop(node)
        return mapped(node, self.node)

    def _loop(self, loop: For) -> For:
        counter = _counted_down(loop)
        if counter is None or not isinstance(loop.initialiser, Declaration):
            return loop
        uses = _Uses(counter)
        try:
            body = cast("Statement", uses.node(loop.body))
        except _Refused:
            return loop
        name = counter.name
        words = _WORD.findall(self.source.slice(loop.body.span))
        written = [self.source.slice(span) == name for span in uses.spans]
        if not all(written) or words.count(name) != len(uses.spans):
            return loop
        (declarator,) = loop.initialiser.declarators
        assert declarator.initialiser is not None
        start = self.source.slice(loop.initialiser.span).strip().rstrip(";")
        first = self.source.slice(declarator.initialiser.span)
        if not start.endswith(first) or not first:
            return loop
        self.loops[loop.span.start] = IndexedLoop(
            f"for ({start}; {name} > 0; --{name})",
            first,
            "0",
            tuple(Edit(span, self._less(span, name)) for span in uses.spans),
            comparison=">",
            step=-1,
        )
        at = Name(counter, counter.type, NOWHERE)
        zero = IntegerLiteral(0, counter.type, NOWHERE)
        return For(
            loop.initialiser,
            Binary(">", at, zero, _BOOL, loop.condition.span if loop.condition else NOWHERE),
            Unary("--pre", at, counter.type, NOWHERE),
            body,
            loop.span,
        )

    def _less(self, span: Span, name: str) -> str:
        """The counter less one, in parentheses unless it is a whole subscript."""
        data = self.source.data
        is_whole = data[: span.start].endswith(b"[") and data[span.end :].startswith(b"]")
        return f"{name} - 1" if is_whole else f"({name} - 1)"


@dataclass(slots=True)
class _Uses:
    """The counter less one in the place of the counter."""

    counter: Variable
    spans: list[Span] = field(default_factory=list[Span])

    def node(self, node: object) -> object:
        match node:
            case Unary(operator="&" | "++pre" | "--pre" | "post++" | "post--", operand=Name() as x):
                if x.variable.id == self.counter.id:
                    raise _Refused
            case Name(variable=variable) if variable.id == self.counter.id:
                self.spans.append(node.span)
                one = IntegerLiteral(1, node.type, NOWHERE)
                return Binary("-", Name(variable, node.type, NOWHERE), one, node.type, node.span)
            case _:
                pass
        return mapped(node, self.node)


def _counted_down(loop: For) -> Variable | None:
    """The counter of ``for (T i = n; i-- > 0;)``, with ``!= 0`` or nothing in place of ``> 0``."""
    match loop:
        case For(initialiser=Declaration(declarators=(declarator,)), increment=None):
            counter = declarator.variable
        case _:
            return None
    condition: Expression | None = loop.condition
    kind = counter.type
    if condition is None or not isinstance(kind, ArithmeticType) or declarator.initialiser is None:
        return None
    if kind.kind is not ArithmeticKind.INTEGER or kind.bits < 32 or counter.volatile:
        return None
    match condition:
        case Binary(operator=">" as operator, left=stepped, right=right) if literal(right) == 0:
            pass
        case Binary(operator="!=" as operator, left=stepped, right=right) if literal(right) == 0:
            pass
        case _:
            return None
    # ``!=`` is as good as ``>`` only for what is never negative.
    if operator == "!=" and kind.signed:
        return None
    while isinstance(stepped, Cast) and not stepped.explicit:
        stepped = stepped.operand
    match stepped:
        case Unary(operator="post--", operand=Name(variable=variable)) if variable.id == counter.id:
            return counter
        case _:
            return None
