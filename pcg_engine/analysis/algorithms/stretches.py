"""The elements that a call goes over, as an index that counts through a sequence."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.algorithms.writing import NotWritten, Site, Writing
from pcg_engine.analysis.counted_loops import literal
from pcg_engine.analysis.iterator_elements import boundary, data_of, written
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Binary,
    Call,
    Cast,
    ContainerType,
    Expression,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    RecordType,
    Subscript,
    This,
    Type,
    Unary,
)
from pcg_engine.domain.traversal import walk_expression

SIZE = "std::size_t"
_WIDE = frozenset((SIZE, "std::ptrdiff_t", "long", "long long", "unsigned long long"))


@dataclass(frozen=True, slots=True)
class Place:
    """An element of a sequence: ``text[offset]``.

    ``start`` is the C++ of an iterator to the sequence's first element, to add a number to.
    """

    sequence: Expression
    text: str
    element: Type
    offset: str
    start: str

    def at(self, index: str) -> str:
        """The element, with ``index`` in the place of the offset."""
        return f"{self.text}[{index}]"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Elements from ``first`` to before the index ``upper``, ``less`` of them left out at the end.

    ``type_name`` is that of the counter.
    """

    first: Place
    upper: str
    type_name: str
    less: int = 0

    @property
    def element(self) -> Type:
        """The type of the elements."""
        return self.first.element

    @property
    def is_container(self) -> bool:
        """Whether these are all elements of a container."""
        is_all = self.upper == f"{self.first.text}.size()" and self.lower == "0"
        return is_all and not self.less

    @property
    def lower(self) -> str:
        """The first index."""
        return self.first.offset

    @property
    def end(self) -> str:
        """The index after the last."""
        return self.upper if not self.less else f"{self.upper} - {self.less}"

    def header(self, counter: str, *, skip: int = 0) -> str:
        """The header of a loop over all elements, or all but the first ``skip``."""
        start = _sum(self.lower, skip) if skip else _bare(self.lower)
        compared = counter if not self.less else f"{counter} + {self.less}"
        return f"for ({self.type_name} {counter} = {start}; {compared} < {self.upper}; ++{counter})"

    def at(self, counter: str) -> str:
        """The element at ``counter``."""
        return self.first.at(counter)


def stretch(first: Expression, last: Expression, writing: Writing) -> Stretch:
    """The elements between two iterators; raises ``NotWritten``."""
    begin = place(first, writing)
    kind = stripped(begin.sequence.type)
    end = _moved(last)
    container = _boundary(end.base, "end")
    if container is not None and same_expression(container, begin.sequence):
        less = end.number
        if less is None or (end.terms and end.sign != "-"):
            raise _not_a_range(last, writing)
        if isinstance(kind, ArrayType):
            if kind.extent is None or less > kind.extent:
                raise _not_a_range(last, writing)
            return Stretch(begin, str(kind.extent - less), SIZE)
        return Stretch(begin, f"{begin.text}.size()", SIZE, less)
    if container is None:
        found = _until(begin, last, writing)
        if found is not None:
            return found
    raise _not_a_range(last, writing)


def whole(sequence: Expression, writing: Writing) -> Stretch:
    """All elements of a container or array; raises ``NotWritten``."""
    begin = _first_of(sequence, writing)
    kind = stripped(sequence.type)
    if isinstance(kind, ArrayType):
        if kind.extent is None:
            raise _not_a_range(sequence, writing)
        return Stretch(begin, str(kind.extent), SIZE)
    return Stretch(begin, f"{begin.text}.size()", SIZE)


def counted(first: Expression, number: Expression, writing: Writing) -> Stretch:
    """``number`` elements from ``first``; raises ``NotWritten``."""
    begin = place(first, writing)
    if begin.offset != "0" or not writing.is_number(number):
        raise _not_a_range(number, writing)
    return Stretch(begin, writing.text(number), _counter_type(number, writing))


