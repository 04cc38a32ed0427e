"""How far reordering a reduction may move a floating-point result (pure).

A reordered sum of n terms differs from the sequential one by at most 2 γ(n-1) Σ|tᵢ|, with
γ(n) = n·u / (1 - n·u) and u the unit roundoff (Higham, *Accuracy and Stability of Numerical
Algorithms*, section 4.2). Two things stand in for Σ|tᵢ|, which only the program knows:

* for terms of one sign, which RANDOM inputs favour, Σ|tᵢ| is the magnitude of the result;
* otherwise the *original itself* is run with rounding directed upward and downward. Each rounding
  of a partial sum moves the two runs apart by about 2u of that partial sum, so their distance
  measures the accumulated rounding error of the computation as it is, cancellation included.

The bound is the sum of both, each with a safety factor. It is no proof for arbitrary code: what
it shows is that the candidate is as close to the original as rounding errors of the original's
own size explain. Where the directed runs and the usual one agree in every bit, no operation was
rounded, the order cannot matter, and the tolerance is zero. (The directed ones alone may agree by
accident: library functions round as they like.)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pcg_engine.tools.comparison import Array, RoundingBound, leaves
from pcg_engine.tools.harness.observation import Observation

_RELATIVE_FACTOR = 4.0
_DIRECTED_FACTOR = 4.0
_FLOATS = ("<f2", "<f4", "<f8", "<f16")


def rounding_bound(
    nearest: Observation, upward: Observation, downward: Observation, operations: int
) -> RoundingBound | None:
    """The bound for one input, or ``None`` if the computation is exact on it.

    The observations are of one build, with three directions of rounding. ``operations`` is the
    largest number of terms that one result may gather.
    """
    if is_exact(upward, downward) and is_exact(nearest, upward):
        return None
    absolute: dict[tuple[str, str], Array] = {}
    if [(o.name, len(o)) for o in upward.values] == [(o.name, len(o)) for o in downward.values]:
        for high, low in zip(upward.values, downward.values, strict=True):
            for (path, above), (_, below) in zip(leaves(high), leaves(low), strict=True):
                if above.dtype.kind == "f":
                    with np.errstate(all="ignore"):
                        distance = np.abs(above - below) * _DIRECTED_FACTOR
                    absolute[high.name, path] = np.where(np.isfinite(distance), distance, 0.0)
    return RoundingBound(
        {code: _RELATIVE_FACTOR * gamma(operations, code) for code in _FLOATS}, absolute
    )


def is_exact(one: Observation, other: Observation) -> bool:
    """Whether runs with different rounding agree (zeros may differ in sign)."""
    if one.exception != other.exception or len(one.values) != len(other.values):
        return False
    for high, low in zip(one.values, other.values, strict=True):
        if len(high) != len(low) or high.rows != low.rows:
            return False
        for (_, above), (_, below) in zip(leaves(high), leaves(low), strict=True):
            if not np.array_equal(above, below, equal_nan=above.dtype.kind == "f"):
                return False
    return True


def gamma(operations: int, code: str) -> float:
    """γ(n) for the numpy type ``code``; infinite results are capped at one."""
    dtype: np.dtype[Any] = np.dtype(code)
    unit = float(np.finfo(dtype).eps) / 2
    product = max(operations, 8) * unit
    return min(1.0, product / (1 - product)) if product < 1 else 1.0
