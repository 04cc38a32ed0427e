"""How the user's build compiles a file: ``compile_commands.json``, or ``compile_flags.txt``.

Both are looked for as clangd does: in the file's folder and in those above it, in each also in
``build``; the nearest wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from pcg_engine.adapters.command_words import CommandWords, Unreadable, take_apart, unquoted
from pcg_engine.adapters.database_entries import Choice, Entries, Malformed, read_entries
from pcg_engine.domain.toolchain import CompileCommand

DATABASE_NAME = "compile_commands.json"
FLAGS_NAME = "compile_flags.txt"

_HEADER_SUFFIXES = frozenset(
    (".h", ".hh", ".hpp", ".hxx", ".h++", ".H", ".inl", ".ipp", ".tpp", ".tcc", ".txx")
)


@dataclass(frozen=True, slots=True)
class FoundCommand:
    """How ``database`` says that a file is compiled.

    ``origin`` tells it to people. ``inferred``: the file is not listed, and the command is that of
    the most similar one. ``language`` is as for ``-x``: ``c++``, ``c``, ``cuda``.
    """

    command: CompileCommand
    origin: str
    inferred: bool
    database: Path | None
    language: str = "c++"


@dataclass(frozen=True, slots=True)
class NoCommand:
    """No command: ``reason`` says what is wrong and what to do; empty if there is no database."""

    reason: str
    database: Path | None = None


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A version of a file on disk."""

    path: Path
    modified: int
    size: int


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: _Stamp
    content: Entries | Malformed | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Databases:
    """The databases read so far, so that each is read again only when it changed.

    May be shared by threads. What ``is_known`` says tells apart looking up, which takes less than
    a millisecond, and reading, which takes a second for 100 MB.
    """

    _read: dict[Path, _Read] = field(default_factory=dict[Path, _Read], repr=False)

    def is_known(self, source: Path, explicit: Path | None = None) -> bool:
        """Whether ``find_command`` would not have to read anything."""
        located = locate(source, explicit)
        if not isinstance(located, Path):
            return True
        stamp = _stamp(located)
        known = self._read.get(located)
        return known is not None and known.stamp == stamp

    def content(self, database: Path) -> Entries | Malformed | tuple[str, ...]:
        """The entries of a database, or the lines of a ``compile_flags.txt``."""
        stamp = _stamp(database)
        known = self._read.get(database)
        if known is not None and known.stamp == stamp:
            return known.content
        try:
            text = database.read_bytes()
        except OSError as error:
            return Malformed(error.strerror or str(error))
        content = _flag_lines(text) if database.name == FLAGS_NAME else None
        if content is None:
            content = read_entries(text, database.parent)
        if stamp is not None:
            self._read[database] = _Read(stamp, content)
        return content


def locate(source: Path, explicit: Path | None = None) -> Path | NoCommand:
    """The database for ``source``; a few looks into folders, and nothing is read.

    ``explicit`` is a database or the folder of one, instead of the nearest.
    """
    if explicit is not None:
        return _named(explicit)
    for path in _candidates(Path(os.path.normpath(source.absolute())).parent):
        if path.is_file():
            return path
    return NoCommand("")


def find_command(
    source: Path,
    explicit: Path | None = None,
    databases: Databases | None = None,
    *,
    compiler: str = "g++",
) -> FoundCommand | NoCommand:
    """How ``source`` is compiled, by the nearest database, or by ``explicit``.

    ``compiler`` is for ``compile_flags.txt``, which names none. Reads the database unless
    ``databases`` knows it.
    """
    file = Path(os.path.normpath(source.absolute()))
    located = locate(file, explicit)
    if isinstance(located, NoCommand):
        return located
    content = (databases or Databases()).content(located)
    match content:
        case Malformed(reason=reason):
            return NoCommand(f"{located}: {reason}; {_remedy(located)}", located)
        case Entries():
            return _of_entries(file, located, content)
        case tuple():
            return _of_flags(file, located, content, compiler)
        case _:
            assert_never(content)


def is_header(file: Path) -> bool:
    """Whether the file is one that others include, by its name."""
    return file.suffix in _HEADER_SUFFIXES


def _of_entries(file: Path, database: Path, entries: Entries) -> FoundCommand | NoCommand:
    choice = entries.choose(str(file))
    if choice is None:
        return NoCommand(f"{database} lists no file; {_remedy(database)}", database)
    entry = choice.entry
    found = unquoted(entry.command) if not entry.arguments else entry.arguments
    if not isinstance(found, Unreadable):
        inputs = frozenset((entry.file, entry.written))
        found = take_apart(found, Path(entry.directory), inputs)
    match found:
        case Unreadable(reason=reason):
            told = f"{database}: the command of {entry.written} cannot be used: {reason}"
            return NoCommand(f"{told}; {_remedy(database)}", database)
        case CommandWords():
            units = str(database) if choice.inferred and is_header(file) else ""
            return FoundCommand(
                CompileCommand(found.compiler, found.flags, entry.directory, units),
                _origin(choice, database),
                choice.inferred,
                database,
                "c" if choice.inferred and file.suffix == ".c" else found.language,
            )
        case _:
            assert_never(found)


def _of_flags(
    file: Path, database: Path, lines: tuple[str, ...], compiler: str
) -> FoundCommand | NoCommand:
    found = take_apart((compiler, *lines), database.parent, frozenset((str(file),)))
    if isinstance(found, Unreadable):
        return NoCommand(f"{database}: {found.reason}; {_remedy(database)}", database)
    command = CompileCommand(found.compiler, found.flags, str(database.parent))
    return FoundCommand(command, str(database), False, database, found.language)


def _origin(choice: Choice, database: Path) -> str:
    if choice.inferred:
        return f"{database}, as {choice.entry.written}, the most similar file there"
    return str(database)


def _candidates(folder: Path) -> Iterator[Path]:
    for one in (folder, *folder.parents):
        yield one / DATABASE_NAME
        yield one / "build" / DATABASE_NAME
        yield one / FLAGS_NAME


def _named(explicit: Path) -> Path | NoCommand:
    if explicit.is_file():
        return explicit.absolute()
    for name in (DATABASE_NAME, FLAGS_NAME):
        if (explicit / name).is_file():
            return (explicit / name).absolute()
    return NoCommand(
        f"there is no {DATABASE_NAME} at {explicit}; name one that exists, or its folder"
    )


def _remedy(database: Path) -> str:
    if database.name == FLAGS_NAME:
        return "put one flag of g++ or clang++ on each line"
    return "have the build write it again (CMake: -DCMAKE_EXPORT_COMPILE_COMMANDS=ON)"


def _flag_lines(text: bytes) -> tuple[str, ...]:
    lines = text.decode("utf-8", "surrogateescape").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _stamp(path: Path) -> _Stamp | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return _Stamp(path, state.st_mtime_ns, state.st_size)
