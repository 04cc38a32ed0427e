"""Trees with their nodes replaced by others, whatever they are nodes of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast, get_args

from pcg_engine.domain.ast import Declarator, Expression, Statement

_NODES = (*get_args(Expression), *get_args(Statement), Declarator)


def mapped(node: object, change: Callable[[object], object]) -> object:
    """``node`` with ``change`` made to its direct parts; the very same if none changes."""
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed: dict[str, object] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, _NODES):
            new = change(value)
            if new is not value:
                changed[field.name] = new
        elif isinstance(value, tuple) and any(isinstance(v, _NODES) for v in cast("Any", value)):
            parts = cast("tuple[object, ...]", value)
            several = tuple(change(v) if isinstance(v, _NODES) else v for v in parts)
            if any(a is not b for a, b in zip(several, parts, strict=True)):
                changed[field.name] = several
    return replace(cast("Any", node), **changed) if changed else node
