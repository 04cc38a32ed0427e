r"""Between the protocol's positions and byte offsets; the only module that knows UTF-16.

A position counts lines, which end with ``\n``, ``\r\n`` or ``\r``, and inside a line the code
units of the encoding that client and server agreed on (LSP 3.17, "Position").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum

from lsprotocol import types

from pcg_engine.domain.source import Span

_LINE_END = re.compile(rb"\r\n|\n|\r")


class Encoding(StrEnum):
    """What a character of a position is."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


def encode(text: str) -> bytes:
    """The bytes of what an editor sent; half a surrogate pair, which is no character, survives."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """What an editor is sent; bytes that are no UTF-8 become U+FFFD."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a text begin, and positions in it."""

    data: bytes = field(repr=False)
    encoding: Encoding
    _starts: list[int] = field(default_factory=list[int], repr=False, compare=False)

    def offset(self, position: types.Position) -> int:
        """The byte offset of ``position``.

        A character beyond the end of its line is the line's end, a line beyond the last is the
        text's end; the middle of a character is its start.
        """
        starts = self._line_starts()
        if position.line < 0 or position.character < 0:
            return 0
        if position.line >= len(starts):
            return len(self.data)
        start = starts[position.line]
        end = starts[position.line + 1] if position.line + 1 < len(starts) else len(self.data)
        line = self.data[start:end].rstrip(b"\r\n")
        if self.encoding is Encoding.UTF8 or line.isascii():
            return start + min(position.character, len(line))
        units = 0
        text = decode(line)
        for number, character in enumerate(text):
            units += self._units(character)
            if units > position.character:
                return start + len(encode(text[:number]))
        return start + len(line)

    def position(self, offset: int) -> types.Position:
        """The position of the byte ``offset``, clamped to the text."""
        offset = min(max(offset, 0), len(self.data))
        starts = self._line_starts()
        line = bisect_right(starts, offset) - 1
        before = self.data[starts[line] : offset]
        if self.encoding is Encoding.UTF8 or before.isascii():
            return types.Position(line, len(before))
        return types.Position(line, sum(map(self._units, decode(before))))

    def range(self, span: Span) -> types.Range:
        """The range of ``span``."""
        return types.Range(self.position(span.start), self.position(span.end))

    def span(self, range_: types.Range) -> Span:
        """The span of ``range_``; one that is upside down is empty."""
        start = self.offset(range_.start)
        return Span(start, max(start, self.offset(range_.end)))

    def line_span(self, number: int) -> Span:
        """The bytes of the 0-based line ``number`` with its end; of the nearest there is."""
        starts = self._line_starts()
        number = min(max(number, 0), len(starts) - 1)
        end = starts[number + 1] if number + 1 < len(starts) else len(self.data)
        return Span(starts[number], end)

    def _units(self, character: str) -> int:
        match self.encoding:
            case Encoding.UTF8:
                return len(encode(character))
            case Encoding.UTF16:
                return 2 if ord(character) > 0xFFFF else 1
            case Encoding.UTF32:
                return 1

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts.append(0)
            self._starts.extend(match.end() for match in _LINE_END.finditer(self.data))
        return self._starts
