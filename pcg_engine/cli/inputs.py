"""From arguments to sources and compile commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pcg_engine.cli.arguments import Arguments
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand

SUFFIXES = frozenset({".cpp", ".cc", ".cxx", ".c++", ".C"})
"""File names that a folder is searched for."""

DEFAULT_FLAGS = ("-std=c++20", "-O2")


def read_source(path: Path) -> SourceText:
    """The file as it is on disk; raises ``UsageError`` if it cannot be read."""
    try:
        return SourceText(str(path), path.read_bytes())
    except OSError as error:
        raise UsageError(
            "cannot-read", f"{path}: {error.strerror or error}", "name a C++ source file"
        ) from error


def compile_command(arguments: Arguments, environment: Mapping[str, str]) -> CompileCommand:
    """The user's compiler and flags: ``$CXX``, and what follows “--” on the command line."""
    flags = DEFAULT_FLAGS if arguments.flags is None else arguments.flags
    return CompileCommand(environment.get("CXX") or "g++", flags, str(Path.cwd()))


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
