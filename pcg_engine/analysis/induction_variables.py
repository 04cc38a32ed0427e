"""Variables that every iteration steps by the same amount: values that the counter tells.

``k`` in ``for (i = 0; i < n; ++i) { a[k] = b[i]; k += 2; }`` and ``p`` in ``*p++ = b[i];`` are no
values that one iteration leaves to the next: at the start of iteration ``i`` they are ``k + 2 * i``
and ``p + i``, where ``k`` and ``p`` are what they were before the loop. In the tree that takes
their place. In the text of a candidate each iteration has its own, which starts with that value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop, literal
from pcg_engine.analysis.disguised_loops import has_jumps, skips_the_end
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.iterator_elements import LONG, NOWHERE
from pcg_engine.analysis.modification import exposed_variables, modified_variables
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Cast,
    Conditional,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    IntegerLiteral,
    Name,
    PointerType,
    Statement,
    Storage,
    TranslationUnit,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements

_STEPS = {"++pre": 1, "post++": 1, "--pre": -1, "post--": -1}
_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class InductionVariable:
    """Every iteration adds ``step`` to ``variable``.

    ``named_outside`` is false if nothing can see the value that the loop leaves.
    """

    variable: Variable
    step: int
    named_outside: bool


@dataclass(frozen=True, slots=True)
class SteppedFunction:
    """A function without such steps, and the variables by the offset of the loop's keyword."""

    function: Function
    loops: Mapping[int, tuple[InductionVariable, ...]]


def without_steps(function: Function, unit: TranslationUnit) -> SteppedFunction:
    """``function`` with what its loops' counters tell in the place of stepped variables."""
    if function.body is None or has_jumps(function.body):
        return SteppedFunction(function, {})
    rewriting = _Rewriting(function.body, function.parameters, unit)
    body = rewriting.node(function.body)
    if not rewriting.loops:
        return SteppedFunction(function, {})
    return SteppedFunction(replace(function, body=cast("Block", body)), rewriting.loops)


class _Refused(Exception):
    """The variable is stepped in a way that is not followed."""


