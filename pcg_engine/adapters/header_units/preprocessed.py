"""What the preprocessor says of a translation unit, cut where a header is entered (pure).

The input is the output of ``-E -dD -dI``: the text after preprocessing, with line markers, macro
definitions and ``#include`` lines. What comes before the header becomes one text, what comes after
it another. In front of the header, files that are through already are included as the unit includes
them, so that whatever includes them once more is told by their own guards; of those in which the
header is included their text is taken. Behind the header nothing of the user's own is included any
more: all of it is there as text, whatever guards say. Headers of the system are always included.

The text has its macros replaced already. Where a word of it is the name of a macro all the same, as
behind `#define max(a, b) std::max(a, b)`, the macro is put aside for as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

_MARKER = re.compile(r'#\s*(?:line\s+)?\d+\s+"(?P<file>(?:[^"\\]|\\.)*)"(?P<flags>(?:\s+\d)*)\s*$')
_INCLUDE = re.compile(r'#\s*(?:include|include_next|import)\s*(?P<name><[^>]*>|"[^"]*")')
_DIRECTIVE = re.compile(r"#\s*(?:define|undef|include|include_next|import)\b")
_DEFINITION = re.compile(r"^#\s*define\s+(?P<name>[A-Za-z_]\w*)", re.MULTILINE)
_ASIDE = re.compile(r"#\s*pragma\s+(?:push_macro|pop_macro)\b")
_WORD = re.compile(r"[A-Za-z_]\w*")
_LEFT_OUT = re.compile(r"#\s*pragma\s+(?:once|(?:GCC|clang)\s+system_header)\b|#\s*ident\b")
_BEGIN, _END, _SYSTEM = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class CutUnit:
    """The texts around a header; ``name`` is what the unit calls it (``__FILE__``).

    ``own`` and ``system`` are the files that were read, by who edits them. ``around`` are those in
    which the header is included, ``repeated`` what it names in quotes and was not given again.
    """

    before: str
    after: str
    name: str
    own: tuple[str, ...]
    system: tuple[str, ...]
    around: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    line: str


@dataclass(frozen=True, slots=True)
class _Enter:
    """A file begins; ``directive`` is what an ``#include`` line named, where it is known."""

    number: int
    file: str
    is_system: bool
    directive: str | None


@dataclass(frozen=True, slots=True)
class _Leave:
    number: int


@dataclass(frozen=True, slots=True)
class _Skip:
    """An ``#include`` line that brought nothing: a guard, or ``#pragma once``, was before it."""

    directive: str


_Event = _Text | _Enter | _Leave | _Skip


def cut(output: str, unit: str, is_header: Callable[[str], bool]) -> CutUnit | None:
    """The text of ``unit`` around the first header for which ``is_header`` holds.

    ``None`` if the unit does not include it under the conditions that were compiled.
    """
    events = list(_events(output, unit))
    open_files: list[_Enter] = []
    entered: _Enter | None = None
    for event in events:
        match event:
            case _Enter(file=file) if is_header(file):
                entered = event
                break
            case _Enter():
                open_files.append(event)
            case _Leave():
                open_files.pop()
            case _Text() | _Skip():
                pass
    if entered is None:
        return None
    writer = _Writer(entered.number, frozenset(one.number for one in open_files))
    for event in events:
        writer.take(event)
    files = [e for e in events if isinstance(e, _Enter)]
    own = (unit, *(e.file for e in files if not e.is_system))
    macros = frozenset(match["name"] for match in _DEFINITION.finditer(output))
    return CutUnit(
        "".join(f"{line}\n" for line in _kept_from(macros, writer.before)),
        "".join(f"{line}\n" for line in _kept_from(macros, writer.after)),
        entered.file,
        tuple(dict.fromkeys(own)),
        tuple(dict.fromkeys(e.file for e in files if e.is_system)),
        tuple(one.file for one in open_files),
        tuple(dict.fromkeys(_repeated(events, entered.number))),
    )


