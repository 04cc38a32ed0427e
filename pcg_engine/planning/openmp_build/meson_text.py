"""Meson's language, as far as calls and assignments go (Meson's reference manual, "Syntax")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"""
      (?P<space> [ \t\r]+ | \\\r?\n )
    | (?P<comment> \#[^\n]* )
    | (?P<string> f?'''(?:.*?)''' | f?'(?:\\.|[^'\\\n])*' )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<newline> \n )
    | (?P<number> \d\w* )
    | (?P<mark> \+= | [=!<>]= | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: ``text`` of a string is what it says."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of Meson.

    ``depth`` counts the ``if`` and ``foreach`` around it, ``condition`` is the innermost of them,
    and ``outermost`` is where the outermost begins, or the statement itself.
    """

    tokens: tuple[Token, ...]
    depth: int
    condition: str
    outermost: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.tokens[0].start


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call: its keyword, if it has one, and its tokens."""

    keyword: str
    tokens: tuple[Token, ...]

    @property
    def strings(self) -> tuple[str, ...]:
        """The strings in it."""
        return tuple(token.text for token in self.tokens if token.kind == "string")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function: ``opening`` and ``closing`` are its parentheses."""

    name: str
    arguments: tuple[Argument, ...]
    opening: Token
    closing: Token

    def keyword(self, name: str) -> Argument | None:
        """The argument called ``name``."""
        return next((one for one in self.arguments if one.keyword == name), None)


def statements(text: bytes) -> Iterator[Statement]:
    """The statements of a Meson file, in order."""
    line: list[Token] = []
    nested = 0
    conditions: list[str] = []
    outermost = 0
    for token in (*_tokens(text), Token("newline", "\n", len(text), len(text))):
        if token.kind == "newline":
            if nested == 0 and line:
                first = line[0].text
                if first in ("endif", "endforeach") and conditions:
                    conditions.pop()
                condition = conditions[-1] if conditions else ""
                outermost = outermost if conditions else line[0].start
                yield Statement(tuple(line), len(conditions), condition, outermost)
                if first in ("if", "foreach"):
                    written = text[line[0].start : line[-1].end]
                    conditions.append(" ".join(written.decode("utf-8", "replace").split()))
                line = []
            continue
        nested += (token.text in _OPEN) - (token.text in _CLOSE) if token.kind == "mark" else 0
        line.append(token)


def calls(tokens: Sequence[Token]) -> Iterator[Call]:
    """The calls of named functions in ``tokens``, outer ones first; methods are left out."""
    for position, token in enumerate(tokens[:-1]):
        is_method = position > 0 and tokens[position - 1].text == "."
        if token.kind != "word" or tokens[position + 1].text != "(" or is_method:
            continue
        closing = _closing(tokens, position + 1)
        if closing is not None:
            inner = tokens[position + 2 : closing]
            yield Call(token.text, tuple(_arguments(inner)), tokens[position + 1], tokens[closing])


def _arguments(tokens: Sequence[Token]) -> Iterator[Argument]:
    depth = 0
    current: list[Token] = []
    for token in (*tokens, Token("mark", ",", 0, 0)):
        if token.kind == "mark":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if token.text == "," and depth == 0:
                if len(current) > 2 and current[1].text == ":" and current[0].kind == "word":
                    yield Argument(current[0].text, tuple(current[2:]))
                elif current:
                    yield Argument("", tuple(current))
                current = []
                continue
        current.append(token)


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    depth = 0
    for position in range(opening, len(tokens)):
        if tokens[position].kind == "mark":
            depth += (tokens[position].text in _OPEN) - (tokens[position].text in _CLOSE)
            if depth == 0:
                return position
    return None


def _tokens(text: bytes) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind in ("space", "comment"):
            continue
        written = match[0].decode("utf-8", "surrogateescape")
        if kind == "string":
            written = written.removeprefix("f")
            fence = "'''" if written.startswith("'''") else "'"
            written = written[len(fence) : -len(fence)]
        yield Token(kind, written, match.start(), match.end())
