"""Inner loops that run over rows whose bounds are read from memory: ``offsets[r]`` to its end.

A row loop goes by steps of one, and its bounds are integers of its counter's own type, computed
from the outer counter, from what keeps its value, and from elements that the loop around it does
not write, and that it reads in every iteration. Evaluating them before that loop gives the same
values and touches only memory that the loop itself reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pcg_engine.analysis.accesses import MemoryAccess
from pcg_engine.analysis.certain_expressions import certain_places
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.integers import IntegerEvaluator, type_range
from pcg_engine.analysis.iterations import recognised
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.place import RootKind
from pcg_engine.analysis.scope import Scope
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Binary,
    Cast,
    ContainerType,
    Expression,
    For,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    RecordType,
    ReferenceType,
    Storage,
    Subscript,
    This,
    Type,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import unconverted, walk_statements

_SUFFIXES = {
    "int": "",
    "unsigned int": "u",
    "long": "L",
    "unsigned long": "UL",
    "long long": "LL",
    "unsigned long long": "ULL",
}
_SEQUENCES = PointerType | ArrayType | ContainerType
_LEAST_BITS = 32
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound of a row, which ``counter`` counts, as C++ that can stand before the loop."""

    tree: Expression
    counter: Variable
    writer: BoundWriter

    def text(self, row: str | None = None) -> str:
        """The bound of the row ``row`` (the outer counter unless given)."""
        written = self.writer.written(self.tree, row or self.counter.name, operand=False)
        assert written is not None
        return written

    @property
    def differs(self) -> bool:
        """Whether it may differ from row to row."""
        return self.text() != self.text("another_row")

    @property
    def is_element(self) -> bool:
        """Whether it is a single element or name, which needs no parentheses."""
        return not isinstance(self.tree, Binary)


@dataclass(frozen=True, slots=True)
class RowLoop:
    """A loop over ``first <= key < end``; every iteration of the loop around it reads these.

    ``key`` and ``span`` are those of its ``Iteration``, ``type`` is that of its counter.
    """

    key: str
    span: Span
    first: Bound
    end: Bound
    type: ArithmeticType

    @property
    def rows(self) -> tuple[str, str]:
        """Equal for loops over the same rows."""
        return self.first.text(), self.end.text()


def row_loops(
    loop: For, counter: Variable, scope: Scope, accesses: Iterable[MemoryAccess]
) -> tuple[RowLoop, ...]:
    """The row loops of ``loop``, which counts with ``counter`` and makes the ``accesses``.

    The loop comes to all its iterations, or aborts the program: others may have been run in
    parallel by then.
    """
    writer = BoundWriter(counter, scope, tuple(accesses), certain_places(loop.body))
    found: list[RowLoop] = []
    loops = [one for one in walk_statements(loop.body) if isinstance(one, For)]
    for inner in loops:
        counted = recognised(inner, scope.context)
        if isinstance(counted, CountedLoop):
            row = writer.row_loop(counted)
            if row is not None:
                found.append(row)
    places = [place for place in map(_counter, loops) if place is not None]
    # What one macro makes stands in one place: such loops are not told apart.
    return tuple(r for r in found if places.count((r.key, r.span)) == 1)


