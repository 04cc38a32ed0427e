"""Arguments with which a function calls itself about as often as the size of an input says."""

from __future__ import annotations

import math

from pcg_engine.domain.facts import GrowthFact

MOST_CALLS = 1 << 20
"""Of inputs that ask for a certain value, whatever it costs."""


def steps_of(growth: GrowthFact, name: str, calls: int, seed: int) -> int | None:
    """The value of the integer parameter ``name`` for about so many ``calls``.

    ``None`` if it has nothing to do with their number.
    """
    if name in growth.counting:
        return _steps(growth.base, calls)
    if name in growth.starts:
        most = _steps(growth.base, calls)
        return (0, 1, most // 3)[seed % 3] if most > 1 else 0
    return None


def _steps(base: float | None, calls: int) -> int:
    if calls <= 1:
        return calls
    if base is not None:
        return math.floor(math.log(calls) / math.log(max(base, 1.1)) + 1e-9)
    steps, product = 1, 1
    while product * (steps + 1) <= calls:
        steps += 1
        product *= steps
    return steps
