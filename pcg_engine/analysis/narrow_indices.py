"""Subscripts in unsigned 32-bit arithmetic: the condition under which none of them wraps around.

Of ``a[i * m + j]`` with ``unsigned`` counters and sizes nothing says that ``n * m`` is below 2**32.
A condition before the loop can.
"""

from __future__ import annotations

from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import BOUNDED, Scope
from pcg_engine.domain.ast import ArithmeticType
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.polynomial import Polynomial

_BITS = 32
_GREATEST = (1 << _BITS) - 1
_LARGEST_FACTOR = 1 << 16
"""With larger ones (hashing) a condition would hardly ever hold."""


def fits_if(value: Polynomial, target: ArithmeticType, scope: Scope) -> Assumption | None:
    """What makes sure that ``value``, never negative, fits into ``target`` while the loop runs.

    ``None`` if ``target`` is another type than ``unsigned``, or no condition on what is there
    before the analysed loop of ``scope`` can be written.
    """
    if target.signed or target.bits != _BITS:
        return None
    around = scope.enclosing()
    running = [
        i.key for i in around if i.key.startswith(BOUNDED) or scope.loop.span.contains(i.span)
    ]
    for greatest in Ranges(around, scope.symbols).maxima(value, running):
        text = _text(greatest, scope)
        if text is not None:
            return Assumption(
                "narrow-index",
                f"`{text}` is less than 2^32, so that no 32-bit subscript wraps around",
                f"{text} <= {_GREATEST}",
            )
    return None


def _text(greatest: Polynomial, scope: Scope) -> str | None:
    """C++ that is at least ``greatest``, in floating point: a sum that is 2**32 or more says so.

    What is subtracted is left out, nothing in it being negative.
    """
    parts: list[str] = []
    for monomial, coefficient in sorted(greatest.terms, key=lambda t: (-len(t[0]), t[0])):
        symbols = [scope.symbols.get(name) for name in monomial]
        factors = [
            s.text
            for s in symbols
            if s is not None and s.exact and s.minimum is not None and s.minimum >= 0
        ]
        if len(factors) < len(monomial) or coefficient > _LARGEST_FACTOR:
            return None
        if not all(text.removesuffix(".size()").isidentifier() for text in factors):
            return None
        if coefficient > 0:
            magnitude = [] if coefficient == 1 and factors else [str(coefficient)]
            parts.append(" * ".join(["1.0", *magnitude, *factors]))
    return " + ".join(parts) if parts else None
