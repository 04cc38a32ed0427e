"""Members of one object that a call in each iteration steps: ``tree.insert(i)`` and its ``++size``.

What else such a call does need not be understood: its result depends on how many went before.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Block,
    Call,
    Cast,
    Expression,
    ExpressionStatement,
    For,
    Function,
    Member,
    Name,
    PointerType,
    RangeFor,
    Statement,
    This,
    TranslationUnit,
    Unary,
    While,
)
from pcg_engine.domain.traversal import all_expressions

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))


@dataclass(frozen=True, slots=True)
class AdvancedMember:
    """``field`` of one object is stepped by ``call`` and used by what it calls."""

    call: Call
    function: Function
    field: str


def advanced_member(
    loop: For | RangeFor | While, unit: TranslationUnit, declared: frozenset[str]
) -> AdvancedMember | None:
    """The first of the calls that ``loop`` makes in each iteration on an object from outside.

    ``declared`` are the ids of the variables that it declares itself.
    """
    for statement in _unconditional(loop.body):
        call = _called(statement)
        if call is None or call.is_virtual or not _is_outside(call.receiver, declared):
            continue
        callee = unit.functions.get(call.callee_key or "")
        field = None if callee is None else _stepped_and_used(callee)
        if callee is not None and field is not None:
            return AdvancedMember(call, callee, field)
    return None


def _unconditional(body: Statement) -> tuple[Statement, ...]:
    return body.statements if isinstance(body, Block) else (body,)


def _called(statement: Statement) -> Call | None:
    match statement:
        case ExpressionStatement(expression=Call() as call):
            return call
        case ExpressionStatement(expression=Cast(operand=Call() as call)):
            return call
        case _:
            return None


def _is_outside(receiver: Expression | None, declared: frozenset[str]) -> bool:
    match receiver:
        case This():
            return True
        case Unary(operator="*", operand=This()):
            return True
        case Name(variable=variable):
            return variable.id not in declared and not isinstance(variable.type, PointerType)
        case _:
            return False


def _stepped_and_used(function: Function) -> str | None:
    """A number among the members that ``function`` steps, and reads besides."""
    steps: dict[str, int] = {}
    mentions: dict[str, int] = {}
    for expression in all_expressions(function.body) if function.body is not None else ():
        match expression:
            case Member(base=This(), field=field, type=ArithmeticType()):
                mentions[field] = mentions.get(field, 0) + 1
            case Unary(operator=operator, operand=Member(base=This(), field=field)) if (
                operator in _STEPPING
            ):
                steps[field] = steps.get(field, 0) + 1
            case Assignment(operator=operator, target=Member(base=This(), field=field)) if (
                operator != "="
            ):
                steps[field] = steps.get(field, 0) + 1
            case _:
                pass
    return next((field for field, times in steps.items() if mentions.get(field, 0) > times), None)
