"""Trees as JSON text: lossless, compact, self-describing.

Every dataclass value is written as ``[class, field, field, …]``, where ``class`` is its number in
the ``classes`` table, which lists names of classes and fields as they were when the text was
written. A field that has been added since takes its default, so that recorded trees outlive
additions; any other difference is a ``ValueError``. Variables and types occur many times and are
written once, into ``shared``, and referred to as ``[-1, n]``; tuples are ``[-2, …]``.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from typing import Any, cast

from pcg_engine.domain import ast
from pcg_engine.domain.ast import TranslationUnit
from pcg_engine.domain.source import Span

VERSION = 1

_SHARED = -1
_TUPLE = -2

Json = Any
"""What ``json`` reads and writes."""


def encode(unit: TranslationUnit) -> str:
    """``unit`` as JSON text; equal units give equal text."""
    encoder = _Encoder()
    tree = encoder.value(unit)
    return json.dumps(
        {
            "version": VERSION,
            "classes": [[c.__name__, *_field_names(c)] for c in encoder.classes],
            "shared": encoder.shared,
            "tree": tree,
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )


def decode(text: str) -> TranslationUnit:
    """The unit that ``encode`` wrote; raises ``ValueError`` for anything else."""
    document: Json = json.loads(text)
    parts = cast("dict[str, Json]", document if isinstance(document, dict) else {})
    if parts.get("version") != VERSION:
        raise ValueError(f"not a tree of version {VERSION}")
    decoder = _Decoder(parts["classes"])
    decoder.read_shared(parts["shared"])
    return cast("TranslationUnit", decoder.value(parts["tree"]))


@cache
def _classes_by_name() -> dict[str, type[Any]]:
    found = {n: c for n, c in vars(ast).items() if isinstance(c, type)}
    return {**found, "Span": Span}


@cache
def _field_names(cls: type[Any]) -> tuple[str, ...]:
    if issubclass(cls, StrEnum):
        return ("value",)
    return tuple(f.name for f in fields(cls))


_SHARED_CLASSES = frozenset(
    (
        ast.Variable,
        ast.ArithmeticType,
        ast.PointerType,
        ast.ReferenceType,
        ast.ArrayType,
        ast.ContainerType,
        ast.RecordType,
        ast.VoidType,
        ast.OpaqueType,
    )
)


class _Encoder:
    def __init__(self) -> None:
        self.classes: list[type[Any]] = []
        self.shared: list[Json] = []
        self._class_numbers: dict[type[Any], int] = {}
        self._shared_numbers: dict[object, int] = {}

    def value(self, value: object) -> Json:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, StrEnum):
            return [self._class_number(type(value)), str(value)]
        if isinstance(value, str):
            return value
        if isinstance(value, tuple):
            return [_TUPLE, *(self.value(v) for v in cast("tuple[object, ...]", value))]
        if isinstance(value, dict):
            return {k: self.value(v) for k, v in cast("dict[str, object]", value).items()}
        cls = type(value)
        if cls in _SHARED_CLASSES:
            number = self._shared_numbers.get(value)
            if number is None:
                encoded = self._node(cls, value)
                number = self._shared_numbers[value] = len(self.shared)
                self.shared.append(encoded)
            return [_SHARED, number]
        return self._node(cls, value)

    def _node(self, cls: type[Any], value: object) -> Json:
        number = self._class_number(cls)
        return [number, *(self.value(getattr(value, name)) for name in _field_names(cls))]

    def _class_number(self, cls: type[Any]) -> int:
        number = self._class_numbers.get(cls)
        if number is None:
            number = self._class_numbers[cls] = len(self.classes)
            self.classes.append(cls)
        return number


class _Decoder:
    def __init__(self, classes: list[list[str]]) -> None:
        self._shapes: list[_Shape] = [_shape(c) for c in classes]
        self._shared: list[object] = []

    def read_shared(self, shared: Json) -> None:
        for encoded in shared:
            self._shared.append(self.value(encoded))

    def value(self, encoded: Json) -> object:
        if isinstance(encoded, dict):
            items = cast("dict[str, Json]", encoded)
            return {k: self.value(v) for k, v in items.items()}
        if not isinstance(encoded, list):
            return encoded
        head, *rest = cast("list[Json]", encoded)
        if head == _TUPLE:
            return tuple([self.value(v) for v in rest])
        if head == _SHARED:
            return self._shared[rest[0]]
        shape = self._shapes[int(head)]
        if issubclass(shape.cls, StrEnum):
            return shape.cls(rest[0])
        if len(rest) != len(shape.names):
            raise ValueError(f"{shape.cls.__name__} with {len(rest)} fields")
        if shape.in_order:
            return shape.cls(*[self.value(v) for v in rest])
        return shape.cls(**{n: self.value(v) for n, v in zip(shape.names, rest, strict=True)})


class _Shape:
    """A class as it was when the text was written."""

    __slots__ = ("cls", "in_order", "names")

    def __init__(self, cls: type[Any], names: tuple[str, ...]) -> None:
        self.cls = cls
        self.names = names
        self.in_order = names == _field_names(cls)


def _shape(description: list[str]) -> _Shape:
    class_name, *names = description
    cls = _classes_by_name().get(class_name)
    if cls is None:
        raise ValueError(f"no class {class_name} in the domain's trees")
    if not issubclass(cls, StrEnum):
        known = {f.name: f for f in fields(cls)}
        gone = [n for n in names if n not in known]
        missing = [
            n
            for n, f in known.items()
            if n not in names and f.default is MISSING and f.default_factory is MISSING
        ]
        if gone or missing:
            raise ValueError(f"{class_name} has changed: {', '.join(gone + missing)}")
    return _Shape(cls, tuple(names))
