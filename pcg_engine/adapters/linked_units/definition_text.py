"""Whether a text seems to define a function (pure): cheap, before any compiler is asked.

It errs on the side of yes. What it misses, because a macro or a template's argument list hides the
name, stays undefined.
"""

from __future__ import annotations

import re

_SKIPPED = re.compile(
    rb"//(?:\\\n|[^\n])*|/\*.*?\*/"
    rb'|"(?:\\.|[^"\\\n])*"'
    rb"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)
_BEHIND_PARAMETERS = re.compile(
    rb"\s*(?:(?:const|volatile|noexcept|override|final|throw|&&?)(?![\w(])\s*"
    rb"|(?:noexcept|throw|__attribute__)\s*\((?:[^()]|\([^()]*\))*\)\s*"
    rb"|\[\[[^\]]*\]\]\s*"
    rb"|->\s*[\w:<>,\s*&]+?\s*(?=\{)"
    rb")*(?:\{|try\b|(?P<initialisers>:)(?!:))"
)
_LONGEST_TAIL = 400


def seems_to_define(text: bytes, name: str, owner: str = "") -> bool:
    """Whether a body seems to follow ``name`` and a list of parameters somewhere in ``text``.

    ``owner`` is the class that has it as a member, which is named outside of that class.
    """
    word, before = (w.encode("utf-8", "surrogateescape") for w in (name, owner))
    if word not in text or before not in text:
        return False
    bare = _SKIPPED.sub(b" ", text)
    named = re.escape(word) + rb"\s*\("
    if before:
        named = re.escape(before) + rb"\s*(?:<[^<>(){};]*>\s*)?::\s*" + named
    for match in re.finditer(rb"(?<![\w.])(?<!->)" + named, bare):
        end = _closing(bare, match.end())
        tail = None if end is None else _BEHIND_PARAMETERS.match(bare[end : end + _LONGEST_TAIL])
        if tail is not None and (tail["initialisers"] is None or name == owner):
            return True
    return False


def _closing(text: bytes, start: int) -> int | None:
    """Behind the parenthesis that closes the one before ``start``."""
    depth = 1
    for match in re.compile(rb"[()]").finditer(text, start):
        depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            return match.end()
    return None
