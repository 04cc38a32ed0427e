"""Taking the OpenMP directives out of a text, and telling which loops they were for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT_OR_STRING = re.compile(
    r"//(?:[^\n\\]|\\.)*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL
)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*pragma[ \t]+omp\b")
_OPERATOR = re.compile(r"\b_Pragma\s*\(\s*\"\s*omp\b(?:[^\"\\\n]|\\.)*\"\s*\)")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without OpenMP directives: every line is where it was, directives are empty lines.

    ``loop_directives`` are the numbers (from 1) of the last line of each directive that shares out
    a loop; what ``_Pragma`` said is gone as well, but not listed.
    """

    text: str
    loop_directives: tuple[int, ...]


def stripped(text: str) -> Stripped:
    """``text`` as its serial version: ``#pragma omp`` with its continuation lines is taken out."""
    lines = text.split("\n")
    code = _without_comments(text).split("\n")
    found: list[int] = []
    number = 0
    while number < len(lines):
        if _DIRECTIVE.match(code[number]) is None:
            number += 1
            continue
        words = ""
        while True:
            line = code[number].rstrip()
            words += line.removesuffix("\\") + " "
            lines[number] = ""
            number += 1
            if not line.endswith("\\") or number == len(lines):
                break
        if _shares_out_a_loop(words):
            found.append(number)
    return Stripped(_OPERATOR.sub("", "\n".join(lines)), tuple(found))


def _shares_out_a_loop(directive: str) -> bool:
    """Whether ``for`` is among the words before the first clause's parenthesis."""
    return "for" in re.findall(r"\w+", directive.partition("(")[0])


def _without_comments(text: str) -> str:
    """``text`` with comments as blanks, line by line as long as it was."""

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        return re.sub(r"[^\n]", " ", found) if found.startswith("/") else found

    return _COMMENT_OR_STRING.sub(blank, text)
