"""C++ text as the preprocessor's tokens, and what makes a text read differently (pure).

Two readers of a text (a compiler, another compiler, PCG, a person) disagree only where the text
plays with the early phases of translation: splices, trigraphs, digraphs, raw strings, control
characters, letters that look like others. ``oddities`` finds all of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_SPLICE = re.compile(rb"\\[ \t\f\v\0]*(?:\r\n?|\n)")
_LEXEME = re.compile(
    rb"""
      (?P<newline> \r?\n )
    | (?P<space> [ \t]+ )
    | (?P<comment> //[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<raw> (?:u8|[uUL])?R"(?P<fence>[^()\s\\]{0,16})\(.*?(?:\)(?P=fence)"|\Z) )
    | (?P<string> (?:u8|[uUL])?"(?:\\.|[^"\\\n])*" )
    | (?P<character> (?:u8|[uUL])?'(?:\\.|[^'\\\n])+' )
    | (?P<number> \.?\d(?:[eEpP][+-]|'?[\w.])* )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<digraph> <:(?!:[^:>]) | :> | <% | %> | %: )
    | (?P<foreign> [\\"'$@`] | [^\x00-\x7f]+ )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_TRIGRAPH = re.compile(rb"\?\?[=/'()!<>-]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]")
_UNSEEN = (0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
"""Code points that show nothing, or reorder what is shown."""
_DECEIVING = re.compile(b"|".join(re.escape(chr(code).encode()) for code in _UNSEEN))
_PRAGMA_LINE = re.compile(rb"[ \t]*#[ \t]*pragma[ \t]+omp\b")


class TokenKind(StrEnum):
    """What a token is to the preprocessor."""

    WORD = "word"
    NUMBER = "number"
    LITERAL = "literal"
    MARK = "mark"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Token:
    """A token; ``line`` is 1-based, in the text as it is."""

    kind: TokenKind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Directive:
    """A preprocessor line: its tokens after ``#``."""

    tokens: tuple[Token, ...]
    line: int

    @property
    def text(self) -> str:
        """The line as ``#`` and its tokens, one blank between each."""
        return " ".join(["#", *(token.text for token in self.tokens)])

    def begins(self, *words: str) -> bool:
        """Whether the first tokens are ``words``."""
        return tuple(token.text for token in self.tokens[: len(words)]) == words


Piece = Token | Directive


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that not every reader sees alike, as written (shortened)."""

    text: str
    line: int


def pieces(text: bytes) -> Iterator[Piece]:
    """The tokens and directives of ``text`` in order; comments and white space are left out.

    A ``#`` begins a directive where only white space and comments are before it on its line, and
    a comment that spans lines does not end one, as in phase 4 of translation.
    """
    directive: list[Token] | None = None
    fresh = True
    begun = 0
    for kind, lexeme, line in _lexemes(text):
        if kind == "newline":
            if directive is not None:
                yield Directive(tuple(directive), begun)
                directive = None
            fresh = True
        elif kind in ("space", "comment"):
            continue
        elif fresh and directive is None and lexeme in (b"#", b"%:"):
            directive, begun, fresh = [], line, False
        else:
            token = Token(_KINDS[kind], lexeme.decode("utf-8", "backslashreplace"), line)
            fresh = False
            if directive is None:
                yield token
            else:
                directive.append(token)
    if directive is not None:
        yield Directive(tuple(directive), begun)


def oddities(text: bytes) -> Iterator[Oddity]:
    """Everything in ``text`` by which its readers could be made to disagree.

    Continuation lines of OpenMP pragmas are none.
    """
    for pattern in (_TRIGRAPH, _CONTROL, _DECEIVING):
        for match in pattern.finditer(text):
            yield Oddity(repr(match[0])[2:-1], _line(text, match.start()))
    for start, end in _spliced_lines(text):
        if not _PRAGMA_LINE.match(text, start):
            shown = " ".join(text[start:end].decode("utf-8", "replace").split())
            yield Oddity(shown, _line(text, start))
    for kind, lexeme, line in _lexemes(text):
        if kind in ("raw", "digraph", "foreign"):
            yield Oddity(lexeme.decode("utf-8", "backslashreplace"), line)


_KINDS = {
    "raw": TokenKind.LITERAL,
    "string": TokenKind.LITERAL,
    "character": TokenKind.LITERAL,
    "number": TokenKind.NUMBER,
    "word": TokenKind.WORD,
    "digraph": TokenKind.ODD,
    "foreign": TokenKind.ODD,
    "mark": TokenKind.MARK,
}


def _lexemes(text: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Kind, bytes and line of each lexeme after splices are gone."""
    joined: list[bytes] = []
    removed: list[int] = []
    """Offsets in the joined text at which a line end was taken out."""
    length = end = 0
    for splice in _SPLICE.finditer(text):
        part = text[end : splice.start()]
        joined.append(part)
        length += len(part)
        removed.append(length)
        end = splice.end()
    joined.append(text[end:])
    line, spliced = 1, 0
    for match in _LEXEME.finditer(b"".join(joined)):
        while spliced < len(removed) and removed[spliced] <= match.start():
            spliced += 1
        yield str(_group(match)), match[0], line + spliced
        line += match[0].count(b"\n")


def _group(match: re.Match[bytes]) -> str | None:
    # A raw string has an inner group, which is the last that matched.
    return "raw" if match["raw"] is not None else match.lastgroup


def _spliced_lines(text: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that splices join."""
    position = 0
    while True:
        splice = _SPLICE.search(text, position)
        if splice is None:
            return
        start = text.rfind(b"\n", 0, splice.start()) + 1
        end = splice.end()
        while True:
            newline = text.find(b"\n", end)
            end = len(text) if newline == -1 else newline + 1
            if newline == -1 or not _SPLICE.match(text, _backslash(text, newline)):
                break
        yield start, end
        position = end


def _backslash(text: bytes, newline: int) -> int:
    """Where a splice that ends at ``newline`` would begin."""
    position = newline
    while position > 0 and text[position - 1 : position] in (b" ", b"\t", b"\f", b"\v", b"\r"):
        position -= 1
    return max(position - 1, 0)


def _line(text: bytes, offset: int) -> int:
    return text.count(b"\n", 0, offset) + 1
