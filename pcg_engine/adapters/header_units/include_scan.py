"""Which files may include a header, by a look at their ``#include`` lines.

Conditions are not evaluated: a file that is found need not include the header, but one that is not
found does not, unless it names the header by a macro or through folders outside the project.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from pcg_engine.adapters.clang_ast.flags import include_folders

_INCLUDE = re.compile(
    rb"^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*"
    rb'(?:"(?P<quoted>[^"\n]+)"|<(?P<angled>[^>\n]+)>)',
    re.MULTILINE,
)
_MOST_FILES = 2000
_LARGEST_BYTES = 8 << 20
_SYSTEM = ("/usr/include/", "/usr/lib/", "/usr/local/include/")


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a unit may include the header, ``depth`` files away from it (1: itself)."""

    depth: int


@dataclass(frozen=True, slots=True)
class _Line:
    quoted: bool
    name: str


@dataclass(frozen=True, slots=True)
class _Lines:
    stamp: tuple[int, int]
    lines: tuple[_Line, ...]


@dataclass(slots=True)
class IncludeScan:
    """The ``#include`` lines of files, each read again only when it changed."""

    _lines: dict[str, _Lines] = field(default_factory=dict[str, "_Lines"])
    _current: dict[str, tuple[_Line, ...] | None] = field(
        default_factory=dict[str, "tuple[_Line, ...] | None"]
    )

    def look_again(self) -> None:
        """From now on files may have changed."""
        self._current.clear()

    def inclusion(self, unit: Path, flags: Sequence[str], header: Path) -> Inclusion | None:
        """How ``unit``, compiled with ``flags`` of absolute paths, may include ``header``."""
        wanted = os.path.realpath(header)
        folders = [f for f in _folders(flags) if not f"{f}/".startswith(_SYSTEM)]
        seen = {str(unit)}
        level = [str(unit)]
        depth = 0
        while level and len(seen) < _MOST_FILES:
            depth += 1
            following: list[str] = []
            for file in level:
                for found in self._included(file, folders):
                    if os.path.realpath(found) == wanted:
                        return Inclusion(depth)
                    if found not in seen:
                        seen.add(found)
                        following.append(found)
            level = following
        return None

    def _included(self, file: str, folders: Sequence[str]) -> Iterator[str]:
        for line in self._lines_of(file) or ():
            own = (os.path.dirname(file),) if line.quoted else ()  # noqa: PTH120 -- many files
            for folder in (*own, *folders):
                path = os.path.normpath(os.path.join(folder, line.name))  # noqa: PTH118
                if self._lines_of(path) is not None:
                    yield path
                    break

    def _lines_of(self, file: str) -> tuple[_Line, ...] | None:
        """The lines of ``file``; ``None`` if there is no such file."""
        if file in self._current:
            return self._current[file]
        try:
            state = Path(file).stat()
        except (OSError, ValueError):
            self._current[file] = None
            return None
        if not S_ISREG(state.st_mode):
            self._current[file] = None
            return None
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._lines.get(file)
        if known is None or known.stamp != stamp:
            known = self._lines[file] = _Lines(stamp, tuple(_read(Path(file), state.st_size)))
        self._current[file] = known.lines
        return known.lines


def _folders(flags: Sequence[str]) -> Iterator[str]:
    yield from include_folders(tuple(flags))
    for word, value in zip(flags, [*flags[1:], ""], strict=True):
        if word == "-isystem" and value:
            yield value


def _read(path: Path, size: int) -> Iterator[_Line]:
    if size > _LARGEST_BYTES:
        return
    try:
        text = path.read_bytes()
    except OSError:
        return
    for match in _INCLUDE.finditer(text):
        quoted: bytes | None = match["quoted"]
        name: bytes = match["angled"] if quoted is None else quoted
        yield _Line(quoted is not None, name.decode("utf-8", "surrogateescape"))
