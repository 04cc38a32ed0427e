"""Values of any size as the host writes them, taken apart into columns of scalars."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import assert_never

from pcg_engine.tools.harness.graphs import (
    DamagedGraph,
    GraphLayout,
    decode_graph,
    elements_of,
    is_landmark,
    places_of,
)
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    dtype_of,
)
from pcg_engine.tools.harness.observation import Part
from pcg_engine.tools.harness.values import (
    FixedLayout,
    ProductLayout,
    SequenceLayout,
    ValueLayout,
    VariantLayout,
)


class Bytes:
    """Bytes that are read from front to back."""

    def __init__(self, data: bytes | memoryview, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes; raises ``ValueError`` if there are fewer."""
        taken = bytes(self.data[self.at : self.at + size])
        if len(taken) != size:
            raise ValueError("an observation ends too early")
        self.at += size
        return taken

    def number(self, format_: str) -> int:
        """The next number, in a format of ``struct``."""
        (value,) = struct.unpack(format_, self.take(struct.calcsize(format_)))
        return int(value)


@dataclass(slots=True)
class Columns:
    """What is alike in all elements of a value: all numbers of elements, and all leaves by path."""

    counts: list[int] = field(default_factory=list[int])
    leaves: dict[tuple[str, Layout], list[bytes]] = field(
        default_factory=dict[tuple[str, Layout], list[bytes]]
    )

    def parts(self) -> tuple[Part, ...]:
        """The leaves, each path in one piece."""
        return tuple(
            Part(path, layout, b"".join(pieces)) for (path, layout), pieces in self.leaves.items()
        )

    def read(self, source: Bytes, layout: ValueLayout, path: str = "") -> None:
        """Add the value of ``layout`` that ``source`` goes on with."""
        match layout:
            case SequenceLayout():
                self._sequence(source, layout, path)
            case ProductLayout(parts=parts):
                for part in parts:
                    self.read(source, part.layout, f"{path}.{part.name}")
            case VariantLayout(alternatives=alternatives):
                index = source.number("<Q")
                self.counts.append(index)
                # A variant without a value has none of the numbers.
                if index < len(alternatives):
                    self.read(source, alternatives[index], f"{path}|{index}")
            case ScalarLayout() | ArrayLayout() | StructLayout():
                self._add(path, layout, source.take(dtype_of(layout).itemsize))
            case GraphLayout():
                self._graph(source, layout)
            case _:
                assert_never(layout)

    def _sequence(self, source: Bytes, layout: SequenceLayout, path: str) -> None:
        count = source.number("<Q")
        self.counts.append(count)
        element = layout.element
        if isinstance(element, FixedLayout):
            size = dtype_of(element).itemsize
            data = source.take(count * size)
            if layout.is_unordered:
                data = b"".join(sorted(data[i : i + size] for i in range(0, len(data), size)))
            self._add(path, element, data)
            return
        if layout.is_unordered:
            source = Bytes(b"".join(sorted(_elements(source, element, count))))
        for _ in range(count):
            self.read(source, element, path)

    def _graph(self, source: Bytes, layout: GraphLayout) -> None:
        """The leaves of all nodes of a type together; what pointers lead to counts as sizes do."""
        try:
            graph = decode_graph(layout, source.data, source.at)
        except DamagedGraph as problem:
            raise ValueError(str(problem)) from problem
        source.at = graph.end
        self.counts += [len(graph.nodes), *graph.root]
        for node in graph.nodes:
            self.counts += [node.type, node.count]
            for places in places_of(layout, node, source.data):
                self.counts += places.ravel().tolist()
            if is_landmark(layout, node.type):
                continue
            type_ = layout.types[node.type]
            elements = elements_of(layout, node, source.data)
            for index, one in enumerate(type_.fields):
                if one.layout is None:
                    continue
                column = elements if type_.is_scalar else elements[f"f{index}"]
                name = type_.spelling.removeprefix("::")
                path = f"->{name}.{one.path}" if one.path else f"->{name}"
                self._add(path, one.layout, column.tobytes())

    def _add(self, path: str, layout: Layout, data: bytes) -> None:
        self.leaves.setdefault((path, layout), []).append(data)


def _elements(source: Bytes, layout: ValueLayout, count: int) -> list[bytes]:
    """The bytes of each element; those of its key come first."""
    found: list[bytes] = []
    for _ in range(count):
        start = source.at
        Columns().read(source, layout)
        found.append(bytes(source.data[start : source.at]))
    return found
