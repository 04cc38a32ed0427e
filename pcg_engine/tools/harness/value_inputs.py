"""Inputs of any size: the bytes that the driver's codecs read."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import assert_never

import numpy as np

from pcg_engine.tools.harness.cases import Special, Style
from pcg_engine.tools.harness.elements import Array, ElementStyle, ValueRange, make_elements
from pcg_engine.tools.harness.graphs import GraphLayout
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    dtype_of,
)
from pcg_engine.tools.harness.values import (
    BY_CONSTRUCTOR,
    FixedLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    VariantLayout,
)

_MOST_INSIDE = 12
"""Elements of a sequence that is an element itself."""
_MOST_COMPOSED = 1 << 17
"""Elements that are made one by one."""
_MOST_REFRESHED = 1021
"""A prime: with it, rows of most lengths differ."""
_ALPHABETS = {Style.EXACT: b"ab", Style.TIES: b"a", Style.SORTED: b"abcdefgh", Style.WIDE: b"Zz9 "}
_WITH_NULLS = (Style.SIGNED, Style.TIES, Style.WIDE)
"""Styles in which smart pointers may be null."""
_LETTERS = bytes(range(32, 127))


@dataclass(frozen=True, slots=True)
class ValueMaker:
    """Makes values in one style; equal makers with equal generators make equal values."""

    how: ElementStyle
    rng: np.random.Generator

    def make(self, layout: ValueLayout, size: int, range_: ValueRange) -> bytes:
        """A value whose outermost sequences have ``size`` elements, ordered by ``range_``."""
        match layout:
            case SequenceLayout():
                return self._sequence(layout, self._length(layout, size), range_)
            case ProductLayout(arguments=arguments) if arguments:
                return self._constructed(layout, size, range_)
            case ProductLayout(parts=parts):
                return b"".join(self.make(part.layout, size, range_) for part in parts)
            case VariantLayout(alternatives=alternatives):
                index = int(self.rng.integers(0, len(alternatives)))
                value = self.make(alternatives[index], self._inside(), range_)
                return struct.pack("<Q", index) + value
            case ScalarLayout() | ArrayLayout() | StructLayout():
                return make_elements(layout, 1, self.how, range_, self.rng).tobytes()
            case GraphLayout():
                raise AssertionError("graphs belong to parameters, see make_graph")
            case _:
                assert_never(layout)

    def _constructed(self, layout: ProductLayout, size: int, range_: ValueRange) -> bytes:
        """Arguments, whose integers are sizes that are multiplied; then numbers for the parts."""
        integers = [one for one in layout.arguments if _is_size(one)]
        side = round(size ** (1 / len(integers))) if integers else size
        parts: list[bytes] = []
        for argument in layout.arguments:
            if isinstance(argument, ScalarLayout) and _is_size(argument):
                value = side + (len(parts) if side > 1 else 0)
                most = int(np.iinfo(dtype_of(argument)).max)
                parts.append(np.array([min(value, most)]).astype(dtype_of(argument)).tobytes())
            else:
                parts.append(self.make(argument, side, range_))
        for part in layout.refreshed:
            match part.layout:
                case SequenceLayout(element=ScalarLayout() | ArrayLayout() | StructLayout() as one):
                    count = min(max(size, 1), _MOST_REFRESHED)
                    data = make_elements(one, count, self.how, range_, self.rng).tobytes()
                    parts.append(struct.pack("<QQ", count, len(data)) + data)
                case _:
                    raise AssertionError(part)
        return BY_CONSTRUCTOR + b"".join(parts)

    def _length(self, layout: SequenceLayout, size: int) -> int:
        if layout.extent is not None:
            return layout.extent
        if layout.kind is SequenceKind.OWNER and self.how.style not in _WITH_NULLS:
            return 1  # functions often take for granted that it has something
        if not layout.is_resizable:
            return int(size > 0 and self.rng.random() < 0.75)
        return size if isinstance(layout.element, FixedLayout) else min(size, _MOST_COMPOSED)

    def _inside(self) -> int:
        return int(self.rng.integers(0, _MOST_INSIDE + 1))

    def _sequence(self, layout: SequenceLayout, length: int, range_: ValueRange) -> bytes:
        maker = self._for_keys() if layout.is_keyed else self
        count = struct.pack("<Q", length)
        match layout.element:
            case ScalarLayout() if layout.kind is SequenceKind.INPUT_STREAM:
                # Most functions read numbers.
                text = b" ".join(b"%d" % n for n in self.rng.integers(-99, 100, length))
                return struct.pack("<Q", len(text)) + text
            case ScalarLayout(code="|i1" | "|u1") if layout.kind is SequenceKind.STRING:
                return count + self._text(length)
            case ScalarLayout() | ArrayLayout() | StructLayout() as element:
                elements = make_elements(element, length, maker.how, range_, self.rng)
                if layout.is_keyed and not layout.has_equal_keys:
                    _spread(elements, element, self.rng)
                return count + elements.tobytes()
            case element:
                inside = ValueRange() if layout.extent is None else range_
                values = (maker.make(element, self._inside(), inside) for _ in range(length))
                return count + b"".join(values)

    def _text(self, length: int) -> bytes:
        return _letters(self.how.style, length, self.rng)

    def _for_keys(self) -> ValueMaker:
        """Without NaN, which is unequal to itself and has no place among keys."""
        only = None if self.how.only is Special.NAN else self.how.only
        return replace(self, how=replace(self.how, nan=False, only=only))


def make_text(style: Style, count: int, rng: np.random.Generator) -> bytes:
    """A string of C in ``count`` characters, the last of which is zero."""
    return _letters(style, count - 1, rng) + bytes(1) if count else b""


def _letters(style: Style, count: int, rng: np.random.Generator) -> bytes:
    alphabet = _ALPHABETS.get(style, _LETTERS)
    return rng.choice(np.frombuffer(alphabet, dtype="u1"), count).tobytes()


def _is_size(layout: ValueLayout) -> bool:
    match layout:
        case ScalarLayout(code=code, is_enumeration=False):
            return code[1:2] in ("i", "u")
        case _:
            return False


def _spread(elements: Array, layout: Layout, rng: np.random.Generator) -> None:
    """Makes integer keys different from each other, so that as many stay as were asked for."""
    keys = elements
    while isinstance(layout, StructLayout):
        keys, layout = keys[layout.fields[0].name], layout.fields[0].layout
    if not isinstance(layout, ScalarLayout) or layout.is_enumeration:
        return
    if layout.code[1:2] not in ("i", "u"):
        return
    info = np.iinfo(dtype_of(layout))
    if len(keys) <= int(info.max):
        keys[...] = rng.permutation(len(keys))
