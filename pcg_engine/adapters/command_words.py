"""The words of a build's compile command: which of them say how to read the file.

What names inputs and outputs, writes dependency files or colours messages is left out; everything
else is kept in its order.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCHERS = frozenset(
    "ccache distcc sccache icecc buildcache colorgcc cmake env time nice".split()
)
_MICROSOFT = re.compile(r"(?:clang-)?cl(?:\.exe)?", re.IGNORECASE)
_ALONE = frozenset(
    "-c -S -E -M -MM -MD -MMD -MP -MG -MV -pipe -save-temps --save-temps -ftime-trace "
    "-fcolor-diagnostics -fno-color-diagnostics -fansi-escape-codes -fdiagnostics-color "
    "-fno-diagnostics-color -Winvalid-pch".split()
)
_WITH_VALUE = frozenset(
    "-o -MF -MT -MQ -MJ --output --serialize-diagnostics -serialize-diagnostics "
    "-index-store-path -dependency-file -include-pch".split()
)
_JOINED = (
    *("-o", "-MF", "-MT", "-MQ", "-MJ", "--output=", "-Wp,-MD,", "-Wp,-MMD,", "-Wp,-MF,"),
    *("-fdiagnostics-color=", "-fdiagnostics-format=", "-save-temps=", "-ftime-trace="),
    *("-fdiagnostics-show-", "-fmessage-length=", "-fdeps-", "-fmodule-output"),
)
_KEPT_DESPITE_JOINED = ("-openmp", "-object")
_C_DRIVERS = re.compile(r"(?P<before>.*-)?(?P<driver>gcc|clang|cc|icx)(?P<after>-[\d.]+)?")
_CPP_DRIVERS = {"gcc": "g++", "clang": "clang++", "cc": "c++", "icx": "icpx"}
_LANGUAGES = frozenset(
    "none c c-header cpp-output c++ c++-header c++-cpp-output c++-user-header c++-system-header "
    "c++-module cuda hip objective-c objective-c++ assembler assembler-with-cpp".split()
)
"""What follows `-x`; Intel's `-xHost` is about the processor."""
_TAKING_THE_NEXT = frozenset(
    "-I -isystem -iquote -idirafter -isysroot -include -imacros -iprefix -iwithprefix -L -B -D -U "
    "-Xlinker -Xassembler -Xpreprocessor -mllvm -target -arch -framework --param -u -z -T "
    "--sysroot -resource-dir -cxx-isystem".split()
)
_SOURCES = frozenset(".c .cc .cpp .cxx .c++ .C .cp .CPP .cu .ixx .cppm .m .mm .s .S".split())
_C_SUFFIXES = frozenset((".c",))
_DEPTH = 16


@dataclass(frozen=True, slots=True)
class CommandWords:
    """A compile command taken apart: ``language`` as for ``-x``, ``flags`` in their order."""

    compiler: str
    flags: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a command cannot be used."""

    reason: str


def take_apart(
    words: Sequence[str], directory: Path, inputs: frozenset[str]
) -> CommandWords | Unreadable:
    """The compiler and the flags of ``words``, which a build ran in ``directory``.

    ``inputs`` are the spellings of the file that it compiles. Response files are read.
    """
    expanded = _expanded(words, directory, _DEPTH)
    if isinstance(expanded, Unreadable):
        return expanded
    position = _compiler_at(expanded)
    if position is None:
        return Unreadable("it names no compiler")
    compiler = expanded[position]
    base = Path(compiler.replace("\\", "/")).name
    if _MICROSOFT.fullmatch(base):
        return Unreadable(f"it uses `{base}`, and PCG builds with g++ and clang++")
    if base.removesuffix(".exe") == "nvcc":
        return Unreadable("it uses `nvcc`, and PCG builds with g++ and clang++")
    flags: list[str] = []
    told = _language_of(inputs)
    rest = iter(expanded[position + 1 :])
    for word in rest:
        if word in _TAKING_THE_NEXT:
            flags += (word, *_following(rest))
        elif word == "-x" or word.removeprefix("-x") in _LANGUAGES:
            told = word[2:] or next(rest, told)
        elif word == "-Xclang":
            flags += _passed_on(next(rest, ""), rest)
        elif word in _WITH_VALUE:
            next(rest, None)
        elif word == "--":
            break
        elif not _is_left_out(word, inputs):
            flags.append(word)
    language = told.removesuffix("-header").removesuffix("-cpp-output")
    if "/" in compiler and not compiler.startswith("/"):
        compiler = os.path.normpath(directory / compiler)
    return CommandWords(
        # It compiles C as well, and links the driver, which is C++.
        _cpp_driver(compiler) if language in ("c", "c++") else compiler,
        tuple(flags),
        language,
    )


def unquoted(command: str) -> list[str] | Unreadable:
    """The words of a shell command."""
    try:
        return shlex.split(command)
    except ValueError as error:
        return Unreadable(f"its quotes do not match ({str(error).lower()})")


def _expanded(words: Sequence[str], directory: Path, depth: int) -> list[str] | Unreadable:
    """``words`` with the contents of response files in their place."""
    found: list[str] = []
    for word in words:
        if not word.startswith("@") or len(word) == 1:
            found.append(word)
            continue
        path = directory / word[1:]
        try:
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            if path.suffix == ".modmap":
                # Written while building; it only says where modules are.
                continue
            return Unreadable(f"its response file {path}: {error.strerror or error}")
        inner = unquoted(text)
        if isinstance(inner, list):
            inner = _expanded(inner, directory, depth - 1) if depth else Unreadable("it nests `@`")
        if isinstance(inner, Unreadable):
            return inner
        found += inner
    return found


def _compiler_at(words: Sequence[str]) -> int | None:
    """Where the compiler is named, behind what starts it."""
    behind_launcher = False
    for position, word in enumerate(words):
        is_setting = behind_launcher and (word.startswith("-") or "=" in word)
        if Path(word).name in _LAUNCHERS or is_setting:
            behind_launcher = True
            continue
        return position
    return None


def _passed_on(word: str, rest: Iterator[str]) -> list[str]:
    """What ``-Xclang word`` becomes: precompiled headers are another compiler's business."""
    if word in ("-include-pch", "-include", "-load", "-add-plugin", "-plugin"):
        next(rest, None)
        value = next(rest, "")
        return ["-include", value] if word == "-include" and value else []
    return ["-Xclang", word] if word else []


def _following(rest: Iterator[str]) -> tuple[str, ...]:
    value = next(rest, None)
    return () if value is None else (value,)


def _is_left_out(word: str, inputs: frozenset[str]) -> bool:
    if word in _ALONE or word in inputs:
        return True
    if not word.startswith("-"):
        # One command may compile several sources; objects and libraries are linked to each.
        return Path(word).suffix in _SOURCES
    return word.startswith(_JOINED) and not word.startswith(_KEPT_DESPITE_JOINED)


def _language_of(inputs: frozenset[str]) -> str:
    suffixes = {Path(name).suffix for name in inputs}
    return "c" if suffixes & _C_SUFFIXES else "cuda" if ".cu" in suffixes else "c++"


def _cpp_driver(compiler: str) -> str:
    """The driver that links C++ as well, of the same compiler."""
    path = Path(compiler)
    match = _C_DRIVERS.fullmatch(path.name)
    if match is None:
        return compiler
    name = f"{match['before'] or ''}{_CPP_DRIVERS[match['driver']]}{match['after'] or ''}"
    return name if path.name == compiler else str(path.with_name(name))
