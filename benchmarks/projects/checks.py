"""How a run's results are read, and when two runs' results are the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast


@dataclass(frozen=True, slots=True)
class Check:
    """What a program says of its own results.

    ``files`` are patterns of names, below the program's folder, of files that it writes: their text
    follows what it prints, or, where they are ``compared_whole``, they must be the same byte by
    byte. Everything that ``values`` (regular expressions with groups) find is compared: numbers
    with ``tolerance`` (relative), other words exactly. What is ``required`` (regular expressions)
    must be there: the program's own verification.
    """

    files: tuple[str, ...] = ()
    compared_whole: bool = False
    values: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    tolerance: float = 0.0

    def results(self, output: str, contents: Sequence[bytes]) -> str:
        """The results in one text. Raises ``ValueError`` if something is missing."""
        if self.files and not contents:
            raise ValueError(f"{', '.join(self.files)} was not written")
        found: list[str] = []
        if self.compared_whole:
            found += [hashlib.sha256(content).hexdigest() for content in contents]
        else:
            output += "".join(content.decode("utf-8", "replace") for content in contents)
        for pattern in self.required:
            if re.search(pattern, output) is None:
                raise ValueError(f"the program does not say `{pattern}`")
        for pattern in self.values:
            groups = [match.groups() for match in re.finditer(pattern, output)]
            if not groups:
                raise ValueError(f"the program does not print `{pattern}`")
            found += [word for group in groups for word in group]
        return json.dumps(found)

    def difference(self, expected: str, actual: str) -> str | None:
        """The first of two results that differs, in words."""
        wanted, got = (cast("list[str]", json.loads(text)) for text in (expected, actual))
        if len(wanted) != len(got):
            return f"{len(got)} results, not {len(wanted)}"
        for one, other in zip(wanted, got, strict=True):
            if not self._is_same(one, other):
                return f"{_short(other)}, not {_short(one)}"
        return None

    def _is_same(self, one: str, other: str) -> bool:
        if one == other:
            return True
        try:
            wanted, got = float(one), float(other)
        except ValueError:
            return False
        # A NaN or an infinity is not within any tolerance.
        return abs(wanted - got) <= self.tolerance * max(abs(wanted), abs(got)) < float("inf")


def _short(word: str) -> str:
    return word if len(word) <= 24 else f"{word[:12]}…"
