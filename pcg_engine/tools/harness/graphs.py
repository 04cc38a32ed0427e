"""Objects that lead to each other: structs with pointers, and whatever is behind those.

A graph is told node by node. A node is a run of elements of one type in one block of memory; each
pointer in it leads to a place in a node, to nothing, or to a *landmark*: a place of no bytes, which
stands for whatever the function never looks at.

In a case file a graph is the place that the argument leads to, the number of nodes, the type and
the element count of each, and then their elements, field by field. A place is two numbers: zero or
one more than the node (with the ordinal of the argument that it belongs to in its upper half), and
the distance from the node's beginning in bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from pcg_engine.tools.harness.layout import ArrayLayout, ScalarLayout, dtype_of

OWNER_SHIFT = 40
"""The bits of a place's first number that name a node; those above name the argument."""
_PLACE = np.dtype(("<u8", (2,)))
_NUMBER = struct.Struct("<Q")
_PAIR = struct.Struct("<QQ")


@dataclass(frozen=True, slots=True)
class GraphField:
    """A part of an element: numbers (``layout``), or else a pointer.

    ``path`` is how C++ names the part (empty: it is the element). A pointer leads to nodes of the
    type number ``target``; where that is ``None``, the function looks at nothing that is there.
    ``is_size`` says that loops may run up to it.
    """

    path: str
    layout: ScalarLayout | ArrayLayout | None = None
    target: int | None = None
    is_size: bool = False


@dataclass(frozen=True, slots=True)
class GraphType:
    """What the elements of a node are; ``spelling`` is the C++ type.

    ``is_text``: characters, which may end with a zero. ``is_many``: the function indexes them, or
    they are no objects with pointers, so that a made-up node has several.
    """

    spelling: str
    fields: tuple[GraphField, ...]
    is_text: bool = False
    is_many: bool = True

    @property
    def is_scalar(self) -> bool:
        """Whether elements are plain numbers."""
        return len(self.fields) == 1 and isinstance(self.fields[0].layout, ScalarLayout)

    @property
    def has_pointers(self) -> bool:
        """Whether elements lead elsewhere."""
        return any(one.layout is None for one in self.fields)


@dataclass(frozen=True, slots=True)
class DeclaredStruct:
    """A struct as a driver declares it that does not see the user's text."""

    name: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GraphLayout:
    """What a parameter leads to: elements of type number ``root``.

    ``by_value``: the parameter is such an element itself, a variable ``extent`` of them.
    ``structs`` are what has to be declared for all ``types``, those needed first first.
    """

    spelling: str
    types: tuple[GraphType, ...]
    root: int
    by_value: bool = False
    extent: int = 1
    structs: tuple[DeclaredStruct, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Node:
    """One node of an encoded graph: its type, its elements, and where those begin."""

    type: int
    count: int
    start: int


@dataclass(frozen=True, slots=True)
class EncodedGraph:
    """The outline of a graph in bytes: ``end`` is behind it."""

    root: tuple[int, int]
    nodes: tuple[Node, ...]
    end: int


class DamagedGraph(Exception):
    """The bytes are no graph; the message is a clause for a person."""


def dtype_of_type(type_: GraphType) -> np.dtype[Any]:
    """One packed element: fields ``f0``, ``f1`` …, pointers as places; plain for a plain number."""
    return _dtype(type_)


@cache
def _dtype(type_: GraphType) -> np.dtype[Any]:
    types = [_PLACE if f.layout is None else dtype_of(f.layout) for f in type_.fields]
    if type_.is_scalar:
        return types[0]
    return np.dtype([(f"f{index}", one) for index, one in enumerate(types)])


def encode_graph(root: tuple[int, int], nodes: list[tuple[int, int, bytes]]) -> bytes:
    """A graph of ``nodes``: type, element count and packed elements of each."""
    head = _PAIR.pack(*root) + _NUMBER.pack(len(nodes))
    table = b"".join(_PAIR.pack(type_, count) for type_, count, _ in nodes)
    return b"".join((head, table, *(data for _, _, data in nodes)))


def decode_graph(layout: GraphLayout, data: bytes | memoryview, at: int) -> EncodedGraph:
    """The graph that ``data`` holds at byte ``at``; raises ``DamagedGraph``."""
    root, at = _pair(data, at)
    number, at = _number(data, at)
    if number > len(data):
        raise DamagedGraph("it ends too early")
    table: list[tuple[int, int]] = []
    for _ in range(number):
        entry, at = _pair(data, at)
        table.append(entry)
    nodes: list[Node] = []
    for type_, count in table:
        if type_ >= len(layout.types) and type_ != len(layout.types):
            raise DamagedGraph("it holds something of an unknown type")
        nodes.append(Node(type_, count, at))
        at += _bytes_of(layout, type_, count)
        if at > len(data):
            raise DamagedGraph("it ends too early")
    return EncodedGraph(root, tuple(nodes), at)


def elements_of(
    layout: GraphLayout, node: Node, data: bytes | memoryview
) -> np.ndarray[Any, np.dtype[Any]]:
    """The elements of a node, read-only."""
    type_ = dtype_of_type(layout.types[node.type])
    size = node.count * type_.itemsize
    return np.frombuffer(bytes(data[node.start : node.start + size]), type_)


def places_of(
    layout: GraphLayout, node: Node, data: bytes | memoryview
) -> Iterator[np.ndarray[Any, np.dtype[Any]]]:
    """The places that each pointer field leads to, two numbers a row."""
    if is_landmark(layout, node.type):
        return
    type_ = layout.types[node.type]
    if not type_.has_pointers:
        return
    elements = elements_of(layout, node, data)
    for index, one in enumerate(type_.fields):
        if one.layout is None:
            yield elements[f"f{index}"].reshape(-1, 2)


def is_landmark(layout: GraphLayout, type_: int) -> bool:
    """Whether nodes of this type stand for something that nobody looks at."""
    return type_ == len(layout.types)


def _bytes_of(layout: GraphLayout, type_: int, count: int) -> int:
    if is_landmark(layout, type_):
        if count:
            raise DamagedGraph("it holds something of an unknown type")
        return 0
    return count * dtype_of_type(layout.types[type_]).itemsize


def _number(data: bytes | memoryview, at: int) -> tuple[int, int]:
    if at + 8 > len(data):
        raise DamagedGraph("it ends too early")
    return int(_NUMBER.unpack_from(data, at)[0]), at + 8


def _pair(data: bytes | memoryview, at: int) -> tuple[tuple[int, int], int]:
    if at + 16 > len(data):
        raise DamagedGraph("it ends too early")
    first, second = _PAIR.unpack_from(data, at)
    return (int(first), int(second)), at + 16
