"""The bodies of loops that step a variable, with what the counter tells in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.counted_loops import CountedLoop, literal
from pcg_engine.analysis.disguised_loops import skips_the_end
from pcg_engine.analysis.iterator_elements import NOWHERE
from pcg_engine.analysis.steady_steps import STEPS
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Cast,
    Conditional,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
    If,
    IntegerLiteral,
    Name,
    Statement,
    Type,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.traversal import all_expressions, walk_expression

LARGEST = 1 << 16
"""A variable that is stepped further in one iteration is not followed."""


class Refused(Exception):
    """The variable is stepped in a way that is not followed."""


@dataclass(frozen=True, slots=True)
class StepOf:
    """``amount`` is added to ``variable``, or ``amount`` times the variable ``by``."""

    variable: Variable
    amount: int
    by: Variable | None = None


@dataclass(frozen=True, slots=True)
class ReplacedBody:
    """A body without steps of the variable, which add up to ``total`` (times ``by``)."""

    body: Block
    total: int
    by: Variable | None


@dataclass(frozen=True, slots=True)
class SteppedVariable:
    """A ``variable`` that is stepped ``by`` another or by numbers, in a loop and its header.

    ``alike`` are the variables of its type that only their names lead to.
    """

    variable: Variable
    by: Variable | None
    in_header: int
    alike: frozenset[str]


class SteppedBody:
    """Walks the statements of a body in their order, with how far the variable was stepped."""

    def __init__(
        self,
        stepped: SteppedVariable,
        counted: CountedLoop,
        modified: Callable[[Statement], frozenset[str]],
    ) -> None:
        self.variable = stepped.variable
        self.by = stepped.by
        self.in_header = stepped.in_header
        self.alike = stepped.alike
        self.counted = counted
        self.modified = modified
        self.offset = 0
        self.total = 1
        self.copies: dict[str, int] = {}
        """Variables that hold what the variable is after so many steps, by their ids."""

    def replaced(self, body: Block) -> ReplacedBody:
        """``body`` with the variable's value; raises ``Refused``."""
        if any(_changes(e, self.variable) for e in all_expressions(body)) and skips_the_end(body):
            raise Refused
        self._block(body)
        self.total = self.offset + self.in_header
        if not 0 < abs(self.total) <= LARGEST:
            raise Refused
        self.offset, self.copies = 0, {}
        return ReplacedBody(self._block(body), self.total, self.by)

    def _block(self, block: Block) -> Block:
        statements = [s for one in block.statements for s in self._statement(one)]
        return replace(block, statements=tuple(statements))

    def _statement(self, statement: Statement) -> Sequence[Statement]:
        match statement:
            case Block():
                return (self._block(statement),)
            case If():
                return (self._branches(statement),)
            case _:
                pass
        own = sum(_changes(e, self.variable) for e in all_expressions(statement))
        changed = self.modified(statement)
        if not own:
            if self.variable.id in changed:
                raise Refused
            value = cast("Statement", self._value(statement))
            self._copied(statement, changed)
            return (value,)
        match statement:
            case ExpressionStatement(
                expression=Assignment(operator="=", target=Name(variable=target), value=value)
            ) if target.id == self.variable.id:
                reached = self._reached(value)
                if reached is None:
                    raise Refused
                self.offset = reached
                return ()
            case ExpressionStatement(expression=expression) if step_of(expression) is not None:
                self.offset += self._amount(statement)
                return ()
            case ExpressionStatement() | Declaration():
                amount = self._amount(statement)
                value = cast("Statement", self._value(statement))
                self._copied(statement, changed)
                self.offset += amount
                return (value,)
            case _:
                raise Refused

    def _branches(self, statement: If) -> If:
        """Both steps are the same, or there is none."""
        condition = statement.condition
        changed = self.modified(ExpressionStatement(condition, condition.span))
        if self.variable.id in changed:
            raise Refused
        self.copies = {k: v for k, v in self.copies.items() if k not in changed}
        condition = cast("Expression", self._value(condition))
        before, copies = self.offset, dict(self.copies)
        then = Block(tuple(self._statement(statement.then)), statement.then.span)
        after, self.offset = self.offset, before
        left, self.copies = self.copies, copies
        otherwise = statement.otherwise
        if otherwise is not None:
            otherwise = Block(tuple(self._statement(otherwise)), otherwise.span)
        if self.offset != after:
            raise Refused
        self.copies = {k: v for k, v in self.copies.items() if left.get(k) == v}
        return replace(statement, condition=condition, then=then, otherwise=otherwise)

    def _amount(self, statement: Statement) -> int:
        """By how much the only step of the statement does, whatever else happens."""
        steps = [
            s
            for e in all_expressions(statement)
            if (s := step_of(e)) is not None and s.variable.id == self.variable.id
        ]
        changes = sum(_changes(e, self.variable) for e in all_expressions(statement))
        if changes != 1 or len(steps) != 1 or steps[0].by != self.by:
            raise Refused
        if _mentions(statement, self.variable) > 1 or any(
            _is_conditional(e) and _mentions_in(e, self.variable)
            for e in all_expressions(statement)
        ):
            raise Refused
        return steps[0].amount

    def _copied(self, statement: Statement, changed: frozenset[str]) -> None:
        """Take in that a variable gets the value of this one and a number."""
        self.copies = {k: v for k, v in self.copies.items() if k not in changed}
        match statement:
            case ExpressionStatement(
                expression=Assignment(operator="=", target=Name(variable=target), value=value)
            ):
                pass
            case Declaration(declarators=(Declarator(variable=target, initialiser=value),)) if (
                value is not None
            ):
                pass
            case _:
                return
        reached = self._reached(value)
        if reached is not None and target.id in self.alike:
            self.copies[target.id] = reached

    def _reached(self, value: Expression) -> int | None:
        """After how many steps the variable is ``value``."""
        if value.type != self.variable.type or self.by is not None:
            return None
        match value:
            case Name(variable=variable):
                return (
                    self.offset if variable.id == self.variable.id else self.copies.get(variable.id)
                )
            case Binary(operator="+" | "-" as operator, left=left, right=right):
                start, number = self._reached(left), literal(right)
                if operator == "+" and start is None:
                    start, number = self._reached(right), literal(left)
                if start is None or number is None or abs(number) > LARGEST:
                    return None
                return start + number if operator == "+" else start - number
            case _:
                return None

    def _value(self, node: object) -> object:
        """``node`` with the variable's value for the variable and for its step."""
        match node:
            case Unary(operator=operator, operand=Name(variable=variable)) if (
                operator in STEPS and variable.id == self.variable.id
            ):
                ahead = STEPS[operator] if operator.endswith("pre") else 0
                return self._at(self.offset + ahead, node)
            case Assignment(target=Name(variable=variable)) if variable.id == self.variable.id:
                raise Refused
            case Name(variable=variable) if variable.id == self.variable.id:
                return self._at(self.offset, node)
            case _:
                return mapped(node, self._value)

    def _at(self, offset: int, place: Expression) -> Expression:
        """The value after ``offset`` steps in the current iteration."""
        kind = self.variable.type
        type_ = kind if isinstance(kind, ArithmeticType) else self.counted.induction.type
        value = self._so_far(type_)
        base: Expression = Name(self.variable, kind, NOWHERE)
        value = Binary("+" if self.total > 0 else "-", base, value, kind, place.span)
        if offset:
            further = self._times(IntegerLiteral(abs(offset), type_, NOWHERE), type_)
            value = Binary("+" if offset > 0 else "-", value, further, kind, place.span)
        return value

    def _so_far(self, type_: Type) -> Expression:
        """What the iterations before the current one added, or took away."""
        counted, counter = self.counted, self.counted.induction
        at: Expression = Name(counter, counter.type, NOWHERE)
        first, second = (at, counted.start) if counted.ascending else (counted.start, at)
        is_zero = counted.ascending and literal(second) == 0
        number = first if is_zero else Binary("-", first, second, counter.type, NOWHERE)
        factor = abs(self.total)
        if counted.step is not None and factor % abs(counted.step) == 0:
            factor //= abs(counted.step)
        else:
            by = counted.step_expression or IntegerLiteral(
                abs(counted.step or 1), counter.type, NOWHERE
            )
            number = Binary("/", number, by, counter.type, NOWHERE)
        if factor != 1:
            times = IntegerLiteral(factor, counter.type, NOWHERE)
            number = Binary("*", times, number, counter.type, NOWHERE)
        if type_ != counter.type:
            number = Cast("IntegralCast", False, number, type_, NOWHERE)
        return self._times(number, type_)

    def _times(self, number: Expression, type_: Type) -> Expression:
        if self.by is None:
            return number
        return Binary("*", number, Name(self.by, self.by.type, NOWHERE), type_, NOWHERE)


