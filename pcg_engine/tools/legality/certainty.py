"""What surely happens in iterations: writes and reads that no unlucky condition can prevent.

A violation has to be certain. A write under a condition may happen in one iteration only
(``if (key[i] == wanted)``), and then two iterations do not meet.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Block,
    Break,
    Call,
    Conditional,
    Continue,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    If,
    Name,
    OpenMPDirective,
    RangeFor,
    Return,
    Statement,
    Subscript,
    Unary,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    subexpressions,
    walk_expression,
    walk_statements,
)

STEPS = ("++pre", "--pre", "post++", "post--")
_ORDERINGS = frozenset(("<", "<=", ">", ">=", "!="))


def happening(body: Statement) -> Iterator[Expression]:
    """Expressions that, for some input, two and more iterations of ``body`` evaluate.

    In the order of evaluation as far as statements go, and without what stands inside a
    directive other than ``simd``. Taken to be possible in many iterations: a condition that
    compares an element of an array for order. Loops inside run at least once.
    """
    yield from _statement(body)


def surely_writes(
    body: Statement, variable: Variable, *, also_calls: bool = False, elements: bool = False
) -> bool:
    """Whether two iterations of ``body`` write ``variable`` itself, outside any construct.

    With ``also_calls``, calling a member function on it counts as writing; with ``elements``,
    writing one of its elements does.
    """
    return any(
        _writes(part, variable, also_calls=also_calls, elements=elements)
        for expression in happening(body)
        for part in _evaluated(expression)
    )


def surely_stores(body: Statement, variable: Variable) -> bool:
    """Whether iterations store something else, computed from ``variable``, in memory."""
    return any(
        isinstance(part, Assignment)
        and isinstance(part.target, Subscript)
        and not _names(part.target, variable)
        and any(
            isinstance(inner, Name) and inner.variable.id == variable.id
            for inner in _evaluated(part.value)
        )
        for expression in happening(body)
        for part in _evaluated(expression)
    )


def surely_reads_first(body: Statement, variable: Variable) -> bool:
    """Whether the first use of ``variable`` in an iteration is a read, whatever the data are."""
    first = _first_use(body, variable)
    if first is None or _may_leave_before(body, variable):
        return False
    match first:
        case Assignment(operator="=", target=Name(variable=target), value=value) if (
            target.id == variable.id
        ):
            return _names(value, variable)
        case _:
            pass
    assigned = any(
        isinstance(part, Assignment)
        and part.operator == "="
        and isinstance(part.target, Name)
        and part.target.variable.id == variable.id
        for part in walk_expression(first)
    )
    read = any(
        isinstance(part, Name) and part.variable.id == variable.id for part in _evaluated(first)
    )
    return read and not assigned


def is_used_in(statement: Statement, variable: Variable) -> bool:
    """Whether ``statement`` names ``variable`` anywhere."""
    return any(
        _names(expression, variable)
        for inner in walk_statements(statement)
        for expression in own_expressions(inner)
    )


def _first_use(statement: Statement, variable: Variable) -> Expression | None:
    """The expression of the first use, if nothing decides whether it is evaluated."""
    if not is_used_in(statement, variable):
        return None
    match statement:
        case Block(statements=statements):
            used = next(inner for inner in statements if is_used_in(inner, variable))
            return _first_use(used, variable)
        case ExpressionStatement() | Declaration():
            return next(e for e in own_expressions(statement) if _names(e, variable))
        case If(condition=condition):
            return condition if _names(condition, variable) else None
        case For(initialiser=initialiser, condition=condition, body=body):
            if initialiser is not None and is_used_in(initialiser, variable):
                return _first_use(initialiser, variable)
            if condition is not None and _names(condition, variable):
                return condition
            return _first_use(body, variable)
        case RangeFor(range=range_, body=body):
            return range_ if _names(range_, variable) else _first_use(body, variable)
        case _:
            return None


def _may_leave_before(body: Statement, variable: Variable) -> bool:
    statements = body.statements if isinstance(body, Block) else (body,)
    for statement in statements:
        if is_used_in(statement, variable):
            return isinstance(statement, For | RangeFor) and may_leave(statement)
        if may_leave(statement):
            return True
    return False


def _statement(statement: Statement) -> Iterator[Expression]:
    match statement:
        case Block(statements=statements):
            for inner in statements:
                yield from _statement(inner)
                if may_leave(inner):
                    return
        case ExpressionStatement() | Declaration():
            yield from own_expressions(statement)
        case If(condition=condition, then=then, otherwise=otherwise):
            yield condition
            if is_frequent(statement):
                yield from _statement(then)
                if otherwise is not None:
                    yield from _statement(otherwise)
        case For(initialiser=initialiser, body=body):
            if initialiser is not None:
                yield from _statement(initialiser)
            if statement.condition is not None:
                yield statement.condition
            yield from _statement(body)
            if statement.increment is not None and not may_leave(body):
                yield statement.increment
        case RangeFor(range=range_, body=body):
            yield range_
            yield from _statement(body)
        case While(condition=condition, body=body, test_last=test_last):
            if not test_last:
                yield condition
            else:
                yield from _statement(body)
        case OpenMPDirective(directive="simd", body=body) if body is not None:
            yield from _statement(body)
        case _:
            return


def may_leave(statement: Statement) -> bool:
    """Whether what follows ``statement`` may be skipped."""
    return any(
        isinstance(inner, Break | Continue | Return | UnsupportedStatement)
        for inner in walk_statements(statement)
    )


def is_frequent(choice: If) -> bool:
    """Whether data can make the condition true in several iterations, and false in others.

    It compares an element of an array for order, or what the branch then replaces (a maximum).
    """
    condition = choice.condition
    if not isinstance(condition, Binary) or condition.operator not in _ORDERINGS:
        return False
    if any(isinstance(part, Call) for part in walk_expression(condition)):
        return False
    replaced = {
        part.target.variable.id
        for part in all_expressions(choice.then)
        if isinstance(part, Assignment) and isinstance(part.target, Name)
    }
    sides = (condition.left, condition.right)
    return any(isinstance(side, Subscript) for side in sides) or any(
        isinstance(side, Name) and side.variable.id in replaced for side in sides
    )


def _evaluated(expression: Expression) -> Iterator[Expression]:
    """``expression`` and what is evaluated with it in any case."""
    yield expression
    match expression:
        case Binary(operator="&&" | "||", left=left):
            yield from _evaluated(left)
        case Conditional(condition=condition):
            yield from _evaluated(condition)
        case _:
            for inner in subexpressions(expression):
                yield from _evaluated(inner)


def _writes(part: Expression, variable: Variable, *, also_calls: bool, elements: bool) -> bool:
    match part:
        case Assignment(target=Subscript(base=Name(variable=target))) if elements:
            return target.id == variable.id
        case Unary(operator=operator, operand=Subscript(base=Name(variable=target))) if (
            elements and operator in STEPS
        ):
            return target.id == variable.id
        case Assignment(target=Name(variable=target)):
            return target.id == variable.id
        case Unary(operator=operator, operand=Name(variable=target)) if operator in STEPS:
            return target.id == variable.id
        case Call(receiver=Name(variable=target)) if also_calls:
            return target.id == variable.id
        case _:
            return False


def _names(expression: Expression, variable: Variable) -> bool:
    return any(
        isinstance(part, Name) and part.variable.id == variable.id
        for part in walk_expression(expression)
    )