def _repeated(events: Sequence[_Event], header: int) -> Iterator[str]:
    """What the header's own lines include in quotes, and nothing came of it."""
    inside: list[int] = []
    for event in events:
        match event:
            case _Enter(number=number):
                inside.append(number)
            case _Leave():
                inside.pop()
            case _Skip(directive=directive):
                if inside and inside[-1] == header and directive.startswith('"'):
                    yield directive.strip('"')
            case _Text():
                pass


def _kept_from(macros: frozenset[str], lines: Sequence[str]) -> Iterator[str]:
    """``lines``, in which nothing that is no directive is replaced once more."""
    run: list[str] = []
    for line in (*lines, ""):
        is_last = line == ""
        if not is_last and not _is_kept_apart(line):
            run.append(line)
            continue
        words = sorted({word for one in run for word in _WORD.findall(one)} & macros)
        for word in words:
            yield f'#pragma push_macro("{word}")'
            yield f"#undef {word}"
        yield from run
        for word in words:
            yield f'#pragma pop_macro("{word}")'
        run.clear()
        if not is_last:
            yield line


def _is_kept_apart(line: str) -> bool:
    """Whether the preprocessor has to see the line with its macros as they are."""
    return bool(_DIRECTIVE.match(line) or _ASIDE.match(line))


def words_after_preprocessing(output: str) -> list[str]:
    """The words of the output of ``-E``, without markers, definitions and ``#include`` lines."""
    kept = (
        line
        for line in output.split("\n")
        if not (
            line.startswith("#")
            and any(one.match(line) for one in (_MARKER, _DIRECTIVE, _LEFT_OUT, _ASIDE))
        )
    )
    return " ".join(kept).split()


def _events(output: str, unit: str) -> Iterator[_Event]:
    """What happens inside the unit's own text: not in what flags define and include first."""
    stack: list[int] = []
    count = 0
    is_unit = False
    directive: str | None = None
    skipped = 0
    for line in (*output.split("\n"), "#"):
        marker = _MARKER.match(line) if line.startswith("#") else None
        if marker is None:
            if not is_unit or skipped:
                continue
            found = _INCLUDE.match(line) if line.startswith("#") else None
            if directive is not None and line.strip():
                yield _Skip(directive)
                directive = None
            if found is not None:
                directive = found["name"]
            elif line.strip() and line != "#":
                yield _Text(line)
            continue
        file, flags = _unescaped(marker["file"]), marker["flags"].split()
        if _BEGIN in flags:
            if not is_unit or skipped or file.startswith("<"):
                skipped += 1
                continue
            count += 1
            stack.append(count)
            yield _Enter(count, file, _SYSTEM in flags, directive)
            directive = None
        elif _END in flags:
            if directive is not None and not skipped:
                yield _Skip(directive)
            if skipped:
                skipped -= 1
            elif stack:
                yield _Leave(stack.pop())
            directive = None
        elif not stack and not skipped and (file == unit or file.startswith("<")):
            is_unit = file == unit


@dataclass(slots=True)
class _Writer:
    header: int
    open_files: frozenset[int]
    before: list[str] = field(default_factory=list[str])
    after: list[str] = field(default_factory=list[str])
    _is_through: bool = False
    _inside: int | None = None
    """The file whose text is not taken, with all that it includes."""

    def take(self, event: _Event) -> None:
        target = self.after if self._is_through else self.before
        match event:
            case _Leave(number=number):
                if self._inside == number:
                    self._inside = None
                    self._is_through |= number == self.header
            case _Skip():
                pass
            case _ if self._inside is not None:
                pass
            case _Text(line=line):
                if not _LEFT_OUT.match(line):
                    target.append(line)
            case _Enter(number=number) if number == self.header:
                self._inside = number
            case _Enter(number=number, is_system=is_system):
                takes_text = not is_system if self._is_through else number in self.open_files
                if not takes_text:
                    self._inside = number
                    target.append(_include(event))


def _include(entered: _Enter) -> str:
    """The line that includes the file again, from anywhere."""
    if entered.directive is not None and (entered.is_system or entered.directive.startswith("<")):
        return f"#include {entered.directive}"
    return f'#include "{entered.file}"'


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)
