"""Which values differ between the iterations of a loop."""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.analysis.uses import Loop
from pcg_engine.domain.ast import (
    Assignment,
    Call,
    Declaration,
    Expression,
    For,
    Name,
    RangeFor,
    Subscript,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


def varying_variables(loop: Loop) -> frozenset[str]:
    """Ids of the variables whose values differ between iterations, the counter among them.

    An inner loop's counter does not vary if it runs over the same values every time.
    """
    varying: set[str] = set(_counters(loop))
    flows = list(_flows(loop))
    changed = True
    while changed:
        changed = False
        for target, value in flows:
            if target not in varying and varies(value, frozenset(varying)):
                varying.add(target)
                changed = True
    return frozenset(varying)


def varies(expression: Expression, varying: frozenset[str]) -> bool:
    """Whether the value may differ between iterations: data, unknown calls, varying variables."""
    for inner in walk_expression(expression):
        match inner:
            case Name(variable=variable):
                if variable.id in varying:
                    return True
            case Subscript() | UnsupportedExpression():
                return True
            case Call(arguments=arguments):
                if arguments:
                    return True
            case _:
                pass
    return False


def _counters(loop: Loop) -> Iterator[str]:
    match loop:
        case RangeFor(variable=variable):
            yield variable.id
        case For(increment=increment):
            if increment is None:
                return
            for expression in walk_expression(increment):
                match expression:
                    case Assignment(target=Name(variable=variable)):
                        yield variable.id
                    case Unary(operand=Name(variable=variable)):
                        yield variable.id
                    case _:
                        pass
        case _:
            pass


def _flows(loop: Loop) -> Iterator[tuple[str, Expression]]:
    for statement in walk_statements(loop.body):
        match statement:
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    if declarator.initialiser is not None:
                        yield declarator.variable.id, declarator.initialiser
            case RangeFor(variable=variable, range=range_):
                yield variable.id, range_
            case _:
                pass
    for expression in all_expressions(loop.body):
        match expression:
            case Assignment(target=Name(variable=variable), value=value):
                yield variable.id, value
            case _:
                pass
