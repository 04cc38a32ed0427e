"""Where a call stands, and whether what it does may be done before its statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.algorithms.writing import NotWritten
from pcg_engine.analysis.library_functions import library_function
from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Block,
    Call,
    Conditional,
    Construct,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    If,
    Name,
    Return,
    Statement,
    Storage,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.traversal import own_expressions, subexpressions, substatements


@dataclass(frozen=True, slots=True)
class Standing:
    """A call in its ``statement``, with the expressions ``around`` it, innermost first."""

    call: Call
    around: tuple[Expression, ...]
    statement: Statement
    in_block: bool

    @property
    def is_discarded(self) -> bool:
        """Whether the call is all that the statement is, and nobody asks for its value."""
        statement = self.statement
        return isinstance(statement, ExpressionStatement) and statement.expression is self.call


def standings(statement: Statement, *, in_block: bool = False) -> Iterator[Standing]:
    """All calls below ``statement``, but for those in the first part of a header."""
    for expression in own_expressions(statement):
        yield from _inside(expression, (), statement, in_block)
    for inner in substatements(statement):
        if not (isinstance(statement, For) and inner is statement.initialiser):
            yield from standings(inner, in_block=isinstance(statement, Block))


def _inside(
    expression: Expression, around: tuple[Expression, ...], statement: Statement, in_block: bool
) -> Iterator[Standing]:
    if isinstance(expression, Call):
        yield Standing(expression, around, statement, in_block)
    for part in subexpressions(expression):
        yield from _inside(part, (expression, *around), statement, in_block)


def require_movable(standing: Standing, calls: frozenset[int]) -> None:
    """Raise ``NotWritten`` unless the call may be evaluated before its statement.

    ``calls`` are the offsets of the calls that are written as loops.
    """
    statement = standing.statement
    if any(isinstance(e, UnsupportedExpression) for e in standing.around):
        raise NotWritten(
            "algorithm-place", "the call is inside of a lambda, which PCG does not look into"
        )
    if standing.is_discarded:
        return
    alone = isinstance(statement, ExpressionStatement | Return)
    if not (standing.in_block or alone) or not _is_known(statement):
        raise NotWritten(
            "algorithm-place",
            "what the call yields is used where no loop can be put before it; put the result into "
            "a variable of its own first",
        )
    inner: Expression = standing.call
    for outer in standing.around:
        conditional = (isinstance(outer, Conditional) and inner is not outer.condition) or (
            isinstance(outer, Binary)
            and outer.operator in ("&&", "||", ",")
            and inner is not outer.left
        )
        if conditional:
            raise NotWritten(
                "algorithm-place",
                "whether the call runs depends on another part of its expression; put the result "
                "into a variable of its own first",
            )
        inner = outer
    roots = own_expressions(statement)
    if not all(_is_quiet(root, calls, top=True) for root in roots):
        raise NotWritten(
            "algorithm-place",
            "something else in the same statement may have effects; put the result into a "
            "variable of its own first",
        )


def _is_known(statement: Statement) -> bool:
    match statement:
        case Declaration(declarators=(declarator,)):
            return declarator.variable.storage is Storage.LOCAL
        case ExpressionStatement() | Return() | If():
            return True
        case _:
            return False


def _is_quiet(expression: Expression, calls: frozenset[int], *, top: bool = False) -> bool:
    """Whether evaluating what is around the calls changes nothing."""
    match expression:
        case Call() if expression.span.start in calls:
            return True
        case Assignment(target=target, value=value):
            return top and _is_quiet(target, calls) and _is_quiet(value, calls)
        case Unary(operator=operator) if "++" in operator or "--" in operator:
            return False
        case Name(variable=variable) if variable.volatile:
            return False
        case Construct(callee_key=key) if key is not None:
            return False
        case UnsupportedExpression():
            return False
        case Call() if not _is_harmless(expression):
            return False
        case _:
            return all(_is_quiet(part, calls) for part in subexpressions(expression))


def _is_harmless(call: Call) -> bool:
    if call.callee is None or call.callee_key is not None:
        return False
    last = call.callee.rsplit("::", 1)[-1]
    if last in _HARMLESS and call.callee.startswith(("std::", "__gnu_cxx::")):
        return True
    entry = library_function(call)
    return entry is not None and entry.effect.is_pure and not entry.effect.may_throw


_HARMLESS = frozenset(
    (
        *("begin", "end", "cbegin", "cend", "data", "size", "empty", "distance"),
        *("operator+", "operator-", "operator*", "operator==", "operator!=", "operator<=>"),
    )
)