class _Rewriting:
    def __init__(
        self, body: Block, parameters: tuple[Variable, ...], unit: TranslationUnit
    ) -> None:
        self.body = body
        self.parameters = parameters
        self.unit = unit
        self.effects = EffectAnalysis(unit)
        self.exposed = exposed_variables(body, unit)
        self.loops: dict[int, tuple[InductionVariable, ...]] = {}

    def node(self, node: object) -> object:
        """``node`` with the loops inside it rewritten, inner ones first."""
        node = mapped(node, self.node)
        if not isinstance(node, Block):
            return node
        statements = [
            s
            for k, one in enumerate(node.statements)
            for s in self._statement(one, self._lives_in(node, k))
        ]
        if len(statements) == len(node.statements):
            return node
        return replace(node, statements=tuple(statements))

    def _lives_in(self, block: Block, position: int) -> frozenset[str]:
        """Variables that begin to live in ``block`` itself, before a statement of it."""
        found = {
            d.variable.id
            for s in block.statements[:position]
            if isinstance(s, Declaration)
            for d in s.declarators
        }
        if block.span == self.body.span:
            found |= {p.id for p in self.parameters}
        return frozenset(found)

    def _statement(self, statement: Statement, here: frozenset[str]) -> Sequence[Statement]:
        """A loop without its steps, and then what leaves the variables with other values."""
        if not isinstance(statement, For) or statement.increment is None:
            return (statement,)
        found = self._loop(statement, here)
        if found is None:
            return (statement,)
        loop, variables = found
        self.loops[loop.span.start] = variables
        return (loop, *(_left(v.variable, loop) for v in variables))

    def _loop(
        self, loop: For, here: frozenset[str]
    ) -> tuple[For, tuple[InductionVariable, ...]] | None:
        parts = _parts(loop.increment)
        main = [p for p in parts if isinstance(_counted(loop, p), CountedLoop)]
        if len(main) != 1:
            return None
        counted = _counted(loop, main[0])
        modified = modified_variables(loop.body, self.unit, self.effects)
        if counted is None or counted.step not in (1, -1) or counted.induction.id in modified:
            return None
        if not self._is_fixed(counted.start, modified):
            return None
        in_header: dict[str, int] = {}
        for part in parts:
            step = _step(part)
            if part is main[0]:
                continue
            if step is None or step.variable.id in in_header:
                return None
            in_header[step.variable.id] = step.amount
        body = loop.body if isinstance(loop.body, Block) else Block((loop.body,), loop.body.span)
        variables: list[InductionVariable] = []
        for variable in self._stepped(loop, counted):
            try:
                replaced = _Steps(variable, counted, in_header.get(variable.id, 0)).replaced(body)
            except _Refused:
                continue
            body = replaced.body
            outside = variable.id not in here or (
                _mentions(self.body, variable) > _mentions(loop, variable)
            )
            variables.append(InductionVariable(variable, replaced.total, outside))
        if not variables or set(in_header) - {v.variable.id for v in variables}:
            return None
        return replace(loop, increment=main[0], body=body), tuple(variables)

    def _is_fixed(self, start: Expression, modified: frozenset[str]) -> bool:
        for part in walk_expression(start):
            match part:
                case IntegerLiteral():
                    pass
                case Name(variable=variable):
                    if not self._is_own(variable) or variable.id in modified:
                        return False
                case Cast(explicit=False) | Binary(operator="+" | "-"):
                    if not isinstance(part.type, ArithmeticType):
                        return False
                case _:
                    return False
        return True

    def _stepped(self, loop: For, counted: CountedLoop) -> list[Variable]:
        """Variables of the function around that the loop steps, apart from its counter."""
        header = {
            e.variable.id
            for part in (counted.start, counted.bound)
            for e in walk_expression(part)
            if isinstance(e, Name)
        }
        found: dict[str, Variable] = {}
        for expression in all_expressions(loop):
            step = _step(expression)
            if step is not None:
                found.setdefault(step.variable.id, step.variable)
        inside = {d.variable.id for s in _declarations(loop) for d in s.declarators}
        return [
            v
            for key, v in found.items()
            if key not in inside
            and key not in header
            and key != counted.induction.id
            and self._is_own(v)
        ]

    def _is_own(self, variable: Variable) -> bool:
        """Whether the variable is a local number or pointer that is used by its name alone."""
        match variable.type:
            case ArithmeticType(kind=ArithmeticKind.INTEGER, bits=bits) if bits >= 32:
                pass
            case PointerType():
                pass
            case _:
                return False
        return (
            variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.id not in self.exposed
        )


@dataclass(frozen=True, slots=True)
class _Step:
    variable: Variable
    amount: int


@dataclass(frozen=True, slots=True)
class _Replaced:
    body: Block
    total: int


