"""CMake's language as commands with their arguments (`cmake-language(7)`).

Its tree-sitter grammar comes without wheels, and the language is this small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"""
      (?P<space> \s+ )
    | \#\[(?P<comment_fence>=*)\[ .*? (?: \](?P=comment_fence)\] | \Z )
    | (?P<comment> \#[^\n]* )
    | \[(?P<fence>=*)\[ (?P<bracket> .*? ) (?: \](?P=fence)\] | \Z )
    | "(?P<quoted> (?: \\. | [^"\\] )* )"
    | (?P<open> \( )
    | (?P<close> \) )
    | (?P<unquoted> (?: \\. | \$\([^)\s]*\) | "(?:\\.|[^"\\])*" | [^\s()\#"\\] )+ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\([^A-Za-z0-9;])")
_CONTINUED = re.compile(r"\\\n")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as written, without its quotes; ``is_list`` if semicolons part it."""

    text: str
    is_list: bool


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name in lower case, and where it begins and ends in the text.

    ``blocks`` are the starts of the ``if``, ``foreach`` … around it, outermost first.
    """

    name: str
    arguments: tuple[Argument, ...]
    start: int
    end: int
    blocks: tuple[Command, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The arguments as written."""
        return tuple(argument.text for argument in self.arguments)


_OPENING = frozenset(("if", "foreach", "while", "function", "macro", "block"))
_CLOSING = frozenset(f"end{name}" for name in _OPENING)


def commands(text: bytes) -> Iterator[Command]:
    """The commands of a CMake file in order; what is no command is passed over."""
    blocks: list[Command] = []
    for command in _flat(text):
        if command.name in _CLOSING and blocks:
            blocks.pop()
        told = Command(command.name, command.arguments, command.start, command.end, tuple(blocks))
        yield told
        if command.name in _OPENING:
            blocks.append(told)


def _flat(text: bytes) -> Iterator[Command]:
    name = ""
    start = 0
    depth = 0
    arguments: list[Argument] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in ("space", "comment", "comment_fence"):
            continue
        if depth == 0:
            if kind == "open" and name:
                depth = 1
                arguments = []
            else:
                name = _decoded(match["unquoted"]).lower() if kind == "unquoted" else ""
                start = match.start()
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth == 0:
                yield Command(name, tuple(arguments), start, match.end())
                name = ""
        else:
            arguments.append(_argument(match))


def _argument(match: re.Match[bytes]) -> Argument:
    if match["bracket"] is not None:
        return Argument(_decoded(match["bracket"]), is_list=False)
    if match["quoted"] is not None:
        text = _CONTINUED.sub("", _decoded(match["quoted"]))
        return Argument(_ESCAPE.sub(r"\1", text), is_list=False)
    return Argument(_ESCAPE.sub(r"\1", _decoded(match[0])), is_list=True)


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")
