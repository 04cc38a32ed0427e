"""Memory places as values: a root object and the way from it to a part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pcg_engine.domain.ast import ArithmeticType, ArrayType, RecordType, Type, Variable
from pcg_engine.domain.polynomial import Polynomial

UNKNOWN_KEY = "?"


@dataclass(frozen=True, slots=True)
class Index:
    """An element of an array, counted from the root; ``None`` where it is not modelled.

    With ``is_walked`` a pointer to one row of an array of arrays was moved there, which may lead
    out of that row.
    """

    value: Polynomial | None
    is_walked: bool = False


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A data member. With ``shares``, others with that may be in the same memory."""

    name: str
    shares: bool = False

    def is_apart(self, other: FieldOf) -> bool:
        """Whether the two members of one object have nothing in common."""
        return self.name != other.name and not (self.shares and other.shares)


Selector = Index | FieldOf


class RootKind(StrEnum):
    """Where the memory of a root comes from."""

    OBJECT = "object"
    """A variable's own storage, or the elements of a container variable: an object of its own."""
    FRESH = "fresh"
    """Memory that was allocated for this pointer alone, by the function or before it began."""
    REFERENCE = "reference"
    """What a reference parameter designates (a container's elements included)."""
    POINTER = "pointer"
    """What a pointer or span points to when the loop starts."""
    UNKNOWN = "unknown"
    """Reached in a way that is not followed."""


@dataclass(frozen=True, slots=True)
class Root:
    """Where a place starts.

    ``key`` is equal exactly for equal roots. ``text`` is C++ for the root, valid before the loop,
    or empty. ``type`` is the type of the object, pointee, referent or pointer element. Where a
    pointer leads there that is itself stored in memory, ``stored_in`` is where. ``path`` tells how
    it is reached there if that is not one pointer but one for each element: ``[].cells``. Roots of
    one ``family`` may be what the same pointer leads to: ``m[0]`` and ``m[k]`` are one. ``name``
    is what people call a root without a text.
    """

    key: str
    kind: RootKind
    text: str
    type: Type
    variable: Variable | None = None
    restrict: bool = False
    stored_in: Root | None = None
    path: str = ""
    family: str = ""
    name: str = ""

    @property
    def is_constant(self) -> bool:
        """Whether the object was declared ``const``, so that nobody may write it."""
        variable = self.variable
        if variable is None or self.kind is not RootKind.OBJECT:
            return False
        if variable.constant is not None:
            return True
        match variable.type:
            case ArithmeticType(const=const) | RecordType(const=const):
                return const
            case ArrayType(element=ArithmeticType(const=const)):
                return const
            case _:
                return False

    @property
    def label(self) -> str:
        """What leads there, for people, where many pointers do."""
        if self.stored_in is None or not self.path:
            return ""
        holder = self.stored_in
        if holder.key == "this":
            return self.path.removeprefix(".")
        base = holder.text or holder.name or holder.label
        return f"{base}{self.path}" if base else ""

    @property
    def pointers(self) -> int:
        """How many indices tell which of the pointers it is that leads there."""
        if self.stored_in is None or not self.path:
            return 0
        return self.path.count("[]") + self.stored_in.pointers


@dataclass(frozen=True, slots=True)
class Place:
    """A root and selectors from it; all parts of what they designate belong to the place."""

    root: Root
    selectors: tuple[Selector, ...] = ()

    def at(self, selector: Selector) -> Place:
        """The part that ``selector`` selects."""
        return Place(self.root, (*self.selectors, selector))

    @property
    def indices(self) -> list[Polynomial]:
        """The indices that are modelled."""
        return [s.value for s in self.selectors if isinstance(s, Index) and s.value is not None]

    @property
    def path(self) -> str:
        """The way from the root, whichever the elements are: ``[].cells``."""
        own = self.selectors[self.root.pointers :]
        return "".join("[]" if isinstance(s, Index) else f".{s.name}" for s in own)

    @property
    def family(self) -> str:
        """What the pointers that are stored here lead to, whichever element it is."""
        return f"{self.root.family or self.root.key}|{self.path}|"

    @property
    def anywhere(self) -> Place:
        """This widened to any element around it."""
        selectors = list(self.selectors)
        while selectors and not isinstance(selectors[-1], Index):
            selectors.pop()
        if selectors:
            selectors[-1] = Index(None)
        return Place(self.root, tuple(selectors))

    def moved(self, offset: Polynomial | None) -> Place:
        """The element ``offset`` elements further on."""
        if offset is not None and offset.as_constant == 0:
            return self
        if not self.selectors or not isinstance(self.selectors[-1], Index):
            return unknown_place(self.root.type)
        last = self.selectors[-1].value
        value = None if last is None or offset is None else last + offset
        walks = len(self.selectors) > 1 and isinstance(self.selectors[-2], Index)
        return Place(self.root, (*self.selectors[:-1], Index(value, walks)))


def unknown_place(value_type: Type) -> Place:
    """A place of which nothing is known."""
    return Place(Root(UNKNOWN_KEY, RootKind.UNKNOWN, "", value_type))
