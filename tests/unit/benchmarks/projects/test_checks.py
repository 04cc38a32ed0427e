from __future__ import annotations

import pytest

from benchmarks.projects.checks import Check

_ENERGY = Check(values=(r"energy (\S+) after (\d+)",), required=("no atoms lost",), tolerance=1e-6)


def test_numbers_are_compared_with_the_tolerance() -> None:
    expected = _ENERGY.results("energy -1.5 after 10, no atoms lost", ())
    assert _ENERGY.difference(expected, expected) is None
    close = _ENERGY.results("energy -1.5000001 after 10, no atoms lost", ())
    assert _ENERGY.difference(expected, close) is None
    far = _ENERGY.results("energy -1.6 after 10, no atoms lost", ())
    assert _ENERGY.difference(expected, far) == "-1.6, not -1.5"
    for word in ("nan", "inf", "-1.5x"):
        other = _ENERGY.results(f"energy {word} after 10, no atoms lost", ())
        assert _ENERGY.difference(expected, other) == f"{word}, not -1.5"


def test_without_a_tolerance_numbers_are_the_same_or_not() -> None:
    check = Check(values=(r"sum (\S+)",))
    expected = check.results("sum 1.0", ())
    assert check.difference(expected, check.results("sum 1.00", ())) is None
    assert check.difference(expected, check.results("sum 1.01", ())) == "1.01, not 1.0"
    assert check.difference(expected, check.results("sum 1.0 sum 2.0", ())) == "2 results, not 1"


def test_what_the_program_must_say_is_missed() -> None:
    with pytest.raises(ValueError, match="does not say `no atoms lost`"):
        _ENERGY.results("energy -1.5 after 10", ())
    with pytest.raises(ValueError, match="does not print"):
        _ENERGY.results("no atoms lost", ())


def test_files_are_compared_byte_by_byte_or_read() -> None:
    image = Check(files=("out.ppm",), compared_whole=True)
    expected = image.results("", (b"P6\0",))
    assert image.difference(expected, image.results("other words", (b"P6\0",))) is None
    found = image.difference(expected, image.results("", (b"P6\1",)))
    assert found is not None
    assert ", not " in found
    with pytest.raises(ValueError, match=r"out\.ppm was not written"):
        image.results("", ())
    log = Check(files=("log",), values=(r"Result=(\w+)",))
    assert log.results("", (b"Result=PASSED",)) == '["PASSED"]'