class BoundWriter:
    """Writes bounds of rows as C++ that can stand before the loop.

    Every iteration evaluates all that is at the ``certain`` places.
    """

    def __init__(
        self,
        counter: Variable,
        scope: Scope,
        accesses: tuple[MemoryAccess, ...],
        certain: frozenset[Span],
    ) -> None:
        self._certain = certain
        self._in_macros: set[Span] = set()
        self._counter = counter
        self._scope = scope
        self._accesses = accesses
        self._written = frozenset(a.root.key for a in accesses if a.is_write)
        self._evaluator = IntegerEvaluator(scope)

    def row_loop(self, loop: CountedLoop) -> RowLoop | None:
        """``loop`` as a row loop."""
        if loop.step != 1 or loop.comparison != "<" or loop.offset != 0:
            return None
        if loop.type.kind is not ArithmeticKind.INTEGER or loop.type.bits < _LEAST_BITS:
            return None
        first = self._bound(loop.start, loop.type)
        end = self._bound(loop.bound, loop.type)
        if first is None or end is None or not end.differs:
            return None
        if _is_affine(first.tree) and _is_affine(end.tree):
            return None  # the exact test knows these rows, so that a look at them tells no more
        return RowLoop(loop.induction.id, loop.statement.span, first, end, loop.type)

    def _bound(self, expression: Expression, wanted: ArithmeticType) -> Bound | None:
        tree = _of_type(self._settled(unconverted(expression)), wanted)
        if tree is None or self.written(tree, self._counter.name, operand=False) is None:
            return None
        return Bound(tree, self._counter, self)

    def _settled(self, tree: Expression) -> Expression | None:
        """``tree`` with what the locals of the body were set to, if that has their type."""
        match tree:
            case Name(variable=variable) if variable.id == self._counter.id:
                return tree
            case Name(variable=variable) if variable.id in self._scope.declared:
                definition = self._evaluator.settled(tree)
                if definition is tree:
                    return None
                return _of_type(self._settled(unconverted(definition)), variable.type)
            case Cast(explicit=False, operand=operand):
                value = self._settled(operand)
                return None if value is None else replace(tree, operand=value)
            case Binary(left=left, right=right):
                one, other = self._settled(left), self._settled(right)
                if one is None or other is None:
                    return None
                if tree.span in (left.span, right.span):
                    self._in_macros.add(tree.span)
                return replace(tree, left=one, right=other)
            case Subscript(index=index):
                place = self._settled(index)
                return None if place is None else replace(tree, index=place)
            case _:
                return tree

    def written(self, tree: Expression, row: str, *, operand: bool) -> str | None:
        """C++ for ``tree`` in the row ``row``; ``None`` where it may not stand before the loop."""
        match tree:
            case Cast(explicit=False, operand=inner) if _is_integer(tree.type):
                # The compiler converts the same operands in the same way.
                return self.written(inner, row, operand=operand)
            case IntegerLiteral(value=value) if value >= 0:
                shown = self._scope.context.source.slice(tree.span)
                if shown.isidentifier() and tree.span not in self._in_macros:
                    return shown  # a macro's, or an enumerator
                suffix = _SUFFIXES.get(_name(tree.type))
                return None if suffix is None else f"{value}{suffix}"
            case Name(variable=variable) if variable.id == self._counter.id:
                return f"({row})" if operand and not row.isidentifier() else row
            case Name(variable=variable) if _is_integer(variable.type):
                return self._named(variable)
            case Binary(operator="+" | "-" | "*" as operator, left=left, right=right):
                if not _is_integer(tree.type):
                    return None
                first = self.written(left, row, operand=True)
                second = self.written(right, row, operand=True)
                if first is None or second is None:
                    return None
                text = f"{first} {operator} {second}"
                return f"({text})" if operand else text
            case Subscript(base=base, index=index):
                if not _is_integer(tree.type) or not self._is_left_alone(tree):
                    return None
                sequence = self._sequence(base)
                position = self.written(index, row, operand=False)
                if sequence is None or position is None:
                    return None
                return f"{sequence}[{position}]"
            case Member() if _is_integer(tree.type):
                return self._member(tree)
            case _:
                return None

    def _sequence(self, base: Expression) -> str | None:
        """What is subscripted: a pointer, array or container that has a name."""
        if not isinstance(stripped(base.type), _SEQUENCES):
            return None
        match base:
            case Name(variable=variable):
                return self._named(variable)
            case Member():
                return self._member(base)
            case _:
                return None

    def _member(self, member: Member) -> str | None:
        """A data member of this, of a named object, or of what a member is or leads to.

        Only if the loop's text names it so, too.
        """
        base = member.base
        held = _pointee(base.type) if member.arrow else stripped(base.type)
        is_part = isinstance(member.type, RecordType)
        if not (is_part or self._is_left_alone(member)):
            return None
        match base:
            case This():
                holder = "this"
            case Name(variable=variable) if isinstance(held, RecordType):
                holder = self._named(variable)
            case Member() if isinstance(held, RecordType):
                holder = self._member(base)
            case _:
                return None
        if holder is None:
            return None
        text = f"{holder}{'->' if member.arrow or holder == 'this' else '.'}{member.field}"
        loop = self._scope.context.source.slice(self._scope.loop.span)
        return text if text.removeprefix("this->") in loop else None

    def _named(self, variable: Variable) -> str | None:
        """The name of a variable that keeps its value, and means the same before the loop."""
        scope = self._scope
        name = scope.text_of(variable)
        if (
            not name
            or name == self._counter.name
            or name in scope.context.ambiguous
            or variable.storage is Storage.THREAD_LOCAL
            or (isinstance(variable.type, ReferenceType) and _is_integer(variable.type.referent))
            or not scope.is_invariant(variable)
            or variable.id in self._written
        ):
            return None
        function, start = scope.context.function, variable.span.start
        given = variable in function.parameters or variable.id.startswith("::")
        before = function.span.start <= start < scope.loop.span.start
        declared = name in scope.context.source.slice(variable.span)
        return name if given or (before and declared) else None

    def _is_left_alone(self, tree: Subscript | Member) -> bool:
        """Whether every iteration reads just this memory, and none writes of the same object."""
        reads = [a for a in self._accesses if a.span == tree.span and not a.is_write]
        if not reads:
            return (
                isinstance(tree, Member)
                and isinstance(tree.base, This | Name)
                and isinstance(stripped(tree.type), _SEQUENCES)
                and not any(self._may_set(a, tree) for a in self._accesses if a.is_write)
            )
        return tree.span in self._certain and all(
            a.root.kind is not RootKind.UNKNOWN and a.root.key not in self._written for a in reads
        )

    def _may_set(self, access: MemoryAccess, member: Member) -> bool:
        """Whether the write may set the member itself."""
        match member.base:
            case This():
                return access.root.key == "this" or access.root.key == f"this.{member.field}"
            case Name(variable=variable):
                held = (f"{variable.id}", f"{variable.id}->")
                keys = (*held, *(f"{key}.{member.field}" for key in held))
                return access.root.key in keys
            case _:
                return True


