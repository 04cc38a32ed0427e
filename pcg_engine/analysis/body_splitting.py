"""The statements of a loop's body, and which of them need which others of other iterations.

What loop distribution (see ``loop_distribution``) asks: where may a body be cut in two, and which
statements between two cuts do not depend on each other?
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from pcg_engine.analysis.cost import body_operations
from pcg_engine.analysis.dependence import shape_of
from pcg_engine.analysis.heavy_operands import HeavyOperand
from pcg_engine.analysis.loop_analysis import Independence
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.reduction_updates import is_reducible_type
from pcg_engine.analysis.repeatable_declarations import is_repeatable
from pcg_engine.analysis.scope import Scope
from pcg_engine.domain.ast import (
    ArithmeticType,
    Block,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    If,
    Name,
    RangeFor,
    ReferenceType,
    Statement,
    Storage,
    Variable,
    While,
)
from pcg_engine.domain.facts import Role, VariableFact
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, walk_expression

_WORD = re.compile(r"[A-Za-z_]\w*")

_OF_ONE_PART = (Role.PRIVATE, Role.LASTPRIVATE, Role.REDUCTION)
"""Roles of variables that some iteration may leave to a statement further on."""

_SHARE = 0.1
"""Of a body's work: what a part must have at least to be worth the start of a team."""

_LEAST = 0.01
"""The work of a statement that computes nothing, so that no part is without any."""


@dataclass(frozen=True, slots=True)
class Part:
    """Statements of the body that get a loop of their own.

    ``variables`` are the roles of those that it names. ``repeated`` declarations of earlier parts
    are to be written again at its beginning, and ``unused`` ones of its own only serve later
    parts. The values of ``taken`` variables come from earlier parts of the same iteration.
    """

    statements: tuple[Statement, ...]
    is_parallel: bool
    variables: tuple[VariableFact, ...]
    repeated: tuple[Declaration, ...]
    unused: tuple[Declaration, ...]
    taken: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class StatementRange:
    """Statements from ``first`` to before ``end``."""

    first: int
    end: int
    is_parallel: bool


_Names: TypeAlias = frozenset[str]


