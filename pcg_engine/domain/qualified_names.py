"""Qualified names of C++, as text."""

from __future__ import annotations


def without_arguments(qualified: str) -> str:
    """A qualified name without template arguments."""
    depth = 0
    kept: list[str] = []
    for character in qualified:
        depth += character == "<"
        if not depth:
            kept.append(character)
        depth -= character == ">" and depth > 0
    return "".join(kept)
