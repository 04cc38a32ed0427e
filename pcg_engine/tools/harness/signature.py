"""What the driver passes and looks at: one ``Slot`` per parameter and per touched global."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pcg_engine.tools.harness.callables import Callable
from pcg_engine.tools.harness.graphs import GraphLayout
from pcg_engine.tools.harness.layout import Layout
from pcg_engine.tools.harness.values import SequenceLayout, ValueLayout, values_of


class SlotKind(StrEnum):
    """How storage is handed to the function."""

    VALUE = "value"
    POINTER = "pointer"
    ROWS = "rows"
    """Behind a pointer to pointers: each in a block of its own, or all in one."""
    REFERENCE = "reference"
    VECTOR = "vector"
    NESTED_VECTOR = "nested-vector"
    SPAN = "span"
    OBJECT = "object"
    """Of no fixed size, with a ``ValueLayout``."""


class Passing(StrEnum):
    """By value, ``T&`` or ``T&&``; globals are set and read in place."""

    VALUE = "value"
    ELEMENTS = "elements"
    """By a pointer to the first element of a vector that the driver has."""
    ADDRESS = "address"
    """By a pointer to the object."""
    REFERENCE = "reference"
    RVALUE = "rvalue"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter or global.

    ``type`` is the C++ type of the parameter or variable without reference; ``element`` the layout
    of one element. ``extent`` is the element count where the type fixes it. ``is_const`` tells
    that the function promises not to write (it is still compared). ``restrict`` rules out overlap.
    ``place`` is the qualified C++ name of a global. Of an object ``value`` is the layout, and
    ``element`` is a byte. Of a function ``element`` says which of the driver's own it is.
    """

    name: str
    kind: SlotKind
    passing: Passing
    type: str
    element: Layout
    extent: int | None = None
    is_const: bool = False
    restrict: bool = False
    place: str = ""
    value: ValueLayout | None = None
    callable: Callable | None = None

    @property
    def layout(self) -> ValueLayout:
        """The layout of the object, or of one element."""
        return self.element if self.value is None else self.value

    @property
    def has_size(self) -> bool:
        """Whether an input may say how many elements it has."""
        if self.kind in (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.SPAN):
            return self.extent is None
        return self.value is not None and any(
            isinstance(inner, GraphLayout)
            or (isinstance(inner, SequenceLayout) and inner.is_resizable)
            for inner in values_of(self.value)
        )

    @property
    def is_graph(self) -> bool:
        """Whether it leads to objects with pointers."""
        return isinstance(self.value, GraphLayout)

    @property
    def is_behind_pointer(self) -> bool:
        """Whether the driver gives a pointer to storage of its own."""
        return self.kind in (SlotKind.POINTER, SlotKind.ROWS)

    @property
    def has_target(self) -> bool:
        """Whether this is a variable that the function may set to lead elsewhere."""
        return self.is_global and self.is_behind_pointer

    @property
    def is_global(self) -> bool:
        """Whether this is a variable with static storage rather than a parameter."""
        return self.passing is Passing.GLOBAL

    @property
    def is_observed(self) -> bool:
        """Whether a caller can see what the function leaves here."""
        return not (self.kind is SlotKind.VALUE and self.passing is Passing.VALUE)


class ResultKind(StrEnum):
    """What the function returns."""

    VOID = "void"
    ELEMENT = "element"
    VECTOR = "vector"
    OBJECT = "object"
    REFERENCE = "reference"
    """To something whose value is compared."""


@dataclass(frozen=True, slots=True)
class Result:
    """The return value; ``element`` is ``None`` for ``void``, and for objects with a ``value``."""

    kind: ResultKind
    type: str
    element: Layout | None
    value: ValueLayout | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A function that can be driven: parameters in order, then globals.

    With ``has_receiver`` the first parameter is the object that a member function is called for.
    ``callee`` is how the function is written where its name is not enough.
    """

    function: str
    parameters: tuple[Slot, ...]
    globals: tuple[Slot, ...]
    result: Result
    has_receiver: bool = False
    callee: str = field(default="", repr=False)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Parameters, then globals: the order of the case format."""
        return (*self.parameters, *self.globals)