def step_of(expression: Expression) -> StepOf | None:
    """What ``expression`` itself adds to a variable, if that is a number or a variable."""
    match expression:
        case Unary(operator=operator, operand=Name(variable=variable)) if operator in STEPS:
            return StepOf(variable, STEPS[operator])
        case Assignment(operator="+=" | "-=" as operator, target=Name(variable=variable)):
            sign = 1 if operator == "+=" else -1
            amount = literal(expression.value)
            if amount is not None:
                return StepOf(variable, sign * amount)
            by = plain_name(expression.value)
            plain = by is not None and by.type == variable.type == expression.computation_type
            return StepOf(variable, sign, by) if plain else None
        case _:
            return None


def plain_name(expression: Expression) -> Variable | None:
    """The number that the expression names."""
    match expression:
        case Name(variable=variable) if isinstance(variable.type, ArithmeticType):
            return variable
        case _:
            return None


def common_amount(body: Statement, variable: Variable) -> Variable | None:
    """The variable that all steps of ``variable`` add, or none; raises ``Refused`` for others."""
    found = {
        step.by
        for e in all_expressions(body)
        if (step := step_of(e)) is not None and step.variable.id == variable.id
    }
    if len(found) > 1:
        raise Refused
    return found.pop() if found else None


def _changes(expression: Expression, variable: Variable) -> int:
    """1 if ``expression`` itself changes the variable."""
    match expression:
        case Unary(operator=operator, operand=Name(variable=own)) if operator in STEPS:
            return int(own.id == variable.id)
        case Assignment(target=Name(variable=own)):
            return int(own.id == variable.id)
        case _:
            return 0


def _is_conditional(expression: Expression) -> bool:
    match expression:
        case Conditional() | UnsupportedExpression() | Binary(operator="&&" | "||" | ","):
            return True
        case _:
            return False


def _mentions_in(expression: Expression, variable: Variable) -> int:
    return sum(
        isinstance(e, Name) and e.variable.id == variable.id for e in walk_expression(expression)
    )


def _mentions(statement: Statement, variable: Variable) -> int:
    return sum(
        isinstance(e, Name) and e.variable.id == variable.id for e in all_expressions(statement)
    )
