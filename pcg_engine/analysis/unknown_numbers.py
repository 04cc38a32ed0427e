"""A number of which nothing is known, for what a rewritten tree leaves in a variable.

It has no effect, and another value whenever it is evaluated: as what is invariant it would be one
and the same number in all iterations.
"""

from __future__ import annotations

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Cast,
    Expression,
    IntegerLiteral,
)
from pcg_engine.domain.source import Span

_FLOATING = ArithmeticType("double", ArithmeticKind.FLOATING, 64, signed=True)
_TO, _FROM = "IntegralToFloating", "FloatingToIntegral"


def unknown_number(kind: ArithmeticType, span: Span) -> Expression:
    """Some number of the integer type ``kind``: a conversion there and back, of a literal."""
    inner = Cast(_TO, False, IntegerLiteral(0, kind, span), _FLOATING, span)
    return Cast(_FROM, False, inner, kind, span)


def is_unknown_number(expression: Expression) -> bool:
    """Whether ``expression`` is what ``unknown_number`` makes."""
    match expression:
        case Cast(
            conversion="FloatingToIntegral",
            explicit=False,
            operand=Cast(conversion="IntegralToFloating", operand=IntegerLiteral()),
        ):
            return True
        case _:
            return False
