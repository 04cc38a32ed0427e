"""Rows that only the program's run can tell to be apart, found out by looking at all their bounds.

A loop over the rows, run before the loop that it is for, evaluates conditions on the bounds of each
row (an inspector, after J. Saltz, R. Mirchandaney, K. Crowley: "Run-time parallelization and
scheduling of loops", 1991). Two kinds of conditions tell rows apart:

- Each row ends, no sooner than it begins, no later than the next one begins. What an earlier row
  counts is then less than what any later one does.
- Each row has no more elements than there are from the beginning of one to that of the next.

Both are suppositions for the exact dependence test, which decides what follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pcg_engine.analysis.accesses import MemoryAccess
from pcg_engine.analysis.aliasing import AliasTest, Disjoint, Guarded, RootUse
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.dependence import DependenceTest
from pcg_engine.analysis.integers import type_range
from pcg_engine.analysis.place import Index
from pcg_engine.analysis.presburger import ConstraintSystem
from pcg_engine.analysis.ranges import split_linear
from pcg_engine.analysis.row_bounds import RowLoop
from pcg_engine.analysis.scope import FunctionContext, Iteration, Symbol
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Conditional,
    Expression,
    For,
    IntegerLiteral,
    Member,
    Name,
    Subscript,
    This,
    Unary,
    Variable,
)
from pcg_engine.domain.condition_text import unwrapped
from pcg_engine.domain.facts import Assumption, CanonicalForm, Inspection
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import unconverted, walk_expression

BOUNDS_IN_ORDER = "row-bounds"
"""The code of assumptions about the bounds of all rows."""

_FLAG = "rows_apart"
_ONE = Polynomial.constant(1)
_ZERO = Polynomial()
_ROW = "pcg_row"
"""Stands for the outer counter in texts that are not finished yet, so that it is told from others
of its name."""
_WIDE = 64
_PROMOTED = 32


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Two accesses of which the earlier row's counter is less than the later row's."""

    earlier: str
    later: str


