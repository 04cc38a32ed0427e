"""Loops that select the best of many values and remember where it was, or what belonged to it.

Two forms, anywhere in the loop's body::

    if (value > best) { best = value; where = i; … }      // the best value is kept
    if (x[i] > x[best]) { best = i; … }                   // the place is kept, and looked up

The comparison may be ``<`` or ``>``, may stand after ``valid &&``, and may come after a test that
nothing was selected yet (``where < 0 ||``). Only strict comparisons are recognised: the first of
equal values stays, whatever the order in which partial results are combined. Without a comparison
the last match is selected::

    if (condition) { last = i; … }
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, literal
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.initial_values import is_initialised, value_before
from pcg_engine.analysis.remainder import evaluated
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.analysis.substitution import (
    any_integer,
    named,
    names_any,
    substituted,
    without_integer_casts,
)
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Name,
    PointerType,
    RecordType,
    Statement,
    Storage,
    TranslationUnit,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    walk_expression,
    walk_statements,
)

LAST = "last"
"""Instead of a comparison: whatever matches replaces what is kept, so that the last match stays."""


@dataclass(frozen=True, slots=True)
class Selection:
    """One selection: ``statement`` replaces what is kept if the own value is better.

    ``comparison`` (``<``, ``>`` or ``LAST``) stands between a better value and a worse one.
    ``measure`` is the expression of the kept value: the variable ``key``, or what is looked up at
    ``key``. ``kept`` are all variables that are replaced, ``key`` among them. ``position`` is the
    one that holds the loop's counter, if any does. ``vacant`` is a kept variable that tells that
    nothing was selected yet: a negative integer, or ``false``.
    """

    statement: If
    comparison: str
    key: Variable
    measure: Expression
    kept: tuple[Variable, ...]
    position: Variable | None
    vacant: Variable | None
    counter: Variable

    @property
    def is_looked_up(self) -> bool:
        """Whether the place is kept instead of the value."""
        return not isinstance(self.measure, Name)

    @property
    def evaluated(self) -> Statement:
        """The statement without its assignments, for the analysis of everything else."""
        values = tuple(a.value for a in _assignments(self.statement.then))
        kept = {v.id for v in self.kept}

        def unknown(part: Expression) -> Expression | None:
            if isinstance(part, Name) and part.variable.id in kept and _is_integer(part.variable):
                return any_integer(part.variable, self.counter, part.span)
            return None

        span = self.statement.span
        return If(
            substituted(self.statement.condition, unknown),
            evaluated(values, self.statement.then.span),
            None,
            span,
        )


def find_selections(
    counted: CountedLoop, unit: TranslationUnit, function: Function
) -> tuple[Selection, ...]:
    """The selections of the loop; none if what one keeps is also used in another way."""
    search = _Search(counted, unit, function)
    return search.result()


def kept_spans(selection: Selection) -> dict[str, tuple[Span, ...]]:
    """Where the kept value's expression names which of the kept variables, by name."""
    kept = {v.id for v in selection.kept}
    found: dict[str, tuple[Span, ...]] = {}
    for part in walk_expression(selection.measure):
        if isinstance(part, Name) and part.variable.id in kept:
            name = part.variable.name
            found[name] = (*found.get(name, ()), part.span)
    return found


@dataclass(frozen=True, slots=True)
class _Test:
    comparison: str
    key: Variable
    measure: Expression
    vacant: Variable | None


