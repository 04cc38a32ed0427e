"""Walking typed trees: children, descendants, and the functions that calls lead to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Block,
    Break,
    Call,
    Cast,
    Conditional,
    Construct,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    For,
    Function,
    If,
    IntegerLiteral,
    Member,
    Name,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    Subscript,
    This,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    While,
)


def subexpressions(expression: Expression) -> tuple[Expression, ...]:
    """The direct operands of ``expression``, in evaluation-relevant source order."""
    match expression:
        case IntegerLiteral() | FloatingLiteral() | Name() | This():
            return ()
        case Unary(operand=operand) | Cast(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Assignment(target=target, value=value):
            return (target, value)
        case Subscript(base=base, index=index):
            return (base, index)
        case Member(base=base):
            return (base,)
        case Call(receiver=receiver, arguments=arguments):
            return arguments if receiver is None else (receiver, *arguments)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Construct(arguments=arguments):
            return arguments
        case UnsupportedExpression(children=children):
            return children
        case _:
            assert_never(expression)


def substatements(statement: Statement) -> tuple[Statement, ...]:
    """The statements directly inside ``statement``."""
    match statement:
        case Block(statements=statements) | UnsupportedStatement(statements=statements):
            return statements
        case If(then=then, otherwise=otherwise):
            return (then,) if otherwise is None else (then, otherwise)
        case For(initialiser=initialiser, body=body):
            return (body,) if initialiser is None else (initialiser, body)
        case RangeFor(body=body) | While(body=body):
            return (body,)
        case OpenMPDirective(body=body):
            return () if body is None else (body,)
        case Declaration() | ExpressionStatement() | Return() | Break() | Continue() | Empty():
            return ()
        case _:
            assert_never(statement)


def own_expressions(statement: Statement) -> tuple[Expression, ...]:
    """The expressions that belong to ``statement`` itself, not to a statement inside it."""
    match statement:
        case Declaration(declarators=declarators):
            return tuple(d.initialiser for d in declarators if d.initialiser is not None)
        case ExpressionStatement(expression=expression):
            return (expression,)
        case If(condition=condition) | While(condition=condition):
            return (condition,)
        case For(condition=condition, increment=increment):
            return tuple(e for e in (condition, increment) if e is not None)
        case RangeFor(range=range_):
            return (range_,)
        case Return(value=value):
            return () if value is None else (value,)
        case UnsupportedStatement(expressions=expressions):
            return expressions
        case Block() | Break() | Continue() | Empty() | OpenMPDirective():
            return ()
        case _:
            assert_never(statement)


def walk_expression(expression: Expression) -> Iterator[Expression]:
    """``expression`` and all its descendants, parents first."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(subexpressions(current)))


def walk_statements(statement: Statement) -> Iterator[Statement]:
    """``statement`` and all statements inside it, parents first."""
    waiting = [statement]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(substatements(current)))


def all_expressions(statement: Statement) -> Iterator[Expression]:
    """Every expression node anywhere inside ``statement``."""
    for inner in walk_statements(statement):
        for expression in own_expressions(inner):
            yield from walk_expression(expression)


def unconverted(expression: Expression) -> Expression:
    """``expression`` without the conversions that nobody wrote around it."""
    while isinstance(expression, Cast) and not expression.explicit:
        expression = expression.operand
    return expression


def called_keys(expression: Expression) -> tuple[str, ...]:
    """The keys of the functions of which ``expression`` itself calls one: constructors as well.

    Of a virtual call these are the function that it names, and all that override it, as far as
    they are known.
    """
    match expression:
        case Call(callee_key=str() as key, is_virtual=True, targets=targets):
            return tuple(dict.fromkeys((key, *targets)))
        case Call(callee_key=str() as key) | Construct(callee_key=str() as key):
            return (key,)
        case _:
            return ()


def called_functions(statement: Statement, functions: Mapping[str, Function]) -> Iterator[Function]:
    """Those of ``functions`` that ``statement`` itself may call, once for each call."""
    for expression in all_expressions(statement):
        yield from (functions[key] for key in called_keys(expression) if key in functions)


def reached_functions(
    starts: Iterable[Function], functions: Mapping[str, Function]
) -> Iterator[Function]:
    """``starts``, and those of ``functions`` that they lead to, each once, callers first."""
    waiting = deque(starts)
    seen: set[str] = set()
    while waiting:
        function = waiting.popleft()
        if function.key in seen:
            continue
        seen.add(function.key)
        yield function
        if function.body is not None:
            waiting.extend(called_functions(function.body, functions))
