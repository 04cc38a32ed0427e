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

Some inputs make the computation itself unstable (an iterative solver on a matrix that is nearly
singular): its rounding errors are amplified, and two directed runs are too few samples of what may
become of each result. Where there are enough steady inputs, results on such *unsteady* ones may
each be as wrong as the worst of them in the directed runs (a norm-wise bound, with a safety
factor). Where rounding *decides* about more than digits (how many steps are made, whether a result
is a number), a reordered sum may decide differently: those inputs cannot be compared, and it is
told how many they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

import numpy as np

from pcg_engine.tools.comparison import Array, RoundingBound, leaves
from pcg_engine.tools.harness.observation import Observation

_RELATIVE_FACTOR = 4.0
_STEADY = 4.0
"""Multiples of γ(n) that directed runs of a steady computation lie apart at most."""
_NORMWISE_FACTOR = 64.0
_DIRECTED_FACTOR = 4.0
_FEW_DIGITS = 8.0
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


class Steadiness(Enum):
    """How well a computation keeps its digits on one input."""

    STEADY = "steady"
    UNSTEADY = "unsteady"
    DECIDED = "decided by rounding"


def steadiness(
    nearest: Observation, upward: Observation, downward: Observation, operations: int
) -> Steadiness:
    """How steady the original is on one input; the observations are those of ``rounding_bound``."""
    amplified = 0.0
    if not _alike(nearest, upward) or not _alike(nearest, downward):
        return Steadiness.DECIDED
    for usual, high, low in zip(nearest.values, upward.values, downward.values, strict=True):
        for (_, value), (_, above), (_, below) in zip(
            leaves(usual), leaves(high), leaves(low), strict=True
        ):
            if value.dtype.kind != "f" or not value.size:
                continue
            with np.errstate(all="ignore"):
                distance, magnitude = np.abs(above - below), np.abs(value)
            finite = np.isfinite(distance) & np.isfinite(magnitude)
            if bool((np.isfinite(distance) != np.isfinite(magnitude)).any()):
                return Steadiness.DECIDED
            if not bool(finite.any()):
                continue
            largest = float(magnitude[finite].max())
            relative = float(distance[finite].max()) / largest if largest > 0 else 0.0
            amplified = max(amplified, relative / gamma(operations, value.dtype.str))
    return Steadiness.STEADY if amplified <= _STEADY else Steadiness.UNSTEADY


def decides(usual: Observation, other: Observation) -> bool:
    """Whether the runs differ in more than digits: sizes, integers, which results are numbers."""
    if not _alike(usual, other):
        return True
    for one, two in zip(usual.values, other.values, strict=True):
        for (_, first), (_, second) in zip(leaves(one), leaves(two), strict=True):
            if first.dtype.kind == "f" and not np.array_equal(
                np.isfinite(first), np.isfinite(second)
            ):
                return True
    return False


def loses_all_digits(usual: Observation, others: Sequence[Observation]) -> bool:
    """Whether some result moves about as far as it is large, the worst of an array standing for it.

    Then how far it moves is no more certain than the result itself.
    """
    room = swing(usual, others).absolute
    for output in usual.values:
        for path, value in leaves(output):
            allowed = room.get((output.name, path))
            finite = value[np.isfinite(value)] if value.dtype.kind == "f" else value[:0]
            if allowed is None or not finite.size:
                continue
            largest = float(np.abs(finite).max())
            if float(allowed.max()) / _NORMWISE_FACTOR > largest / _FEW_DIGITS:
                return True
    return False


def at_least(bound: RoundingBound | None, other: RoundingBound) -> RoundingBound | None:
    """``bound``, nowhere less than ``other`` in absolute terms; ``None`` if there is none."""
    if bound is None:
        return None
    together = dict(bound.absolute)
    for key, room in other.absolute.items():
        known = together.get(key)
        is_comparable = known is not None and known.shape == room.shape
        together[key] = np.maximum(known, room) if is_comparable and known is not None else room
    return RoundingBound(bound.relative, together)


def normwise(bound: RoundingBound | None) -> RoundingBound | None:
    """``bound``, each result of an array being allowed what the worst of them needs."""
    if bound is None:
        return None
    factor = _NORMWISE_FACTOR / _DIRECTED_FACTOR
    wide = {
        key: np.full_like(room, factor * room.max()) if room.size else room
        for key, room in bound.absolute.items()
    }
    return RoundingBound(bound.relative, wide)


def swing(usual: Observation, others: Sequence[Observation]) -> RoundingBound:
    """How far a result may lie from ``usual`` that rounding alone explains on an unsteady input.

    ``others`` are what the original leaves there when its operations are rounded otherwise, or when
    the numbers that it is given differ in the last digit. Each result of an array is allowed a
    multiple of what the worst of them moved.
    """
    absolute: dict[tuple[str, str], Array] = {}
    for position, output in enumerate(usual.values):
        for number, (path, value) in enumerate(leaves(output)):
            if value.dtype.kind != "f" or not value.size:
                continue
            worst = 0.0
            for other in others:
                if not _alike(usual, other):
                    continue
                _, found = list(leaves(other.values[position]))[number]
                with np.errstate(all="ignore"):
                    distance = np.abs(found - value)
                finite = distance[np.isfinite(distance)]
                worst = max(worst, float(finite.max()) if finite.size else 0.0)
            absolute[output.name, path] = np.full(value.shape, _NORMWISE_FACTOR * worst)
    return RoundingBound({}, absolute)


def _alike(one: Observation, other: Observation) -> bool:
    """Whether rounding changed nothing but floating-point values."""
    if one.exception != other.exception or len(one.values) != len(other.values):
        return False
    for left, right in zip(one.values, other.values, strict=True):
        if len(left) != len(right) or left.rows != right.rows:
            return False
        for (_, first), (_, second) in zip(leaves(left), leaves(right), strict=True):
            if first.shape != second.shape:
                return False
            if first.dtype.kind != "f" and not np.array_equal(first, second):
                return False
    return True


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
