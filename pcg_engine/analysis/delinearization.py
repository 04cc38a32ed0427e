"""Recovering the dimensions of flattened arrays: ``a[i*n + j]`` as row ``i``, column ``j``.

Two flattened indices are split by the same stride ``n``: ``p = q*n + r``. If ``0 <= r < n`` is
proved for both, they are equal exactly if quotients and remainders are. Strides may be any
polynomial of invariants (``n``, ``n*m``, ``n + 2``); the division is the one of polynomials.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.ranges import Ranges, split_linear
from pcg_engine.analysis.suppositions import Suppositions
from pcg_engine.domain.polynomial import Monomial, Polynomial

_SHIFTS = (0, 1, -1, 2, -2)
_ZERO = Polynomial()
_ONE = Polynomial.constant(1)
_NEXT = (_ZERO, -_ONE, _ONE)


@dataclass(frozen=True, slots=True)
class IndexAt:
    """An index, the ranges that hold where it is used, and the counters that run.

    Counters of loops further out stand still: to the analysed loop they are sizes.
    """

    index: Polynomial
    ranges: Ranges
    counters: frozenset[str]

    def part(self, index: Polynomial) -> IndexAt:
        """Another index at the same place."""
        return IndexAt(index, self.ranges, self.counters)

    def holds(self, polynomial: Polynomial, suppositions: Suppositions | None) -> bool:
        """Whether ``polynomial >= 0`` is proved here, or can be supposed."""
        if self.ranges.is_non_negative(polynomial):
            return True
        return suppositions is not None and suppositions.suppose(
            polynomial, self.ranges, self.counters
        )


@dataclass(frozen=True, slots=True)
class IndexEquation:
    """``left == right``, one of the equations that two equal indices amount to."""

    left: Polynomial
    right: Polynomial


def delinearize(
    left: IndexAt, right: IndexAt, suppositions: Suppositions | None = None
) -> tuple[IndexEquation, ...] | None:
    """Equations that hold together exactly if the two indices are equal.

    ``None`` if an index is no affine function of the counters and could not be split. With
    ``suppositions`` they hold under what is added there, if nothing less will do.
    """
    common = _common(left, right)
    left, right = left.part(left.index - common), right.part(right.index - common)
    found = _equations(left, right, None)
    if found is None and suppositions is not None:
        suppositions.wanted = True
        if suppositions.allowed:
            return _equations(left, right, suppositions)
    return found


def _common(left: IndexAt, right: IndexAt) -> Polynomial:
    """What both indices have and no counter changes, which is no matter of row or column."""
    counters = left.counters | right.counters
    others = dict(right.index.terms)
    return Polynomial.of(
        {m: c for m, c in left.index.terms if others.get(m) == c and not counters & set(m)}
    )


def _equations(
    left: IndexAt, right: IndexAt, suppositions: Suppositions | None
) -> tuple[IndexEquation, ...] | None:
    if is_affine(left) and is_affine(right):
        return (IndexEquation(left.index, right.index),)
    mark = () if suppositions is None else suppositions.mark
    for stride in _strides(left, right):
        for shift in _SHIFTS:
            split = _split(left, right, stride, Polynomial.constant(shift), suppositions)
            if split is not None:
                (quotient_left, rest_left), (quotient_right, rest_right) = split
                outer = _equations(
                    left.part(quotient_left), right.part(quotient_right), suppositions
                )
                inner = _equations(left.part(rest_left), right.part(rest_right), suppositions)
                if outer is not None and inner is not None:
                    return outer + inner
            if suppositions is not None:
                suppositions.forget_since(mark)
    return None


def is_affine(place: IndexAt) -> bool:
    """Whether counters occur only with constant coefficients, each by itself."""
    return all(
        len(monomial) == 1 for monomial, _ in place.index.terms if place.counters & set(monomial)
    )


def divide(dividend: Polynomial, divisor: Polynomial) -> tuple[Polynomial, Polynomial]:
    """``(q, r)`` with ``dividend == q * divisor + r``, dividing by the leading term."""
    leading, coefficient = _leading(divisor)
    quotient = _ZERO
    rest = dividend
    kept = _ZERO
    while rest.terms:
        monomial, value = _leading(rest)
        remaining = _without(monomial, leading)
        if remaining is None or value % coefficient:
            term = Polynomial.of({monomial: value})
            kept = kept + term
            rest = rest - term
            continue
        factor = Polynomial.of({remaining: value // coefficient})
        quotient = quotient + factor
        rest = rest - factor * divisor
    return quotient, kept


def _split(
    left: IndexAt,
    right: IndexAt,
    stride: Polynomial,
    shift: Polynomial,
    suppositions: Suppositions | None,
) -> tuple[tuple[Polynomial, Polynomial], tuple[Polynomial, Polynomial]] | None:
    parts: list[tuple[Polynomial, Polynomial]] = []
    for place in (left, right):
        found = _row_and_column(place, place.index + shift, stride, suppositions)
        if found is None:
            return None
        parts.append(found)
    return parts[0], parts[1]


def _row_and_column(
    place: IndexAt, index: Polynomial, stride: Polynomial, suppositions: Suppositions | None
) -> tuple[Polynomial, Polynomial] | None:
    """The only ``(q, r)`` with ``index == q * stride + r`` and ``0 <= r < stride``."""
    quotient, rest = divide(index, stride)
    rows = [(quotient + number, rest - number * stride) for number in _NEXT]
    for row, column in rows:
        if place.ranges.is_non_negative(column) and place.ranges.is_less(column, stride):
            return row, column
    if suppositions is None:
        return None
    for row, column in rows:
        mark = suppositions.mark
        if place.holds(column, suppositions) and place.holds(stride - column - _ONE, suppositions):
            return row, column
        suppositions.forget_since(mark)
    return None


def _strides(left: IndexAt, right: IndexAt) -> list[Polynomial]:
    """Candidate strides: what the counters are multiplied by, largest first."""
    found: set[Polynomial] = set()
    for place in (left, right):
        counters = place.counters
        for counter in counters & place.index.names:
            split = split_linear(place.index, counter)
            if split is None:
                continue
            coefficient = split[0]
            if coefficient.as_constant is None and not coefficient.names & counters:
                found.add(_positive(coefficient))
    return sorted(found, key=_size, reverse=True)


def _positive(polynomial: Polynomial) -> Polynomial:
    _, coefficient = _leading(polynomial)
    return polynomial if coefficient > 0 else -polynomial


def _size(polynomial: Polynomial) -> list[tuple[int, Monomial, int]]:
    return sorted(((len(m), m, c) for m, c in polynomial.terms), reverse=True)


def _leading(polynomial: Polynomial) -> tuple[Monomial, int]:
    return max(polynomial.terms, key=lambda term: (len(term[0]), term[0]))


def _without(monomial: Monomial, part: Monomial) -> Monomial | None:
    remaining = list(monomial)
    for name in part:
        if name not in remaining:
            return None
        remaining.remove(name)
    return tuple(remaining)
