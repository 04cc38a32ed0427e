"""Source texts, byte spans and edits.

Every position inside PCG is a byte offset into the UTF-8 text of one file. Lines and columns
(1-based, columns in bytes) exist for people and are computed here and nowhere else.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open byte range ``[start, end)`` of one file."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, offset: int) -> bool:
        """Whether the byte at ``offset`` belongs to this span."""
        return self.start <= offset < self.end


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place for people: 1-based line and 1-based byte column."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file's path and its text as bytes; immutable, with a lazily shared line index."""

    path: str
    data: bytes
    _line_starts: list[int] = field(default_factory=list[int], repr=False, compare=False)

    @property
    def is_c(self) -> bool:
        """Whether this is C rather than C++."""
        return is_c(self.path)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def slice(self, span: Span) -> str:
        """The text of ``span``; undecodable bytes are replaced."""
        return self.data[span.start : span.end].decode("utf-8", "replace")

    def location(self, offset: int) -> Location:
        """The 1-based line and byte column of ``offset``."""
        starts = self._starts()
        line = bisect_right(starts, offset) - 1
        return Location(line + 1, offset - starts[line] + 1)

    def offset(self, location: Location) -> int:
        """The byte offset of ``location``, clamped to the text."""
        starts = self._starts()
        line = min(max(location.line, 1), len(starts)) - 1
        return min(starts[line] + max(location.column, 1) - 1, len(self.data))

    def line_start(self, offset: int) -> int:
        """The offset at which the line that holds ``offset`` begins."""
        starts = self._starts()
        return starts[bisect_right(starts, offset) - 1]

    def indentation(self, offset: int) -> str:
        """The leading white space of the line that holds ``offset``."""
        start = self.line_start(offset)
        end = start
        while end < len(self.data) and self.data[end : end + 1] in (b" ", b"\t"):
            end += 1
        return self.data[start:end].decode("ascii")

    def _starts(self) -> list[int]:
        if not self._line_starts:
            starts = [0]
            position = self.data.find(b"\n")
            while position != -1:
                starts.append(position + 1)
                position = self.data.find(b"\n", position + 1)
            self._line_starts.extend(starts)
        return self._line_starts


def is_c(path: str) -> bool:
    """Whether compilers take the file ``path`` for C by its name (``.C`` is C++)."""
    return path.endswith(".c")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes of ``span`` by ``text``; an empty span inserts.

    Bytes that are not UTF-8 are lone surrogates in ``text``.
    """

    span: Span
    text: str

    @property
    def data(self) -> bytes:
        """The inserted bytes."""
        return self.text.encode("utf-8", "surrogateescape")

    @property
    def growth(self) -> int:
        """By how many bytes the text becomes longer."""
        return len(self.data) - len(self.span)
