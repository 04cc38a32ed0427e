"""How often a function calls itself, as far as its integer parameters tell.

This shapes test inputs only: nothing here supports a proof.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.analysis.recursive_calls import calls_in_statement
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Call,
    Cast,
    Expression,
    For,
    Function,
    IntegerLiteral,
    Name,
    RangeFor,
    Variable,
    While,
)
from pcg_engine.domain.facts import GrowthFact
from pcg_engine.domain.traversal import all_expressions, walk_statements


def growth_of(function: Function) -> GrowthFact | None:
    """How the calls of ``function`` by itself multiply; ``None`` if it seems that they do not."""
    body = function.body
    calls = () if body is None else calls_in_statement(body, function)
    if body is None or not calls:
        return None
    integers = {
        position: parameter
        for position, parameter in enumerate(function.parameters)
        if isinstance(parameter.type, ArithmeticType)
        and parameter.type.kind is ArithmeticKind.INTEGER
    }
    steps = {i: [_step(call, i, p) for call in calls] for i, p in integers.items()}
    in_loop = any(
        isinstance(s, For | RangeFor | While) and calls_in_statement(s.body, function)
        for s in walk_statements(body)
    )
    falling = {i for i, found in steps.items() if all(s is not None and s < 0 for s in found)}
    rising = {i for i, found in steps.items() if all(s is not None and s > 0 for s in found)}
    kept = {i for i, found in steps.items() if all(s == 0 for s in found)}
    if len(calls) < 2 and not in_loop:
        return None
    counting = falling or (kept if rising or in_loop else set[int]())
    if not counting:
        begins = frozenset(_begins(function, [integers[i] for i in sorted(integers)]))
        return GrowthFact(frozenset(), frozenset(), None, begins) if begins else None
    base = None
    if not in_loop:
        deciding = falling or rising
        base = min(_base([abs(s) for s in steps[i] if s is not None]) for i in deciding)
    return GrowthFact(
        frozenset(integers[i].name for i in counting),
        frozenset(integers[i].name for i in rising),
        base,
    )


def _step(call: Call, position: int, parameter: Variable) -> int | None:
    """What ``call`` adds to the parameter at ``position``; ``None`` if it is something else."""
    if position >= len(call.arguments):
        return None
    return _added(call.arguments[position], parameter)


def _added(argument: Expression, parameter: Variable) -> int | None:
    match argument:
        case Cast(operand=operand):
            return _added(operand, parameter)
        case Name(variable=variable):
            return 0 if variable.id == parameter.id else None
        case Binary(operator="+" | "-" as operator, left=left, right=right):
            amount = right.operand if isinstance(right, Cast) else right
            if _added(left, parameter) != 0 or not isinstance(amount, IntegerLiteral):
                return None
            return amount.value if operator == "+" else -amount.value
        case _:
            return None


def _begins(function: Function, numbers: list[Variable]) -> Iterator[str]:
    """Parameters that are compared with, or taken from, another of which they are the lesser."""
    assert function.body is not None
    known = {variable.id for variable in numbers}
    for expression in all_expressions(function.body):
        match expression:
            case (
                Binary(operator="-" | ">" | ">=", left=greater, right=lesser)
                | Binary(operator="<" | "<=", left=lesser, right=greater)
            ):
                low, high = _named(lesser), _named(greater)
                if low is not None and high is not None and {low.id, high.id} <= known:
                    yield low.name
            case _:
                pass


def _named(expression: Expression) -> Variable | None:
    while isinstance(expression, Cast):
        expression = expression.operand
    return expression.variable if isinstance(expression, Name) else None


def _base(steps: list[int]) -> float:
    """By how much one step more multiplies the calls: the root of ``sum(x ** -step) == 1``."""
    low, high = 1.0, float(len(steps)) + 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if sum(middle**-step for step in steps) > 1.0:
            low = middle
        else:
            high = middle
    return high
