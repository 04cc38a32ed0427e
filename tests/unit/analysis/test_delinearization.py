"""Ranges of polynomials, and the dimensions of flattened arrays."""

from __future__ import annotations

from pcg_engine.analysis.delinearization import IndexAt, IndexEquation, delinearize, divide
from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.reach import cpp_text
from pcg_engine.analysis.scope import Iteration, Symbol
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import Span

_I, _J, _N, _M = (Polynomial.name(name) for name in "ijnm")
_ONE = Polynomial.constant(1)
_ZERO = Polynomial()
_SYMBOLS = {name: Symbol(name, name, -(1 << 31), (1 << 31) - 1, exact=True) for name in "ijnm"}


def _iteration(key: str, lower: Polynomial, upper: Polynomial, depth: int) -> Iteration:
    return Iteration(key, key, (lower,), (upper,), lower, 1, 1, True, depth, Span(0, 1))


def _ranges(inner_lower: Polynomial = _ZERO, inner_upper: Polynomial = _M) -> Ranges:
    loops = (_iteration("i", _ZERO, _N, 1), _iteration("j", inner_lower, inner_upper, 2))
    return Ranges(loops, _SYMBOLS)


def _at(index: Polynomial, ranges: Ranges) -> IndexAt:
    return IndexAt(index, ranges, frozenset("ij"))


def test_bounds_of_running_loops_are_used() -> None:
    ranges = _ranges()
    assert ranges.is_non_negative(_I * _M + _J)
    assert ranges.is_less(_I * _M + _J, _N * _M)
    assert ranges.is_non_negative(_M - _ONE)
    assert not ranges.is_non_negative(_I - _ONE)
    assert not ranges.is_less(_J, _N)


def test_division_is_that_of_polynomials() -> None:
    width = _N + Polynomial.constant(2)
    index = (_I - _ONE) * width + _J + _ONE
    assert divide(index, width) == (_I - _ONE, _J + _ONE)


def test_rows_and_columns_are_recovered() -> None:
    ranges = _ranges()
    found = delinearize(_at(_I * _M + _J, ranges), _at((_I - _ONE) * _M + _J, ranges))
    assert found == (IndexEquation(_I, _I - _ONE), IndexEquation(_J, _J))


def test_a_column_outside_its_row_is_refused() -> None:
    too_far = _ranges(inner_upper=_M + _ONE)
    index = _at(_I * _M + _J, too_far)
    assert delinearize(index, index) is None
    unrelated = _ranges(inner_upper=_N)
    index = _at(_I * _M + _J, unrelated)
    assert delinearize(index, index) is None


def test_products_are_computed_wide_enough() -> None:
    text = cpp_text(_N * _M + _N - _ONE, _SYMBOLS)
    assert text in ("1LL * m * n + n - 1", "1LL * n * m + n - 1")
