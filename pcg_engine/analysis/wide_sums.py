"""Unsigned 64-bit values that certainly have not wrapped around.

``n + k`` may be less than ``n``: nothing says how large a ``size_t`` parameter is, and a negative
offset that was converted to one is very large. Counters and sizes are different: no run counts to
2**60, and no container has as many elements.
"""

from __future__ import annotations

from collections.abc import Mapping

from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import Iteration, Symbol
from pcg_engine.domain.polynomial import Polynomial

_COUNT = 1 << 60
"""More than any run counts to, and more than there are elements."""
_GREATEST = 1 << 62


def is_small(value: Polynomial, ranges: Ranges) -> bool:
    """Whether a sum, as a mathematical value, is less than 2**62 in every run."""
    counters = {i.key: i for i in ranges.iterations}
    most = _most(value, counters, ranges.symbols, frozenset())
    return most is not None and most <= _GREATEST


def is_below_another(value: Polynomial, ranges: Ranges) -> bool:
    """Whether a sum is at most what a loop around it compares its counter with."""
    return any(
        ranges.is_non_negative(bound - value) for i in ranges.iterations for bound in i.upper
    )


def _most(
    value: Polynomial,
    counters: Mapping[str, Iteration],
    symbols: Mapping[str, Symbol],
    within: frozenset[str],
) -> int | None:
    """What the magnitude of ``value`` never exceeds; ``None`` if that is not known."""
    total = 0
    for monomial, coefficient in value.terms:
        if len(monomial) > 1:
            return None
        greatest = 1 if not monomial else _greatest(monomial[0], counters, symbols, within)
        if greatest is None:
            return None
        total += abs(coefficient) * greatest
    return total


def _greatest(
    name: str,
    counters: Mapping[str, Iteration],
    symbols: Mapping[str, Symbol],
    within: frozenset[str],
) -> int | None:
    symbol = symbols.get(name)
    if symbol is not None and symbol.maximum is not None and symbol.minimum is not None:
        most = max(abs(symbol.minimum), abs(symbol.maximum))
        if most <= _COUNT:
            return most
    if name.endswith(".size()") or (name.startswith("(call std::") and "::size " in name):
        return _COUNT
    counter = counters.get(name)
    if counter is None or counter.start is None or name in within:
        return None
    # It starts with what is small, and goes up for as long as a run lasts, or down to its bound.
    start = _most(counter.start, counters, symbols, within | {name})
    step = counter.step or 0
    return None if start is None or not 0 < step <= 4 else start + _COUNT
