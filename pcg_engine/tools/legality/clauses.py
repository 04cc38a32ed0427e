"""OpenMP directives as values, and the parser of their text (OpenMP 5.2, sections 3 to 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Attribute(StrEnum):
    """Data-sharing attributes that a clause can give (5.2, section 5.4)."""

    SHARED = "shared"
    PRIVATE = "private"
    FIRSTPRIVATE = "firstprivate"
    LASTPRIVATE = "lastprivate"


@dataclass(frozen=True, slots=True)
class SharingClause:
    """``shared``, ``private``, ``firstprivate`` or ``lastprivate`` without modifiers."""

    attribute: Attribute
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReductionItem:
    """A variable, or an array section ``name[lower:length]…`` with the texts in brackets."""

    name: str
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReductionClause:
    """``reduction(operator: items)`` without modifiers."""

    operator: str
    items: tuple[ReductionItem, ...]


@dataclass(frozen=True, slots=True)
class DefaultClause:
    """``default(kind)``."""

    kind: str


@dataclass(frozen=True, slots=True)
class ScheduleClause:
    """``schedule(modifiers: kind, chunk)``."""

    kind: str
    modifiers: tuple[str, ...] = ()
    chunk: str | None = None


@dataclass(frozen=True, slots=True)
class IfClause:
    """``if(directive: condition)``."""

    condition: str
    directive: str | None = None


@dataclass(frozen=True, slots=True)
class CollapseClause:
    """``collapse(count)`` with a literal count."""

    count: int


@dataclass(frozen=True, slots=True)
class OtherClause:
    """Any other clause, or a known one in a form that is not understood.

    An argument of the directive itself (`critical(name)`) is a clause without a name.
    """

    name: str
    argument: str | None = None


Clause = (
    SharingClause
    | ReductionClause
    | DefaultClause
    | ScheduleClause
    | IfClause
    | CollapseClause
    | OtherClause
)


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: its name as one or more words, and its clauses in order."""

    name: str
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The constructs that a combined directive names."""
        return tuple(self.name.split())


@dataclass(frozen=True, slots=True)
class NotADirective:
    """Text that this parser does not understand as a directive."""

    reason: str


_WORDS = frozenset(
    "parallel for simd sections section single master masked critical atomic barrier task "
    "taskloop taskwait taskgroup taskyield target teams distribute loop scan flush cancel "
    "ordered".split()
)
_CLAUSE_ONLY_AFTER = "ordered"
_NAME = re.compile(r"[A-Za-z_]\w*")
_OPERATORS = re.compile(r"^(?:\+|-|\*|&&|\|\||&|\||\^|min|max|[A-Za-z_][\w:]*)$")
_SCHEDULES = frozenset(("static", "dynamic", "guided", "auto", "runtime"))
_SCHEDULE_MODIFIERS = frozenset(("monotonic", "nonmonotonic", "simd"))
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def parse_directive(text: str) -> Directive | NotADirective:
    """The directive whose text after ``#pragma omp`` is ``text``."""
    position = 0
    words: list[str] = []
    while match := _NAME.match(text, _skip(text, position)):
        word = match[0]
        if word not in _WORDS or (words and word == _CLAUSE_ONLY_AFTER):
            break
        words.append(word)
        position = match.end()
        if _is_at(text, position, "("):
            # `critical(name)` and the like: an argument of the directive itself.
            break
    if not words:
        return NotADirective(f"`{text.strip()}` is no known OpenMP directive")
    clauses: list[Clause] = []
    if _is_at(text, position, "("):
        argument, position = _parenthesised(text, _skip(text, position))
        if argument is None:
            return NotADirective("parentheses do not match")
        clauses.append(OtherClause("", argument))
    while (position := _skip(text, position)) < len(text):
        match = _NAME.match(text, position)
        if match is None:
            return NotADirective(f"`{text[position:].strip()}` is no clause")
        position = match.end()
        argument = None
        if _is_at(text, position, "("):
            argument, position = _parenthesised(text, _skip(text, position))
            if argument is None:
                return NotADirective("parentheses do not match")
        clauses.append(_clause(match[0], argument))
    return Directive(" ".join(words), tuple(clauses))


def format_directive(directive: Directive) -> str:
    """Text that ``parse_directive`` reads as ``directive``."""
    return " ".join((directive.name, *(_format(clause) for clause in directive.clauses)))


def split_list(text: str) -> tuple[str, ...]:
    """The parts between commas outside brackets and literals, trimmed."""
    return tuple(part.strip() for part in _split(text, ","))


def conjuncts(condition: str) -> tuple[str, ...]:
    """The operands of the outermost ``&&``; the whole if another operator binds weaker."""
    condition = condition.strip()
    if len(_split(condition, "||")) > 1 or len(_split(condition, "?")) > 1:
        return (condition,)
    return tuple(part.strip() for part in _split(condition, "&&"))


def _clause(name: str, argument: str | None) -> Clause:
    unknown = OtherClause(name, argument)
    parser = _PARSERS.get(name)
    if argument is None or parser is None:
        return unknown
    return parser(argument) or unknown


