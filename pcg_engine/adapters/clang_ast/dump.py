"""The text of an unfiltered JSON dump, cut into its top-level declarations.

clang writes one object whose children are the declarations of the translation unit, indented by
four spaces. Cutting at these lines lets declarations of system headers, should any be there (see
``preamble``), be dropped without parsing them. A location repeats its file only where it changes
from the one written before, which is why the file is tracked over the raw text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.adapters.clang_ast.json_node import Node

_OPEN = b"\n    {\n"
_CLOSE = b"\n    }"
_FILE = re.compile(rb'"offset": \d+,\s+"file": "((?:[^"\\]|\\.)*)"')
_FILE_KEY = b'"file": "'
_RANGE = b'\n      "range": {'


_INNER = b',\n      "inner": ['
_BODY = b'\n          "kind": "CompoundStmt"'
_TRY_BODY = b'\n          "kind": "CXXTryStmt"'


@dataclass(frozen=True, slots=True)
class TopLevel:
    """One declaration of the translation unit: its JSON text, and the file it stands in."""

    text: bytes
    file: str

    def header(self) -> Node | None:
        """The declaration without its children; ``None`` if it has none to leave out."""
        end = self.text.find(_INNER)
        return None if end == -1 else json.loads(self.text[:end] + b"}")

    @property
    def has_body(self) -> bool:
        """Whether a compound statement or a function try block is a direct child."""
        return _BODY in self.text or _TRY_BODY in self.text

    def load(self) -> Node:
        """The declaration as JSON; raises ``RecursionError`` if it is nested too deeply."""
        return json.loads(self.text)


def top_levels(dump: bytes) -> Iterator[TopLevel]:
    """The declarations of the dump, in order."""
    file = ""
    start = dump.find(_OPEN)
    while start != -1:
        end = dump.find(_CLOSE, start)
        if end == -1:
            return
        text = dump[start + 1 : end + len(_CLOSE)]
        header = text[: max(text.find(_RANGE), 0)]
        own = _FILE.search(header)
        own_file = _decode(own[1]) if own else file
        yield TopLevel(text, own_file)
        if _FILE_KEY in text:
            for match in _FILE.finditer(text):
                file = _decode(match[1])
        start = dump.find(_OPEN, end)


def _decode(raw: bytes) -> str:
    return str(json.loads(b'"' + raw + b'"')) if b"\\" in raw else raw.decode("utf-8", "replace")
