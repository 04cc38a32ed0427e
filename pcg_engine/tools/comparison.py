"""Compares what two calls left behind (pure).

Integers, Booleans, sizes, exceptions and guard zones are compared exactly; floating-point values
bit for bit, NaN payloads aside, unless a ``RoundingBound`` says how far reordering may move them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pcg_engine.tools.harness.observation import Observation, Output

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Equal; ``max_relative_error`` is 0.0 where every bit is."""

    max_relative_error: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Not equal.

    ``code``: ``different-result``, ``different-size``, ``different-exception``,
    ``moved-storage``, ``out-of-bounds-write``, ``changed-process-state``,
    ``changes-after-return``, or ``beyond-rounding`` (a floating-point value is off by more than
    the bound, but by no more than a thousandth). ``output`` names what differs (empty where no
    output does).
    """

    code: str
    output: str
    detail: str


@dataclass(frozen=True, slots=True)
class RoundingBound:
    """How far each floating-point value may lie from the original's: see ``tools.rounding``.

    ``absolute`` maps output names to one array per scalar leaf; ``relative`` is added in units of
    the value's magnitude.
    """

    relative: Mapping[str, float]
    absolute: Mapping[tuple[str, str], Array] = field(default_factory=dict[tuple[str, str], Array])


_TINY_RELATIVE = 1e-3


def compare(
    expected: Observation, actual: Observation, bound: RoundingBound | None = None
) -> Agreement | Difference:
    """Whether ``actual`` is what ``expected`` is, within ``bound`` if there is one."""
    for output in actual.values:
        if not output.intact:
            return Difference(
                "out-of-bounds-write",
                output.name,
                f"memory next to `{output.name}` was overwritten",
            )
    if expected.exception != actual.exception:
        return Difference(
            "different-exception",
            "",
            f"{_thrown(actual.exception)} instead of {_thrown(expected.exception)}",
        )
    changes = [change for change in actual.changes if change not in expected.changes]
    if changes:
        return Difference("changed-process-state", "", f"it changes {' and '.join(changes)}")
    if expected.settled and not actual.settled:
        return Difference(
            "changes-after-return", "", "its results go on changing after it has returned"
        )
    if [o.name for o in expected.values] != [o.name for o in actual.values]:
        return Difference("different-result", "", "other outputs than the original")
    worst = 0.0
    for wanted, found in zip(expected.values, actual.values, strict=True):
        match _compare_output(wanted, found, bound):
            case Agreement(max_relative_error=error):
                worst = max(worst, error)
            case Difference() as difference:
                return difference
    return Agreement(worst)


def leaves(output: Output) -> Iterator[tuple[str, Array]]:
    """The scalar arrays inside an output, by dotted path (empty for plain elements)."""
    for column in output.columns():
        yield from _leaves(column.path, column.array())


def _leaves(path: str, array: Array) -> Iterator[tuple[str, Array]]:
    names = array.dtype.names
    if names is None:
        yield path, array
        return
    for name in names:
        yield from _leaves(f"{path}.{name}", array[name])


def _thrown(exception: str | None) -> str:
    return "no exception" if exception is None else f"the exception `{exception}`"


def _compare_output(
    wanted: Output, found: Output, bound: RoundingBound | None
) -> Agreement | Difference:
    if wanted.leads_elsewhere or found.leads_elsewhere:
        # Two that do are no more equal than one: what lies there was not looked at.
        detail = f"`{found.name}` leads to memory that is none of the arguments'"
        return Difference("different-result", wanted.name, detail)
    if len(wanted) != len(found) or wanted.rows != found.rows:
        detail = f"`{wanted.name}` has {len(found):,} elements instead of {len(wanted):,}"
        if len(wanted) == len(found):
            detail = f"parts of `{wanted.name}` have other sizes than the original's"
        return Difference("different-size", wanted.name, detail)
    if wanted.target != found.target:
        detail = f"`{wanted.name}` leads to other memory than with the original"
        return Difference("different-result", wanted.name, detail)
    if found.moved and not wanted.moved:
        return Difference(
            "moved-storage",
            wanted.name,
            f"`{wanted.name}` has other storage after the call than before, so that pointers, "
            "references and iterators into it dangle; the original leaves it in place",
        )
    if wanted.data == found.data and wanted.parts == found.parts:
        return Agreement(0.0)
    worst = 0.0
    for (path, expected), (_, actual) in zip(leaves(wanted), leaves(found), strict=True):
        same = _same(expected, actual)
        if bool(same.all()):
            continue
        if bound is None or expected.dtype.kind != "f":
            return _difference("different-result", wanted.name, path, expected, actual, ~same)
        allowed, error = _within(wanted.name, path, expected, actual, bound)
        outside = ~(same | allowed)
        if bool(outside.any()):
            far = bool((outside & ~(error <= _TINY_RELATIVE)).any())
            code = "different-result" if far else "beyond-rounding"
            return _difference(code, wanted.name, path, expected, actual, outside)
        worst = max(worst, float(error[~same].max()))
    return Agreement(worst)


def _same(expected: Array, actual: Array) -> Array:
    if expected.dtype.kind != "f":
        return expected == actual
    with np.errstate(all="ignore"):
        equal = (expected == actual) & (np.signbit(expected) == np.signbit(actual))
    return equal | (np.isnan(expected) & np.isnan(actual))


def _within(
    name: str, path: str, expected: Array, actual: Array, bound: RoundingBound
) -> tuple[Array, Array]:
    """Which elements are within the bound, and the relative error of each."""
    with np.errstate(all="ignore"):
        distance = np.abs(actual - expected)
        magnitude = np.abs(expected)
        room = magnitude * bound.relative.get(expected.dtype.str, 0.0)
        absolute = bound.absolute.get((name, path))
        if absolute is not None and absolute.shape == room.shape:
            room = room + absolute
        scale = np.maximum(magnitude, np.finfo(expected.dtype).tiny)
        error = np.where(distance == 0, 0.0, distance / scale)
        allowed = np.isfinite(expected) & np.isfinite(actual) & (distance <= room)
    return allowed, error


def _difference(
    code: str, name: str, path: str, expected: Array, actual: Array, different: Array
) -> Difference:
    number = int(np.count_nonzero(different))
    first = int(np.flatnonzero(different.reshape(-1))[0])
    wanted = expected.reshape(-1)[first]
    found = actual.reshape(-1)[first]
    where = f"`{name}`" if expected.size == 1 else f"`{name}[{first}]{path}`"
    if expected.size == 1 and path:
        where = f"`{name}{path}`"
    others = "" if number == 1 else f" ({number:,} of {expected.size:,} values differ)"
    return Difference(code, name, f"{where} is {found!s} instead of {wanted!s}{others}")
