"""Integer members that keep their value while a function runs: ``m.cols_``.

Then a variable that was set from one (``int k = m.cols();``) equals it ever after. That no write of
the function leads to the member is told by the types of what is written, so strict aliasing must
hold, and by the effects of what is called.
"""

from __future__ import annotations

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.shared_storage import shares_storage
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Call,
    Expression,
    Function,
    Member,
    Name,
    PointerType,
    Storage,
    This,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.traversal import all_expressions, unconverted, walk_expression

_BYTE = 8
_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))


def stable_members(
    function: Function, unit: TranslationUnit, effects: EffectAnalysis
) -> frozenset[int]:
    """The widths, in bits, of the integer members that no write of ``function`` can lead to."""
    if function.body is None or not unit.strict_aliasing:
        return frozenset()
    effect = effects.of_statement(function.body, function)
    if effect.unknown_calls or effect.performs_io or effect.static_state:
        return frozenset()
    widths = {16, 32, 64}
    for expression in all_expressions(function.body):
        match expression:
            case Assignment(target=target):
                widths -= _reached(target, unit)
            case Unary(operator=operator, operand=target) if operator in _STEPPING:
                widths -= _reached(target, unit)
            case Call():
                of_call = effects.of_call(expression)
                if of_call.writes_parameters or of_call.writes_globals:
                    return frozenset()
                if of_call.writes_unnamed_memory or of_call.unknown_calls:
                    return frozenset()
            case UnsupportedExpression():
                return frozenset()
            case _:
                pass
    return frozenset(widths)


def is_stable(expression: Expression, widths: frozenset[int], modified: frozenset[str]) -> bool:
    """Whether ``expression`` is a member, of one of these widths, of an object that stays.

    ``modified`` are the ids of the variables that the function modifies.
    """
    expression = unconverted(expression)
    kind = stripped(expression.type)
    if not isinstance(expression, Member) or not isinstance(kind, ArithmeticType):
        return False
    if kind.kind is not ArithmeticKind.INTEGER or kind.bits not in widths:
        return False
    base: Expression = expression
    while isinstance(base, Member):
        if base.arrow and not isinstance(base.base, This):
            return False
        base = base.base
    if isinstance(base, This):
        return True
    return (
        isinstance(base, Name)
        and base.variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and base.variable.id not in modified
    )


def _reached(target: Expression, unit: TranslationUnit) -> frozenset[int]:
    """The widths of integers that a write to ``target`` may change behind another name."""
    if any(isinstance(e, Member) and shares_storage(e, unit) for e in walk_expression(target)):
        return _ALL
    kind: Type = stripped(target.type)
    if isinstance(kind, PointerType):
        return frozenset()
    if not isinstance(kind, ArithmeticType):
        return _ALL
    if isinstance(target, Name) and target.type == target.variable.type:
        return frozenset()  # a variable by its own name, which is no member
    if kind.kind is ArithmeticKind.FLOATING:
        return frozenset()
    return _ALL if kind.bits <= _BYTE else frozenset((kind.bits,))


_ALL = frozenset((16, 32, 64))
