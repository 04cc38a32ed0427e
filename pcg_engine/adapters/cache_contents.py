"""What PCG keeps in the user's cache folder: how much, since when unused, and how it goes.

All of it can be made again, captures aside: those come from a run of the user's own program, and
go only where that is asked for.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.store import SqliteStore

CAPTURES = "captures"
_LOCK = "benchmark.lock"
"""Never removed: whoever times something may hold it, and another file would be another lock."""
_STORE = ".sqlite"
_KINDS = {
    "cache.sqlite": "what was read, checked and measured",
    "replies.sqlite": "answers of language models",
    "builds": "PCG's own programs, built",
    "launcher": "what starts programs in the sandbox",
    "reader": "precompiled headers",
    "units": "headers with the units that include them",
    "memory": "the index of examples",
    CAPTURES: "inputs captured from your programs",
}
_FOLDERS_OF_ENTRIES = frozenset({"headers"})
"""Folders in a part that hold its entries."""


@dataclass(frozen=True, slots=True)
class CachePart:
    """One part: ``meaning`` is for people, ``entries`` are what can go by itself.

    ``used`` is when anything of it was used last, in seconds of the epoch.
    """

    name: str
    meaning: str
    bytes: int
    entries: int
    used: float | None


@dataclass(frozen=True, slots=True)
class Pruning:
    """What is to go: what was not used since ``before``, then the least recently used.

    So much that ``most_bytes`` are left. ``None``: no matter.
    """

    before: float | None = None
    most_bytes: int | None = None
    captures: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """Files that belong together, in the order in which they may go, or rows of a store."""

    used: float
    bytes: int
    paths: tuple[Path, ...] = ()


class CacheContents:
    """The contents of ``folder``, which need not exist.

    Other processes may use it meanwhile: what is lost is made again, and what vanished already is
    no error.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def parts(self) -> tuple[CachePart, ...]:
        """Every part that is there, by name."""
        return tuple(self._part(name) for name in self._names())

    def clear(self, *, captures: bool = False) -> None:
        """Remove everything, of the captures nothing unless asked to."""
        for name in self._names():
            if name == CAPTURES and not captures:
                continue
            for path in self._paths_of(name):
                _remove(path)

    def prune(self, wanted: Pruning) -> None:
        """Remove what ``wanted`` says."""
        names = [name for name in self._names() if name != CAPTURES or wanted.captures]
        before = max(wanted.before or 0.0, self._cut(names, wanted.most_bytes))
        for name in names:
            if name.endswith(_STORE):
                with closing(SqliteStore(self._folder / name)) as store:
                    store.forget_unused(before)
                continue
            for entry in _entries(self._folder / name):
                if entry.used < before:
                    for path in entry.paths:
                        _remove(path)

    def _cut(self, names: list[str], most_bytes: int | None) -> float:
        """What was used earlier goes, so that ``most_bytes`` of ``names`` are left."""
        if most_bytes is None:
            return 0.0
        entries = [entry for name in names for entry in self._entries_of(name)]
        left = sum(entry.bytes for entry in entries)
        cut = 0.0
        for entry in sorted(entries, key=lambda one: one.used):
            if left <= most_bytes:
                break
            left -= entry.bytes
            # What was used at the same moment goes with it.
            cut = entry.used + 1e-6
        return cut

    def _part(self, name: str) -> CachePart:
        entries = self._entries_of(name)
        size = sum(_size(path) for path in self._paths_of(name))
        used = max((entry.used for entry in entries), default=None)
        return CachePart(name, _KINDS.get(name, "something else"), size, len(entries), used)

    def _entries_of(self, name: str) -> list[_Entry]:
        if not name.endswith(_STORE):
            return list(_entries(self._folder / name))
        with closing(SqliteStore(self._folder / name)) as store:
            rows = store.usage()
        held = sum(row.bytes for row in rows) or 1
        # A row takes more room on the disk than its value has.
        share = max(sum(map(_size, self._paths_of(name))) / held, 1.0)
        return [_Entry(row.used, round(row.bytes * share)) for row in rows]

    def _names(self) -> list[str]:
        try:
            found = sorted(path.name for path in self._folder.iterdir())
        except OSError:
            return []
        stores = {name for name in found if name.endswith(_STORE)}
        return [
            name
            for name in found
            if name != _LOCK and not any(name.startswith(f"{store}-") for store in stores)
        ]

    def _paths_of(self, name: str) -> list[Path]:
        """The part, and what a store keeps beside its file."""
        beside = (f"{name}-wal", f"{name}-shm") if name.endswith(_STORE) else ()
        paths = (self._folder / one for one in (name, *beside))
        return [path for path in paths if path.exists() or path.is_symlink()]


def _entries(part: Path) -> Iterator[_Entry]:
    """What can go by itself: a file or folder, with what has the same name but for the suffix."""
    if not part.is_dir() or part.is_symlink():
        yield _entry((part,))
        return
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in _listed(part):
        if path.name in _FOLDERS_OF_ENTRIES and path.is_dir() and not path.is_symlink():
            yield from _entries(path)
        else:
            groups[path.stem].append(path)
    for paths in groups.values():
        # Without its record, a file is not there for PCG.
        yield _entry(tuple(sorted(paths, key=lambda path: (path.suffix != ".json", path.name))))


def _entry(paths: tuple[Path, ...]) -> _Entry:
    return _Entry(max(map(_used, paths)), sum(map(_size, paths)), paths)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _used(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    """Bytes of a file, or of all that is in a folder; links count as what they are."""
    try:
        if path.is_symlink() or not path.is_dir():
            return path.lstat().st_size
    except OSError:
        return 0
    return sum(_size(one) for one in _listed(path))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()
