from __future__ import annotations

import pytest

from benchmarks.peers.dumps import arrays, difference


def dump(**values: str) -> str:
    inside = "".join(f"begin dump: {k}\n{v}\nend   dump: {k}\n" for k, v in values.items())
    return f"==BEGIN DUMP_ARRAYS==\n{inside}==END   DUMP_ARRAYS==\n"


def test_arrays_are_read_by_name() -> None:
    assert arrays(dump(A="1 2\n3", q="-0.5")) == {"A": (1.0, 2.0, 3.0), "q": (-0.5,)}


@pytest.mark.parametrize("text", ["", "begin dump: A\n1 2", "begin dump: A\n1 2\nend   dump: B\n"])
def test_a_dump_that_is_empty_or_cut_is_no_dump(text: str) -> None:
    with pytest.raises(ValueError, match="dump"):
        arrays(text)
    assert difference(dump(A="1 2"), text) is not None


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("1 2 3", "1 2 3"),
        ("1 2 3", "1 2 3.000001"),
        ("nan inf -inf", "nan inf -inf"),
        # rounding errors of great elements show in small ones
        ("1000 0", "1000 0.00004"),
        ("0x1.8p+1 -0x1p-1 inf", "3 -0.5 inf"),
    ],
)
def test_rounding_makes_no_difference(expected: str, actual: str) -> None:
    assert difference(dump(A=expected), dump(A=actual)) is None


@pytest.mark.parametrize(
    ("expected", "actual", "words"),
    [
        ("1 2 3", "1 2 3.00001", "element 2 of A is 3.00001, not 3"),
        ("1 2 3", "1 nan 3", "element 1 of A is nan, not 2"),
        ("1 inf 3", "1 2 3", "element 1 of A is 2, not inf"),
        ("inf", "-inf", "element 0 of A is -inf, not inf"),
        ("1 2 3", "1 2", "other arrays were dumped"),
    ],
)
def test_other_results_are_told(expected: str, actual: str, words: str) -> None:
    assert difference(dump(A=expected), dump(A=actual)) == words


def test_an_array_that_is_missing_is_a_difference() -> None:
    assert difference(dump(A="1", B="2"), dump(A="1")) == "other arrays were dumped"
