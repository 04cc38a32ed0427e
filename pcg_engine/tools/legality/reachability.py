"""Under which conditions control comes to a loop: guards around it and exits before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Block,
    Break,
    ContainerType,
    Continue,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Name,
    ReferenceType,
    Return,
    Statement,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.traversal import all_expressions, substatements, walk_statements
from pcg_engine.tools.legality.integer_values import NotEvaluated, Overflow, evaluate, symbols_in
from pcg_engine.tools.legality.uniformity import written_variables


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression, and whether it is true or false where the loop begins."""

    expression: Expression
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is known where a loop begins.

    ``free`` are the names that may have any value there which the conditions allow: parameters
    that nothing writes, the sizes of containers among them, and counters of loops around.
    """

    conditions: tuple[Condition, ...]
    free: frozenset[str]

    def admits(self, point: Mapping[str, int]) -> bool:
        """Whether ``point`` surely reaches the loop; a condition not understood refuses."""
        for condition in self.conditions:
            try:
                if bool(evaluate(condition.expression, point)) is not condition.holds:
                    return False
            except (NotEvaluated, Overflow):
                if not symbols_in(condition.expression).keys().isdisjoint(point):
                    return False
        return True


def reachability(function: Function) -> Mapping[int, Conditions]:
    """The conditions of every ``for`` of ``function``, by the offset of its keyword."""
    if function.body is None:
        return {}
    written = {v.id for v in written_variables(function.body)}
    free: set[str] = set()
    for parameter in function.parameters:
        if parameter.id not in written:
            free.add(parameter.name)
        if _is_container(parameter.type) and not _is_resized(function.body, parameter):
            free.add(f"{parameter.name}.size()")
    return dict(_loops(function.body, (), frozenset(free)))


def _loops(
    statement: Statement, held: tuple[Condition, ...], free: frozenset[str]
) -> Iterator[tuple[int, Conditions]]:
    match statement:
        case Block(statements=statements):
            for inner in statements:
                yield from _loops(inner, held, free)
                if isinstance(inner, If) and inner.otherwise is None and _may_leave(inner.then):
                    held = (*held, Condition(inner.condition, holds=False))
        case If(condition=condition, then=then, otherwise=otherwise):
            yield from _loops(then, (*held, Condition(condition)), free)
            if otherwise is not None:
                yield from _loops(otherwise, (*held, Condition(condition, holds=False)), free)
        case For(body=body):
            yield statement.span.start, Conditions(held, free)
            yield from _loops(body, (*held, *_inside(statement)), free | _counter(statement))
        case While(condition=condition, body=body, test_last=False):
            yield from _loops(body, (*held, Condition(condition)), free)
        case _:
            for inner in substatements(statement):
                yield from _loops(inner, held, free)


def _inside(loop: For) -> Iterator[Condition]:
    if loop.condition is not None:
        yield Condition(loop.condition)
    started = _start(loop)
    if started is None:
        return
    variable, start = started
    match loop.increment:
        case Unary(operator="++pre" | "post++"):
            operator = ">="
        case Unary(operator="--pre" | "post--"):
            operator = "<="
        case _:
            return
    name = Name(variable, variable.type, loop.span)
    yield Condition(Binary(operator, name, start, start.type, loop.span))


def _counter(loop: For) -> frozenset[str]:
    """The loop's variable, where its header is all that decides its values."""
    started = _start(loop)
    if started is None or not isinstance(loop.increment, Unary) or loop.condition is None:
        return frozenset()
    variable = started[0]
    written = any(v.id == variable.id for v in written_variables(loop.body))
    return frozenset() if written else frozenset((variable.name,))


def _start(loop: For) -> tuple[Variable, Expression] | None:
    match loop.initialiser:
        case Declaration(declarators=(declarator,)) if declarator.initialiser is not None:
            return declarator.variable, declarator.initialiser
        case ExpressionStatement(
            expression=Assignment(operator="=", target=Name(variable=variable), value=value)
        ):
            return variable, value
        case _:
            return None


def _may_leave(statement: Statement) -> bool:
    """Whether control may not come past ``statement``."""
    return any(
        isinstance(inner, Return | Break | Continue | UnsupportedStatement)
        for inner in walk_statements(statement)
    ) or any(
        isinstance(part, UnsupportedExpression) and "Throw" in part.construct
        for part in all_expressions(statement)
    )


def _is_container(type_: Type) -> bool:
    if isinstance(type_, ReferenceType):
        return _is_container(type_.referent)
    return isinstance(type_, ContainerType)


def _is_resized(body: Statement, variable: Variable) -> bool:
    return any(v.id == variable.id for v in written_variables(body))
