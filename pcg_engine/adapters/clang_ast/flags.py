"""The user's flags as clang's parser takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.foreign_flags import rejected_flags as rejected_flags, without_flags

_WITH_VALUE = frozenset(("-o", "-MF", "-MT", "-MQ", "-include-pch", "-Xlinker", "-L", "-z", "-T"))
_DROPPED = frozenset(
    "-c -S -E -M -MM -MD -MMD -MP -MG -pipe -save-temps -pedantic -pedantic-errors"
    " -fsyntax-only -v -w -shared -static -rdynamic -s -pg".split()
)
_DROPPED_PREFIXES = (
    "-W",
    "-g",
    "-fopenmp",
    "-fsanitize",
    "-fno-sanitize",
    "-flto",
    "-fprofile",
    "-fdiagnostics",
    "-save-temps",
    "-l",
    "-L",
    "-fuse-ld",
    "--coverage",
    "-ftest-coverage",
    "-fdump",
    "-fcolor",
)
_KEPT_PREFIX = "-Wp,"


def parser_flags(flags: tuple[str, ...], rejected: frozenset[str]) -> tuple[str, ...]:
    """``flags`` without output, warning, linking and OpenMP options and without ``rejected``."""
    return tuple(_kept(without_flags(flags, rejected)))


def include_folders(flags: tuple[str, ...]) -> tuple[str, ...]:
    """The ``-I`` and ``-iquote`` folders of ``flags``, where the user's own headers are."""
    folders: list[str] = []
    words = iter(flags)
    for word in words:
        for option in ("-iquote", "-I"):
            if word == option:
                folders.append(next(words, ""))
                break
            if word.startswith(option):
                folders.append(word.removeprefix(option))
                break
    return tuple(f for f in folders if f)


@dataclass(frozen=True, slots=True)
class ForcedIncludes:
    """The files that ``-include`` names by absolute paths, and the other flags."""

    files: tuple[Path, ...]
    others: tuple[str, ...]

    @property
    def lines(self) -> bytes:
        """What the text would begin with if it included the files itself."""
        text = "".join(f'#include "{file}"\n' for file in self.files)
        return text.encode("utf-8", "surrogateescape")


def forced_includes(flags: tuple[str, ...]) -> ForcedIncludes:
    """``flags`` taken apart: what is in such files is the user's code, as the text is."""
    files: list[Path] = []
    others: list[str] = []
    words = iter(flags)
    for word in words:
        value = next(words, "") if word == "-include" else ""
        if value and Path(value).is_absolute():
            files.append(Path(value))
        else:
            others += [word, value] if word == "-include" else [word]
    return ForcedIncludes(tuple(files), tuple(others))


def _kept(flags: tuple[str, ...]) -> Iterator[str]:
    words = iter(flags)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif word in _DROPPED or (
            word.startswith(_DROPPED_PREFIXES) and not word.startswith(_KEPT_PREFIX)
        ):
            continue
        else:
            yield word
