"""By how much one iteration of a loop changes an integer, where that is the same in every one.

``for (; li < begin; ++ri, ++ti, ++li)`` adds one to each of three variables; ``if (c) ++k; else
k += 1;`` adds one whichever way it goes. The statements are run with symbols for the values that
the iteration starts with; what differs in two ways to its end is not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Break,
    Cast,
    Conditional,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    If,
    Name,
    Return,
    Statement,
    Storage,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
)
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import walk_expression, walk_statements

STEPS = {"++pre": 1, "post++": 1, "--pre": -1, "post--": -1}
"""What an operator adds to its operand."""

_JUMPS = frozenset(("GotoStmt", "IndirectGotoStmt", "LabelStmt", "CoreturnStmt"))
_LARGEST = 1 << 31
_NARROWEST = 32

_State = Mapping[str, Polynomial | None]
"""Values over those at the start of the iteration; of a variable that is not in it, its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """``amount`` is added to ``variable``."""

    variable: Variable
    amount: int


def steady_steps(
    loop: For, unit: TranslationUnit, effects: EffectAnalysis, exposed: frozenset[str]
) -> dict[str, Step]:
    """What an iteration of ``loop`` that is followed by another adds to variables, by their ids.

    Only to local integers of 32 bits or more that nothing but their names leads to; unsigned ones
    may wrap around.
    """
    if _jumps(loop.body):
        return {}
    return _Run(unit, effects, exposed).of_iteration(loop)


def single_steps(expression: Expression) -> dict[str, Step]:
    """What ``expression`` adds in any case to what it names nowhere else, by the variables' ids."""
    named: dict[str, int] = {}
    found: dict[str, Step] = {}
    for part in walk_expression(expression):
        match part:
            case Name(variable=variable):
                named[variable.id] = named.get(variable.id, 0) + 1
            case Unary(operator=operator, operand=Name(variable=variable)) if operator in STEPS:
                found[variable.id] = Step(variable, STEPS[operator])
            case Conditional() | UnsupportedExpression() | Binary(operator="&&" | "||"):
                return {}
            case _:
                pass
    return {key: step for key, step in found.items() if named[key] == 1}


def is_steppable(variable: Variable, exposed: frozenset[str]) -> bool:
    """Whether it is a local integer of 32 bits or more that only its name leads to."""
    return (
        isinstance(variable.type, ArithmeticType)
        and variable.type.kind is ArithmeticKind.INTEGER
        and variable.type.bits >= _NARROWEST
        and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and not variable.volatile
        and variable.constant is None
        and variable.id not in exposed
    )


def _jumps(body: Statement) -> bool:
    return any(
        isinstance(s, UnsupportedStatement) and s.construct in _JUMPS for s in walk_statements(body)
    )