class RowInspection:
    """What is supposed of the rows of one loop; every supposition becomes a condition of a row."""

    def __init__(
        self,
        loop: For,
        counter: Variable,
        rows: tuple[RowLoop, ...],
        source: SourceText,
        accesses: tuple[MemoryAccess, ...],
    ) -> None:
        counted = counted_loop(loop)
        assert isinstance(counted, CountedLoop)
        self._counter = counter
        self._first = _start_text(counted, source)
        header = Span(loop.span.start, loop.body.span.start)
        self._counted_by = frozenset(
            a.root.key for a in accesses if not a.is_write and header.contains(a.span)
        )
        inside = frozenset(span for row in rows for span in _decisive_spans(row))
        self._decided_by = frozenset(
            a.root.key for a in accesses if not a.is_write and a.span in inside
        )
        self._rows = {(row.key, row.span): row for row in rows}
        self._widths: dict[tuple[str, Span], Polynomial] = {}
        self._conditions: dict[str, None] = {}

    @property
    def conditions(self) -> tuple[str, ...]:
        """C++ that must hold of every row, in terms of the loop's counter."""
        return tuple(self._conditions)

    def separates(self, test: DependenceTest, source: MemoryAccess, sink: MemoryAccess) -> bool:
        """Whether the two meet in no two iterations, ``source`` in the earlier one.

        Whatever has to be supposed for that is kept.
        """
        return self._by_order(test, source, sink) or self._by_width(test, source, sink)

    def _by_order(self, test: DependenceTest, source: MemoryAccess, sink: MemoryAccess) -> bool:
        earlier, later = self._row_loops(source, test), self._row_loops(sink, test)
        ordered = [
            (_Ordered(one.key, other.key), one)
            for one in earlier
            for other in later
            if one.rows == other.rows and one.first.differs
        ]
        if not ordered:
            return False

        def restrict(
            system: ConstraintSystem, first: Mapping[str, str], second: Mapping[str, str]
        ) -> None:
            for pair, _ in ordered:
                less = Polynomial.name(first[pair.earlier])
                more = Polynomial.name(second[pair.later])
                system.at_least(more, less + _ONE)

        conditions = [self._in_order(row) for _, row in ordered]
        if test.meets(source, sink, restrict) or None in conditions:
            return False
        self._keep(*conditions)
        return True

    def _by_width(self, test: DependenceTest, source: MemoryAccess, sink: MemoryAccess) -> bool:
        widths = {
            **self._widths_of(source, test),
            **self._widths_of(sink, test),
        }
        if not widths:
            return False
        narrow = [_narrowed(access, widths) for access in (source, sink)]
        if test.meets(narrow[0], narrow[1], _anywhere):
            return False
        for place, width in widths.items():
            row = self._rows[place]
            text = _width_text(width, row, test.symbols)
            assert text is not None
            self._keep(f"{row.end.text()} <= {text}")
            self._widths[place] = width
        return True

    def _row_loops(self, access: MemoryAccess, test: DependenceTest) -> list[RowLoop]:
        found = (self._row(i) for i in access.iterations if i.depth > test.carrier.depth)
        return [row for row in found if row is not None]

    def _row(self, iteration: Iteration) -> RowLoop | None:
        return self._rows.get((iteration.key, iteration.span))

    def _widths_of(
        self, access: MemoryAccess, test: DependenceTest
    ) -> dict[tuple[str, Span], Polynomial]:
        """From the beginning of a row to that of the next, for loops that count from zero."""
        found: dict[tuple[str, Span], Polynomial] = {}
        for iteration in access.iterations:
            row = self._row(iteration)
            if row is None or iteration.lower != (_ZERO,) or iteration.upper:
                continue
            known = self._widths.get((row.key, row.span))
            width = known if known is not None else _row_width(access, row, test.carrier)
            if width is not None and _width_text(width, row, test.symbols) is not None:
                found[row.key, row.span] = width
        return found

    def _keep(self, *conditions: str | None) -> None:
        self._conditions.update((c, None) for c in conditions if c is not None)

    def _in_order(self, row: RowLoop) -> str | None:
        """That the row begins where the one before it ended, or later, and ends no sooner."""
        first, end, name = row.first.text(), row.end.text(), self._counter.name
        grows = f"{first} <= {end}"
        if row.first.text(f"{name} + 1") == end:
            return grows
        if self._first is None:
            return None
        begins = f"{name} == {self._first}"
        return f"{grows} && ({begins} || {row.end.text(f'{name} - 1')} <= {first})"

    def rests_on(self, one: RootUse, other: RootUse, *, in_rows: bool) -> bool:
        """Whether looking at the rows is valid only where the two uses are of different memory.

        What a row's bounds are read by (the index, the pointer, an operand) may have another value
        before the loop than in it otherwise. A condition for every row (``in_rows``) comes before
        the next row is looked at, if there is one kind of rows. How many rows there are is
        computed before the loop whatever the condition says.
        """
        keys = {one.root.key, other.root.key}
        if keys & self._counted_by:
            return True
        kinds = {row.rows for row in self._rows.values()}
        return bool(keys & self._decided_by) and not (in_rows and len(kinds) == 1)

    def apart(self, test: AliasTest, one: RootUse, other: RootUse) -> Assumption | bool:
        """Whether the two uses are of different memory where the conditions hold.

        An assumption where a condition before the loop tells; a condition for every row is kept.
        """
        one, other = self._narrow_use(one), self._narrow_use(other)
        match test.overlap(one, other):
            case Disjoint():
                return True
            case Guarded(assumption=assumption):
                return assumption
            case _:
                pass
        return self._row_apart(test, one, other) or self._row_apart(test, other, one)

    def _narrow_use(self, use: RootUse) -> RootUse:
        return replace(
            use, accesses=tuple(_narrowed(access, self._widths) for access in use.accesses)
        )

    def _row_apart(self, test: AliasTest, one: RootUse, other: RootUse) -> bool:
        """Whether a condition for every row tells what it touches of ``one`` from ``other``."""
        found = {row.rows: row for a in one.accesses for i in a.iterations if (row := self._row(i))}
        if len(found) != 1:
            return False
        (row,) = found.values()
        symbols = _bounds(row)
        first, end = (Polynomial.name(symbol.key) for symbol in symbols)
        accesses = tuple(self._bounded(access, first, end) for access in one.accesses)
        if not all(
            a.iterations != b.iterations for a, b in zip(one.accesses, accesses, strict=True)
        ):
            return False  # something is touched in an empty row as well
        answer = replace(
            test,
            symbols={**test.symbols, **{symbol.key: symbol for symbol in symbols}},
            header=" ".join((test.header, *(symbol.text for symbol in symbols))),
        ).overlap(replace(one, accesses=accesses), other)
        if not isinstance(answer, Guarded) or answer.assumption.guard is None:
            return False
        guard = " ".join(answer.assumption.guard.split())
        name = self._counter.name
        in_order = self._in_order(row)
        if name in _words(guard) or in_order is None:
            return False  # another variable of the counter's name
        for bound, symbol in zip((row.first, row.end), symbols, strict=True):
            if bound.is_element:
                guard = guard.replace(f"+ ({symbol.text})", f"+ {symbol.text}")
        guard = guard.replace(_ROW, name)
        self._keep(in_order, f"({row.first.text()} == {row.end.text()} || {unwrapped(guard)})")
        return True

    def _bounded(self, access: MemoryAccess, first: Polynomial, end: Polynomial) -> MemoryAccess:
        """``access`` with bounds for its row."""
        return replace(
            access,
            iterations=tuple(
                i if self._row(i) is None else replace(i, lower=(first,), upper=(end,))
                for i in access.iterations
            ),
        )


def _anywhere(
    system: ConstraintSystem, first: Mapping[str, str], second: Mapping[str, str]
) -> None:
    """In any two iterations."""


