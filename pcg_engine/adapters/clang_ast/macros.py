"""Where uses of macros end in the text: clang tells only where the macro's name is."""

from __future__ import annotations

import re

_OBJECT_LIKE = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)(?!\w|\()", re.MULTILINE)
_NAME_BEFORE = re.compile(rb"\w+$")
_BLANKS = re.compile(rb"(?:\s|\\\r?\n)*")
_TOKEN = re.compile(
    rb""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|//[^\n]*|/\*.*?\*/|[()]""", re.DOTALL
)
_LONGEST_NAME = 256


class MacroUses:
    """The uses of macros in one text."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._object_like = {m[1] for m in _OBJECT_LIKE.finditer(text)}

    def end_of_use(self, name_end: int) -> int:
        """The end of the use whose macro name ends at ``name_end``: after its arguments, if any.

        A macro that the text itself defines without parameters has none; of one that a header
        defines it is assumed that a parenthesis right after it belongs to it.
        """
        name = _NAME_BEFORE.search(self._text, max(0, name_end - _LONGEST_NAME), name_end)
        if name is None or name[0] in self._object_like:
            return name_end
        blanks = _BLANKS.match(self._text, name_end)
        start = name_end if blanks is None else blanks.end()
        if self._text[start : start + 1] != b"(":
            return name_end
        depth = 0
        for token in _TOKEN.finditer(self._text, start):
            depth += (token[0] == b"(") - (token[0] == b")")
            if depth == 0:
                return token.end()
        return name_end
