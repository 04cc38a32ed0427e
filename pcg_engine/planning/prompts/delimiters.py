"""Strangers' text in a prompt, so that it cannot pose as part of the question (pure)."""

from __future__ import annotations

import re

_RUNS = re.compile(r"`+")
_SHORTEST = 3
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]")


def fenced(text: str, language: str = "cpp") -> str:
    """``text`` as a block whose fence is longer than every run of backticks in it.

    Control characters and characters that are not seen are shown as their code points.
    """
    shown = _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\r\n", "\n"))
    longest = max((len(run) for run in _RUNS.findall(shown)), default=0)
    fence = "`" * max(_SHORTEST, longest + 1)
    end = "" if shown.endswith("\n") else "\n"
    return f"{fence}{language}\n{shown}{end}{fence}"


def on_one_line(text: str) -> str:
    """``text`` without line ends, for a list."""
    return " ".join(_UNSEEN.sub(" ", text).split())
