"""C++ text without its comments, otherwise as written."""

from __future__ import annotations

import re

_KEPT_OR_COMMENT = re.compile(
    rb"""
      (?P<comment> //(?:\\\r?\n|[^\n])* | /\*.*?(?:\*/|\Z) )
    | (?:u8|[uUL])?R"(?P<fence>[^()\s\\"]{0,16})\(.*?(?:\)(?P=fence)"|\Z)
    | "(?:\\.|[^"\\\n])*"?
    | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'?
    """,
    re.VERBOSE | re.DOTALL,
)


def without_comments(text: bytes) -> bytes:
    """``text`` without comments, and without the lines that held nothing else."""
    emptied: set[int] = set()
    """Lines of the result that a comment was taken from."""
    parts: list[bytes] = []
    position = line = 0
    for match in _KEPT_OR_COMMENT.finditer(text):
        if match["comment"] is None:
            continue
        before = text[position : match.start()]
        parts.append(before)
        line += before.count(b"\n")
        emptied.add(line)
        # What was apart stays apart.
        if match.end() < len(text) and text[match.start() - 1 : match.start()].strip():
            parts.append(b" ")
        position = match.end()
    parts.append(text[position:])
    lines = b"".join(parts).split(b"\n")
    kept = [
        one.rstrip() if number in emptied else one
        for number, one in enumerate(lines)
        if one.strip() or number not in emptied
    ]
    return b"\n".join(kept)
