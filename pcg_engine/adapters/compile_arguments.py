"""A compiler's flags taken apart: paths made absolute, inputs of the linker told from options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pcg_engine.domain.header_units import NOT_AGAIN_NAME

_FOLDER_OPTIONS = (
    "-isystem",
    "-iquote",
    "-idirafter",
    "-isysroot",
    "-iprefix",
    "--sysroot=",
    "-resource-dir=",
    "-resource-dir",
    "-include-pch",
    "-include",
    "-imacros",
    "-fprofile-use=",
    "-I",
    "-L",
    "-B",
)
"""Options whose value is a path, joined to them or in the next word; longer ones first."""

_WORD_OPTIONS = frozenset(
    (
        *("-D", "-U", "-Xclang", "-Xlinker", "-Xassembler", "-Xpreprocessor", "-mllvm", "-target"),
        *("-arch", "-framework", "--param", "-u", "-z", "-T", "-MF", "-MT", "-MQ", "-x", "-o"),
    )
)
"""Other options whose value is the next word."""


@dataclass(frozen=True, slots=True)
class CompileArguments:
    """What stands before the source and what after it; ``paths`` exist and are named in either."""

    options: tuple[str, ...]
    link_inputs: tuple[str, ...]
    paths: tuple[Path, ...]


def quote_folders(folder: Path, options: Sequence[str]) -> tuple[str, ...]:
    """Where names in quotes are looked for first if the text is to be as if it lay in ``folder``.

    Before that come the folders of ``options`` in which files stand for others.
    """
    first = [
        value
        for word, value in pairwise(options)
        if word == "-iquote" and NOT_AGAIN_NAME in Path(value).parts
    ]
    return tuple(word for one in (*first, str(folder)) for word in ("-iquote", one))


def split_flags(flags: Iterable[str], directory: Path) -> CompileArguments:
    """``flags`` as if given in ``directory``, usable from anywhere."""
    options: list[str] = []
    link_inputs: list[str] = []
    paths: list[Path] = []
    words = iter(flags)
    for word in words:
        option = _folder_option(word)
        if option is not None:
            path = _absolute(word.removeprefix(option) or next(words, ""), directory)
            paths.append(path)
            joined = option.endswith("=") or len(option) == 2
            target = link_inputs if option == "-L" else options
            target += [f"{option}{path}"] if joined else [option, str(path)]
        elif word in _WORD_OPTIONS:
            target = link_inputs if word in ("-Xlinker", "-z", "-u", "-T") else options
            target += [word, *_following(words)]
        elif word.startswith(("-l", "-Wl,")):
            link_inputs.append(word)
        elif word.startswith("-"):
            options.append(word)
        else:
            path = _absolute(word, directory)
            paths.append(path)
            link_inputs.append(str(path))
    existing = tuple(path for path in paths if path.exists())
    return CompileArguments(tuple(options), tuple(link_inputs), existing)


def _folder_option(word: str) -> str | None:
    return next((option for option in _FOLDER_OPTIONS if word.startswith(option)), None)


def _following(words: Iterator[str]) -> tuple[str, ...]:
    value = next(words, None)
    return () if value is None else (value,)


def _absolute(text: str, directory: Path) -> Path:
    return directory.absolute() / text
