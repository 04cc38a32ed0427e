"""Distributions that make work uneven keep everything that inputs must keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.harness.cases import Stress
from pcg_engine.tools.harness.elements import Array, ValueRange
from pcg_engine.tools.harness.stress import row_lengths, stressed

_CODES = ("<i4", "<i8", "<u1", "<u8", "<f4", "<f8", "?")


def _rng() -> np.random.Generator:
    return np.random.default_rng(7)


@given(
    stress=st.sampled_from(Stress),
    code=st.sampled_from(_CODES),
    count=st.integers(0, 40),
    lower=st.integers(0, 5),
    extent=st.integers(1, 60),
)
def test_length_type_and_range_stay(
    stress: Stress, code: str, count: int, lower: int, extent: int
) -> None:
    made = _rng().integers(lower, lower + extent, count).astype(code)
    found = stressed(made, stress, ValueRange(lower, lower + extent), _rng())
    assert (found.dtype, found.shape) == (made.dtype, made.shape)
    if made.dtype.kind in "iu":
        assert all(lower <= int(value) < lower + extent for value in found)


@given(
    stress=st.sampled_from(Stress),
    lengths=st.lists(st.integers(0, 9), max_size=50),
    first=st.integers(0, 4),
)
def test_row_starts_stay_row_starts(stress: Stress, lengths: list[int], first: int) -> None:
    starts = (first + np.concatenate(([0], np.cumsum(lengths)))).astype("<i4")
    upper = int(starts[-1]) + 1
    found = stressed(starts, stress, ValueRange(first, upper, monotone=True), _rng())
    assert len(found) == len(starts)
    assert (found[0], found[-1]) == (starts[0], starts[-1])
    assert (np.diff(found) >= 0).all()


def test_a_few_rows_have_most_of_the_work() -> None:
    starts = np.arange(0, 3001, 3, dtype="<i4")
    found = stressed(starts, Stress.SKEWED, ValueRange(0, 3001, monotone=True), _rng())
    lengths = np.sort(np.diff(found))[::-1]
    assert lengths[:20].sum() > 2 * lengths[20:].sum()
    # They are anywhere, not all at one end.
    assert np.diff(found)[:500].sum() > 0 < np.diff(found)[500:].sum()


def test_the_last_rows_have_nearly_all_of_the_work() -> None:
    starts = np.arange(0, 6401, 10, dtype="<i8")
    found = stressed(starts, Stress.LATE, ValueRange(0, 6401, monotone=True), _rng())
    assert np.diff(found)[-10:].sum() > 0.9 * 6400


def _keys(stress: Stress, bins: int, count: int = 1000) -> Array:
    made = _rng().integers(0, bins, count).astype("<i4")
    return stressed(made, stress, ValueRange(0, bins), _rng())


def test_keys_meet_or_avoid_each_other() -> None:
    assert len(set(_keys(Stress.EQUAL, 64).tolist())) == 1
    assert sorted(_keys(Stress.UNIQUE, 1000).tolist()) == list(range(1000))
    # Where there are fewer places than keys, each is taken about as often.
    counts = np.bincount(_keys(Stress.UNIQUE, 10), minlength=10)
    assert counts.tolist() == [100] * 10


def test_most_entries_are_small_and_a_few_are_large() -> None:
    found = _keys(Stress.SKEWED, 1000)
    assert np.median(found) < 50
    assert found.max() > 900
    late = _keys(Stress.LATE, 1000)
    assert (np.diff(late) >= 0).all()
    assert late.max() > 900


def test_a_condition_on_sorted_values_changes_once() -> None:
    made = _rng().uniform(0.5, 2.0, 500)
    mixed = stressed(made, Stress.BRANCHY, ValueRange(), _rng())
    ordered = stressed(made, Stress.SORTED, ValueRange(), _rng())
    assert np.count_nonzero(np.diff(mixed > 0)) > 100
    assert np.count_nonzero(np.diff(ordered > 0)) == 1
    assert sorted(mixed.tolist()) == ordered.tolist()


def test_fields_and_rows_of_fixed_length_are_reached() -> None:
    record = np.dtype([("key", "<i4"), ("place", "<f8", (3,))])
    made = np.zeros(50, dtype=record)
    made["place"] = _rng().uniform(0.5, 2.0, (50, 3))
    made["key"] = np.arange(50)
    found = stressed(made, Stress.EQUAL, ValueRange(), _rng())
    assert found.dtype == record
    assert len(set(found["key"].tolist())) == 1
    assert np.all(found["place"] == found["place"][0, 0])


@pytest.mark.parametrize("stress", [Stress.SKEWED, Stress.LATE])
@pytest.mark.parametrize("rows", [1, 2, 100])
def test_rows_are_no_longer_than_they_may_be(stress: Stress, rows: int) -> None:
    lengths = row_lengths(rows, 30, stress, _rng())
    assert lengths is not None
    assert len(lengths) == rows
    assert lengths.max() == 30
    assert lengths.min() >= 0


def test_other_distributions_say_nothing_of_rows() -> None:
    assert row_lengths(10, 30, Stress.EQUAL, _rng()) is None
    assert row_lengths(0, 30, Stress.LATE, _rng()) is None
