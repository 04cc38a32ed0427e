"""Captures as folders: written and read back, and everything that is wrong with one is told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pcg_engine.adapters.capture_files import (
    HEADER,
    CaptureFolders,
    read_capture,
    write_capture,
)
from pcg_engine.domain.capture import Capture, CapturedCall
from pcg_engine.domain.errors import UsageError

_CALLS = (CapturedCall(17, 0.5, bytes(range(200))), CapturedCall(2, 0.25, b""))


def _capture(file: str = "/src/a.cpp", layout: str = "1234") -> Capture:
    return Capture(file, "ns::f", layout, ("./app", "a b"), 120, 3.5, True, _CALLS)


def test_a_capture_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "capture"

    write_capture(folder, _capture())
    write_capture(folder, replace(_capture(), calls=_CALLS[:1]))

    assert read_capture(folder) == replace(_capture(), calls=_CALLS[:1])
    assert sorted(path.name for path in folder.iterdir()) == ["call-17.bin", HEADER]
    assert [path.name for path in folder.parent.iterdir()] == ["capture"]
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}
    assert modes == {"capture": 0o700, "call-17.bin": 0o600, HEADER: 0o600}


def test_the_words_of_a_call() -> None:
    whole = _capture()
    assert whole.words(_CALLS[0]) == "captured from `./app 'a b'`, call 17 of 120"
    stopped = replace(whole, is_whole=False)
    assert stopped.words(_CALLS[0]) == "captured from `./app 'a b'`, call 17 of at least 120"


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(UsageError) as found:
        write_capture(tmp_path, _capture())

    assert found.value.code == "not-a-capture"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def _cut(folder: Path) -> None:
    path = folder / "call-17.bin"
    path.write_bytes(path.read_bytes()[:-1])


def _changed(folder: Path) -> None:
    path = folder / "call-17.bin"
    path.write_bytes(b"x" + path.read_bytes()[1:])


def _linked(folder: Path) -> None:
    path = folder / "call-17.bin"
    path.rename(folder / "elsewhere")
    path.symlink_to(folder / "elsewhere")


def _piped(folder: Path) -> None:
    (folder / "call-17.bin").unlink()
    os.mkfifo(folder / "call-17.bin")


def _missing(folder: Path) -> None:
    (folder / "call-2.bin").unlink()


def _no_json(folder: Path) -> None:
    (folder / HEADER).write_text("{")


def _deep_json(folder: Path) -> None:
    (folder / HEADER).write_text("[" * 200_000)


def _huge_header(folder: Path) -> None:
    (folder / HEADER).write_text(" " * (2 << 20))


def _with(**fields: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        header = json.loads((folder / HEADER).read_text())
        (folder / HEADER).write_text(json.dumps(header | fields))

    return change


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _changed,
        _linked,
        _piped,
        _missing,
        _no_json,
        _deep_json,
        _huge_header,
        _with(format=2),
        _with(format=None),
        _with(calls=[]),
        _with(calls=[{}] * 65),
        _with(calls=["a"]),
        _with(calls=[{"number": "../../x", "seconds": 1, "bytes": 1, "sha256": ""}]),
        _with(calls=[{"number": True, "seconds": 1, "bytes": 1, "sha256": ""}]),
        _with(calls=[{"number": 17, "seconds": -1, "bytes": 200, "sha256": ""}]),
        _with(calls=[{"number": 17, "seconds": float("nan"), "bytes": 200, "sha256": ""}]),
        _with(command="app"),
        _with(command=[1]),
        _with(total_calls=-1),
        _with(total_calls=1.5),
        _with(is_whole=1),
        _with(layout=None),
    ],
)
def test_damage_is_told(damage: Callable[[Path], None], tmp_path: Path) -> None:
    folder = tmp_path / "capture"
    write_capture(folder, _capture())

    damage(folder)

    with pytest.raises(UsageError) as found:
        read_capture(folder)
    assert found.value.code in ("bad-capture", "no-capture")
    assert found.value.hint == "run pcg capture again"


def test_no_capture_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as found:
        read_capture(tmp_path / "nowhere")
    assert found.value.code == "no-capture"


def test_what_is_kept_is_found_by_file_function_and_layout(tmp_path: Path) -> None:
    file = str(tmp_path / "a.cpp")
    folders = CaptureFolders(tmp_path / "kept")
    before = folders.identity(file)

    folder = folders.keep(_capture(file))

    assert folders.find(file, "ns::f", "1234") == _capture(file)
    assert folders.find(file, "ns::f", "other") is None
    assert folders.find(file, "f", "1234") is None
    assert folders.find(str(tmp_path / "b.cpp"), "ns::f", "1234") is None
    assert folders.identity(file) != before
    assert folders.identity(str(tmp_path / "b.cpp")) == before
    # A cache that is damaged is an empty one.
    _changed(folder)
    assert folders.find(file, "ns::f", "1234") is None


def test_the_cache_keeps_the_newest(tmp_path: Path) -> None:
    folders = CaptureFolders(tmp_path / "kept")
    made = [folders.keep(_capture(layout=f"{number:04}")) for number in range(3)]
    for age, folder in enumerate(made):
        os.utime(folder, (age, age))

    for number in range(3, 51):
        folders.keep(_capture(layout=f"{number:04}"))

    assert [folder.exists() for folder in made] == [False, True, True]


def test_what_the_user_named_comes_first_and_must_fit(tmp_path: Path) -> None:
    write_capture(tmp_path / "named", replace(_capture(), total_calls=7))
    folders = CaptureFolders(tmp_path / "kept", [tmp_path / "named"])

    found = folders.find("/anywhere.cpp", "ns::f", "1234")

    assert found is not None
    assert found.total_calls == 7
    assert folders.find("/anywhere.cpp", "other", "1234") is None
    with pytest.raises(UsageError) as refused:
        folders.find("/anywhere.cpp", "ns::f", "5678")
    assert refused.value.code == "other-layout"
    with pytest.raises(UsageError):
        CaptureFolders(tmp_path / "kept", [tmp_path / "nowhere"])
