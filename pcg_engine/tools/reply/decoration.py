"""Marks that models and chat programs put on every line, or on characters, of code (pure)."""

from __future__ import annotations

import html
import re
from itertools import pairwise

_NUMBERED = re.compile(r"[ \t]*(?P<number>\d{1,6})[ \t]*[:|][ ]?")
_QUOTED = re.compile(r">[ ]?")
_FEWEST_LINES = 3


def undecorated(text: str) -> str:
    """``text`` without line numbers, marks of quotation or entities that are on all of it."""
    for mark in (_QUOTED, _QUOTED, _NUMBERED):
        if _is_on_all(mark, text):
            text = "\n".join(mark.sub("", line, count=1) for line in text.split("\n"))
    if "&lt;" in text and "<" not in text:
        return html.unescape(text)
    return text


def _is_on_all(mark: re.Pattern[str], text: str) -> bool:
    """Whether every line with something on it begins with ``mark``, numbers ascending."""
    found = [mark.match(line) for line in text.split("\n") if line.strip()]
    matches = [match for match in found if match is not None]
    if len(matches) < max(len(found), _FEWEST_LINES):
        return False
    return mark is _QUOTED or all(
        int(one["number"]) < int(other["number"]) for one, other in pairwise(matches)
    )
