"""Existing pragmas before a statement, found in the text rather than in the tree.

The grammar puts a pragma beside, above or inside the statement it belongs to, depending on braces,
labels and errors; in the text it is always just in front of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum, auto

from pcg_engine.domain.loops import Pragma
from pcg_engine.domain.source import Span

# Comments and literals first: they hide what looks like a directive inside them.
_TOKENS = re.compile(
    rb"""
      (?P<comment>  //(?:\\\r?\n|[^\n])* | /\*.*?(?:\*/|\Z) )
    | (?P<literal>  R"(?P<tag>[^()\\\s]{0,16})\(.*?(?:\)(?P=tag)"|\Z)
                  | "(?:\\.|[^"\\\n])*" | (?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])*' )
    | (?P<operator> \b_Pragma\s*\(\s*"(?P<content>(?:\\.|[^"\\\n])*)"\s*\) )
    | (?P<directive>(?:^|(?<=\n))[ \t\f\v]*\#(?:\\\r?\n|//[^\n]*|/\*.*?(?:\*/|\Z)|[^\n/]|/)*)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(rb"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_PRAGMA = re.compile(r"#\s*pragma\b\s*(.*)", re.DOTALL)
_BLANK = re.compile(rb"(?:\s|\\\r?\n)*")
# Directives that stand for themselves (OpenMP 5.2, section 3.1): they end a statement.
_STAND_ALONE = re.compile(
    r"#pragma omp (?:barrier|taskwait|taskyield|flush|threadprivate|declare|end|cancel|"
    r"cancellation|depobj|interop|error|scan|nothing|assumes|requires|"
    r"target (?:update|enter|exit))\b"
)


class _Kind(Enum):
    TRANSPARENT = auto()
    PRAGMA = auto()
    STAND_ALONE = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    kind: _Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class PragmaMap:
    """The comments and directives of one stretch of text."""

    data: bytes
    tokens: tuple[_Token, ...]

    @property
    def has_pragmas(self) -> bool:
        """Whether there is anything to find."""
        return any(token.kind is _Kind.PRAGMA for token in self.tokens)

    def before(self, offset: int) -> tuple[Pragma, ...]:
        """The pragmas that apply to the statement at ``offset``, in source order.

        Between them and the statement there may be blanks, comments and other directives
        (``#endif``). Stand-alone directives (``omp barrier``) apply to no statement.
        """
        found: list[Pragma] = []
        position = offset
        index = bisect_right(self.tokens, offset, key=lambda token: token.start)
        for token in reversed(self.tokens[:index]):
            gap = self.data[token.end : position] if token.end <= position else b"x"
            if not _BLANK.fullmatch(gap) or token.kind is _Kind.STAND_ALONE:
                break
            if token.kind is _Kind.PRAGMA:
                found.append(Pragma(Span(token.start, token.end), token.text))
            position = token.start
        return tuple(reversed(found))


def find_pragmas(data: bytes, span: Span) -> PragmaMap:
    """The comments and directives in ``span``, which must not begin inside either."""
    if data.find(b"ragma", span.start, span.end) == -1:
        return PragmaMap(data, ())
    tokens: list[_Token] = []
    for match in _TOKENS.finditer(data, span.start, span.end):
        start, end = match.span()
        match match.lastgroup:
            case "comment":
                tokens.append(_Token(start, end, _Kind.TRANSPARENT))
            case "operator":
                content = re.sub(rb'\\(["\\])', rb"\1", match["content"])
                tokens.append(_pragma(start, end, b"#pragma " + content))
            case "directive":
                start += len(match[0]) - len(match[0].lstrip())
                tokens.append(_pragma(start, start + len(match[0].strip()), match[0]))
            case _:
                pass
    return PragmaMap(data, tuple(tokens))


def _pragma(start: int, end: int, written: bytes) -> _Token:
    joined = _COMMENT.sub(b" ", re.sub(rb"\\\r?\n", b" ", written))
    match = _PRAGMA.match(joined.decode("utf-8", "replace").strip())
    if match is None:
        return _Token(start, end, _Kind.TRANSPARENT)
    text = " ".join(["#pragma", *match[1].split()])
    kind = _Kind.STAND_ALONE if _STAND_ALONE.match(text) else _Kind.PRAGMA
    return _Token(start, end, kind, text)