class _Search:
    def __init__(self, counted: CountedLoop, unit: TranslationUnit, function: Function) -> None:
        self._counted = counted
        self._loop: For = counted.statement
        self._unit = unit
        self._function = function
        self._declared = frozenset(v.id for v, _ in declared_in(self._loop))
        self._escaping = escaping_variables(function, EffectAnalysis(unit), unit)

    def result(self) -> tuple[Selection, ...]:
        found: list[Selection] = []
        for statement in walk_statements(self._loop.body):
            if isinstance(statement, If) and statement.otherwise is None:
                selection = self._selection(statement)
                if selection is not None and self._is_all_there_is(selection):
                    found.append(selection)
        return tuple(found)

    def _selection(self, statement: If) -> Selection | None:
        assigned = _assignments(statement.then)
        if not assigned or not _holds_only(statement.then, len(assigned)):
            return None
        values: dict[str, Assignment] = {}
        for one in assigned:
            assert isinstance(one.target, Name)
            if one.target.variable.id in values:
                return None
            values[one.target.variable.id] = one
        ids = frozenset(values)
        if any(names_any(one.value, ids) for one in assigned):
            return None
        kept = tuple(a.target.variable for a in assigned if isinstance(a.target, Name))
        if not all(self._may_be_copied(variable) for variable in kept):
            return None
        position = next(
            (v for v in kept if self._holds_counter(values[v.id])),
            None,
        )
        test = self._comparison(statement.condition, ids, values)
        if test is None:
            return self._last_match(statement, kept, position)
        return Selection(
            statement,
            test.comparison,
            test.key,
            test.measure,
            kept,
            position,
            test.vacant,
            self._counted.induction,
        )

    def _last_match(
        self, statement: If, kept: tuple[Variable, ...], position: Variable | None
    ) -> Selection | None:
        """``if (condition) last = i;`` with a start from which every place of the loop is told."""
        ids = frozenset(v.id for v in kept)
        if position is None or names_any(statement.condition, ids):
            return None
        before = value_before(position, self._loop, self._function)
        start = None if before is None else literal(before)
        first = literal(self._counted.start)
        if start is None or first is None or start >= first or not self._counted.ascending:
            return None
        measure = Name(position, position.type, statement.span)
        counter = self._counted.induction
        return Selection(statement, LAST, position, measure, kept, position, None, counter)

    def _comparison(
        self, condition: Expression, kept: frozenset[str], values: dict[str, Assignment]
    ) -> _Test | None:
        """The comparison among the conjuncts of ``condition``; the others do not name ``kept``."""
        conjuncts = [c for c in _operands(condition, "&&") if names_any(c, kept)]
        if len(conjuncts) != 1:
            return None
        alternatives = _operands(conjuncts[0], "||")
        if len(alternatives) > 2:
            return None
        vacant: Variable | None = None
        if len(alternatives) == 2:
            vacant = self._vacancy(alternatives[0], values)
            if vacant is None:
                return None
        match alternatives[-1]:
            case Binary(operator="<" | ">" as operator, left=left, right=right):
                mirrored = "<" if operator == ">" else ">"
                return self._test(left, operator, right, values, vacant) or self._test(
                    right, mirrored, left, values, vacant
                )
            case _:
                return None

    def _test(
        self,
        own: Expression,
        operator: str,
        other: Expression,
        values: dict[str, Assignment],
        vacant: Variable | None,
    ) -> _Test | None:
        """``own operator other`` where ``own`` is this iteration's and ``other`` the best one's."""
        kept = frozenset(values)
        if names_any(own, kept) or not isinstance(own.type, ArithmeticType):
            return None
        if vacant is not None and own.type.kind is not ArithmeticKind.INTEGER:
            return None  # whatever comes after a NaN depends on where a thread began
        if isinstance(other, Name):
            assignment = values.get(other.variable.id)
            if assignment is None or not same_expression(assignment.value, own):
                return None
            return _Test(operator, other.variable, other, vacant)
        names = {e.variable.id for e in walk_expression(other) if isinstance(e, Name)} & kept
        if len(names) != 1:
            return None
        (key,) = names
        if not self._holds_counter(values[key]):
            return None
        if not self._is_same_lookup(own, other, key):
            return None
        target = values[key].target
        assert isinstance(target, Name)
        return _Test(operator, target.variable, other, vacant)

    def _is_same_lookup(self, own: Expression, other: Expression, key: str) -> bool:
        counter = self._counted.induction

        def counted(part: Expression) -> Expression | None:
            if isinstance(part, Name) and part.variable.id == key:
                return Name(counter, counter.type, part.span)
            return None

        looked_up = substituted(without_integer_casts(other), counted)
        return same_expression(without_integer_casts(own), looked_up)

    def _vacancy(self, test: Expression, values: dict[str, Assignment]) -> Variable | None:
        """The variable of ``p < 0``, ``p == -1`` or ``!found``, if it says so until it is set."""
        match test:
            case Unary(operator="!", operand=Name(variable=variable)):
                assignment = values.get(variable.id)
                is_set = assignment is not None and literal(assignment.value) == 1
                return variable if is_set else None
            case Binary(operator="<" | "==" as operator, left=left, right=right):
                variable = named(left)
                bound = literal(right)
                if variable is None or variable.id not in values:
                    return None
                if (operator, bound) not in (("<", 0), ("==", -1)):
                    return None
                is_place = self._holds_counter(values[variable.id]) and self._counts_from_zero()
                return variable if is_place and _is_signed(variable) else None
            case _:
                return None

    def _counts_from_zero(self) -> bool:
        """Whether the counter is never negative."""
        start = literal(self._counted.start)
        if not self._counted.type.signed:
            return True
        return self._counted.ascending and start is not None and start >= 0

    def _holds_counter(self, assignment: Assignment) -> bool:
        """Whether the loop's counter is assigned, in a type that keeps its order."""
        counter = self._counted.induction
        variable = named(assignment.value)
        target = assignment.target.type
        return (
            variable is not None
            and variable.id == counter.id
            and isinstance(target, ArithmeticType)
            and target.kind is ArithmeticKind.INTEGER
            and target.bits >= min(self._counted.type.bits, 32)
        )

    def _may_be_copied(self, variable: Variable) -> bool:
        match variable.type:
            case ArithmeticType(const=const) | PointerType(const=const):
                plain = not const
            case RecordType(name=name, const=const):
                record = self._unit.records.get(name)
                plain = not const and record is not None and record.is_plain
            case _:
                plain = False
        return (
            plain
            and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.id not in self._escaping
            and variable.id not in self._declared
            and is_initialised(variable, self._loop, self._function)
        )

    def _is_all_there_is(self, selection: Selection) -> bool:
        """Whether the loop names what is kept in the selection and nowhere else."""
        kept = frozenset(v.id for v in selection.kept)
        inside = _mentions(all_expressions(selection.statement), kept)
        header = (e for own in own_expressions(self._loop) for e in walk_expression(own))
        everywhere = _mentions(header, kept) + _mentions(all_expressions(self._loop.body), kept)
        return everywhere == inside


def _mentions(expressions: Iterator[Expression], variables: frozenset[str]) -> int:
    return sum(isinstance(e, Name) and e.variable.id in variables for e in expressions)


def _operands(condition: Expression, operator: str) -> list[Expression]:
    match condition:
        case Binary(operator=own, left=left, right=right) if own == operator:
            return [*_operands(left, operator), *_operands(right, operator)]
        case _:
            return [condition]


def _assignments(then: Statement) -> list[Assignment]:
    """The plain assignments to variables among the statements of ``then``."""
    statements = then.statements if isinstance(then, Block) else (then,)
    found: list[Assignment] = []
    for statement in statements:
        match statement:
            case ExpressionStatement(expression=Assignment(operator="=", target=Name()) as one):
                found.append(one)
            case _:
                pass
    return found


def _holds_only(then: Statement, count: int) -> bool:
    statements = then.statements if isinstance(then, Block) else (then,)
    return len(statements) == count


def _is_integer(variable: Variable) -> bool:
    type_ = variable.type
    return isinstance(type_, ArithmeticType) and type_.kind is ArithmeticKind.INTEGER


def _is_signed(variable: Variable) -> bool:
    return isinstance(variable.type, ArithmeticType) and variable.type.signed
