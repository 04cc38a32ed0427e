"""The source files of the user's program, and which of them seem to define a function."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pcg_engine.adapters.command_words import Unreadable, take_apart, unquoted
from pcg_engine.adapters.compilation_database import Databases
from pcg_engine.adapters.compile_arguments import split_flags
from pcg_engine.adapters.database_entries import Entries, Entry
from pcg_engine.adapters.linked_units.definition_text import seems_to_define
from pcg_engine.domain.source import SourceText, is_c
from pcg_engine.domain.toolchain import CompileCommand

_LARGEST_BYTES = 2 << 20
_MOST_FILES = 5_000
_MOST_BYTES = 256 << 20
_MOST_DEFINING = 6
_MOST_NAMED = 8
_MOST_KNOWN = 200_000


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """A source file and how the user's build compiles it."""

    source: SourceText
    command: CompileCommand


@dataclass(frozen=True, slots=True)
class Wanted:
    """A function by its unqualified ``name``, and the class that it is a member of, if it is."""

    name: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class NotLooked:
    """Why definitions could not be looked for: a sentence for people."""

    reason: str


States = dict[str, os.stat_result | None]
"""Versions of files, by path; ``None`` for one that is not there."""


@dataclass(slots=True)
class ProgramFiles:
    """Looks for definitions; files are looked into again only when they changed.

    May be shared by threads.
    """

    _databases: Databases = field(default_factory=Databases)
    _known: dict[tuple[str, Wanted, int, int], bool] = field(
        default_factory=dict[tuple[str, Wanted, int, int], bool]
    )

    def defining(
        self, wanted: Wanted, origin: Path, command: CompileCommand, seen: States
    ) -> tuple[ProgramFile, ...] | NotLooked:
        """The files that seem to define what is ``wanted``, but for ``origin``.

        If one of ``command.also`` seems to, those that the database lists are not asked. ``seen``
        is for several questions that belong together: no file is asked twice for its version.
        """
        name = wanted.name
        entries = self._entries(command)
        found = self._of(command.also, wanted, origin, seen)
        if not found:
            listed = dict.fromkeys(e.file for e in entries)
            if len(listed) > _MOST_FILES:
                return NotLooked(
                    f"`{name}` is not defined in this file, and {command.database} lists too many "
                    "others to look into: name the one that defines it with `--also FILE` or "
                    "`pcg.also`"
                )
            found = self._of(listed, wanted, origin, seen)
        if found is None:
            return NotLooked(
                f"`{name}` is not defined in this file, and the others of the program are too "
                "large to look into: name the one that defines it with `--also FILE` or "
                "`pcg.also`"
            )
        if len(found) > _MOST_DEFINING:
            return NotLooked(
                f"{len(found)} files seem to define `{name}`: name the right one with "
                "`--also FILE` or `pcg.also`"
            )
        return _with_commands(found, entries, origin, command)

    def named(
        self, origin: Path, command: CompileCommand, seen: States
    ) -> tuple[ProgramFile, ...] | NotLooked:
        """The files ``command.also``: for a function whose name a macro may hide; not if many."""
        if len(command.also) > _MOST_NAMED:
            return ()
        found: list[SourceText] = []
        for path, state in _states(command.also, origin, seen):
            if state.st_size <= _LARGEST_BYTES:
                with suppress(OSError):
                    found.append(SourceText(path, Path(path).read_bytes()))
        return _with_commands(found, self._entries(command), origin, command)

    def _entries(self, command: CompileCommand) -> tuple[Entry, ...]:
        if command.database is None:
            return ()
        content = self._databases.content(Path(command.database))
        return content.all if isinstance(content, Entries) else ()

    def _of(
        self, paths: Iterable[str], wanted: Wanted, origin: Path, seen: States
    ) -> list[SourceText] | None:
        """Those of ``paths`` that seem to define it; ``None`` if they are too large."""
        found: list[SourceText] = []
        size = 0
        for path, state in _states(paths, origin, seen):
            if state.st_size > _LARGEST_BYTES:
                continue
            key = (path, wanted, state.st_mtime_ns, state.st_size)
            known = self._known.get(key)
            if known is False:
                continue
            size += state.st_size
            if size > _MOST_BYTES:
                return None
            try:
                text = Path(path).read_bytes()
            except OSError:
                continue
            defines = known or seems_to_define(text, wanted.name, wanted.owner)
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = defines
            if defines:
                found.append(SourceText(path, text))
        return found


def _states(
    paths: Iterable[str], origin: Path, seen: States
) -> Iterator[tuple[str, os.stat_result]]:
    own = _state(str(origin), seen)
    known = set[tuple[int, int]]() if own is None else {(own.st_dev, own.st_ino)}
    for path in paths:
        state = _state(path, seen)
        if state is not None and (state.st_dev, state.st_ino) not in known:
            known.add((state.st_dev, state.st_ino))
            yield path, state


def _state(path: str, seen: States) -> os.stat_result | None:
    if path not in seen:
        try:
            seen[path] = Path(path).stat()
        except OSError:
            seen[path] = None
    return seen[path]


def _with_commands(
    sources: Iterable[SourceText], entries: tuple[Entry, ...], origin: Path, main: CompileCommand
) -> tuple[ProgramFile, ...] | NotLooked:
    files: list[ProgramFile] = []
    for source in sources:
        own = _command(source.path, entries, origin, main)
        if isinstance(own, NotLooked):
            return own
        files.append(ProgramFile(source, own))
    return tuple(files)


def _command(
    path: str, entries: tuple[Entry, ...], origin: Path, main: CompileCommand
) -> CompileCommand | NotLooked:
    """How ``path`` is compiled: as its entries say, else as ``origin`` is, by ``main``."""
    listed = _listed(path, entries)
    if len(listed) > 1:
        return NotLooked(
            f"{path} is compiled in {len(listed)} different ways in {main.database}, and PCG "
            "cannot tell which of them is linked with this file"
        )
    for own in listed:
        if isinstance(own, NotLooked):
            return own
        # The user may have named another compiler than the build's, for all files then.
        others = _listed(os.path.normpath(origin), entries)
        if any(isinstance(one, CompileCommand) and one.compiler == own.compiler for one in others):
            return replace(own, compiler=main.compiler)
        return own
    options = split_flags(main.flags, Path(main.directory)).options
    if is_c(path) != is_c(str(origin)):
        options = tuple(word for word in options if not word.startswith("-std="))
    return CompileCommand(main.compiler, options, main.directory)


def _listed(path: str, entries: tuple[Entry, ...]) -> tuple[CompileCommand | NotLooked, ...]:
    """The different commands that ``entries`` have for ``path``."""
    found: dict[tuple[str, ...], CompileCommand | NotLooked] = {}
    for entry in entries:
        if entry.file != path:
            continue
        words = entry.arguments or unquoted(entry.command)
        if not isinstance(words, Unreadable):
            inputs = frozenset((entry.file, entry.written))
            words = take_apart(words, Path(entry.directory), inputs)
        if isinstance(words, Unreadable):
            return (NotLooked(f"the command of {path} cannot be used: {words.reason}"),)
        if words.language not in ("c", "c++"):
            return (NotLooked(f"{path} is compiled as {words.language}"),)
        options = split_flags(words.flags, Path(entry.directory)).options
        command = CompileCommand(words.compiler, options, entry.directory)
        found.setdefault((words.compiler, *options), command)
    return tuple(found.values())
