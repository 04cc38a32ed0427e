"""Elements rearranged so that loops have uneven work, contended or hostile data (pure).

Every rearrangement keeps the number of elements, their type, the range that they must lie in, and
that row starts do not decrease from their first value to their last.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pcg_engine.tools.harness.cases import Stress
from pcg_engine.tools.harness.elements import Array, ValueRange

_STEEPNESS = 1.5
"""The exponent of the power law: the longest of 1,000 rows has a third of the elements."""
_LATE_PART = 64
"""One row in so many, the last ones, has nearly all of the work …"""
_LATE_SHARE = 0.95
"""… and so much of it."""
_FEW_LARGE = 8.0


def stressed(values: Array, stress: Stress, range_: ValueRange, rng: np.random.Generator) -> Array:
    """``values`` under ``stress``; unchanged where it means nothing for them.

    ``range_`` is what the values must keep to.
    """
    if values.dtype.names is not None:
        result = values.copy()
        for name in values.dtype.names:
            result[name] = stressed(values[name], stress, range_, rng)
        return result
    if values.ndim > 1:
        flat = np.ascontiguousarray(values).reshape(-1)
        return stressed(flat, stress, range_, rng).reshape(values.shape)
    if range_.monotone:
        return _row_starts(values, stress, rng)
    match values.dtype.kind:
        case "f":
            return _floats(values, stress, rng)
        case "i" | "u":
            return _integers(values, stress, range_, rng)
        case _:
            return np.sort(values) if stress is Stress.SORTED else values


def row_lengths(
    rows: int, longest: int, stress: Stress, rng: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """The lengths of rows, up to ``longest``; ``None`` if ``stress`` is not about rows."""
    shares = _shares(rows, stress, rng)
    if shares is None:
        return None
    most = shares.max(initial=0.0)
    return np.floor(shares / most * longest).astype(np.int64) if most > 0 else None


def _shares(
    rows: int, stress: Stress, rng: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """What part of the elements each row has."""
    if rows < 1:
        return None
    match stress:
        case Stress.SKEWED:
            shares = np.arange(1, rows + 1, dtype="f8") ** -_STEEPNESS
            rng.shuffle(shares)
        case Stress.LATE:
            last = max(1, rows // _LATE_PART)
            shares = np.full(rows, (1 - _LATE_SHARE) / rows)
            shares[rows - last :] += _LATE_SHARE / last
        case _:
            return None
    return shares / shares.sum()


def _row_starts(values: Array, stress: Stress, rng: np.random.Generator) -> Array:
    shares = _shares(len(values) - 1, stress, rng)
    if shares is None or len(values) < 3:
        return values
    first, last = int(values[0]), int(values[-1])
    ends = np.floor(np.cumsum(shares) * (last - first)).astype(np.int64)
    result = values.copy()
    result[1:-1] = first + np.minimum(ends[:-1], last - first)
    return result


def _floats(values: Array, stress: Stress, rng: np.random.Generator) -> Array:
    match stress:
        case Stress.EQUAL:
            return np.full_like(values, 0.75)
        case Stress.BRANCHY | Stress.SORTED if len(values) > 1:
            signed = values * rng.choice(np.array([-1, 1], dtype=values.dtype), len(values))
            return np.sort(signed) if stress is Stress.SORTED else signed
        case _:
            return values


def _integers(values: Array, stress: Stress, range_: ValueRange, rng: np.random.Generator) -> Array:
    count = len(values)
    if count < 2:
        return values
    lower = int(values.min()) if range_.lower is None else range_.lower
    upper = int(values.max()) + 1 if range_.upper is None else range_.upper
    limits = np.iinfo(values.dtype)
    lower, upper = max(lower, int(limits.min)), min(upper, int(limits.max) + 1, 1 << 62)
    if upper - lower < 2:
        return values
    match stress:
        case Stress.EQUAL:
            found = np.full(count, lower + (upper - lower) // 2)
        case Stress.UNIQUE:
            step = max(1, (upper - lower) // count)
            found = lower + rng.permutation(count) * step % (upper - lower)
        case Stress.SKEWED | Stress.LATE:
            # Most are small; what is large has the work of many.
            parts = rng.random(count) ** _FEW_LARGE
            found = lower + np.floor(parts * (upper - lower - 1)).astype(np.int64)
            found = np.sort(found) if stress is Stress.LATE else found
        case Stress.BRANCHY | Stress.SORTED:
            found = values
            if values.dtype.kind == "i" and range_.lower is None:
                signs = rng.choice(np.array([-1, 1], dtype=values.dtype), count)
                found = np.where(values == limits.min, values, values * signs)
            found = np.sort(found) if stress is Stress.SORTED else found
    return np.ascontiguousarray(found).astype(values.dtype)
