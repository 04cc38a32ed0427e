"""OpenMP directives taken apart: the names of the construct and its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z_]\w*")
_OPENING = "([{"
_CLOSING = ")]}"
_DIRECTIVE_WORDS = frozenset(
    "parallel for simd single master masked critical atomic barrier sections section task "
    "taskloop taskwait taskgroup taskyield ordered target teams distribute loop scan cancel "
    "cancellation flush threadprivate declare reduction mapper variant data enter exit update "
    "depobj metadirective scope tile unroll allocate requires error nothing assume assumes "
    "interop dispatch begin end point".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; ``argument`` is the text between its parentheses, ``None`` where it has none."""

    name: str
    argument: str | None


@dataclass(frozen=True, slots=True)
class ListItem:
    """An entry of a variable list: a name with the text of its array section, if it has one."""

    name: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """``#pragma omp NAMES CLAUSES``; ``names`` are the words of the construct, in order.

    ``is_understood`` is false where the text does not follow the grammar of directives.
    """

    names: tuple[str, ...]
    clauses: tuple[Clause, ...]
    argument: str | None = None
    is_understood: bool = True

    def of(self, *names: str) -> tuple[Clause, ...]:
        """The clauses with one of ``names``."""
        return tuple(c for c in self.clauses if c.name in names)

    def has(self, name: str) -> bool:
        """Whether there is a clause ``name``."""
        return any(c.name == name for c in self.clauses)

    @property
    def title(self) -> str:
        """The construct as written, for people: ``parallel for``."""
        return " ".join(self.names)


def parse_directive(text: str) -> Directive:
    """The directive whose words after ``#pragma omp`` are ``text`` (comments and splices gone)."""
    names: list[str] = []
    clauses: list[Clause] = []
    argument: str | None = None
    position = 0
    in_names = True
    while position < len(text):
        if text[position] in " \t\r\n,":
            position += 1
            continue
        word = _WORD.match(text, position)
        if word is None:
            return Directive(tuple(names), tuple(clauses), argument, is_understood=False)
        position = _skip_blanks(text, word.end())
        inner: str | None = None
        if position < len(text) and text[position] == "(":
            end = _matching(text, position)
            if end is None:
                return Directive(tuple(names), tuple(clauses), argument, is_understood=False)
            inner = text[position + 1 : end].strip()
            position = end + 1
        if in_names and word[0] in _DIRECTIVE_WORDS and not _is_clause(word[0], names, inner):
            names.append(word[0])
            if inner is not None:
                argument = inner
                in_names = False
        else:
            in_names = False
            clauses.append(Clause(word[0], inner))
    return Directive(tuple(names), tuple(clauses), argument, is_understood=bool(names))


def list_items(argument: str) -> tuple[ListItem, ...] | None:
    """The entries of ``a, b[0:n], c``; ``None`` if one is no plain variable or section of one."""
    items: list[ListItem] = []
    for part in split_top_level(argument, ","):
        match = re.fullmatch(r"\s*([A-Za-z_]\w*)\s*((?:\[.*\]\s*)?)", part, re.DOTALL)
        if match is None:
            return None
        items.append(ListItem(match[1], match[2].strip()))
    return tuple(items)


def section_bounds(section: str) -> tuple[tuple[str, str], ...] | None:
    """``[lower : length]…`` as texts per dimension; ``None`` where the form is another."""
    bounds: list[tuple[str, str]] = []
    rest = section.strip()
    while rest:
        if rest[0] != "[":
            return None
        end = _matching(rest, 0)
        if end is None:
            return None
        parts = split_top_level(rest[1:end], ":")
        match [part.strip() for part in parts]:
            case [lower, length] if length:
                bounds.append((lower or "0", length))
            case [index] if index:
                bounds.append((index, "1"))
            case _:
                return None
        rest = rest[end + 1 :].strip()
    return tuple(bounds)


def split_top_level(text: str, separator: str) -> list[str]:
    """``text`` cut at ``separator`` outside parentheses (``::`` is no ``:``)."""
    parts: list[str] = []
    depth = 0
    start = 0
    index = 0
    while index < len(text):
        character = text[index]
        if separator == ":" and text.startswith("::", index):
            index += 2
            continue
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(text[start:index])
            start = index + 1
        index += 1
    parts.append(text[start:])
    return parts


def _is_clause(word: str, names: list[str], inner: str | None) -> bool:
    """Whether a word that may also name a construct is a clause here (``ordered`` …)."""
    if not names or names[0] == "declare":
        return False
    if word in ("ordered", "update", "reduction", "allocate", "depobj", "flush"):
        return names[0] not in ("ordered",)
    return word in ("threadprivate", "error", "data") or (word == "loop" and inner is not None)


def _skip_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _matching(text: str, opening: int) -> int | None:
    depth = 0
    quote = ""
    index = opening
    while index < len(text):
        character = text[index]
        if quote:
            if character == "\\":
                index += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
            if depth == 0:
                return index
        index += 1
    return None
