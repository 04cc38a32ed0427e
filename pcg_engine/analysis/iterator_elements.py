"""Elements in the place of iterators and pointers: ``v[k]`` for ``*it``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.counted_loops import literal
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Call,
    Cast,
    ContainerType,
    Expression,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    Subscript,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Edit, SourceText, Span

SIZE = ArithmeticType("unsigned long", ArithmeticKind.INTEGER, 64, signed=False)
LONG = ArithmeticType("long", ArithmeticKind.INTEGER, 64, signed=True)
NOWHERE = Span(0, 0)
"""Of what stands nowhere in the text."""
_FARTHEST = 16
"""Of the elements around an iterator that are named by a number."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A container, array or pointer, over whose elements an iterator walks.

    ``text`` is its C++, to put a subscript or a member after. The iterator is ``ahead`` elements
    further than the counter says.
    """

    sequence: Expression
    text: str
    element: Type
    ahead: int = 0


class NotIndexed(Exception):
    """An iterator is used for something else than elements."""


@dataclass(slots=True)
class Elements:
    """Elements in the place of iterators, with the edits that write them so."""

    walked: Mapping[str, Walked]
    counter: Variable
    source: SourceText
    edits: list[Edit] = field(default_factory=list[Edit])
    uses: int = 0

    def node(self, node: object) -> object:
        """``node`` with elements for iterators; raises ``NotIndexed``."""
        element = self._element(node)
        return mapped(node, self.node) if element is None else element

    def _element(self, expression: object) -> Expression | None:
        match expression:
            case Unary(operator="*", operand=Call(callee=str(callee), receiver=Name() as name)) if (
                callee.endswith("::operator->") and name.variable.id in self.walked
            ):
                return self._through_arrow(name)
            case Unary(operator="*", operand=at):
                return self._pointed_to(expression, at)
            case Call(callee=str(callee), receiver=at, arguments=()) if (
                at is not None and callee.endswith("::operator*")
            ):
                return self._pointed_to(expression, at)
            case Subscript(base=Name() as name, index=index):
                return self._indexed(expression, name, index)
            case Call(callee=str(callee), receiver=Name() as name, arguments=(index,)) if (
                callee.endswith("::operator[]")
            ):
                return self._indexed(expression, name, index)
            case Call(callee=str(callee), receiver=None, arguments=(left, right)) if (
                callee.endswith("::operator-") or callee == "std::distance"
            ):
                return self._position(expression, left, right)
            case Binary(operator="-", left=left, right=right) if not isinstance(
                left.type, ArithmeticType
            ):
                return self._position(expression, left, right)
            case Member(arrow=True, base=Call(callee=str(callee), receiver=Name() as name)) if (
                callee.endswith("::operator->")
            ):
                return self._member(expression, name)
            case Member(arrow=True, base=Name() as name):
                return self._member(expression, name)
            case Name(variable=variable) if variable.id in self.walked:
                raise NotIndexed
            case _:
                return None

    def _member(self, member: Member, name: Name) -> Expression | None:
        if name.variable.id not in self.walked:
            return None
        return replace(member, base=self._through_arrow(name), arrow=False)

    def _through_arrow(self, name: Name) -> Expression:
        """The element for ``it->``."""
        arrow = self.source.data.find(b"->", name.span.end)
        between = self.source.data[name.span.end : arrow] if arrow >= 0 else b"x"
        if between.strip():
            raise NotIndexed
        walked = self.walked[name.variable.id]
        self._write(Span(name.span.start, arrow + 2), f"{self._text(walked, 0)}.")
        return self._subscript(walked, 0, Span(name.span.start, arrow))

    def _pointed_to(self, expression: Unary | Call, at: Expression) -> Expression | None:
        """``*it``, ``*(it + 1)`` and ``*(it - 1)``."""
        place = moved(at)
        if not isinstance(place.iterator, Name) or place.iterator.variable.id not in self.walked:
            return None
        name = place.iterator.variable.name
        text = self.source.slice(expression.span).replace(" ", "")
        sign = "-" if place.offset < 0 else "+"
        if text not in (f"*{name}", f"*({name}{sign}{abs(place.offset)})"):
            raise NotIndexed
        return self._replaced(expression, place.iterator, place.offset)

    def _indexed(
        self, expression: Subscript | Call, name: Name, index: Expression
    ) -> Expression | None:
        if name.variable.id not in self.walked:
            return None
        offset = literal(index)
        text = self.source.slice(expression.span).replace(" ", "")
        if offset is None or text != f"{name.variable.name}[{offset}]":
            raise NotIndexed
        return self._replaced(expression, name, offset)

    def _replaced(self, expression: Expression, name: Name, offset: int) -> Expression:
        walked = self.walked[name.variable.id]
        if abs(offset) > _FARTHEST or (
            offset + walked.ahead < 0 and not self._may_be_negative(walked)
        ):
            raise NotIndexed
        self._write(expression.span, self._text(walked, offset))
        return self._subscript(walked, offset, expression.span)

    def _may_be_negative(self, walked: Walked) -> bool:
        """Whether no element before the first can be meant, or an index says so."""
        assert isinstance(self.counter.type, ArithmeticType)
        is_owner = not isinstance(stripped(walked.sequence.type), PointerType)
        return is_owner or self.counter.type.signed

    def _position(
        self, whole: Call | Binary, left: Expression, right: Expression
    ) -> Expression | None:
        """``it - v.begin()`` and ``std::distance(v.begin(), it)``."""
        is_distance = isinstance(whole, Call) and whole.callee == "std::distance"
        at, begin = (right, left) if is_distance else (left, right)
        if not isinstance(at, Name) or at.variable.id not in self.walked:
            return None
        walked = self.walked[at.variable.id]
        sequence = boundary(begin, "begin") or begin
        if not same_expression(sequence, walked.sequence) or walked.ahead:
            raise NotIndexed
        self._write(whole.span, f"static_cast<{LONG.name}>({self.counter.name})")
        counter = Name(self.counter, self.counter.type, NOWHERE)
        return Cast("IntegralCast", True, counter, LONG, whole.span)

    def _write(self, span: Span, text: str) -> None:
        self.uses += 1
        self.edits.append(Edit(span, text))

    def _text(self, walked: Walked, offset: int) -> str:
        offset += walked.ahead
        further = "" if offset == 0 else f" {'-' if offset < 0 else '+'} {abs(offset)}"
        return f"{walked.text}[{self.counter.name}{further}]"

    def _subscript(self, walked: Walked, offset: int, span: Span) -> Expression:
        at: Expression = Name(self.counter, self.counter.type, NOWHERE)
        offset += walked.ahead
        if offset:
            distance = IntegerLiteral(abs(offset), at.type, NOWHERE)
            at = Binary("-" if offset < 0 else "+", at, distance, at.type, NOWHERE)
        if isinstance(stripped(walked.sequence.type), ContainerType) and at.type != SIZE:
            at = Cast("IntegralCast", False, at, SIZE, NOWHERE)
        return Subscript(walked.sequence, at, walked.element, span)


@dataclass(frozen=True, slots=True)
class Moved:
    """An iterator and how many elements further the place is."""

    iterator: Expression
    offset: int


def moved(expression: Expression) -> Moved:
    """``it + 1`` and ``it - 1`` taken apart; anything else is where it is."""
    match expression:
        case Binary(operator="+" | "-" as operator, left=iterator, right=right):
            offset = literal(right)
        case Call(callee=str(callee), receiver=iterator, arguments=(right,)) if (
            iterator is not None and callee.endswith(("::operator+", "::operator-"))
        ):
            operator, offset = callee[-1], literal(right)
        case _:
            return Moved(expression, 0)
    if offset is None:
        return Moved(expression, 0)
    return Moved(iterator, -offset if operator == "-" else offset)


def written(sequence: Expression, source: SourceText) -> str | None:
    """The C++ of ``sequence`` to put a subscript after; ``None`` if it is not plainly written."""
    text = source.slice(sequence.span).strip()
    if isinstance(sequence, Subscript) and not text.endswith("]"):
        # An element that stands for an iterator: ``*row``, or ``row`` before an arrow.
        text = text if text.startswith("*") else f"*{text}"
        return f"({text})" if _NAMED.fullmatch(text[1:].strip()) else None
    return text if _NAMED.fullmatch(text) else None


_NAMED = re.compile(r"[A-Za-z_]\w*(?:(?:\.|->)\w+|\[[\w\s+*-]+\])*")


def boundary(expression: Expression, which: str) -> Expression | None:
    """``x`` for ``x.begin()``, ``x.cbegin()``, ``std::begin(x)`` and ``std::cbegin(x)``."""
    match expression:
        case Call(callee=str(callee), receiver=receiver, arguments=()) if receiver is not None:
            sequence = receiver
        case Call(callee=str(callee), receiver=None, arguments=(argument,)) if callee in (
            f"std::{which}",
            f"std::c{which}",
        ):
            sequence = argument
        case Call(callee=str(callee), receiver=None, arguments=(argument,)) if callee in (
            f"std::ranges::{which}",
        ):
            sequence = argument
        case _:
            return None
    is_named = callee.rsplit("::", 1)[-1] in (which, f"c{which}")
    return sequence if is_named and isinstance(stripped(sequence.type), ContainerType) else None


def data_of(expression: Expression) -> Expression | None:
    """``x`` for ``x.data()``."""
    match expression:
        case Call(callee=str(callee), receiver=receiver, arguments=()) if receiver is not None:
            is_data = callee.rsplit("::", 1)[-1] == "data"
            is_container = isinstance(stripped(receiver.type), ContainerType)
            return receiver if is_data and is_container else None
        case _:
            return None