def leading(site: Site, writing: Writing) -> tuple[Stretch, tuple[Expression, ...]]:
    """The elements that the first arguments name, and the other arguments."""
    arguments = tuple(site.arguments)
    match arguments:
        case (sequence, *others) if site.is_ranges and isinstance(
            stripped(sequence.type), ContainerType | ArrayType
        ):
            return whole(sequence, writing), tuple(others)
        case (first, last, *others):
            return stretch(first, last, writing), tuple(others)
        case _:
            raise NotWritten("algorithm-range", "the call has too few arguments")


def place(iterator: Expression, writing: Writing) -> Place:
    """The element that ``iterator`` stands on; raises ``NotWritten``."""
    moved = _moved(iterator)
    base = moved.base
    if (
        isinstance(base, Unary)
        and base.operator == "&"
        and isinstance(base.operand, Subscript)
        and not moved.terms
    ):
        moved = _Moved(base.operand.base, (base.operand.index,))
        base = moved.base
    sequence = _boundary(base, "begin") or data_of(base)
    if sequence is None:
        if not isinstance(stripped(base.type), PointerType | ArrayType | ContainerType):
            raise _not_a_range(iterator, writing)
        if isinstance(stripped(base.type), ContainerType) and not moved.terms:
            raise _not_a_range(iterator, writing)
        sequence = base
    found = _first_of(sequence, writing)
    if not moved.terms:
        return found
    if moved.sign != "+" or not all(writing.is_number(term) for term in moved.terms):
        raise _not_a_range(iterator, writing)
    number = moved.number
    offset = str(number) if number is not None else moved.text(writing)
    if number is None and not (len(moved.terms) == 1 and isinstance(moved.terms[0], Name)):
        offset = f"({offset})"
    start = writing.text(base) if base is not sequence else found.start
    return Place(found.sequence, found.text, found.element, offset, start)


def index_in(other: Place, of: Stretch, counter: str) -> str:
    """The index in the sequence of ``other`` of what belongs to the element at ``counter``."""
    if other.offset == of.lower:
        return counter
    # Where pointers are moved, no sum of two numbers of the user's type is computed.
    wide = counter if of.type_name in _WIDE else f"static_cast<std::ptrdiff_t>({counter})"
    if other.offset.isdigit() and of.lower.isdigit():
        further = int(other.offset) - int(of.lower)
        return _sum(counter if further <= 1 else wide, further)
    if of.lower == "0":
        return f"{wide} + {other.offset}"
    raise NotWritten(
        "algorithm-range",
        "the ranges of the call begin at places that are not told from one another; write the "
        "offsets as numbers, or begin one range at the beginning of its container",
    )


def beside(other: Expression, of: Stretch, counter: str, writing: Writing) -> str:
    """The element of the range that begins at ``other`` beside the one at ``counter``."""
    there = place(other, writing)
    return there.at(index_in(there, of, counter))


def _until(begin: Place, last: Expression, writing: Writing) -> Stretch | None:
    """Up to ``begin``'s sequence plus a number, or up to another pointer."""
    moved = _moved(last)
    sequence = _boundary(moved.base, "begin") or data_of(moved.base) or moved.base
    if moved.terms and moved.sign == "+" and same_expression(sequence, begin.sequence):
        if not all(writing.is_number(term) for term in moved.terms):
            return None
        if len(moved.terms) == 1:
            (term,) = moved.terms
            return Stretch(begin, moved.text(writing), _counter_type(term, writing))
        if any(_counter_type(term, writing) == SIZE for term in moved.terms):
            return None
        first, *others = moved.terms
        upper = [f"static_cast<std::ptrdiff_t>({writing.text(first)})", *map(writing.text, others)]
        return Stretch(begin, " + ".join(upper), "std::ptrdiff_t")
    own = begin.sequence
    if (
        not moved.terms
        and begin.offset == "0"
        and isinstance(last, Name)
        and isinstance(last.variable.type, PointerType)
        and isinstance(own, Name)
        and isinstance(own.variable.type, PointerType)
    ):
        return Stretch(begin, f"{last.variable.name} - {own.variable.name}", "std::ptrdiff_t")
    return None


