"""OpenMP directives of a text with the places of their clauses, so that they can be edited."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.pragmas import find_pragmas

_HEAD = re.compile(rb"#(?:\s|\\\r?\n)*pragma(?:\s|\\\r?\n)+omp\b")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_BLANK = re.compile(rb"(?:[\s,]|\\\r?\n)*")
_NAMES = frozenset(
    "parallel for simd sections section single master masked critical atomic barrier taskwait "
    "taskgroup task taskloop ordered flush scan teams distribute loop".split()
)
_ITEMS = frozenset(
    "private firstprivate lastprivate shared reduction copyprivate copyin linear in_reduction "
    "task_reduction".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """``name(argument)``; ``argument`` is the place between the parentheses, if there are any."""

    name: str
    span: Span
    argument: Span | None


@dataclass(frozen=True, slots=True)
class Directive:
    """``words`` are those of the directive's name, with their places."""

    span: Span
    words: tuple[tuple[str, Span], ...]
    clauses: tuple[Clause, ...]

    @property
    def name(self) -> str:
        """For instance ``parallel for``."""
        return " ".join(word for word, _ in self.words)

    def has(self, word: str) -> bool:
        """Whether ``word`` is part of the name."""
        return any(one == word for one, _ in self.words)

    @property
    def name_end(self) -> int:
        """Where the name ends: a clause can be inserted there."""
        return self.words[-1][1].end


def find_directives(source: SourceText, span: Span) -> tuple[Directive, ...]:
    """The OpenMP directives in ``span``, in source order."""
    found: list[Directive] = []
    for match in _HEAD.finditer(source.data, span.start, span.end):
        line = Span(source.line_start(match.start()), span.end)
        for pragma in find_pragmas(source.data, line).tokens[:1]:
            read = _directive(source.data, match.end(), Span(pragma.start, pragma.end))
            if read is not None:
                found.append(read)
    return tuple(found)


def items(source: SourceText, clause: Clause) -> tuple[Span, ...]:
    """The places of the list items of ``clause``; empty for a clause without a list."""
    if clause.argument is None or clause.name not in _ITEMS:
        return ()
    start, end = clause.argument.start, clause.argument.end
    modifier = re.compile(rb"[^:\[\]()]*?(?<!:):(?!:)").match(source.data, start, end)
    if modifier is not None:
        start = modifier.end()
    return tuple(split(source.data, Span(start, end), b","))


def split(data: bytes, span: Span, separator: bytes) -> list[Span]:
    """The trimmed parts of ``span`` between ``separator`` outside all brackets."""
    parts: list[Span] = []
    depth, start, position = 0, span.start, span.start
    while position < span.end:
        character = data[position : position + 1]
        depth += (character in b"([{") - (character in b")]}")
        if depth == 0 and data.startswith(separator, position):
            parts.append(_trimmed(data, Span(start, position)))
            position += len(separator)
            start = position
        else:
            position += 1
    parts.append(_trimmed(data, Span(start, span.end)))
    return parts


def closing(data: bytes, opening: int) -> int:
    """The offset of the bracket that closes the one at ``opening``; -1 if there is none."""
    depth = 0
    for position in range(opening, len(data)):
        character = data[position : position + 1]
        depth += (character in b"([{") - (character in b")]}")
        if depth == 0:
            return position
    return -1


def _directive(data: bytes, start: int, span: Span) -> Directive | None:
    words: list[tuple[str, Span]] = []
    clauses: list[Clause] = []
    position = _blank(data, start)
    while position < span.end and (match := _WORD.match(data, position, span.end)):
        word, end = match[0].decode(), match.end()
        after = _blank(data, end)
        argument = None
        if data[after : after + 1] == b"(" and after < span.end:
            close = closing(data, after)
            if close == -1:
                return None
            argument, end = Span(after + 1, close), close + 1
        named = word in _NAMES and not clauses and argument is None and words != [("critical",)]
        if word == "ordered" and words:
            named = False
        if named:
            words.append((word, Span(match.start(), end)))
        else:
            clauses.append(Clause(word, Span(match.start(), end), argument))
        position = _blank(data, end)
    return Directive(span, tuple(words), tuple(clauses)) if words else None


def _blank(data: bytes, position: int) -> int:
    match = _BLANK.match(data, position)
    return match.end() if match is not None else position


def _trimmed(data: bytes, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and data[start : start + 1].isspace():
        start += 1
    while start < end and data[end - 1 : end].isspace():
        end -= 1
    return Span(start, end)
