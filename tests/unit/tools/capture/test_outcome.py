"""What an instrumented program leaves behind is read in bounds."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from pcg_engine.tools.capture.instrument import Bounds
from pcg_engine.tools.capture.outcome import Recording, read_recording
from pcg_engine.tools.harness.layout import ScalarLayout
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)

_SIGNATURE = Signature(
    "f",
    (Slot("x", SlotKind.POINTER, Passing.VALUE, "double*", ScalarLayout("double", "<f8")),),
    (),
    Result(ResultKind.VOID, "void", None),
)


def _call(folder: Path, process: int, number: int, milliseconds: int, data: bytes) -> Path:
    path = folder / f"{process}-{number}.call"
    head = struct.pack("<8sQQQ", b"PCGCALL1", number, milliseconds * 1_000_000, len(data))
    path.write_bytes(head + data)
    return path


def _summary(folder: Path, process: int, text: str) -> None:
    (folder / f"{process}-0.summary").write_text(text)


def _read(folder: Path, calls: int = 4, call_bytes: int = 100, total: int = 1000) -> Recording:
    return read_recording(folder, _SIGNATURE, Bounds(calls, call_bytes, total))


def test_the_longest_calls_and_others_from_all_over(tmp_path: Path) -> None:
    for number in range(1, 11):
        _call(tmp_path, 7, number, 10 * number if number < 9 else 1, bytes([number]))
    _summary(tmp_path, 7, "10 5000000000 0 0 0 1 \n")

    found = _read(tmp_path)

    assert [call.number for call in found.calls] == [8, 7, 5, 1]
    assert (found.total_calls, found.total_seconds, found.is_whole) == (10, 5.0, True)
    assert (found.refused, found.refusal, found.processes) == (0, "", 1)


def test_equal_calls_are_kept_once(tmp_path: Path) -> None:
    for number in range(1, 4):
        _call(tmp_path, 7, number, number, b"same")

    assert [call.number for call in _read(tmp_path).calls] == [3]


def test_several_processes(tmp_path: Path) -> None:
    _call(tmp_path, 7, 1, 5, b"a")
    _call(tmp_path, 8, 1, 6, b"b")
    _summary(tmp_path, 7, "3 1000000000 0 0 0 1 \n")
    _summary(tmp_path, 8, "2 1000000000 1 2 0 0 \n")

    found = _read(tmp_path)

    assert [call.data for call in found.calls] == [b"b", b"a"]
    assert (found.total_calls, found.is_whole, found.refused) == (5, False, 1)
    assert "`// pcg: x.size() == n`" in found.refusal


def test_all_together_stay_below_the_bound(tmp_path: Path) -> None:
    for number in range(1, 5):
        _call(tmp_path, 7, number, number, bytes([number]) * 90)

    assert [call.number for call in _read(tmp_path, total=200).calls] == [4, 3]


def test_what_is_damaged_or_no_file_is_left_out(tmp_path: Path) -> None:
    good = _call(tmp_path, 7, 1, 5, b"a")
    _call(tmp_path, 7, 2, 5, b"b").write_bytes(good.read_bytes()[:-1])
    _call(tmp_path, 7, 3, 5, b"c").write_bytes(b"PCG")
    _call(tmp_path, 7, 4, 5, b"d" * 101)
    _call(tmp_path, 7, 5, 5, b"e").write_bytes(b"X" + good.read_bytes()[1:])
    (tmp_path / "7-6.call").symlink_to(good)
    (tmp_path / "7-7.call").mkdir()
    _summary(tmp_path, 7, "1 2 3")
    _summary(tmp_path, 8, "1 2 3 -4 5 6")

    found = _read(tmp_path)

    assert [call.number for call in found.calls] == [1]
    assert (found.total_calls, found.is_whole) == (0, False)


@pytest.mark.parametrize("why", range(1, 9))
def test_every_refusal_says_what_to_do(why: int, tmp_path: Path) -> None:
    _summary(tmp_path, 7, f"1 0 1 {why} 0 1")
    refusal = _read(tmp_path).refusal
    assert refusal
    assert "`x`" in refusal or "MiB" in refusal


def test_nothing_at_all(tmp_path: Path) -> None:
    nothing = Recording((), 0, 0.0, False, 0, 0, "")
    assert _read(tmp_path) == nothing
    assert _read(tmp_path / "nowhere") == nothing
    (tmp_path / "link").symlink_to(tmp_path)
    assert _read(tmp_path / "link") == nothing
