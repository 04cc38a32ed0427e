"""Inner loops that run over rows whose bounds are read from memory: ``offsets[r]`` to its end.

A row loop is run in every iteration of the loop around it, by steps of one, and its bounds are
integers of its counter's own type, computed from the outer counter, from what keeps its value, and
from elements that the loop around it does not write. Evaluating them before that loop gives the
same values and touches only memory that the loop itself reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pcg_engine.analysis.accesses import MemoryAccess
from pcg_engine.analysis.conditions import may_skip_rest
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import recognised
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.places import RootKind
from pcg_engine.analysis.scope import Scope
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Binary,
    Block,
    Call,
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
    Statement,
    Storage,
    Subscript,
    This,
    TranslationUnit,
    Type,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import (
    all_expressions,
    called_functions,
    reached_functions,
    unconverted,
    walk_statements,
)

_SUFFIXES = {
    "int": "",
    "unsigned int": "u",
    "long": "L",
    "unsigned long": "UL",
    "long long": "LL",
    "unsigned long long": "ULL",
}
_LEAST_BITS = 32
_ENDS = frozenset(
    "abort exit _exit _Exit quick_exit terminate __assert_fail __assert __assert_rtn longjmp "
    "__builtin_trap __builtin_abort __builtin_unreachable pthread_exit".split()
)
"""Functions that do not return."""


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
    """A loop over ``first <= key < end``, run in every iteration of the loop around it.

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

    None of a loop that may end the program: what comes after that is not read.
    """
    if _may_stop(loop, scope.context.unit):
        return ()
    writer = BoundWriter(counter, scope, tuple(accesses))
    found: list[RowLoop] = []
    for inner in _always_run(loop.body):
        counted = recognised(inner, scope.context)
        if isinstance(counted, CountedLoop):
            row = writer.row_loop(counted)
            if row is not None:
                found.append(row)
    counters = (_counter(s) for s in walk_statements(loop.body) if isinstance(s, For))
    places = [place for place in counters if place is not None]
    # What one macro makes stands in one place: such loops are not told apart.
    return tuple(r for r in found if places.count((r.key, r.span)) == 1)


class BoundWriter:
    """Writes bounds of rows as C++ that can stand before the loop."""

    def __init__(self, counter: Variable, scope: Scope, accesses: tuple[MemoryAccess, ...]) -> None:
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
        return RowLoop(loop.induction.id, loop.statement.span, first, end, loop.type)

    def _bound(self, expression: Expression, wanted: ArithmeticType) -> Bound | None:
        tree = self._settled(unconverted(expression), wanted)
        if tree is None or self.written(tree, self._counter.name, operand=False) is None:
            return None
        return Bound(tree, self._counter, self)

    def _settled(self, tree: Expression, wanted: ArithmeticType) -> Expression | None:
        """``tree`` of the ``wanted`` type, a local of the body being what it was set to."""
        literal = isinstance(tree, IntegerLiteral)
        if not literal and not _is_same(tree.type, wanted):
            return None
        if isinstance(tree, Name) and tree.variable.id in self._scope.declared:
            definition = self._evaluator.settled(tree)
            if definition is tree or not _is_same(tree.variable.type, wanted):
                return None
            return self._settled(unconverted(definition), wanted)
        return tree

    def written(self, tree: Expression, row: str, *, operand: bool) -> str | None:
        """C++ for ``tree`` in the row ``row``; ``None`` where it may not stand before the loop."""
        match tree:
            case Cast(explicit=False, operand=inner) if _is_integer(tree.type):
                # The compiler converts the same operands in the same way.
                return self.written(inner, row, operand=operand)
            case IntegerLiteral(value=value) if value >= 0:
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
        if not isinstance(stripped(base.type), PointerType | ArrayType | ContainerType):
            return None
        match base:
            case Name(variable=variable):
                return self._named(variable)
            case Member():
                return self._member(base)
            case _:
                return None

    def _member(self, member: Member) -> str | None:
        """A data member of this or of a named object, if the loop's text names it so, too."""
        if not self._is_left_alone(member):
            return None
        match member.base:
            case This():
                text, shown = f"this->{member.field}", member.field
            case Name(variable=variable) if isinstance(
                _pointee(variable.type) if member.arrow else stripped(variable.type), RecordType
            ):
                holder = self._named(variable)
                if holder is None:
                    return None
                text = shown = f"{holder}{'->' if member.arrow else '.'}{member.field}"
            case _:
                return None
        loop = self._scope.context.source.slice(self._scope.loop.span)
        return text if shown in loop else None

    def _named(self, variable: Variable) -> str | None:
        """The name of a variable that keeps its value, and means the same before the loop."""
        scope = self._scope
        name = scope.context.text_of(variable)
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
        """Whether the loop reads just this memory, and writes nothing of the same object."""
        reads = [a for a in self._accesses if a.span == tree.span and not a.is_write]
        pointer = isinstance(stripped(tree.type), PointerType | ArrayType | ContainerType)
        if not reads and not (isinstance(tree, Member) and pointer):
            return False
        if isinstance(tree, Member) and not reads:
            return not any(self._may_set(a, tree) for a in self._accesses if a.is_write)
        return all(
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


def _counter(loop: For) -> tuple[str, Span] | None:
    """What its iterations are told by."""
    counted = counted_loop(loop)
    return (counted.induction.id, loop.span) if isinstance(counted, CountedLoop) else None


def _always_run(body: Statement) -> Iterator[For]:
    """The loops that every iteration comes to, whatever the data are."""
    waiting = [body]
    while waiting:
        statement = waiting.pop(0)
        if isinstance(statement, Block):
            waiting = [*statement.statements, *waiting]
            continue
        if isinstance(statement, For):
            yield statement
        if may_skip_rest(statement):
            return


def _may_stop(loop: For, unit: TranslationUnit) -> bool:
    """Whether something that ``loop`` calls, directly or not, may end the program."""
    reached = reached_functions(called_functions(loop, unit.functions), unit.functions)
    return any(
        isinstance(one, Call) and one.callee is not None and one.callee.rsplit("::", 1)[-1] in _ENDS
        for part in (loop, *(f.body for f in reached if f.body is not None))
        for one in all_expressions(part)
    )


def _pointee(value_type: Type) -> Type | None:
    return value_type.pointee if isinstance(value_type, PointerType) else None


def _name(value_type: Type) -> str:
    return value_type.name if isinstance(value_type, ArithmeticType) else ""


def _is_integer(value_type: Type) -> bool:
    return isinstance(value_type, ArithmeticType) and value_type.kind is ArithmeticKind.INTEGER


def _is_same(one: Type, other: ArithmeticType) -> bool:
    """Whether both are integers with the same values."""
    return (
        isinstance(one, ArithmeticType)
        and one.kind is other.kind is ArithmeticKind.INTEGER
        and (one.bits, one.signed) == (other.bits, other.signed)
    )
