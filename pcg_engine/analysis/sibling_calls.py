"""Which of a function's calls of itself happen side by side, going by how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import exposed_variables
from pcg_engine.analysis.recursive_calls import (
    CallGroup,
    Condition,
    Siblings,
    SideCall,
    calls_in_expression,
    calls_in_statement,
    is_effect_free,
    is_own,
    is_value,
    names_in,
)
from pcg_engine.analysis.summed_calls import summed_calls
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Call,
    Conditional,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Name,
    PointerType,
    RangeFor,
    RecordType,
    Return,
    Statement,
    Storage,
    TranslationUnit,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.traversal import own_expressions, subexpressions, substatements


def siblings(
    function: Function, unit: TranslationUnit, effects: EffectAnalysis
) -> tuple[Siblings, ...]:
    """The groups and loops of calls of ``function`` to itself, in source order."""
    if function.body is None:
        return ()
    exposed = exposed_variables(function.body, unit)
    finder = _Finder(function, unit, effects, exposed)
    finder.statements(function.body.statements, in_block=True)
    return tuple(finder.found)


@dataclass(slots=True)
class _Group:
    """A group in the making: what its deferred statements define or change must not be used."""

    statements: list[Statement] = field(default_factory=list[Statement])
    calls: list[SideCall] = field(default_factory=list[SideCall])
    deferred: set[str] = field(default_factory=set[str])
    length: int = 0
    """How many statements there are up to the last with a call."""


@dataclass(slots=True)
class _Finder:
    function: Function
    unit: TranslationUnit
    effects: EffectAnalysis
    exposed: frozenset[str]
    found: list[Siblings] = field(default_factory=list[Siblings])

    def statements(self, statements: tuple[Statement, ...], *, in_block: bool) -> None:
        group = _Group()
        for statement in statements:
            if not self._joins(statement, group):
                self._close(group, in_block=in_block)
                group = _Group()
                if not self._joins(statement, group):
                    self._inside(statement)
            if isinstance(statement, Return):
                self._close(group, in_block=in_block)
                group = _Group()
        self._close(group, in_block=in_block)

    def _inside(self, statement: Statement) -> None:
        """Groups of the blocks inside a statement that is in none itself."""
        match statement:
            case Block(statements=statements):
                self.statements(statements, in_block=True)
            case For(body=body) | RangeFor(body=body) | While(body=body):
                summed = summed_calls(
                    statement, self.function, self.unit, self.effects, self.exposed
                )
                if summed is None:
                    self._part(body)
                else:
                    self.found.append(summed)
            case If() | UnsupportedStatement(construct="SwitchStmt" | "CaseStmt" | "DefaultStmt"):
                for inner in substatements(statement):
                    self._part(inner)
            case _:
                pass

    def _part(self, statement: Statement) -> None:
        if isinstance(statement, Block):
            self.statements(statement.statements, in_block=True)
        else:
            self.statements((statement,), in_block=False)

    def _close(self, group: _Group, *, in_block: bool) -> None:
        """Keep ``group`` unless nothing runs beside its only call."""
        if len(group.calls) > 1:
            statements = tuple(group.statements[: group.length])
            self.found.append(CallGroup(statements, tuple(group.calls), in_block))

    def _joins(self, statement: Statement, group: _Group) -> bool:
        """Add ``statement`` to ``group`` if its calls may happen before what was deferred."""
        calls = list(self._calls_of(statement, ()))
        own = [call for call in calls if call is not None]
        if len(own) < len(calls) or len(own) != len(calls_in_statement(statement, self.function)):
            return False
        if not own:
            # In its place, before what is deferred: it must neither use nor change that.
            if not group.calls or not self._is_fresh(statement, group):
                return False
            group.statements.append(statement)
            return True
        changed = self._deferred_by(statement)
        used = [e for c in own for e in (*c.call.arguments, *(x.expression for x in c.conditions))]
        if (
            changed is None
            or any(names_in(e) & (group.deferred | changed) for e in used)
            or not all(is_effect_free(e, self.effects) for e in used)
        ):
            return False
        group.statements.append(statement)
        group.length = len(group.statements)
        group.calls.extend(own)
        group.deferred |= changed
        return True

    def _is_fresh(self, statement: Statement, group: _Group) -> bool:
        """Whether it only declares numbers that follow from what was there before the group."""
        return isinstance(statement, Declaration) and all(
            isinstance(d.variable.type, ArithmeticType | PointerType)
            and d.variable.storage is Storage.LOCAL
            and d.initialiser is not None
            and not names_in(d.initialiser) & group.deferred
            and is_effect_free(d.initialiser, self.effects)
            for d in statement.declarators
        )

    def _deferred_by(self, statement: Statement) -> set[str] | None:
        """What ``statement`` defines or changes after its calls; ``None`` if it does more."""
        match statement:
            case Declaration(declarators=declarators):
                understood = all(
                    d.initialiser is not None
                    and d.variable.storage is Storage.LOCAL
                    and isinstance(d.variable.type, ArithmeticType | PointerType | RecordType)
                    and is_value(d.initialiser, self.function, self.effects)
                    for d in declarators
                )
                return {d.variable.id for d in declarators} if understood else None
            case ExpressionStatement(expression=Call() as call):
                return set() if is_own(call, self.function) else None
            case ExpressionStatement(
                expression=Assignment(target=Name(variable=variable), value=value)
            ):
                is_number = (
                    isinstance(variable.type, ArithmeticType)
                    and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
                    and not variable.volatile
                    and variable.id not in self.exposed
                )
                known = is_number and is_value(value, self.function, self.effects)
                return {variable.id} if known else None
            case Return(value=value) if value is not None:
                return set() if is_value(value, self.function, self.effects) else None
            case If(then=then, otherwise=None, condition=condition):
                changed: set[str] = set()
                for one in _parts(then):
                    more = None if isinstance(one, Return | Declaration) else self._deferred_by(one)
                    if more is None or names_in(condition) & more:
                        return None
                    changed |= more
                return changed
            case _:
                return None

    def _calls_of(
        self, statement: Statement, conditions: tuple[Condition, ...]
    ) -> Iterator[SideCall | None]:
        """The calls in ``statement``; ``None`` for what is not understood."""
        match statement:
            case If(condition=condition, then=then, otherwise=None):
                if calls_in_expression(condition, self.function):
                    yield None
                for one in _parts(then):
                    for call in self._calls_of(one, (*conditions, Condition(condition, False))):
                        yield (
                            call
                            if call is None
                            else SideCall(call.call, statement, call.conditions)
                        )
            case Declaration() | ExpressionStatement() | Return():
                for expression in own_expressions(statement):
                    yield from self._calls_in(expression, statement, conditions)
            case _:
                if calls_in_statement(statement, self.function):
                    yield None

    def _calls_in(
        self, expression: Expression, statement: Statement, conditions: tuple[Condition, ...]
    ) -> Iterator[SideCall | None]:
        if not calls_in_expression(expression, self.function):
            return
        match expression:
            case Call() if is_own(expression, self.function):
                given = any(calls_in_expression(a, self.function) for a in expression.arguments)
                # What is given the result of another call waits for it.
                yield None if given else SideCall(expression, statement, conditions)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                if calls_in_expression(condition, self.function):
                    yield None
                for part, negated in ((then, False), (otherwise, True)):
                    under = (*conditions, Condition(condition, negated))
                    yield from self._calls_in(part, statement, under)
            case Binary(operator="&&" | "||" as operator, left=left, right=right):
                if calls_in_expression(left, self.function):
                    yield None  # whether the right side runs is the result of a call
                else:
                    under = (*conditions, Condition(left, operator == "||"))
                    yield from self._calls_in(right, statement, under)
            case _:
                for part in subexpressions(expression):
                    yield from self._calls_in(part, statement, conditions)


def _parts(statement: Statement) -> tuple[Statement, ...]:
    return statement.statements if isinstance(statement, Block) else (statement,)