class _Run:
    """Runs statements; a state of ``None`` is that of a place that control does not reach."""

    def __init__(
        self, unit: TranslationUnit, effects: EffectAnalysis, exposed: frozenset[str]
    ) -> None:
        self.unit = unit
        self.effects = effects
        self.exposed = exposed
        self.variables: dict[str, Variable] = {}
        self.continued: list[_State] = []

    def of_iteration(self, loop: For) -> dict[str, Step]:
        end = _joined([self.statement(loop.body, {}), *self.continued])
        if end is None:
            return {}
        if loop.increment is not None:
            end = self.expression(loop.increment, end)
        if loop.condition is not None:
            end = self._without(end, modified_variables(_evaluated(loop.condition), *self._known))
        found: dict[str, Step] = {}
        for key, value in end.items():
            step = None if value is None else (value - Polynomial.name(key)).as_constant
            if step and abs(step) < _LARGEST and key in self.variables:
                found[key] = Step(self.variables[key], step)
        return found

    @property
    def _known(self) -> tuple[TranslationUnit, EffectAnalysis]:
        return self.unit, self.effects

    def statement(self, statement: Statement, state: _State | None) -> _State | None:
        if state is None:
            return None
        match statement:
            case Block(statements=statements):
                for inner in statements:
                    state = self.statement(inner, state)
                return state
            case ExpressionStatement(expression=expression):
                return self.expression(expression, state)
            case Declaration(declarators=declarators):
                for one in declarators:
                    if one.initialiser is not None:
                        value = self.value(one.initialiser, state)
                        state = self.expression(one.initialiser, state)
                        state = self._set(state, one.variable, one.initialiser, value)
                return state
            case If(condition=condition, then=then, otherwise=otherwise):
                state = self.expression(condition, state)
                other = state if otherwise is None else self.statement(otherwise, state)
                return _joined([self.statement(then, state), other])
            case For():
                return self._loop(statement, state)
            case Continue():
                self.continued.append(state)
                return None
            case Break() | Return():
                return None
            case Empty():
                return state
            case _:
                if any(isinstance(s, Continue | Break) for s in walk_statements(statement)):
                    # Of this loop or of one inside the statement: nothing is said of either.
                    self.continued.append(self._forgotten(statement, state))
                return self._forgotten(statement, state)

    def expression(self, expression: Expression, state: _State) -> _State:
        """``state`` after ``expression`` was evaluated."""
        match expression:
            case Binary(operator=",", left=left, right=right):
                return self.expression(right, self.expression(left, state))
            case Assignment(operator="=", target=Name(variable=variable), value=value):
                known = self.value(value, state)
                return self._set(self.expression(value, state), variable, value, known)
            case Assignment(operator="+=" | "-=" as operator, target=Name(variable=variable)):
                amount = self.value(expression.value, state)
                own = self._of(variable, state)
                state = self.expression(expression.value, state)
                if amount is None or own is None or not _in_its_type(expression):
                    return self._set(state, variable, expression.value, None)
                value = own + amount if operator == "+=" else own - amount
                return self._set(state, variable, expression.value, value)
            case Unary(operator=operator, operand=Name(variable=variable)) if operator in STEPS:
                own = self._of(variable, state)
                by = Polynomial.constant(STEPS[operator])
                return self._set(state, variable, None, None if own is None else own + by)
            case _:
                return self._stepped(expression, state)

    def value(self, expression: Expression, state: _State) -> Polynomial | None:
        """The value of an expression that changes nothing; ``None`` if it is not followed."""
        number = literal(expression)
        if number is not None:
            return Polynomial.constant(number)
        match expression:
            case Name(variable=variable):
                return self._of(variable, state)
            case Cast(operand=operand) if _keeps_values(operand.type, expression.type):
                return self.value(operand, state)
            case Binary(operator="+" | "-" as operator, left=left, right=right):
                first, second = self.value(left, state), self.value(right, state)
                if first is None or second is None:
                    return None
                return first + second if operator == "+" else first - second
            case _:
                return None

    def _of(self, variable: Variable, state: _State) -> Polynomial | None:
        if not is_steppable(variable, self.exposed):
            return None
        self.variables[variable.id] = variable
        return state.get(variable.id, Polynomial.name(variable.id))

    def _set(
        self,
        state: _State,
        variable: Variable,
        source: Expression | None,
        value: Polynomial | None,
    ) -> _State:
        if not is_steppable(variable, self.exposed):
            return state
        self.variables[variable.id] = variable
        fits = source is None or (
            literal(source) is not None or _keeps_values(source.type, variable.type)
        )
        return {**state, variable.id: value if fits else None}

    def _stepped(self, expression: Expression, state: _State) -> _State:
        """After an expression that does something else as well: its single steps, or nothing."""
        after = dict(state)
        changed = modified_variables(_evaluated(expression), *self._known)
        steps = single_steps(expression)
        names = {
            e.variable.id: e.variable for e in walk_expression(expression) if isinstance(e, Name)
        }
        for key in changed:
            own = self._of(names[key], state) if key in names and key in steps else None
            after[key] = None if own is None else own + Polynomial.constant(steps[key].amount)
        return after

    def _loop(self, loop: For, state: _State) -> _State:
        """After an inner loop: what it adds, where it is known how often it runs."""
        if loop.initialiser is not None:
            before = self.statement(loop.initialiser, state)
            state = self._forgotten(loop.initialiser, state) if before is None else before
        after = dict(self._forgotten(loop, state))
        trips = literal_trips(loop)
        counted = counted_loop(loop)
        if trips is None or _leaves(loop.body) or _jumps(loop.body):
            return after
        if not isinstance(counted, CountedLoop) or counted.induction.id in (
            self.exposed | modified_variables(loop.body, *self._known)
        ):
            return after
        inner = _Run(self.unit, self.effects, self.exposed)
        for key, step in inner.of_iteration(loop).items():
            own = self._of(step.variable, state)
            by = Polynomial.constant(step.amount * trips)
            after[key] = None if own is None else own + by
        return after

    def _forgotten(self, statement: Statement, state: _State) -> _State:
        return self._without(state, modified_variables(statement, *self._known))

    def _without(self, state: _State, changed: Iterable[str]) -> _State:
        return {**state, **dict.fromkeys(changed)}


def literal_trips(loop: For) -> int | None:
    """How often a loop between numbers runs, by its header alone; ``None`` for others."""
    counted = counted_loop(loop)
    if not isinstance(counted, CountedLoop) or counted.step is None:
        return None
    start, bound = literal(counted.start), literal(counted.bound)
    if start is None or bound is None or counted.offset or not counted.type.signed:
        return None
    distance = bound - start if counted.ascending else start - bound
    match counted.comparison:
        case "<" | ">":
            pass
        case "<=" | ">=":
            distance += 1
        case _:
            if distance < 0:
                return None
    step = abs(counted.step)
    return max(0, -(-distance // step))


def _leaves(body: Statement) -> bool:
    return any(isinstance(s, Break | Return) for s in walk_statements(body))


def _joined(states: Iterable[_State | None]) -> _State | None:
    """What is the same on all ways that reach this place."""
    joined: dict[str, Polynomial | None] | None = None
    for state in states:
        if state is None:
            continue
        if joined is None:
            joined = dict(state)
            continue
        for key in joined.keys() | state.keys():
            own = Polynomial.name(key)
            if joined.get(key, own) != state.get(key, own):
                joined[key] = None
    return joined


def _keeps_values(source: Type, target: Type) -> bool:
    """Whether the conversion changes no value that is computed with: sizes stay modulo 2**64."""
    if not isinstance(source, ArithmeticType) or not isinstance(target, ArithmeticType):
        return False
    if source.kind is not ArithmeticKind.INTEGER or target.kind is not ArithmeticKind.INTEGER:
        return False
    if source.signed == target.signed:
        # An unsigned number in 32 bits wraps around sooner than one in 64.
        return source.bits == target.bits or (source.signed and source.bits < target.bits)
    return False


def _in_its_type(assignment: Assignment) -> bool:
    """Whether ``v += e`` computes in the type of ``v``, or in one that its numbers fit in."""
    computed, own = assignment.computation_type, assignment.target.type
    if not isinstance(computed, ArithmeticType) or not isinstance(own, ArithmeticType):
        return False
    if computed.kind is not ArithmeticKind.INTEGER or computed.signed != own.signed:
        return False
    return computed.bits == own.bits


def _evaluated(expression: Expression) -> Statement:
    return ExpressionStatement(expression, expression.span)
