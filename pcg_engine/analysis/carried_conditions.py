"""Loops whose condition reads what the iteration before it computed: searches that halve a range.

``while (upper - lower > 1)``, with a body that moves one of the two, runs as often as its
iterations decide, one after the other.
"""

from __future__ import annotations

from pcg_engine.analysis.scope import FunctionContext
from pcg_engine.analysis.steady_steps import STEPS, is_steppable, steady_steps
from pcg_engine.domain.ast import (
    Assignment,
    Expression,
    For,
    Name,
    Unary,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.facts import Reason
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


def carried_condition(loop: For | While, context: FunctionContext) -> Reason | None:
    """Why the iterations of a loop that does not count follow one another.

    ``None`` where no integer of its condition says so: none changes, or by the same every time.
    """
    if loop.condition is None or any(
        isinstance(s, UnsupportedStatement) for s in walk_statements(loop.body)
    ):
        return None
    header = (
        loop if isinstance(loop, For) else For(None, loop.condition, None, loop.body, loop.span)
    )
    steady = steady_steps(header, context.unit, context.effects, context.exposed)
    if any(_set(part) for part in walk_expression(loop.condition)):
        return None
    changed = {key for part in all_expressions(loop.body) for key in _set(part)}
    for part in walk_expression(loop.condition):
        if not isinstance(part, Name):
            continue
        variable = part.variable
        if (
            variable.id in changed
            and variable.id not in steady
            and is_steppable(variable, context.exposed)
        ):
            return Reason(
                "carried-condition",
                f"whether an iteration runs depends on `{variable.name}`, which the one before it "
                "computes: they run one after the other, as the steps of a binary search do",
                (context.source.location(loop.span.start),),
            )
    return None


def _set(expression: Expression) -> tuple[str, ...]:
    """The variable that ``expression`` itself sets, by its name."""
    match expression:
        case Assignment(target=Name(variable=variable)):
            return (variable.id,)
        case Unary(operator=operator, operand=Name(variable=variable)) if operator in STEPS:
            return (variable.id,)
        case _:
            return ()
