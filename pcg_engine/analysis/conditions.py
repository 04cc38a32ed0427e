"""Under what conditions the parts of an iteration are run."""

from __future__ import annotations

from enum import IntEnum

from pcg_engine.analysis.local_jumps import jumps_out
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Block,
    Break,
    Continue,
    Expression,
    For,
    If,
    Member,
    RangeFor,
    Return,
    Statement,
    Subscript,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.traversal import walk_expression, walk_statements


class Condition(IntEnum):
    """Under what condition an access is made in an iteration."""

    ALWAYS = 0
    DATA = 1
    """If a condition on data holds: some inputs make it."""
    CONTROL = 2
    """If a condition on counters or sizes holds, which may exclude it."""


def kind_of(condition: Expression) -> Condition:
    """Whether a condition looks at values in memory, or only at counters and sizes."""
    looks_at_data = any(
        isinstance(e, Subscript | Member | UnsupportedExpression)
        or (isinstance(e, Unary) and e.operator == "*")
        or (isinstance(e.type, ArithmeticType) and e.type.kind is ArithmeticKind.FLOATING)
        for e in walk_expression(condition)
    )
    return Condition.DATA if looks_at_data else Condition.CONTROL


def kind_of_skip(statement: Statement) -> Condition:
    """Under what condition ``statement`` ends the iteration."""
    return kind_of(statement.condition) if isinstance(statement, If) else Condition.CONTROL


def may_skip_rest(statement: Statement) -> bool:
    """Whether what follows ``statement`` in its block may not be reached."""
    match statement:
        case Continue() | Break() | Return():
            return True
        case If(then=then, otherwise=otherwise):
            return may_skip_rest(then) or (otherwise is not None and may_skip_rest(otherwise))
        case Block(statements=statements):
            return any(may_skip_rest(s) for s in statements)
        case UnsupportedStatement():
            return True
        case For() | RangeFor() | While():
            return jumps_out(statement) or any(
                isinstance(s, Return) for s in walk_statements(statement)
            )
        case _:
            return False
