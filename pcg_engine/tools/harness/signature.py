"""What the driver passes and looks at: one ``Slot`` per parameter and per touched global."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.tools.harness.layout import Layout


class SlotKind(StrEnum):
    """How storage is handed to the function."""

    VALUE = "value"
    POINTER = "pointer"
    REFERENCE = "reference"
    VECTOR = "vector"
    NESTED_VECTOR = "nested-vector"
    SPAN = "span"


class Passing(StrEnum):
    """By value, ``T&`` or ``T&&``; globals are set and read in place."""

    VALUE = "value"
    REFERENCE = "reference"
    RVALUE = "rvalue"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter or global.

    ``type`` is the C++ type of the parameter or variable without reference; ``element`` the layout
    of one element. ``extent`` is the element count where the type fixes it. ``is_const`` tells
    that the function promises not to write (it is still compared). ``restrict`` rules out overlap.
    ``place`` is the qualified C++ name of a global.
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


@dataclass(frozen=True, slots=True)
class Result:
    """The return value; ``element`` is ``None`` for ``void``."""

    kind: ResultKind
    type: str
    element: Layout | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A function that can be driven: parameters in order, then globals."""

    function: str
    parameters: tuple[Slot, ...]
    globals: tuple[Slot, ...]
    result: Result

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Parameters, then globals: the order of the case format."""
        return (*self.parameters, *self.globals)