def _start_text(loop: CountedLoop, source: SourceText) -> str | None:
    """What the counter equals in the first iteration alone, as an operand.

    ``None`` where the comparison may say something else than the conversion that sets the counter.
    """
    start = unconverted(loop.start)
    kind, value = start.type, literal(start)
    if not isinstance(kind, ArithmeticType) or kind.kind is not ArithmeticKind.INTEGER:
        return None
    same = (kind.bits, kind.signed) == (loop.type.bits, loop.type.signed)
    compared = loop.type.bits >= _PROMOTED and kind.bits <= loop.type.bits
    fits = value is not None and 0 <= value <= type_range(loop.type)[1]
    if not (same or compared or fits):
        return None
    text = source.slice(loop.start.span)
    named = isinstance(start, Name) and start.variable.name == text
    return text if named or text.isdigit() else f"({text})"


def _decisive_spans(row: RowLoop) -> Iterator[Span]:
    """What a row's bounds are computed from, apart from elements that are bounds as they are."""
    for bound in (row.first, row.end):
        for part in walk_expression(bound.tree):
            if part is not bound.tree or not isinstance(part, Subscript):
                yield part.span


def _is_repeatable(start: Expression) -> bool:
    """Whether evaluating ``start`` once more changes nothing."""
    return all(
        (isinstance(e, Name) and not e.variable.volatile)
        or (isinstance(e, Unary) and e.operator in ("+", "-", "~", "!"))
        or isinstance(e, IntegerLiteral | Cast | Binary | Conditional | Subscript | Member | This)
        for e in walk_expression(start)
    )


def inspecting_header(
    loop: CountedLoop, form: CanonicalForm, context: FunctionContext
) -> str | None:
    """The header of a loop with the iterations of ``loop`` and a counter of its own.

    ``None`` for loops that do not count up by one as they are written.
    """
    statement = loop.statement
    start = statement.span.start
    if start in context.indexed or start in context.stepped or statement.increment is None:
        return None
    if not _is_repeatable(loop.start):
        return None
    if loop.step != 1 or form.comparison not in ("<", "<=", "!="):
        return None
    if form.needs_rewrite:
        return form.header if loop.offset and loop.declared_in_header else None
    if loop.declared_in_header:
        text = context.source.slice(Span(start, statement.increment.span.end))
        return None if "//" in text or "/*" in text else f"{' '.join(text.split())})"
    if context.function.is_template_instance:
        return None  # another instance may count in another type
    name = loop.induction.name
    return (
        f"for ({loop.type.name} {name} = {form.lower}; "
        f"{name} {form.comparison} {form.upper}; ++{name})"
    )


def rows_assumption(inspection: Inspection, number: int, source: SourceText) -> Assumption:
    """That the rows are apart which the function's loop ``number`` (from 1) works on.

    The variable that tells has a name which the file does not have.
    """
    flag = _FLAG if number == 1 else f"{_FLAG}_{number}"
    used = _words(source.data.decode("utf-8", "replace"))
    while flag in used:
        flag += "_"
    return Assumption(
        BOUNDS_IN_ORDER,
        f"`{inspection.condition}` for every row, so that no two rows share elements",
        flag,
        inspection,
    )


def _bounds(row: RowLoop) -> tuple[Symbol, Symbol]:
    """The bounds of one row, as if they were numbers of their own."""
    low, high = type_range(row.type)
    maximum = high if row.type.bits < _WIDE else None
    texts = row.first.text(_ROW), row.end.text(_ROW)
    one, other = (Symbol(f"row:{text}", text, low, maximum, exact=False) for text in texts)
    return one, other


def _narrowed(access: MemoryAccess, widths: Mapping[tuple[str, Span], Polynomial]) -> MemoryAccess:
    """``access`` in rows that have no more than so many elements."""
    return replace(
        access,
        iterations=tuple(
            i if (i.key, i.span) not in widths else replace(i, upper=(widths[i.key, i.span],))
            for i in access.iterations
        ),
    )


def _row_width(access: MemoryAccess, row: RowLoop, carrier: Iteration) -> Polynomial | None:
    """How many steps of the row's counter lead from one row's elements to the next row's."""
    for selector in access.selectors:
        if not isinstance(selector, Index) or selector.value is None:
            continue
        outer = split_linear(selector.value, carrier.key)
        inner = split_linear(selector.value, row.key)
        if outer is None or inner is None:
            continue
        step = inner[0].as_constant
        if step == 1 and outer[0].terms:
            return outer[0]
        width = outer[0].as_constant
        if step is not None and width is not None and step > 0 and width >= step:
            return Polynomial.constant(width // step)
    return None


def _width_text(width: Polynomial, row: RowLoop, symbols: Mapping[str, Symbol]) -> str | None:
    """C++ for ``width`` that a bound of the row can be compared with."""
    constant = width.as_constant
    if constant is not None:
        return str(constant) if 0 < constant <= type_range(row.type)[1] else None
    if len(width.terms) != 1:
        return None
    ((monomial, coefficient),) = width.terms
    symbol = symbols.get(monomial[0]) if len(monomial) == 1 and coefficient == 1 else None
    low, high = type_range(row.type)
    if symbol is None or not symbol.exact or not symbol.text.isidentifier():
        return None
    same = (symbol.minimum, symbol.maximum) == (low, high if row.type.bits < _WIDE else None)
    return symbol.text if same else None


def _words(text: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() or c == "_" else " " for c in text).split())