def _sharing(attribute: Attribute) -> Callable[[str], Clause | None]:
    def parse(argument: str) -> Clause | None:
        names = split_list(argument)
        return SharingClause(attribute, names) if all(map(_is_name, names)) else None

    return parse


def _reduction(argument: str) -> Clause | None:
    operator, colon, rest = argument.partition(":")
    # `::` of a qualified name is no separator.
    while rest.startswith(":"):
        more, colon, rest = rest[1:].partition(":")
        operator = f"{operator}::{more}"
    operator = operator.strip()
    if not colon or not _OPERATORS.match(operator):
        return None
    items = [_reduction_item(part) for part in split_list(rest)]
    known = tuple(item for item in items if item is not None)
    return ReductionClause(operator, known) if len(known) == len(items) else None


def _reduction_item(text: str) -> ReductionItem | None:
    match = _NAME.match(text)
    if match is None:
        return None
    sections: list[str] = []
    position = _skip(text, match.end())
    while position < len(text):
        if text[position] != "[":
            return None
        content, position = _parenthesised(text, position)
        if content is None:
            return None
        sections.append(content.strip())
        position = _skip(text, position)
    return ReductionItem(match[0], tuple(sections))


def _schedule(argument: str) -> Clause | None:
    modifiers: tuple[str, ...] = ()
    head, colon, rest = argument.partition(":")
    parts = split_list(head)
    if colon and not rest.startswith(":") and all(p in _SCHEDULE_MODIFIERS for p in parts):
        modifiers, argument = parts, rest
    kind, comma, chunk = argument.partition(",")
    if kind.strip() not in _SCHEDULES or (comma and not chunk.strip()):
        return None
    return ScheduleClause(kind.strip(), modifiers, chunk.strip() if comma else None)


def _if(argument: str) -> Clause | None:
    match = re.match(r"\s*([a-z][a-z ]*?)\s*:(?!:)", argument)
    if match is not None and all(word in _WORDS for word in match[1].split()):
        return IfClause(argument[match.end() :].strip(), match[1])
    return IfClause(argument.strip()) if argument.strip() else None


def _collapse(argument: str) -> Clause | None:
    text = argument.strip()
    return CollapseClause(int(text)) if re.fullmatch(r"[1-9]\d{0,3}", text) else None


def _default(argument: str) -> Clause | None:
    kind = argument.strip()
    return DefaultClause(kind) if kind in ("shared", "none", "private", "firstprivate") else None


_PARSERS: Mapping[str, Callable[[str], Clause | None]] = {
    **{str(attribute): _sharing(attribute) for attribute in Attribute},
    "reduction": _reduction,
    "schedule": _schedule,
    "if": _if,
    "collapse": _collapse,
    "default": _default,
}


def _format(clause: Clause) -> str:
    match clause:
        case SharingClause(attribute=attribute, names=names):
            return f"{attribute}({', '.join(names)})"
        case ReductionClause(operator=operator, items=items):
            listed = ", ".join(i.name + "".join(f"[{s}]" for s in i.sections) for i in items)
            return f"reduction({operator}: {listed})"
        case DefaultClause(kind=kind):
            return f"default({kind})"
        case ScheduleClause(kind=kind, modifiers=modifiers, chunk=chunk):
            prefix = f"{', '.join(modifiers)}: " if modifiers else ""
            return f"schedule({prefix}{kind}{'' if chunk is None else f', {chunk}'})"
        case IfClause(condition=condition, directive=directive):
            return f"if({'' if directive is None else f'{directive}: '}{condition})"
        case CollapseClause(count=count):
            return f"collapse({count})"
        case OtherClause(name=name, argument=argument):
            return name if argument is None else f"{name}({argument})"
        case _:
            assert_never(clause)


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _skip(text: str, position: int) -> int:
    while position < len(text) and (text[position].isspace() or text[position] == ","):
        position += 1
    return position


def _is_at(text: str, position: int, character: str) -> bool:
    rest = text[position:].lstrip()
    return rest.startswith(character)


def _parenthesised(text: str, start: int) -> tuple[str | None, int]:
    """What the bracket at ``start`` encloses, and where it ends; ``None`` if it is never closed."""
    depth = 0
    for position, character in _code(text, start):
        if character in _BRACKETS:
            depth += 1
        elif character in _BRACKETS.values():
            depth -= 1
            if depth == 0:
                return text[start + 1 : position], position + 1
    return None, len(text)


def _split(text: str, separator: str) -> list[str]:
    parts: list[str] = []
    depth = 0
    start = 0
    for position, character in _code(text, 0):
        if character in _BRACKETS:
            depth += 1
        elif character in _BRACKETS.values():
            depth -= 1
        elif depth == 0 and position >= start and text.startswith(separator, position):
            parts.append(text[start:position])
            start = position + len(separator)
    return [*parts, text[start:]]


def _code(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Positions and characters outside character and string literals."""
    quote = ""
    position = start
    while position < len(text):
        character = text[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        else:
            yield position, character
        position += 1
