"""C++ text as comments, literals and marks with their places, whole or not (pure).

Every branch of the expression takes what it began with to some end, so that the work is linear in
the text whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_PIECE = re.compile(
    r"""
      (?P<comment> // (?:\\\n|[^\n])* | /\* .*? (?:\*/|\Z) )
    | (?P<raw> (?:u8|[uUL])?R"(?P<fence>[^()\s\\"]{0,16})\( .*? (?P<end>\)(?P=fence)"|\Z) )
    | (?P<string> "(?:\\.|[^"\\\n])*"? )
    | (?P<character> '(?:\\.|[^'\\\n])*'? )
    | (?P<number> \.?\d(?:[eEpP][+-]|'?[\w.])* )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<dots> \.\.\.|… )
    | (?P<mark> \S )
    """,
    re.VERBOSE | re.DOTALL,
)


class PieceKind(StrEnum):
    """What a piece of text is."""

    COMMENT = "comment"
    RAW = "raw"
    STRING = "string"
    CHARACTER = "character"
    NUMBER = "number"
    WORD = "word"
    DOTS = "dots"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece and its place; ``is_whole`` is false for a raw string without its end."""

    kind: PieceKind
    text: str
    start: int
    end: int
    is_whole: bool = True


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of ``text`` in order, without white space."""
    for match in _PIECE.finditer(text):
        is_raw = match["raw"] is not None
        kind = PieceKind.RAW if is_raw else PieceKind(str(match.lastgroup))
        is_whole = not is_raw or bool(match["end"])
        yield Piece(kind, match[0], match.start(), match.end(), is_whole)


def ends_in_raw_string(lines: Sequence[str]) -> bool:
    """Whether a raw string literal is open at the end of ``lines``."""
    if not any('R"' in line for line in lines):
        return False
    return not all(piece.is_whole for piece in pieces("\n".join(lines)))


def lines_in_raw_strings(text: str) -> frozenset[int]:
    """The lines of ``text``, from 0, that begin inside a raw string literal."""
    found: set[int] = set()
    if 'R"' in text:
        line = position = 0
        for piece in pieces(text):
            if piece.kind is PieceKind.RAW:
                line += text.count("\n", position, piece.start)
                position = piece.start
                found.update(range(line + 1, line + 1 + piece.text.count("\n")))
    return frozenset(found)


def deepest(text: str) -> int:
    """How deep brackets nest in ``text``, comments and literals apart."""
    depth = most = 0
    for piece in pieces(text):
        if piece.kind is PieceKind.MARK:
            if piece.text in "([{":
                depth += 1
                most = max(most, depth)
            elif piece.text in ")]}":
                depth = max(depth - 1, 0)
    return most
