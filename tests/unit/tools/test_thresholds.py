"""Which inputs a candidate's own numbers ask for."""

from __future__ import annotations

import pytest

from pcg_engine.tools.additions import Number
from pcg_engine.tools.harness.cases import Style
from pcg_engine.tools.thresholds import LARGEST_SIZE, drawn_specs, specs


def _sizes(number: Number, text: bytes = b"") -> set[int]:
    return {s.size for s in specs((number,), text) if s.style is Style.EXACT}


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        (5000.0, b"n > 5000", {4999, 5000, 5001, 5002, 10001}),
        (977.0, b"i % 977 == 976", {977, 1955}),
        (100_000_000.0, b"i * i > 100000000", {10_000, 10_001}),
        (13.0, b"i >> 13", {(1 << 13) - 1, (1 << 13) + 2}),
        (1000.0, b"n > 1000 * omp_get_num_threads()", {2001, 3001}),
    ],
)
def test_sizes_around_what_a_number_may_mean(value: float, text: bytes, expected: set[int]) -> None:
    assert expected <= _sizes(Number(value, is_integer=True), text)


def test_a_small_fraction_stands_for_its_reciprocal() -> None:
    assert {9999, 10_000, 10_001} <= _sizes(Number(1e-4, is_integer=False))


def test_no_size_is_beyond_reach_and_small_ones_are_usual_anyway() -> None:
    assert _sizes(Number(float(1 << 40), is_integer=True)) <= {
        1 << 20,
        (1 << 20) + 1,
        (1 << 20) + 2,
    }
    assert min(_sizes(Number(12.0, is_integer=True))) > 18
    assert max(_sizes(Number(float(LARGEST_SIZE), is_integer=True))) <= LARGEST_SIZE + 2


def test_each_size_is_pinned_one_by_one() -> None:
    found = specs((Number(700.0, is_integer=True),), b"", ("rows", "columns"))
    assert [s.pinned for s in found if s.pinned] == [
        (("rows", 700),),
        (("rows", 701),),
        (("columns", 700),),
        (("columns", 701),),
    ]


def test_drawn_sizes_follow_the_text() -> None:
    first, again, other = (tuple(drawn_specs(t)) for t in (b"one", b"one", b"two"))
    assert first == again
    assert [s.size for s in first] != [s.size for s in other]
    assert len({s.size for s in first}) == 6
    assert len(first) == 11


def test_many_equal_elements_overflow_small_counters_of_three_threads() -> None:
    for text in (b"one", b"two", b"three"):
        (equal,) = (s for s in drawn_specs(text) if s.style is Style.EQUAL)
        assert equal.size // 3 > 65_535
