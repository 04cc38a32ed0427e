"""A function's calls of itself: those that happen side by side, and what they are made of.

A *group* are consecutive statements of one block whose calls all happen before any of the results
is used. *Summed* calls are those of a loop that only adds what they return to one variable. Whether
calls may run at the same time is decided elsewhere: here nothing is said of memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pcg_engine.analysis.effects import NULL_TYPE, EffectAnalysis
from pcg_engine.domain.ast import (
    Assignment,
    Call,
    Construct,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Name,
    RangeFor,
    RecordType,
    Statement,
    Unary,
    UnsupportedExpression,
    Variable,
    While,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    subexpressions,
    walk_expression,
    walk_statements,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold (or fail, if ``negated``) for a call to happen."""

    expression: Expression
    negated: bool


@dataclass(frozen=True, slots=True)
class SideCall:
    """One call of a group: it happens in ``statement``, under ``conditions``, outermost first."""

    call: Call
    statement: Statement
    conditions: tuple[Condition, ...] = ()

    @property
    def is_whole_statement(self) -> bool:
        """Whether nothing uses a result of the call."""
        match self.statement:
            case ExpressionStatement(expression=expression):
                return expression is self.call
            case If(then=then):
                return any(
                    isinstance(s, ExpressionStatement) and s.expression is self.call
                    for s in walk_statements(then)
                )
            case _:
                return False


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Statements from the first with a call to the last; two calls at least.

    They are neighbours in a block; a single one need not stand in a block (``in_block``).
    """

    statements: tuple[Statement, ...]
    calls: tuple[SideCall, ...]
    in_block: bool = True


@dataclass(frozen=True, slots=True)
class SummedCalls:
    """The outermost ``loop`` in which ``updates`` add to ``target``, which it uses for no more."""

    loop: For | RangeFor | While
    target: Variable
    updates: tuple[ExpressionStatement, ...]


Siblings = CallGroup | SummedCalls

_CONSTANTS = frozenset(("CXXNullPtrLiteralExpr", "GNUNullExpr", "UnaryExprOrTypeTraitExpr"))


def is_own(expression: Expression, function: Function) -> bool:
    """Whether ``expression`` is a call of ``function``."""
    return isinstance(expression, Call) and expression.callee_key == function.key


def own_calls(expressions: Iterable[Expression], function: Function) -> tuple[Call, ...]:
    """The calls of ``function`` among ``expressions`` (all of them, walked), in source order."""
    calls = [e for e in expressions if isinstance(e, Call) and e.callee_key == function.key]
    return tuple(sorted(calls, key=lambda call: call.span.start))


def calls_in_statement(statement: Statement, function: Function) -> tuple[Call, ...]:
    """The calls of ``function`` anywhere in ``statement``, in source order."""
    return own_calls(all_expressions(statement), function)


def calls_in_expression(expression: Expression, function: Function) -> tuple[Call, ...]:
    """The calls of ``function`` anywhere in ``expression``, in source order."""
    return own_calls(walk_expression(expression), function)


def names_in(expression: Expression) -> frozenset[str]:
    """Ids of the variables that ``expression`` names."""
    return frozenset(e.variable.id for e in walk_expression(expression) if isinstance(e, Name))


def is_effect_free(expression: Expression, effects: EffectAnalysis) -> bool:
    """Whether evaluating ``expression`` computes a value and does nothing else."""
    return all(_only_computes(part, effects) for part in walk_expression(expression))


def _only_computes(part: Expression, effects: EffectAnalysis) -> bool:
    """Whether ``part`` has no effects, its operands apart."""
    match part:
        case _ if _is_constant(part):
            return True
        case Assignment() | Construct() | UnsupportedExpression():
            return False
        case Unary(operator="++pre" | "--pre" | "post++" | "post--"):
            return False
        case Call():
            effect = effects.of_call(part)
            return effect.is_pure and not effect.may_throw
        case _:
            return True


def is_value(expression: Expression, function: Function, effects: EffectAnalysis) -> bool:
    """Whether ``expression`` has no effects, the calls of ``function`` in it apart."""
    if is_own(expression, function):
        return True
    if _is_constant(expression):
        return True
    return _only_computes(expression, effects) and all(
        is_value(part, function, effects) for part in subexpressions(expression)
    )


def _is_constant(expression: Expression) -> bool:
    match expression:
        case UnsupportedExpression(construct=construct):
            return construct in _CONSTANTS
        case Construct(type=RecordType(name=name)):
            return name == NULL_TYPE
        case _:
            return False
