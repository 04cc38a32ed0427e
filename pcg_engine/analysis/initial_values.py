"""Whether a local variable surely has a value when a loop begins, and which one."""

from __future__ import annotations

import math

from pcg_engine.domain.ast import (
    Assignment,
    Block,
    Cast,
    Declaration,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    Function,
    IntegerLiteral,
    Name,
    RangeFor,
    Statement,
    Storage,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


def is_initialised(variable: Variable, loop: Statement, function: Function) -> bool:
    """Whether ``variable`` surely has a value when ``loop`` begins.

    It is a parameter, is initialised where it is declared, or is assigned by a statement before
    ``loop`` in the loop's own block.
    """
    if variable.storage is Storage.PARAMETER:
        return True
    if function.body is None:
        return False
    for statement in walk_statements(function.body):
        match statement:
            case Declaration(declarators=declarators):
                if any(d.variable.id == variable.id and d.initialiser for d in declarators):
                    return True
            case RangeFor(variable=own) if own.id == variable.id:
                return True
            case Block() if any(s is loop for s in statement.statements):
                before = statement.statements[: _index(statement, loop)]
                if any(_assigned_value(s, variable) is not None for s in before):
                    return True
            case _:
                pass
    return False


def value_before(variable: Variable, loop: Statement, function: Function) -> Expression | None:
    """What ``variable`` was last set to before ``loop``, in the loop's own block.

    ``None`` if that is not certain: no statement between the setting and the loop names it.
    """
    if function.body is None:
        return None
    for block in walk_statements(function.body):
        if not isinstance(block, Block) or not any(s is loop for s in block.statements):
            continue
        for statement in reversed(block.statements[: _index(block, loop)]):
            value = _assigned_value(statement, variable)
            if value is not None:
                return value
            if _names(statement, variable):
                return None
    return None


def is_finite_number(value: Expression) -> bool:
    """Whether ``value`` is a literal number, with a sign or a conversion, and not infinite."""
    number = _number(value)
    if number is None or not math.isfinite(number):
        return False
    # A number that is converted may be too large for a `float`.
    return abs(number) < _LARGE or not _is_converted(value)


_LARGE = 1e38


def _is_converted(value: Expression) -> bool:
    return any(isinstance(e, Cast) for e in walk_expression(value))


def _number(value: Expression) -> float | None:
    match value:
        case FloatingLiteral(value=number):
            return number
        case IntegerLiteral(value=number):
            return float(number)
        case Unary(operator="-", operand=operand):
            inner = _number(operand)
            return None if inner is None else -inner
        case Cast(operand=operand):
            return _number(operand)
        case _:
            return None


def _assigned_value(statement: Statement, variable: Variable) -> Expression | None:
    match statement:
        case Declaration(declarators=declarators):
            for declarator in declarators:
                if declarator.variable.id == variable.id:
                    return declarator.initialiser
            return None
        case ExpressionStatement(
            expression=Assignment(operator="=", target=Name(variable=own), value=value)
        ) if own.id == variable.id and not any(
            isinstance(e, Name) and e.variable.id == variable.id for e in walk_expression(value)
        ):
            return value
        case _:
            return None


def _names(statement: Statement, variable: Variable) -> bool:
    return any(
        isinstance(e, Name) and e.variable.id == variable.id for e in all_expressions(statement)
    )


def _index(block: Block, loop: Statement) -> int:
    return next(n for n, s in enumerate(block.statements) if s is loop)
