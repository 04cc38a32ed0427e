"""JSON values that the protocol leaves open, as plain dictionaries and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import attrs


def plain(value: object) -> Any:
    """``value`` without the classes that the LSP library may have parsed it into."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in cast("Mapping[str, object]", value).items()}
    fields = getattr(value, "_asdict", None)
    if fields is not None:
        return plain(fields())
    if attrs.has(type(value)):
        return plain(attrs.asdict(cast("attrs.AttrsInstance", value)))
    if isinstance(value, Sequence):
        return [plain(one) for one in cast("Sequence[object]", value)]
    return value


def field_of(value: object, name: str) -> Any:
    """Field ``name`` of an open value; ``None`` where there is none."""
    known = plain(value)
    if not isinstance(known, dict):
        return None
    return cast("dict[str, Any]", known).get(name)