class _Steps:
    """Walks the statements of a body in their order, with how far the variable was stepped."""

    def __init__(self, variable: Variable, counted: CountedLoop, in_header: int) -> None:
        self.variable = variable
        self.counted = counted
        self.in_header = in_header
        self.offset = 0
        self.total = 0

    def replaced(self, body: Block) -> _Replaced:
        """``body`` with the variable's value; raises ``_Refused``."""
        amounts = [self._amount(s) for s in body.statements]
        self.total = sum(amounts) + self.in_header
        if not 0 < abs(self.total) <= _LARGEST:
            raise _Refused
        if any(amounts) and skips_the_end(body):
            raise _Refused
        statements = [
            s
            for statement, amount in zip(body.statements, amounts, strict=True)
            for s in self._statement(statement, amount)
        ]
        return _Replaced(replace(body, statements=tuple(statements)), self.total)

    def _amount(self, statement: Statement) -> int:
        """By how much the statement steps the variable, whatever else happens."""
        steps = [
            s
            for e in all_expressions(statement)
            if (s := _step(e)) is not None and s.variable.id == self.variable.id
        ]
        if sum(_changes(e, self.variable) for e in all_expressions(statement)) != len(steps):
            raise _Refused
        if not steps:
            return 0
        if len(steps) > 1 or not isinstance(statement, ExpressionStatement | Declaration):
            raise _Refused
        if _mentions(statement, self.variable) > 1 or any(
            _is_conditional(e) and _mentions_in(e, self.variable)
            for e in all_expressions(statement)
        ):
            raise _Refused
        return steps[0].amount

    def _statement(self, statement: Statement, amount: int) -> Sequence[Statement]:
        is_step = isinstance(statement, ExpressionStatement) and (
            _step(statement.expression) is not None
        )
        if is_step and amount:
            self.offset += amount
            return ()
        changed = cast("Statement", self._value(statement))
        self.offset += amount
        return (changed,)

    def _value(self, node: object) -> object:
        """``node`` with the variable's value for the variable and for its step."""
        match node:
            case Unary(operator=operator, operand=Name(variable=variable)) if (
                operator in _STEPS and variable.id == self.variable.id
            ):
                ahead = _STEPS[operator] if operator.endswith("pre") else 0
                return self._at(self.offset + ahead, node)
            case Assignment(target=Name(variable=variable)) if variable.id == self.variable.id:
                raise _Refused
            case Name(variable=variable) if variable.id == self.variable.id:
                return self._at(self.offset, node)
            case _:
                return mapped(node, self._value)

    def _at(self, offset: int, place: Expression) -> Expression:
        """The value after ``offset`` in the current iteration."""
        kind = self.variable.type
        counter = self.counted.induction
        at: Expression = Name(counter, counter.type, NOWHERE)
        first, second = (
            (at, self.counted.start) if self.counted.ascending else (self.counted.start, at)
        )
        is_zero = self.counted.ascending and literal(second) == 0
        number = first if is_zero else Binary("-", first, second, counter.type, NOWHERE)
        if abs(self.total) != 1:
            times = IntegerLiteral(abs(self.total), counter.type, NOWHERE)
            number = Binary("*", times, number, counter.type, NOWHERE)
        if isinstance(kind, ArithmeticType) and kind != counter.type:
            number = Cast("IntegralCast", False, number, kind, NOWHERE)
        base: Expression = Name(self.variable, kind, NOWHERE)
        value = Binary("+" if self.total > 0 else "-", base, number, kind, place.span)
        if offset:
            number_type = kind if isinstance(kind, ArithmeticType) else counter.type
            further = IntegerLiteral(abs(offset), number_type, NOWHERE)
            value = Binary("+" if offset > 0 else "-", value, further, kind, place.span)
        return value


def _parts(increment: Expression | None) -> list[Expression]:
    match increment:
        case None:
            return []
        case Binary(operator=",", left=left, right=right):
            return [*_parts(left), *_parts(right)]
        case _:
            return [increment]


def _counted(loop: For, increment: Expression) -> CountedLoop | None:
    found = counted_loop(replace(loop, increment=increment))
    return found if isinstance(found, CountedLoop) else None


def _step(expression: Expression) -> _Step | None:
    match expression:
        case Unary(operator=operator, operand=Name(variable=variable)) if operator in _STEPS:
            return _Step(variable, _STEPS[operator])
        case Assignment(operator="+=" | "-=" as operator, target=Name(variable=variable)):
            amount = literal(expression.value)
            if amount is None:
                return None
            return _Step(variable, amount if operator == "+=" else -amount)
        case _:
            return None


def _changes(expression: Expression, variable: Variable) -> int:
    """1 if ``expression`` itself changes the variable."""
    match expression:
        case Unary(operator=operator, operand=Name(variable=own)) if operator in _STEPS:
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


def _declarations(statement: Statement) -> list[Declaration]:
    return [s for s in walk_statements(statement) if isinstance(s, Declaration)]


def _mentions_in(expression: Expression, variable: Variable) -> int:
    return sum(
        isinstance(e, Name) and e.variable.id == variable.id for e in walk_expression(expression)
    )


def _mentions(statement: Statement, variable: Variable) -> int:
    return sum(
        isinstance(e, Name) and e.variable.id == variable.id for e in all_expressions(statement)
    )


def _left(variable: Variable, loop: For) -> Statement:
    """What the loop's steps do to the variable: it depends on what it was, by nobody knows what."""
    span = loop.span
    kind = variable.type if isinstance(variable.type, ArithmeticType) else LONG
    floating = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
    zero = IntegerLiteral(0, kind, span)
    unknown = Cast(
        "FloatingToIntegral",
        False,
        Cast("IntegralToFloating", False, zero, floating, span),
        kind,
        span,
    )
    target = Name(variable, variable.type, span)
    return ExpressionStatement(
        Assignment("+=", target, unknown, variable.type, variable.type, span), span
    )
