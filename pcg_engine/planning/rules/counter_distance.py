"""How far a loop's counter is from its first value, as C++ text that cannot overflow.

A counter that starts below zero may come further from its start than its own type holds:
``i - (first)`` is computed in 64 bits where an ``int`` could be too small. (A counter of 64 bits
would need centuries for that.)
"""

from __future__ import annotations

from pcg_engine.analysis.counted_loops import CountedLoop, literal
from pcg_engine.analysis.steady_steps import literal_trips
from pcg_engine.domain.ast import ArithmeticType
from pcg_engine.domain.traversal import unconverted

_INT_BITS = 32
_WIDE = "long long"


def first_value(counted: CountedLoop, lower: str) -> str:
    """The text ``lower`` of the counter's start, converted where its own type has other values."""
    own, start = counted.type, unconverted(counted.start).type
    if literal(counted.start) is not None or not isinstance(start, ArithmeticType):
        return lower
    if start.bits < own.bits or start.name == own.name:
        return lower
    if start.bits == own.bits and start.signed == own.signed:
        return lower
    return f"static_cast<{own.name}>({lower})"


def since_first(counted: CountedLoop, lower: str) -> str:
    """How far the counter is from its first value in an iteration; ``lower`` is as written."""
    name, first = counted.induction.name, first_value(counted, lower)
    bound = literal(counted.bound)
    last = None
    if bound is not None and not counted.offset:
        last = bound if counted.comparison == ">=" else bound + 1
    fits = _fits(counted, last)
    if not counted.ascending:
        return f"({f'({first})' if fits else _widened(first)} - {name})"
    if lower == "0":
        return name
    return f"({name if fits else _widened(name)} - ({first}))"


def to_bound(counted: CountedLoop, lower: str, bound: str, beyond: int) -> str:
    """How far the counter's first value is from ``bound``, the text of what ends the loop.

    ``beyond`` is how much larger ``bound`` is than the bound that the header names.
    """
    first = first_value(counted, lower)
    end = literal(counted.bound)
    small, large = (first, bound) if counted.ascending else (bound, first)
    if small == "0":
        return large
    fits = _fits(counted, None if end is None else end + beyond)
    return f"{large if fits else _widened(large)} - ({small})"


def _fits(counted: CountedLoop, last: int | None) -> bool:
    """Whether the counter's own arithmetic holds the distance.

    ``last`` is the least value of a falling counter, if that is known.
    """
    own = counted.type
    if not own.signed or own.bits != _INT_BITS:
        return True
    trips = literal_trips(counted.statement)
    if trips is not None and counted.step is not None:
        return (trips + 1) * abs(counted.step) < 1 << (_INT_BITS - 1)
    least = literal(counted.start) if counted.ascending else last
    return least is not None and least >= 0


def _widened(text: str) -> str:
    return f"static_cast<{_WIDE}>({text})"