def _is_affine(tree: Expression) -> bool:
    """Whether it is a sum of variables and of multiples of them by literals."""
    match tree:
        case Cast(operand=operand):
            return _is_affine(operand)
        case IntegerLiteral() | Name():
            return True
        case Binary(operator="+" | "-", left=left, right=right):
            return _is_affine(left) and _is_affine(right)
        case Binary(operator="*", left=left, right=right):
            factors = (unconverted(left), unconverted(right))
            literal = any(isinstance(one, IntegerLiteral) for one in factors)
            return literal and all(_is_affine(one) for one in factors)
        case _:
            return False


def _counter(loop: For) -> tuple[str, Span] | None:
    """What its iterations are told by."""
    counted = counted_loop(loop)
    return (counted.induction.id, loop.span) if isinstance(counted, CountedLoop) else None


def _pointee(value_type: Type) -> Type | None:
    return value_type.pointee if isinstance(value_type, PointerType) else None


def _name(value_type: Type) -> str:
    return value_type.name if isinstance(value_type, ArithmeticType) else ""


def _is_integer(value_type: Type) -> bool:
    return isinstance(value_type, ArithmeticType) and value_type.kind is ArithmeticKind.INTEGER


def _of_type(tree: Expression | None, wanted: Type) -> Expression | None:
    """``tree``, if its values are those of the ``wanted`` type; a literal becomes one of that."""
    if tree is None or not isinstance(wanted, ArithmeticType) or not _is_integer(wanted):
        return None
    if isinstance(tree, IntegerLiteral):
        if _is_same(tree.type, wanted):
            return tree
        # As a name it would be of its own type.
        fits = tree.value <= type_range(wanted)[1]
        return replace(tree, type=wanted, span=_NOWHERE) if fits else None
    return tree if _is_same(tree.type, wanted) else None


def _is_same(one: Type, other: ArithmeticType) -> bool:
    """Whether both are integers with the same values."""
    return (
        isinstance(one, ArithmeticType)
        and one.kind is other.kind is ArithmeticKind.INTEGER
        and (one.bits, one.signed) == (other.bits, other.signed)
    )
