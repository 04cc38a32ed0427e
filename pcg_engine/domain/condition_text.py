"""Conditions as C++ text (pure)."""

from __future__ import annotations


def unwrapped(condition: str) -> str:
    """``condition``, trimmed, without the pair of parentheses around all of it, if there is one."""
    condition = condition.strip()
    if not (condition.startswith("(") and condition.endswith(")")):
        return condition
    depth = 0
    for position, character in enumerate(condition):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and position < len(condition) - 1:
            return condition
    return condition[1:-1].strip()