def _first_of(sequence: Expression, writing: Writing) -> Place:
    text = written(sequence, writing.source)
    if text is None or not _is_plain(sequence):
        raise _not_a_range(sequence, writing)
    match stripped(sequence.type):
        case ContainerType(element=element):
            start = f"{text}.begin()"
        case ArrayType(element=element) | PointerType(pointee=element):
            start = text
        case _:
            raise _not_a_range(sequence, writing)
    if not isinstance(element, ArithmeticType | PointerType | RecordType | ContainerType):
        raise _not_a_range(sequence, writing)
    return Place(sequence, text, element, "0", start)


def _is_plain(sequence: Expression) -> bool:
    """Whether naming the sequence computes nothing but numbers."""
    for part in walk_expression(sequence):
        match part:
            case Name(variable=variable):
                if variable.volatile:
                    return False
            case Member() | This() | Subscript() | IntegerLiteral() | Cast():
                pass
            case Unary(operator="*") | Binary(operator="+" | "-" | "*"):
                pass
            case _:
                return False
    return True


def _boundary(expression: Expression, which: str) -> Expression | None:
    found = boundary(expression, which)
    if found is not None:
        return found
    match expression:
        case Call(callee=str(callee), receiver=None, arguments=(argument,)) if callee in (
            f"std::{which}",
            f"std::c{which}",
        ) and isinstance(stripped(argument.type), ArrayType):
            return argument
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Moved:
    """``base`` and what is added to it, or (with the sign ``-``) taken from it."""

    base: Expression
    terms: tuple[Expression, ...] = ()
    sign: str = "+"

    def text(self, writing: Writing) -> str:
        """The C++ of what is added."""
        return " + ".join(writing.text(term) for term in self.terms)

    @property
    def number(self) -> int | None:
        """What is added, if it is known."""
        numbers = [literal(term) for term in self.terms]
        known = [n for n in numbers if n is not None]
        return sum(known) if len(known) == len(numbers) else None


def _moved(expression: Expression) -> _Moved:
    match expression:
        case Binary(operator="+" | "-" as operator, left=left, right=right) if isinstance(
            right.type, ArithmeticType
        ) and not isinstance(left.type, ArithmeticType):
            pass
        case Call(callee=str(callee), receiver=receiver, arguments=(right,)) if (
            receiver is not None and callee.endswith(("::operator+", "::operator-"))
        ):
            left, operator = receiver, callee[-1]
        case _:
            return _Moved(expression)
    inner = _moved(left)
    if not inner.terms:
        return _Moved(inner.base, (right,), operator)
    if inner.sign == operator == "+":
        return _Moved(inner.base, (*inner.terms, right))
    return _Moved(left, (right,), operator)


def _counter_type(number: Expression, writing: Writing) -> str:
    type_ = number.type
    if (
        not isinstance(type_, ArithmeticType)
        or type_.kind is not ArithmeticKind.INTEGER
        or type_.bits < 32
    ):
        raise _not_a_range(number, writing)
    while isinstance(number, Cast) and not number.explicit:
        inner = number.operand.type
        if not isinstance(inner, ArithmeticType) or inner.bits < 32:
            break
        number, type_ = number.operand, inner
    name = type_.name
    return SIZE if name == "unsigned long" else name


def _bare(text: str) -> str:
    """``text`` without parentheses around all of it."""
    return text[1:-1] if text.startswith("(") and text.count("(") == 1 else text


def _sum(text: str, number: int) -> str:
    if number == 0:
        return text
    if text.isdigit():
        return str(int(text) + number)
    return f"{text} {'+' if number > 0 else '-'} {abs(number)}"


def _not_a_range(expression: Expression, writing: Writing) -> NotWritten:
    text = writing.text(expression) or "the range"
    return NotWritten(
        "algorithm-range",
        f"PCG does not see which elements `{text}` means: it follows vectors, arrays, spans and "
        "pointers by `begin()`, `end()`, `data()` and numbers added to them",
    )
