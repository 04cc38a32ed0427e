"""Fenced blocks of an answer, as CommonMark has them and as models write them (pure).

Deviations from CommonMark, 4.5: a fence may open behind words on its line; a fence with a language
inside an open block begins a new one, since models forget to close; a block may close right behind
its code; a fence inside a raw string literal is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.tools.reply.scan import ends_in_raw_string

_LANGUAGE = re.compile(r"[ \t]*(?:[\w+#.-]+)?[ \t]*")
_CODE = frozenset("(){};#<")
_LANGUAGES = frozenset(("cpp", "c++", "cc", "cxx", "c", "CPP", "C++", "C", "openmp", "json"))
_SHORTEST = 3
_RAW_STRING_CHECKS = 16
"""How many fences of one answer are held against raw strings: each costs a pass over its block."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block at ``start``; ``is_closed`` is false if the answer ended in it."""

    text: str
    language: str
    start: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class _Fence:
    mark: str
    length: int
    language: str
    code: str
    """What stands behind the fence on its line and is no language."""
    is_whole: bool = False
    """Whether the block ends on the same line."""


def blocks(text: str) -> Iterator[Block]:
    """The blocks of ``text``, whose lines end in line feeds, in order."""
    position = 0
    fence: _Fence | None = None
    lines: list[str] = []
    start = checked = 0
    for line in text.split("\n"):
        following = position + len(line) + 1
        opened = None
        is_code = False
        if fence is not None and line.strip()[:_SHORTEST] in ("```", "~~~"):
            checked += 1
            is_code = checked <= _RAW_STRING_CHECKS and ends_in_raw_string(lines)
        if fence is None:
            opened = _opening(line)
        elif _closes(line, fence) and not is_code:
            yield Block("\n".join(lines), fence.language, start, is_closed=True)
            fence = None
        elif _begins_another(line) and not is_code:
            yield Block("\n".join(lines), fence.language, start, is_closed=False)
            opened = _opening(line)
        elif (rest := _closed_behind(line, fence)) is not None:
            yield Block("\n".join([*lines, rest]), fence.language, start, is_closed=True)
            fence = None
        else:
            lines.append(line)
        if opened is not None:
            fence, start = opened, position
            lines = [opened.code] if opened.code else []
            if opened.is_whole:
                yield Block(opened.code, "", start, is_closed=True)
                fence = None
        position = following
    if fence is not None:
        yield Block("\n".join(lines), fence.language, start, is_closed=False)


def _opening(line: str) -> _Fence | None:
    mark = "~" if line.lstrip().startswith("~~~") else "`"
    at = line.find(mark * _SHORTEST)
    if at == -1:
        return None
    behind = line[at:].lstrip(mark)
    length = len(line) - at - len(behind)
    if mark == "`" and "`" in behind:
        inside, _, _ = behind.partition("`" * _SHORTEST)
        return _Fence(mark, length, "", inside.strip(), is_whole=True)
    if _LANGUAGE.fullmatch(behind):
        return _Fence(mark, length, behind.strip(), "")
    if _CODE.isdisjoint(behind):
        return _Fence(mark, length, behind.split()[0], "")
    language, _, code = behind.partition(" ")
    if _CODE.isdisjoint(language) and language in _LANGUAGES:
        return _Fence(mark, length, language, code)
    return _Fence(mark, length, "", behind)


def _closes(line: str, fence: _Fence) -> bool:
    stripped = line.strip()
    return len(stripped) >= fence.length and stripped.strip(fence.mark) == ""


def _begins_another(line: str) -> bool:
    """Whether a line in a block is a fence with a language."""
    stripped = line.strip()
    language = stripped.lstrip("`")
    return (
        len(stripped) - len(language) >= _SHORTEST
        and bool(language)
        and _LANGUAGE.fullmatch(language) is not None
    )


def _closed_behind(line: str, fence: _Fence) -> str | None:
    """The code in front of a closing fence on its own line, where that is the end of something."""
    stripped = line.rstrip()
    before = stripped.rstrip(fence.mark)
    if len(stripped) - len(before) < fence.length or not before.rstrip().endswith(("}", ";")):
        return None
    return before.rstrip()
