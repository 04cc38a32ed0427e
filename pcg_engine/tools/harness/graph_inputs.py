"""Made-up objects with pointers: every length is one size, every pointer leads to enough for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pcg_engine.tools.harness.elements import ElementStyle, ValueRange, make_elements
from pcg_engine.tools.harness.graphs import (
    OWNER_SHIFT,
    GraphField,
    GraphLayout,
    GraphType,
    dtype_of_type,
    encode_graph,
)
from pcg_engine.tools.harness.layout import ArrayLayout, ScalarLayout, dtype_of, scalars_of

_MOST_ELEMENTS = 1 << 22
_MOST_LINKED = 4096
"""Objects that lead to others; those after them lead to nothing."""
_MOST_INSIDE = 64
"""Elements that one of several objects leads to."""
_DEEPEST = 12
"""Of objects that lead to others of their type."""

_Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(slots=True)
class _Node:
    type: int
    count: int
    depth: int
    size: int
    elements: _Array | None = None


def make_graph(
    layout: GraphLayout, ordinal: int, size: int, how: ElementStyle, rng: np.random.Generator
) -> bytes | None:
    """The graph number ``ordinal`` of an input; ``None`` if it would be too large.

    Integers of objects are ``size``, as is what pointers to numbers lead to; integers behind
    pointers are indices of that. No two pointers lead to the same, but landmarks.
    """
    return _Maker(layout, ordinal, size, how, rng).made()


class _Maker:
    def __init__(
        self,
        layout: GraphLayout,
        ordinal: int,
        size: int,
        how: ElementStyle,
        rng: np.random.Generator,
    ) -> None:
        self._layout = layout
        self._owner = ordinal << OWNER_SHIFT
        self._size = size
        self._how = how
        self._rng = rng
        self._nodes: list[_Node] = []
        self._elements = 0
        self._linked = 0
        self._landmark: int | None = None

    def made(self) -> bytes | None:
        layout = self._layout
        count = layout.extent if layout.by_value else self._count(layout.root, self._size)
        root = self._add(layout.root, count, 0, self._size)
        at = 0
        while at < len(self._nodes):
            if self._elements > _MOST_ELEMENTS:
                return None
            node = self._nodes[at]
            if node.type < len(layout.types):
                node.elements = self._filled(node)
            at += 1
        nodes = [
            (node.type, node.count, b"" if node.elements is None else node.elements.tobytes())
            for node in self._nodes
        ]
        return encode_graph((root, 0), nodes)

    def _add(self, type_: int, count: int, depth: int, size: int) -> int:
        """A new node; the first number of places in it.

        Whatever it holds is an index below ``size`` or such a length.
        """
        self._nodes.append(_Node(type_, count, depth, size))
        self._elements += count
        return 1 + (self._owner | (len(self._nodes) - 1))

    def _count(self, type_: int, size: int) -> int:
        return size if self._layout.types[type_].is_many else 1

    def _filled(self, node: _Node) -> _Array:
        type_ = self._layout.types[node.type]
        if type_.is_scalar:
            layout = type_.fields[0].layout
            assert isinstance(layout, ScalarLayout)
            return self._numbers(layout, type_, node)
        elements = np.zeros(node.count, dtype_of_type(type_))
        is_one_of_several = type_.is_many and any(one.path for one in type_.fields)
        inside = min(node.size, _MOST_INSIDE) if is_one_of_several else node.size
        for index, one in enumerate(type_.fields):
            column = elements[f"f{index}"]
            if one.layout is None:
                for row in range(node.count):
                    column[row] = (self._led(one, node.depth, inside), 0)
            elif one.is_size and not type_.is_many:
                column[...] = _length(one.layout, inside)
            elif _is_integer(one.layout):
                column[...] = self._indices(one.layout, column.shape, inside)
            else:
                made = make_elements(one.layout, node.count, self._how, ValueRange(), self._rng)
                column[...] = made.reshape(column.shape)
        return elements

    def _led(self, field: GraphField, depth: int, size: int) -> int:
        if field.target is None:
            if self._landmark is None:
                self._landmark = self._add(len(self._layout.types), 0, depth, 0)
            return self._landmark
        if self._layout.types[field.target].has_pointers:
            self._linked += 1
            if depth >= _DEEPEST or self._linked > max(_MOST_LINKED, 2 * self._size):
                return 0
        return self._add(field.target, self._count(field.target, size), depth + 1, size)

    def _numbers(self, layout: ScalarLayout, type_: GraphType, node: _Node) -> _Array:
        if type_.is_text:
            text = self._rng.integers(97, 123, node.count).astype(dtype_of(layout))
            text[-1:] = 0
            return text
        if _is_integer(layout):
            return self._indices(layout, (node.count,), node.size)
        return make_elements(layout, node.count, self._how, ValueRange(), self._rng)

    def _indices(
        self, layout: ScalarLayout | ArrayLayout, shape: tuple[int, ...], size: int
    ) -> _Array:
        (scalar, *_) = scalars_of(layout)
        type_ = dtype_of(scalar)
        if type_.kind == "b":
            return self._rng.integers(0, 2, shape).astype(type_)
        limit = min(max(size, 1), int(np.iinfo(type_).max))
        return self._rng.integers(0, limit, shape).astype(type_)


def _length(layout: ScalarLayout | ArrayLayout, size: int) -> int:
    (scalar, *_) = scalars_of(layout)
    return min(size, int(np.iinfo(dtype_of(scalar)).max))


def _is_integer(layout: ScalarLayout | ArrayLayout) -> bool:
    return all(scalar.code[1:2] != "f" for scalar in scalars_of(layout))
