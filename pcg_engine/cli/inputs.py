"""From arguments to sources and compile commands."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pcg_engine.adapters.compilation_database import (
    Databases,
    FoundCommand,
    NoCommand,
    find_command,
)
from pcg_engine.adapters.compile_arguments import split_flags
from pcg_engine.cli.arguments import Arguments
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError
from pcg_engine.domain.source import SourceText, is_c
from pcg_engine.domain.toolchain import CompileCommand

SUFFIXES = frozenset({".cpp", ".cc", ".cxx", ".c++", ".C", ".c"})
"""File names that a folder is searched for."""

DEFAULT_FLAGS = ("-std=c++20", "-O2")
DEFAULT_C_FLAGS = ("-std=gnu17", "-O2")

_INSTEAD = "give the file's own flags behind “--”, as in: pcg analyze FILE -- -std=c++20"

_LARGEST_BYTES = 32 << 20
_FOREIGN_ENCODINGS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_source(path: Path) -> SourceText:
    """The file as it is on disk; raises ``UsageError`` if it cannot be read or is no C++ text.

    Bytes that are not UTF-8 are left alone: compilers take them in comments and strings.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            what = "a folder" if stat.S_ISDIR(state.st_mode) else "no plain file"
            raise UsageError("cannot-read", f"{path} is {what}", "name a C++ source file")
        if state.st_size > _LARGEST_BYTES:
            raise UsageError(
                "too-large",
                f"{path} has {state.st_size >> 20} MB; files up to {_LARGEST_BYTES >> 20} MB are "
                "read",
                "put the loops that matter into a file of their own",
            )
        text = path.read_bytes()
    except OSError as error:
        raise UsageError(
            "cannot-read", f"{path}: {error.strerror or error}", "name a C++ source file"
        ) from error
    except ValueError as error:
        raise UsageError("cannot-read", f"not a file name: {error}", "name a file") from error
    for mark, encoding in _FOREIGN_ENCODINGS.items():
        if text.startswith(mark):
            raise UsageError(
                "not-utf-8", f"{path} is {encoding}", "save it as UTF-8, as compilers expect"
            )
    if b"\0" in text:
        raise UsageError(
            "not-text", f"{path} holds NUL bytes: it is no source text", "name a C++ source file"
        )
    return SourceText(str(path), text)


@dataclass(frozen=True, slots=True)
class CompileCommands:
    """How each file of one command is compiled.

    What follows “--” on the command line goes for every file, with the compiler ``$CXX``. Without
    it the nearest compilation database says; without one the flags are the default ones. Unless
    the answer is JSON, ``note`` is told which database was used, once for each.
    """

    arguments: Arguments
    environment: Mapping[str, str]
    note: Callable[[str], None]
    _databases: Databases = field(default_factory=Databases)
    _told: set[str] = field(default_factory=set[str])

    def of(self, path: Path) -> CompileCommand:
        """The command for ``path``; raises ``UsageError`` if its database is of no use."""
        return replace(self._own(path), also=self._also())

    def _own(self, path: Path) -> CompileCommand:
        own = self.environment.get("CXX") or "g++"
        if self.arguments.flags is not None:
            return CompileCommand(own, self.arguments.flags, _current_folder())
        match find_command(path, databases=self._databases, compiler=own):
            case FoundCommand() as found:
                self._tell(found)
                return _usable(path, found)
            case NoCommand(reason=""):
                flags = DEFAULT_C_FLAGS if is_c(str(path)) else DEFAULT_FLAGS
                return CompileCommand(own, flags, _current_folder())
            case NoCommand(reason=reason):
                raise UsageError("bad-database", reason, _INSTEAD)

    def _also(self) -> tuple[str, ...]:
        """The further files named, by their absolute paths; raises ``UsageError`` for no file."""
        for path in self.arguments.also:
            if not path.is_file():
                raise UsageError(
                    "cannot-read", f"--also {path}: there is no such file", "name a C++ source file"
                )
        return tuple(os.path.normpath(path.absolute()) for path in self.arguments.also)

    def _tell(self, found: FoundCommand) -> None:
        if found.origin not in self._told and not self.arguments.json:
            self._told.add(found.origin)
            self.note(f"compiled as in {found.origin}")


def _usable(path: Path, found: FoundCommand) -> CompileCommand:
    if found.language != ("c" if is_c(str(path)) else "c++"):
        raise UsageError(
            "not-cpp", f"{path} is compiled as {found.language} in {found.origin}", _INSTEAD
        )
    compiler = found.command.compiler
    if shutil.which(compiler) is None:
        raise EnvironmentUnavailable(
            "no-compiler",
            f"{found.origin} names the compiler `{compiler}`, which cannot be run",
            f"install it, or {_INSTEAD}",
        )
    # The file is named from the current folder, its flags from the build's.
    given = split_flags(found.command.flags, Path(found.command.directory))
    return CompileCommand(
        compiler,
        (*given.options, *given.link_inputs),
        _current_folder(),
        found.command.units,
        database=None if found.database is None else str(found.database),
    )


def _current_folder() -> str:
    try:
        return str(Path.cwd())
    except OSError as error:
        raise UsageError(
            "no-folder",
            f"the current folder cannot be used: {error.strerror or error}",
            "change to a folder that exists",
        ) from error


def cpp_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files named, and the C++ files below the folders named, in a stable order."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
        if not found:
            raise UsageError("no-files", f"{path}: no C++ files", f"looked for {_suffix_list()}")
        yield from found


def _suffix_list() -> str:
    return ", ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
