"""Reading JSON that a stranger wrote: what is missing or of another type is as if left out."""

from __future__ import annotations

from typing import cast


def member(value: object, name: str) -> object:
    """The member ``name`` of an object, else ``None``."""
    return cast("dict[object, object]", value).get(name) if isinstance(value, dict) else None


def elements(value: object) -> list[object]:
    """The elements of an array, else none."""
    return cast("list[object]", value) if isinstance(value, list) else []


def text(value: object) -> str:
    """A string, else the empty one; halves of surrogate pairs are replaced."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "replace").decode("utf-8")


def count(value: object) -> int | None:
    """A natural number, else ``None``."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return None
