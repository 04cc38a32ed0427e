"""JSON objects of an answer that hold code (pure)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

_OBJECT = re.compile(r'\{\s*"')
_KEYS = ("code", "function", "source", "cpp", "solution", "answer")
_ATTEMPTS = 32


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object at ``[start, end)`` of an answer."""

    value: Mapping[str, object]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The code of a JSON object at ``[start, end)``."""

    code: str
    start: int
    end: int


def objects(text: str) -> Iterator[JsonObject]:
    """The JSON objects of ``text``, whatever is around them.

    Line feeds and tabs may stand in the strings as they are, since models write them so.
    """
    # Not strict: control characters in strings are accepted.
    decoder = json.JSONDecoder(strict=False)
    position = 0
    for _ in range(_ATTEMPTS):
        match = _OBJECT.search(text, position)
        if match is None:
            return
        position = match.end()
        try:
            value, end = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        position = end
        if isinstance(value, dict):
            yield JsonObject(cast("Mapping[str, object]", value), match.start(), end)


def answers(text: str) -> Iterator[Answer]:
    """The objects of ``text`` with a key for code; a list of strings is taken for lines."""
    for one in objects(text):
        code = _code(one.value)
        if code is not None:
            yield Answer(code, one.start, one.end)


def _code(members: Mapping[str, object]) -> str | None:
    for key in _KEYS:
        found = members.get(key)
        if isinstance(found, str):
            return found
        if isinstance(found, list):
            lines = cast("list[object]", found)
            if lines and all(isinstance(line, str) for line in lines):
                return "\n".join(str(line).removesuffix("\n") for line in lines)
    return None