@dataclass(frozen=True)
class BodySplitting:
    """The ``statements`` of a body and what the loop's ``independence`` says of them.

    ``operands`` are those of the statements that the text does not have. Nothing it says holds
    unless it ``is_understood``.
    """

    statements: tuple[Statement, ...]
    scope: Scope
    independence: Independence
    counter: Variable
    operands: tuple[HeavyOperand, ...] = ()

    def may_move(self, operand: Expression) -> bool:
        """Whether ``operand`` has to do with this iteration, and not with what others leave."""
        named = {e.variable.id for e in walk_expression(operand) if isinstance(e, Name)}
        return (
            bool(named & (self.scope.declared | {self.counter.id}))
            and not named & self._left_by_others
            and all(e.span not in self._meeting_places for e in walk_expression(operand))
        )

    @cached_property
    def _left_by_others(self) -> frozenset[str]:
        """Ids of variables that iterations leave to each other, or that are computed from such."""
        found = {v.id for v in self._bound}
        for statement in self.statements:
            parts = list(all_expressions(statement))
            if any(
                e.span in self._meeting_places or (isinstance(e, Name) and e.variable.id in found)
                for e in parts
            ):
                found |= {v.id for v, _ in self._declared.values() if self._sets(statement, v)}
        return frozenset(found)

    def _sets(self, statement: Statement, variable: Variable) -> bool:
        declared = _declared_by(statement) if isinstance(statement, Declaration) else ()
        return variable in declared or self._modifies(variable, (statement,))

    def earliest(self, operand: HeavyOperand, before: Sequence[Statement]) -> int:
        """How many of the statements ``before`` it must stay before the ``operand``."""
        (declarator,) = operand.declaration.declarators
        assert declarator.initialiser is not None
        named = {e.variable for e in walk_expression(declarator.initialiser) if isinstance(e, Name)}
        for number in range(len(before) - 1, -1, -1):
            statement = before[number]
            if any(self._sets(statement, v) for v in named):
                return number + 1
            if _is_unnamed(statement) or self._writes_for(statement.span, operand.span):
                return number + 1
        return 0

    def _writes_for(self, statement: Span, operand: Span) -> bool:
        """Whether an object is written at ``statement`` of which the ``operand`` reads a part."""
        return any(
            any(a.is_write and not _is_outside(a.span, statement) for a in use.accesses)
            and any(not _is_outside(a.span, operand) for a in use.accesses)
            for use in self.independence.uses
        )

    @cached_property
    def _meeting_places(self) -> frozenset[Span]:
        """Where memory is accessed that another iteration may access, too."""
        conflicts = self.independence.conflicts
        shapes = {shape_of(one) for c in conflicts for one in (c.source, c.sink)}
        return frozenset(
            access.span
            for use in self.independence.uses
            for access in use.accesses
            if shape_of(access) in shapes
        )

    @cached_property
    def is_understood(self) -> bool:
        """Whether all that iterations do to each other is known, and which statement does it."""
        refused = {reason for _, reason in self.independence.privatization.refused}
        return (
            all(reason in refused for reason in self.independence.others)
            and all(map(self._is_own, self._bound))
            and self._meetings is not None
            and not self._leaves_any()
            and all(v.role is not Role.FIRSTPRIVATE for v in self._facts)
            and all(v.role is not Role.INDUCTION for v in self._facts)
        )

    def parts(self, first: int, end: int) -> list[StatementRange]:
        """The statements from ``first`` to before ``end``, the most work in parallel."""
        if first == end:
            return []
        found: StatementRange | None = None
        most = 0.0
        for start in range(first, end):
            for stop in range(start + 1, end + 1):
                if not self._may_cut(start) or not self._may_cut(stop):
                    continue
                if not self._is_parallel(start, stop):
                    continue
                work = sum(self._work[start:stop])
                if work > most:
                    found, most = StatementRange(start, stop, True), work
        if found is None:
            return [StatementRange(first, end, False)]
        before, after = self.parts(first, found.first), self.parts(found.end, end)
        return [*before, found, *after]

    def without_small(self, pieces: Sequence[StatementRange]) -> list[StatementRange]:
        """``pieces`` with those that have little work left to the serial ones beside them."""
        least = _SHARE * sum(self._work)
        found: list[StatementRange] = []
        for number, piece in enumerate(pieces):
            beside = (*pieces[max(0, number - 1) : number], *pieces[number + 1 : number + 2])
            is_small = sum(self._work[piece.first : piece.end]) < least
            serial = is_small and any(not other.is_parallel for other in beside)
            is_parallel = piece.is_parallel and not serial
            if found and not is_parallel and not found[-1].is_parallel:
                found[-1] = StatementRange(found[-1].first, piece.end, False)
            else:
                found.append(StatementRange(piece.first, piece.end, is_parallel))
        return found

    def part(self, one: StatementRange) -> Part:
        """What the loop over these statements needs."""
        names = self._named_in(one.first, one.end)
        variables = tuple(v for v in self._facts if v.variable.name in names)
        repeated = self._repeated_for(names, one.first)
        named = names | self._names_of(repeated)
        taken = tuple(
            variable
            for variable, at in self._declared.values()
            if at < one.first
            and variable.name in named
            and not any(variable in _declared_by(d) for d in repeated)
        )
        inside = self.statements[one.first : one.end]
        unused = self._unused_in(one.first, one.end)
        return Part(inside, one.is_parallel, variables, repeated, unused, taken)

    def _unused_in(self, first: int, end: int) -> tuple[Declaration, ...]:
        """Declarations that nothing else of these statements names, where others do that follow."""
        later = self._named_in(end, len(self.statements))
        needed: _Names = frozenset()
        found: list[Declaration] = []
        for number in range(end - 1, first - 1, -1):
            statement = self.statements[number]
            if isinstance(statement, Declaration) and self._may_repeat(statement):
                names = {v.name for v in _declared_by(statement)}
                if not names & needed and names & later:
                    found.append(statement)
                    continue
            needed |= self._names[number]
        return tuple(found)

    def _repeated_for(self, names: _Names, before: int) -> tuple[Declaration, ...]:
        """Declarations before a statement that its part writes again, those they need included."""
        found: list[Declaration] = []
        wanted = names
        for statement in reversed(self.statements[:before]):
            if not isinstance(statement, Declaration) or not self._may_repeat(statement):
                continue
            if any(v.name in wanted for v in _declared_by(statement)):
                found.insert(0, statement)
                wanted |= self._names_of((statement,))
        return tuple(found)

    def _may_cut(self, at: int) -> bool:
        """Whether the statements from ``at`` on may come after all iterations of those before."""
        if at in (0, len(self.statements)):
            return True
        assert self._meetings is not None
        if any(source >= at > sink for source, sink in self._meetings):
            return False
        before, after = self._named_in(0, at), self._named_in(at, len(self.statements))
        both = before & after
        if any(v.name in both for v in self._bound):
            return False
        if any(v.variable.name in both for v in self._facts if v.role in _OF_ONE_PART):
            return False
        if any(_is_unnamed(s) for s in self.statements[:at]):
            return False
        return all(
            variable.name not in after or self._may_cross(variable, declared, at)
            for variable, declared in self._declared.values()
            if declared < at
        )

    def _may_cross(self, variable: Variable, declared: int, at: int) -> bool:
        """Whether the statements from ``at`` on can have a variable of the body, too.

        Only the part that declares it may set it: then every other part has the same value of it.
        """
        statement = self.statements[declared]
        assert isinstance(statement, Declaration)
        if self._may_repeat(statement):
            return True
        values = {d.variable.id: d.initialiser for d in statement.declarators}
        return (
            isinstance(variable.type, ArithmeticType)
            and not variable.volatile
            and variable.storage is Storage.LOCAL
            and values.get(variable.id) is not None
            and variable.id not in self.scope.context.exposed
            and not self._modifies(variable, self.statements[at:])
        )

    def _modifies(self, variable: Variable, statements: Iterable[Statement]) -> bool:
        context = self.scope.context
        return any(
            variable.id in modified_variables(s, context.unit, context.effects) for s in statements
        )

    def _may_repeat(self, declaration: Declaration) -> bool:
        return declaration in self._repeatable

    @cached_property
    def _repeatable(self) -> tuple[Declaration, ...]:
        """Declarations whose values are the same wherever in an iteration they are written."""
        found: list[Declaration] = []
        fixed: set[str] = {self.counter.id}
        changed = self.scope.modified | self.scope.declared
        for number, statement in enumerate(self.statements):
            if not isinstance(statement, Declaration) or self._is_operand(statement):
                continue
            variables = _declared_by(statement)
            if any(
                v.id in self.scope.context.exposed
                or (
                    not isinstance(v.type, ReferenceType)
                    and self._modifies(v, self.statements[number + 1 :])
                )
                for v in variables
            ):
                continue
            if is_repeatable(statement, frozenset(changed - fixed)):
                found.append(statement)
                fixed |= {v.id for v in variables}
        return tuple(found)

    def _is_operand(self, declaration: Declaration) -> bool:
        """Whether the text has no such declaration."""
        return any(operand.declaration is declaration for operand in self.operands)

    def _is_parallel(self, first: int, end: int) -> bool:
        """Whether iterations of these statements alone do not depend on each other."""
        assert self._meetings is not None
        inside = range(first, end)
        if any(source in inside and sink in inside for source, sink in self._meetings):
            return False
        names = self._named_in(first, end)
        if any(v.name in names for v in self._bound):
            return False
        earlier = {v.name for v, at in self._declared.values() if at < first}
        if not names & {self.counter.name, *earlier}:
            return False  # the same in every iteration
        return not any(fact.variable.name in names and _needs_more(fact) for fact in self._facts)

    @cached_property
    def _meetings(self) -> tuple[tuple[int, int], ...] | None:
        """Statements of an earlier and of a later iteration that depend on each other.

        ``None`` where one of the places is in none of the statements.
        """
        places: dict[tuple[object, ...], set[int | None]] = {}
        for use in self.independence.uses:
            for access in use.accesses:
                places.setdefault(shape_of(access), set()).add(self._at(access.span))
        found: set[tuple[int, int]] = set()
        for conflict in self.independence.conflicts:
            for source in places[shape_of(conflict.source)]:
                for sink in places[shape_of(conflict.sink)]:
                    if source is None or sink is None:
                        return None
                    found.add((source, sink))
        return tuple(sorted(found))

    def _at(self, span: Span) -> int | None:
        return next((n for n, s in enumerate(self.statements) if s.span.contains(span)), None)

    @cached_property
    def _bound(self) -> tuple[Variable, ...]:
        """Variables that iterations leave to each other: all that names them is one part."""
        return tuple(variable for variable, _ in self.independence.privatization.refused)

    @cached_property
    def _facts(self) -> tuple[VariableFact, ...]:
        return tuple(
            v
            for v in self.independence.privatization.variables
            if v.variable.id != self.counter.id and v.role is not Role.SHARED
        )

    @cached_property
    def _declared(self) -> Mapping[str, tuple[Variable, int]]:
        """Variables of the body, each with the number of the statement that declares it."""
        return {
            variable.id: (variable, number)
            for number, statement in enumerate(self.statements)
            if isinstance(statement, Declaration)
            for variable in _declared_by(statement)
        }

    @cached_property
    def _names(self) -> tuple[_Names, ...]:
        return tuple(self._names_of((s,)) for s in self.statements)

    def _named_in(self, first: int, end: int) -> _Names:
        return _Names().union(*self._names[first:end])

    def _names_of(self, statements: Iterable[Statement]) -> _Names:
        """All that is named, by the tree (macros, lambdas) and by the text (types)."""
        found: set[str] = set()
        for statement in statements:
            found |= set(_WORD.findall(self._text(statement)))
            found |= {
                part.variable.name
                for expression in all_expressions(statement)
                for part in walk_expression(expression)
                if isinstance(part, Name)
            }
        return frozenset(found)

    def _text(self, statement: Statement) -> str:
        """The text of ``statement`` without operands that are statements of their own."""
        source, start = self.scope.context.source, statement.span.start
        pieces: list[str] = []
        for operand in self.operands:
            if operand.declaration is not statement and statement.span.contains(operand.span):
                pieces.append(source.slice(Span(start, operand.span.start)))
                start = operand.span.end
        return " ".join([*pieces, source.slice(Span(start, statement.span.end))])

    @cached_property
    def _work(self) -> tuple[float, ...]:
        unit = self.scope.context.unit
        return tuple(max(body_operations(s, unit), _LEAST) for s in self.statements)

    def _is_own(self, variable: Variable) -> bool:
        """Whether it is a number, and nothing but its name leads to it."""
        return (
            isinstance(variable.type, ArithmeticType)
            and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.id not in self.scope.context.exposed
        )

    def _leaves_any(self) -> bool:
        """Whether the loop modifies something that has no role and is not left to one part."""
        known = {f.variable.id for f in self._facts} | {v.id for v in self._bound}
        return bool(self.scope.modified - known - self.scope.declared - {self.counter.id})


def _is_outside(place: Span, statement: Span) -> bool:
    """Whether ``place`` is surely elsewhere; what has no place in the text is not."""
    return place.start < place.end and (
        place.end <= statement.start or statement.end <= place.start
    )


def _needs_more(fact: VariableFact) -> bool:
    """Whether a parallel loop can have the variable only by other means than a plain clause."""
    return fact.role is Role.LASTPRIVATE or (
        fact.role is Role.REDUCTION and not is_reducible_type(fact.variable.type)
    )


def _declared_by(declaration: Declaration) -> tuple[Variable, ...]:
    return tuple(d.variable for d in declaration.declarators)


def _is_unnamed(statement: Statement) -> bool:
    """Whether it may declare what the tree does not name: types, structured bindings."""
    match statement:
        case Declaration(declarators=declarators):
            return not declarators or any(not d.variable.name.isidentifier() for d in declarators)
        case ExpressionStatement() | If() | For() | RangeFor() | While() | Block() | Empty():
            return False
        case _:
            return True
