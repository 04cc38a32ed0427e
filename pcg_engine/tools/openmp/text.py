"""The text of directives cut at brackets, separators, literals and comments."""

from __future__ import annotations

from collections.abc import Iterator

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_BRACKETS.values())


def uncommented(text: str) -> str:
    """``text`` with lines joined and each comment as one blank; literals stay as they are."""
    text = text.replace("\\\r\n", "").replace("\\\n", "")
    kept: list[str] = []
    position = 0
    while position < len(text):
        if text[position] in "\"'":
            end = _literal_end(text, position)
        elif text.startswith("//", position):
            newline = text.find("\n", position)
            position = len(text) if newline < 0 else newline
            continue
        elif text.startswith("/*", position):
            close = text.find("*/", position + 2)
            position = len(text) if close < 0 else close + 2
            kept.append(" ")
            continue
        else:
            end = position + 1
        kept.append(text[position:end])
        position = end
    return "".join(kept)


def split(text: str, separator: str) -> list[str]:
    """``text`` cut at ``separator`` outside brackets and literals; ``::`` is no ``:``."""
    parts: list[str] = []
    depth = 0
    start = 0
    resume = 0
    for position, character in code(text, 0):
        if position < resume:
            continue
        if separator == ":" and text.startswith("::", position):
            resume = position + 2
        elif character in _BRACKETS:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif depth == 0 and text.startswith(separator, position):
            parts.append(text[start:position])
            start = resume = position + len(separator)
    return [*parts, text[start:]]


def split_list(text: str) -> tuple[str, ...]:
    """The parts between commas, trimmed."""
    return tuple(part.strip() for part in split(text, ","))


def conjuncts(condition: str) -> tuple[str, ...]:
    """The operands of the outermost ``&&``; the whole if another operator binds weaker."""
    condition = condition.strip()
    if len(split(condition, "||")) > 1 or len(split(condition, "?")) > 1:
        return (condition,)
    return tuple(part.strip() for part in split(condition, "&&"))


def parenthesised(text: str, start: int) -> tuple[str | None, int]:
    """What the bracket at ``start`` encloses, and where it ends; ``None`` if it is never closed."""
    waiting: list[str] = []
    for position, character in code(text, start):
        if character in _BRACKETS:
            waiting.append(_BRACKETS[character])
        elif character in _CLOSING:
            if not waiting or waiting.pop() != character:
                return None, len(text)
            if not waiting:
                return text[start + 1 : position], position + 1
    return None, len(text)


def code(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Positions and characters outside character and string literals."""
    position = start
    while position < len(text):
        if text[position] in "\"'":
            position = _literal_end(text, position)
            continue
        yield position, text[position]
        position += 1


def section_bounds(section: str) -> tuple[str, str] | None:
    """Lower bound and length of what is written in the brackets of an array section.

    A plain subscript is a section of one element; ``None`` for a stride or an open end.
    """
    match [part.strip() for part in split(section, ":")]:
        case [lower, length] if length:
            return lower or "0", length
        case [index] if index:
            return index, "1"
        case _:
            return None


def _literal_end(text: str, start: int) -> int:
    """Behind the literal that begins at ``start``; a digit separator is none."""
    quote = text[start]
    if quote == "'" and start > 0 and text[start - 1].isalnum():
        # 1'000, but also the prefixes of u'x' and L'x'.
        word = start
        while word > 0 and (text[word - 1].isalnum() or text[word - 1] in "_'"):
            word -= 1
        if text[word].isdigit():
            return start + 1
    position = start + 1
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] == quote:
            return position + 1
        position += 1
    return len(text)
