"""Integers that a function only asks whether they are zero: `if (timers_on) …`.

``int`` is the truth value of C, and of C++ that was C. Inputs should have it both ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Call,
    Cast,
    Conditional,
    Expression,
    Function,
    If,
    Name,
    Storage,
    TranslationUnit,
    Unary,
    Variable,
    While,
)
from pcg_engine.domain.traversal import all_expressions, walk_statements


def truth_values(function: Function, unit: TranslationUnit) -> tuple[Variable, ...]:
    """Integer parameters and globals that ``function`` and its callees take for truth values."""
    mentions: dict[str, int] = {}
    asked: dict[str, int] = {}
    found: dict[str, Variable] = {}
    for one in _reached(function, unit):
        assert one.body is not None
        own = {p.id for p in function.parameters} if one.key == function.key else set[str]()
        for expression in all_expressions(one.body):
            match expression:
                case Name(variable=variable) if _is_integer(variable) and (
                    variable.storage is Storage.GLOBAL or variable.id in own
                ):
                    found[variable.id] = variable
                    mentions[variable.id] = mentions.get(variable.id, 0) + 1
                case Conditional(condition=condition):
                    _count(condition, asked)
                case _:
                    pass
        for statement in walk_statements(one.body):
            if isinstance(statement, If | While):
                _count(statement.condition, asked)
    return tuple(v for key, v in sorted(found.items()) if mentions[key] == asked.get(key, 0))


def _reached(function: Function, unit: TranslationUnit) -> Iterator[Function]:
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        current = waiting.pop()
        if current.key in seen or current.body is None:
            continue
        seen.add(current.key)
        yield current
        calls = (e for e in all_expressions(current.body) if isinstance(e, Call))
        keys = (c.callee_key for c in calls if c.callee_key is not None)
        waiting.extend(unit.functions[key] for key in keys if key in unit.functions)


def _count(condition: Expression, asked: dict[str, int]) -> None:
    """Count the variables whose truth ``condition`` is made of."""
    match condition:
        case Name(variable=variable):
            asked[variable.id] = asked.get(variable.id, 0) + 1
        case Cast(operand=operand, type=ArithmeticType(kind=ArithmeticKind.BOOLEAN)):
            _count(operand, asked)
        case Unary(operator="!", operand=operand):
            _count(operand, asked)
        case Binary(operator="&&" | "||", left=left, right=right):
            _count(left, asked)
            _count(right, asked)
        case _:
            pass


def _is_integer(variable: Variable) -> bool:
    return isinstance(variable.type, ArithmeticType) and (
        variable.type.kind is ArithmeticKind.INTEGER
    )
