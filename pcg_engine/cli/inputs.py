"""From arguments to sources and compile commands."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from pcg_engine.cli.arguments import Arguments
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand

SUFFIXES = frozenset({".cpp", ".cc", ".cxx", ".c++", ".C"})
"""File names that a folder is searched for."""

DEFAULT_FLAGS = ("-std=c++20", "-O2")


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


def compile_command(arguments: Arguments, environment: Mapping[str, str]) -> CompileCommand:
    """The user's compiler and flags: ``$CXX``, and what follows “--” on the command line."""
    flags = DEFAULT_FLAGS if arguments.flags is None else arguments.flags
    try:
        folder = str(Path.cwd())
    except OSError as error:
        raise UsageError(
            "no-folder",
            f"the current folder cannot be used: {error.strerror or error}",
            "change to a folder that exists",
        ) from error
    return CompileCommand(environment.get("CXX") or "g++", flags, folder)


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
