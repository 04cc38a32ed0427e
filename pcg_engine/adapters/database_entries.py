"""The entries of a ``compile_commands.json``, and which of them says how a file is compiled."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

_SEGMENTS = 4
"""How many folders above a file count when a similar one is looked for; as in clangd."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How one file is compiled: ``command`` is a shell's, or ``arguments`` are its words."""

    file: str
    written: str
    directory: str
    command: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The entry for a file; ``inferred`` tells that it is another file's."""

    entry: Entry
    inferred: bool


@dataclass(frozen=True, slots=True)
class Malformed:
    """What is wrong with a database."""

    reason: str


@dataclass(frozen=True, slots=True)
class Entries:
    """A database that was read; choices are remembered."""

    all: tuple[Entry, ...]
    by_file: Mapping[str, Entry]
    by_name: Mapping[str, tuple[Entry, ...]]
    _chosen: dict[str, Choice] = field(default_factory=dict[str, Choice], repr=False, compare=False)

    def choose(self, file: str) -> Choice | None:
        """The entry of ``file``, an absolute path, or the most similar one; ``None`` without any.

        As clangd: the same name counts first, then the folders above, then the beginning of the
        path; the first entry wins.
        """
        chosen = self._chosen.get(file)
        if chosen is None and self.all:
            chosen = self._chosen[file] = self._choice(file)
        return chosen

    def _choice(self, file: str) -> Choice:
        listed = self.by_file.get(file)
        if listed is not None:
            return Choice(listed, inferred=False)
        real = os.path.realpath(file)
        for entry in self.by_name.get(Path(file).name, ()):
            if os.path.realpath(entry.file) == real:
                return Choice(entry, inferred=False)
        wanted = _Likeness(file)
        return Choice(max(self.all, key=lambda entry: wanted.of(entry.file)), inferred=True)


class _Likeness:
    """How similar other paths are to one; larger is more."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._stem = Path(file).stem.lower()
        self._folders = frozenset(Path(file).parent.parts[-_SEGMENTS:])
        self._is_c = file.endswith(".c")

    def of(self, other: str) -> tuple[bool, int, int, int]:
        path = Path(other)
        stem = path.stem.lower()
        if stem == self._stem:
            same_name = 2
        else:
            same_name = int(stem.startswith(self._stem) or self._stem.startswith(stem))
        folders = len(self._folders.intersection(path.parent.parts[-_SEGMENTS:]))
        prefix = len(os.path.commonpath((self._file, other)))
        # A C++ file is never read as its neighbour in C.
        return other.endswith(".c") == self._is_c, same_name + folders, same_name, prefix


def read_entries(text: bytes, folder: Path) -> Entries | Malformed:
    """The entries of a database that lies in ``folder``."""
    try:
        value: Any = json.loads(text)
    except json.JSONDecodeError as error:
        return Malformed(f"line {error.lineno}, column {error.colno}: {error.msg}")
    except (UnicodeDecodeError, RecursionError) as error:
        return Malformed(f"it is no JSON text ({error})")
    if not isinstance(value, list):
        return Malformed("it is no list of commands")
    found: list[Entry] = []
    for number, one in enumerate(cast("list[Any]", value), 1):
        entry = _entry(one, folder)
        if isinstance(entry, str):
            return Malformed(f"entry {number}: {entry}")
        found.append(entry)
    return _indexed(found)


def _entry(value: Any, folder: Path) -> Entry | str:
    """One entry, or what is wrong with it."""
    if not isinstance(value, dict):
        return "it is no object"
    told = cast("dict[str, Any]", value)
    file, directory = told.get("file"), told.get("directory")
    if not isinstance(file, str) or not file:
        return "it has no `file`"
    if not isinstance(directory, str):
        return "it has no `directory`"
    command, arguments = told.get("command", ""), told.get("arguments", [])
    if not isinstance(command, str) or not _are_words(arguments):
        return "its `command` is no string, or its `arguments` are no list of strings"
    if not command and not arguments:
        return "it has neither `command` nor `arguments`"
    base = os.path.normpath(folder / directory)
    return Entry(os.path.normpath(Path(base) / file), file, base, command, tuple(arguments))


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(word, str) for word in cast("list[Any]", value)
    )


def _indexed(found: Iterable[Entry]) -> Entries:
    entries = tuple(found)
    by_file: dict[str, Entry] = {}
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_file.setdefault(entry.file, entry)
        by_name[Path(entry.file).name].append(entry)
    return Entries(entries, by_file, {name: tuple(some) for name, some in by_name.items()})
