"""Captures as folders: ``capture.json`` says what they are, and each call's data is a file.

Reading is safe whoever wrote the folder: plain files of bounded size, held against digests.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from pcg_engine.domain.capture import Capture, CapturedCall
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError

Wanted = TypeVar("Wanted")

FORMAT = 1
HEADER = "capture.json"
_HEADER_BYTES = 1 << 20
_MOST_CALLS = 64
_MOST_BYTES = 1 << 30
_MOST_WORDS = 4096
_MOST_KEPT = 50
_AGAIN = "run pcg capture again"


def write_capture(folder: Path, capture: Capture) -> None:
    """Put ``capture`` into ``folder``, in place of the one that is there, for the user alone.

    Raises ``UsageError`` if the folder holds something else, ``EnvironmentUnavailable`` if it
    cannot be written.
    """
    if _holds_other_things(folder):
        raise UsageError(
            "not-a-capture",
            f"{folder} holds other things than a capture",
            "name a folder that is new or empty",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        for call in capture.calls:
            _write(made / _name(call), call.data)
        text = json.dumps(_header(capture), indent=2, ensure_ascii=True).encode()
        _write(made / HEADER, text + b"\n")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def read_capture(folder: Path) -> Capture:
    """The capture in ``folder``; raises ``UsageError`` if it is missing, damaged or too large."""
    try:
        return _capture(folder, _object(json.loads(_read(folder / HEADER, _HEADER_BYTES))))
    except FileNotFoundError as error:
        raise UsageError(
            "no-capture", f"{folder} holds no capture ({error.filename} is missing)", _AGAIN
        ) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(
            "bad-capture", f"the capture in {folder} is damaged: {error}", _AGAIN
        ) from (error)


class CaptureFolders:
    """``Captures`` in the user's cache, below ``kept``, and in the folders that the user named."""

    def __init__(self, kept: Path, named: Sequence[Path] = ()) -> None:
        """Raises ``UsageError`` if one of ``named`` holds no capture."""
        self._kept = kept
        self._named = tuple(read_capture(folder) for folder in named)

    def find(self, file: str, function: str, layout: str) -> Capture | None:
        """See ``Captures``; what the user named comes first."""
        path = _absolute(file)
        for capture in self._named:
            if capture.function != function:
                continue
            if capture.layout != layout:
                raise UsageError(
                    "other-layout",
                    f"what was captured of `{function}` does not fit it any more: its parameters, "
                    "the variables that it uses or their types have changed",
                    _AGAIN,
                )
            return capture
        folder = self._folder(path, function, layout)
        if not (folder / HEADER).is_file():
            return None
        try:
            found = read_capture(folder)
        except UsageError:
            # It is a cache: what is damaged is not there.
            return None
        same = (found.file, found.function, found.layout) == (path, function, layout)
        return found if same else None

    def identity(self, file: str) -> str:
        """See ``Captures``."""
        digest = hashlib.sha256()
        for capture in self._named:
            digest.update(repr((capture.function, capture.layout)).encode())
            for call in capture.calls:
                digest.update(hashlib.sha256(call.data).digest())
        for folder in sorted(self._kept.glob(f"{_digest(_absolute(file))}-*")):
            with suppress(OSError):
                digest.update(folder.name.encode() + (folder / HEADER).read_bytes())
        return digest.hexdigest()

    def keep(self, capture: Capture) -> Path:
        """Keep ``capture`` for later runs, and the newest others; where it is now."""
        folder = self._folder(capture.file, capture.function, capture.layout)
        write_capture(folder, capture)
        others = [path for path in self._kept.iterdir() if path.is_dir() and path != folder]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for old in others[_MOST_KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)
        return folder

    def _folder(self, path: str, function: str, layout: str) -> Path:
        return self._kept / f"{_digest(path)}-{_digest(function)}-{layout[:16]}"


def _holds_other_things(folder: Path) -> bool:
    if not folder.exists() or (folder / HEADER).is_file():
        return False
    return not folder.is_dir() or any(folder.iterdir())


def _absolute(file: str) -> str:
    return os.path.realpath(file)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _name(call: CapturedCall) -> str:
    return f"call-{call.number}.bin"


def _header(capture: Capture) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "file": capture.file,
        "function": capture.function,
        "layout": capture.layout,
        "command": list(capture.command),
        "total_calls": capture.total_calls,
        "total_seconds": capture.total_seconds,
        "is_whole": capture.is_whole,
        "calls": [
            {
                "number": call.number,
                "seconds": call.seconds,
                "bytes": len(call.data),
                "sha256": hashlib.sha256(call.data).hexdigest(),
            }
            for call in capture.calls
        ],
    }


def _capture(folder: Path, header: dict[str, Any]) -> Capture:
    version = header.get("format")
    if version != FORMAT:
        raise ValueError(f"its format is {version!r}, and this PCG reads {FORMAT}")
    listed = _list(header, "calls")
    if not 0 < len(listed) <= _MOST_CALLS:
        raise ValueError(f"it names {len(listed)} calls")
    command = _list(header, "command")
    if len(command) > _MOST_WORDS or not all(isinstance(word, str) for word in command):
        raise ValueError("the command is no list of words")
    calls: list[CapturedCall] = []
    room = _MOST_BYTES
    for entry in listed:
        fields = _object(entry)
        call = CapturedCall(_count(fields, "number"), _seconds(fields, "seconds"), b"")
        data = _read(folder / _name(call), room)
        room -= len(data)
        if len(data) != _count(fields, "bytes"):
            raise ValueError(f"{_name(call)} has {len(data)} bytes")
        if hashlib.sha256(data).hexdigest() != fields["sha256"]:
            raise ValueError(f"{_name(call)} is not what was written")
        calls.append(CapturedCall(call.number, call.seconds, data))
    return Capture(
        file=_typed(header, "file", str),
        function=_typed(header, "function", str),
        layout=_typed(header, "layout", str),
        command=tuple(command),
        total_calls=_count(header, "total_calls"),
        total_seconds=_seconds(header, "total_seconds"),
        is_whole=_typed(header, "is_whole", bool),
        calls=tuple(calls),
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("something is no object")
    return cast("dict[str, Any]", value)


def _list(fields: dict[str, Any], name: str) -> list[Any]:
    value = fields[name]
    if not isinstance(value, list):
        raise TypeError(f"`{name}` is {value!r:.40}")
    return cast("list[Any]", value)


def _typed(fields: dict[str, Any], name: str, type_: type[Wanted]) -> Wanted:
    value = fields[name]
    if not isinstance(value, type_):
        raise TypeError(f"`{name}` is {value!r:.40}")
    return value


def _count(fields: dict[str, Any], name: str) -> int:
    value = _typed(fields, name, int)
    if isinstance(value, bool) or not 0 <= value < 1 << 62:
        raise ValueError(f"`{name}` is {value!r}")
    return value


def _seconds(fields: dict[str, Any], name: str) -> float:
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise ValueError(f"`{name}` is {value!r:.40}")
    return float(value)


def _read(path: Path, most: int) -> bytes:
    """A plain file of at most ``most`` bytes, no link."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise ValueError(f"{path.name} is no plain file")
        if state.st_size > most:
            raise ValueError(f"{path.name} has {state.st_size:,} bytes, more than are read")
        return file.read(most + 1)[: most + 1]


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _not_written(folder: Path, error: OSError) -> EnvironmentUnavailable:
    return EnvironmentUnavailable(
        "capture-not-written",
        f"{folder}: {error.strerror or error}",
        "name another folder with --out",
    )
