"""Element values in each style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np

from pcg_engine.tools.harness.cases import Special, Style
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    dtype_of,
)

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class ValueRange:
    """Where integer elements must lie, ``lower <= value < upper``; ``monotone``: non-decreasing."""

    lower: int | None = None
    upper: int | None = None
    monotone: bool = False


@dataclass(frozen=True, slots=True)
class ElementStyle:
    """How to fill an array.

    ``small`` is the least extent around (a safe index); ``signed`` lets integers without a known
    range be negative; ``nan`` allows NaN among special values, ``only`` none but of one kind; about
    half of the elements are ``planted`` values, if there are any.
    """

    style: Style
    small: int
    signed: bool
    nan: bool = True
    planted: tuple[float, ...] = ()
    only: Special | None = None


def make_elements(
    layout: Layout, count: int, how: ElementStyle, range_: ValueRange, rng: np.random.Generator
) -> Array:
    """``count`` packed elements."""
    match layout:
        case ScalarLayout():
            return _scalars(layout, count, how, range_, rng)
        case ArrayLayout(element=element, extent=extent):
            flat = make_elements(element, count * extent, how, range_, rng)
            result = np.zeros(count, dtype=dtype_of(layout))
            if count and extent:
                result[...] = flat.reshape(result.shape)
            return result
        case StructLayout(fields=fields):
            result = np.zeros(count, dtype=dtype_of(layout))
            for field in fields:
                result[field.name] = make_elements(field.layout, count, how, range_, rng)
            return result
        case _:
            assert_never(layout)


def _scalars(
    layout: ScalarLayout,
    count: int,
    how: ElementStyle,
    range_: ValueRange,
    rng: np.random.Generator,
) -> Array:
    code = layout.code
    if layout.is_null:
        return np.zeros(count, dtype=code)
    if code == "?":
        return rng.integers(0, 2, count).astype("?")
    if layout.is_enumeration:
        return rng.integers(0, 2, count).astype(code)
    values = (
        _floats(code, count, how, rng)
        if code[1] == "f"
        else _integers(code, count, how, range_, rng)
    )
    values = _planted(code, values, how.planted, range_, rng)
    if range_.monotone or how.style is Style.SORTED:
        values = np.sort(values)
    elif how.style is Style.REVERSED:
        values = np.sort(values)[::-1]
    # Half of all inputs use a part of the elements only, which need not begin with the first one.
    if range_.monotone and count and not how.signed:
        _pin_ends(values, range_)
    with np.errstate(all="ignore"):
        return np.ascontiguousarray(values).astype(code)


def _planted(
    code: str,
    values: Array,
    planted: tuple[float, ...],
    range_: ValueRange,
    rng: np.random.Generator,
) -> Array:
    if code[1] != "f":
        info = np.iinfo(np.dtype(code))
        lower = info.min if range_.lower is None else max(info.min, range_.lower)
        upper = info.max if range_.upper is None else min(info.max, range_.upper - 1)
        planted = tuple(p for p in planted if p == int(p) and lower <= p <= upper)
    if not planted:
        return values
    # The integers among them are small enough to be exact in double precision.
    chosen = rng.choice(np.array(planted), len(values)).astype(values.dtype)
    return np.where(rng.random(len(values)) < 0.5, chosen, values)


def _floats(code: str, count: int, how: ElementStyle, rng: np.random.Generator) -> Array:
    # Of an extended type, the mantissa of a double: values are made as such.
    mantissa = min(np.finfo(np.dtype(code)).nmant + 1, 53)
    match how.style:
        case Style.EXACT:
            values = rng.integers(-8, 9, count).astype("f8")
            powers = 2.0 ** rng.integers(-2, 3, count)
            return np.where(rng.random(count) < 0.25, powers, values)
        case Style.RANDOM | Style.SORTED | Style.REVERSED:
            return rng.uniform(0.5, 2.0, count)
        case Style.SIGNED:
            return rng.uniform(-1.0, 1.0, count) * 10.0 ** rng.integers(-3, 4, count)
        case Style.EQUAL:
            return np.full(count, 0.75)
        case Style.TIES:
            return rng.choice(np.array([-1.0, 0.5, 2.0]), count)
        case Style.WIDE:
            half = 1 << (mantissa // 2 - 1)
            values = 2 * rng.integers(half // 2, half, count) + 1
            signs = rng.choice(np.array([-1, 1]), count) if how.signed else 1
            return (values * signs).astype("f8")
        case Style.CANCELLING:
            large = 2.0**mantissa
            return rng.choice(np.array([large, -large, 1.0, 1.0]), count)
        case Style.OFFSET:
            # A square of such a value has lost the spread to rounding, the value itself has not.
            return 2.0 ** (mantissa // 2 - 3) + rng.uniform(0.0, 1.0, count)
        case Style.SPECIAL if how.only is not None:
            values = rng.uniform(0.5, 2.0, count)
            if how.signed:
                values *= rng.choice(np.array([-1.0, 1.0]), count)
            return np.where(rng.random(count) < 0.3, _special(code, how.only), values)
        case Style.SPECIAL:
            values = rng.uniform(-2.0, 2.0, count)
            specials = [np.inf, -np.inf, -0.0, 0.0, 5e-324, 1e-40]
            if how.nan:
                specials.append(np.nan)
            chosen = rng.random(count) < 0.3
            return np.where(chosen, rng.choice(np.array(specials), count), values)
        case _:
            assert_never(how.style)


def _special(code: str, kind: Special) -> float:
    match kind:
        case Special.NAN:
            return float(np.nan)
        case Special.NEGATIVE_ZERO:
            return -0.0
        case Special.INFINITY:
            return float(np.inf)
        case Special.NEGATIVE_INFINITY:
            return -float(np.inf)
        case Special.DENORMAL:
            # Of an extended type, a denormal of double: values are made as such.
            dtype = np.dtype(code if np.dtype(code).itemsize <= 8 else "f8")
            return float(np.finfo(dtype).tiny) / 4
        case _:
            assert_never(kind)


def _integers(
    code: str, count: int, how: ElementStyle, range_: ValueRange, rng: np.random.Generator
) -> Array:
    info = np.iinfo(np.dtype(code))
    lower, upper = range_.lower, range_.upper
    if lower is None or upper is None:
        free_lower, free_upper = _free_range(info, how)
        if lower is None:
            lower = free_lower if upper is None else min(0, upper - 1)
        if upper is None:
            upper = max(free_upper, lower + 1)
    lower = max(lower, int(info.min))
    upper = min(upper, int(info.max) + 1)
    if upper <= lower:
        return np.full(count, lower, dtype=code)
    match how.style:
        case Style.EQUAL:
            return np.full(count, lower + (upper - lower) // 2, dtype=code)
        case Style.TIES:
            return (lower + rng.integers(0, min(3, upper - lower), count)).astype(code)
        case Style.SPECIAL if range_.lower is None and range_.upper is None:
            values = rng.integers(lower, upper, count, dtype=np.int64)
            extremes = rng.choice(np.array([info.min, info.max], dtype=code), count)
            return np.where(rng.random(count) < 0.2, extremes, values.astype(code))
        case _:
            return rng.integers(lower, min(upper, 1 << 62), count, dtype=np.int64).astype(code)


def _free_range(info: np.iinfo[Any], how: ElementStyle) -> tuple[int, int]:
    match how.style:
        case Style.EXACT:
            low, high = (-8, 9) if how.signed else (0, min(9, max(1, how.small)))
        case Style.SIGNED:
            low, high = -30_000, 30_001
        case Style.WIDE:
            low, high = _wide_range(info.bits, how.signed)
        case _:
            low, high = (-100, 256) if how.signed else (0, max(1, min(256, how.small)))
    if info.bits == 8 and how.style in (Style.RANDOM, Style.SORTED, Style.REVERSED):
        return int(info.min), int(info.max) + 1
    return max(low, int(info.min)), min(high, int(info.max) + 1)


def _wide_range(bits: int, largest: bool) -> tuple[int, int]:
    """Beyond half the width, so that a narrower type overflows; or much beyond it.

    With ``largest`` a sum of a few overflows a type of the same width.
    """
    if largest:
        return 1 << (bits - 3), 1 << (bits - 2)
    return 1 << (bits // 2 - 1), 45_000 if bits == 32 else 3 << (bits // 2 - 2)


def _pin_ends(values: Array, range_: ValueRange) -> None:
    """Row starts begin with the first element and end behind the last."""
    if range_.lower is not None:
        values[0] = range_.lower
    if range_.upper is not None and len(values) > 1:
        values[-1] = max(range_.upper - 1, values[0])
