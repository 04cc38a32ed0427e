"""Values of any size: strings, maps, optionals, classes, and containers of them.

A value whose size its type fixes has a ``Layout``. Everything else is one of the classes below, and
is encoded part by part, each sequence behind the number of its elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from pcg_engine.tools.harness.graphs import GraphLayout, dtype_of_type
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    dtype_of,
    scalars_of,
    spell_layout,
)

FixedLayout = ScalarLayout | ArrayLayout | StructLayout


class SequenceKind(StrEnum):
    """How a sequence is filled and read: the codec of that name in ``runtime/values.hpp``."""

    GROWN = "grown"
    """Elements are put at the end: ``vector``, ``deque``, ``list``."""
    STRING = "string"
    BITS = "bits"
    """``vector<bool>``."""
    SET = "set"
    MAP = "map"
    """The elements are pairs of a key and a value; so of the next two, whose order is open."""
    MULTISET = "multiset"
    MULTIMAP = "multimap"
    """Of equal keys the first that came stays first."""
    VALARRAY = "valarray"
    UNORDERED_SET = "unordered_set"
    UNORDERED_MAP = "unordered_map"
    OPTIONAL = "optional"
    """No element or one."""
    OWNER = "owner"
    """No element or one, on the heap."""
    ENGINE = "engine"
    """A random engine: one element seeds it; those after a call are its state."""
    OUTPUT_STREAM = "output_stream"
    """What is written to a stream in memory; empty before."""
    INPUT_STREAM = "input_stream"
    """What is still to be read from a stream in memory."""
    FIXED = "fixed"
    """As many as the type says: ``std::array``, C arrays."""


BY_CONSTRUCTOR, IN_PARTS = b"\0", b"\1"
"""How an object with a constructor is told: by the arguments of that, or recorded, by its parts."""

_SIZED = frozenset(
    {
        SequenceKind.OPTIONAL,
        SequenceKind.OWNER,
        SequenceKind.FIXED,
        SequenceKind.ENGINE,
        SequenceKind.OUTPUT_STREAM,
    }
)
_KEYED = frozenset(
    {
        SequenceKind.SET,
        SequenceKind.MAP,
        SequenceKind.MULTISET,
        SequenceKind.MULTIMAP,
        SequenceKind.UNORDERED_SET,
        SequenceKind.UNORDERED_MAP,
    }
)


@dataclass(frozen=True, slots=True)
class SequenceLayout:
    """Elements of one layout; ``extent`` is their number where the type fixes it.

    ``passed_as`` is the base class that stands in the function's type, where the driver has an
    object of another one.
    """

    spelling: str
    kind: SequenceKind
    element: ValueLayout
    extent: int | None = None
    passed_as: str = ""

    @property
    def is_keyed(self) -> bool:
        """Whether elements are found by a key."""
        return self.kind in _KEYED

    @property
    def has_equal_keys(self) -> bool:
        """Whether several elements may have one key."""
        return self.kind in (SequenceKind.MULTISET, SequenceKind.MULTIMAP)

    @property
    def is_unordered(self) -> bool:
        """Whether the order of the elements says nothing."""
        return self.kind in (SequenceKind.UNORDERED_SET, SequenceKind.UNORDERED_MAP)

    @property
    def is_resizable(self) -> bool:
        """Whether an input may have any number of elements."""
        return self.kind not in _SIZED


@dataclass(frozen=True, slots=True)
class PartLayout:
    """A part of a class object; see ``FieldLayout``.

    ``owner`` is the base class whose member it is, if it is not the object's own.
    """

    name: str
    layout: ValueLayout
    access: str = ""
    hidden_as: str = ""
    owner: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ProductLayout:
    """A class object, part by part.

    One with ``arguments`` is constructed from values of these layouts. Its constructor gives the
    parts their sizes and whatever else has to fit together; after it only floating-point numbers
    in containers are set, since any value may stand there. Instead of a constructor, a
    ``factory`` may take the arguments, and give a pointer that owns the object if it ``is_owned``.
    ``stands_for`` is the abstract base class that the function is declared with.
    """

    spelling: str
    parts: tuple[PartLayout, ...]
    default_constructible: bool = True
    arguments: tuple[ValueLayout, ...] = ()
    factory: str = field(default="", repr=False)
    is_owned: bool = field(default=False, repr=False)
    stands_for: str = field(default="", repr=False, compare=False)

    @property
    def refreshed(self) -> tuple[PartLayout, ...]:
        """The parts whose numbers are set after construction."""
        return tuple(part for part in self.parts if self.arguments and _is_refreshed(part.layout))


def _is_refreshed(layout: ValueLayout) -> bool:
    match layout:
        case SequenceLayout(kind=SequenceKind.GROWN, element=element):
            return isinstance(element, FixedLayout) and all(
                scalar.code[1:2] == "f" for scalar in scalars_of(element)
            )
        case _:
            return False


@dataclass(frozen=True, slots=True)
class VariantLayout:
    """``std::variant``: the number of an alternative, and its value."""

    spelling: str
    alternatives: tuple[ValueLayout, ...]


ValueLayout = Layout | SequenceLayout | ProductLayout | VariantLayout | GraphLayout


def spell_value(layout: ValueLayout) -> str:
    """The C++ type with this layout."""
    match layout:
        case SequenceLayout() | ProductLayout() | VariantLayout() | GraphLayout():
            return layout.spelling
        case ScalarLayout() | ArrayLayout() | StructLayout():
            return spell_layout(layout)
        case _:
            assert_never(layout)


def is_constructed(layout: ValueLayout) -> bool:
    """Whether objects are made from arguments."""
    return isinstance(layout, ProductLayout) and bool(layout.arguments)


def inner_values(layout: ValueLayout) -> tuple[ValueLayout, ...]:
    """The layouts directly inside one of no fixed size."""
    match layout:
        case SequenceLayout(element=element):
            return (element,)
        case ProductLayout(parts=parts, arguments=arguments):
            return (*arguments, *(part.layout for part in parts))
        case VariantLayout(alternatives=alternatives):
            return alternatives
        case ScalarLayout() | ArrayLayout() | StructLayout() | GraphLayout():
            return ()
        case _:
            assert_never(layout)


def values_of(layout: ValueLayout) -> Iterator[ValueLayout]:
    """``layout`` and all inside it, innermost first."""
    for inner in inner_values(layout):
        yield from values_of(inner)
    yield layout


def value_scalars(layout: ValueLayout) -> tuple[ScalarLayout, ...]:
    """The scalars inside, without repetition of elements."""
    found: list[ScalarLayout] = []
    for value in values_of(layout):
        if isinstance(value, FixedLayout):
            found += scalars_of(value)
        elif isinstance(value, GraphLayout):
            fields = (f.layout for type_ in value.types for f in type_.fields)
            found += [s for one in fields if one is not None for s in scalars_of(one)]
    return tuple(found)


def blank_bytes(layout: ValueLayout) -> int:
    """How many bytes tell a value of zeros, whose sequences are empty where they can be."""
    match layout:
        case SequenceLayout(element=element, extent=extent, is_resizable=resizable):
            # An engine reads its seed, whatever its count says.
            count = (0 if resizable else 1) if extent is None else extent
            return 8 + count * blank_bytes(element)
        case ProductLayout(parts=parts, arguments=arguments):
            # Those that a constructor makes have a mark, and two counts for what is set after it.
            inside = arguments or tuple(part.layout for part in parts)
            return 1 + 16 * len(layout.refreshed) + sum(map(blank_bytes, inside))
        case VariantLayout(alternatives=alternatives):
            return 8 + blank_bytes(alternatives[0])
        case GraphLayout():
            raise AssertionError("graphs belong to parameters, see make_graph")
        case ScalarLayout() | ArrayLayout() | StructLayout():
            return dtype_of(layout).itemsize
        case _:
            assert_never(layout)


def least_bytes(layout: ValueLayout) -> int:
    """About how many bytes one value has when each sequence inside has a few elements."""
    match layout:
        case SequenceLayout(element=element, extent=extent):
            return 8 + (4 if extent is None else extent) * least_bytes(element)
        case ProductLayout(parts=parts):
            return sum(least_bytes(part.layout) for part in parts)
        case VariantLayout(alternatives=alternatives):
            return 8 + max(map(least_bytes, alternatives))
        case GraphLayout(types=types):
            return sum(dtype_of_type(one).itemsize for one in types)
        case ScalarLayout() | ArrayLayout() | StructLayout():
            return dtype_of(layout).itemsize
        case _:
            assert_never(layout)
