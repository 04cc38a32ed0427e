"""The types in typed trees of C++ functions; ``domain.ast`` offers them together with the trees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ArithmeticKind(StrEnum):
    """What an arithmetic type counts in."""

    INTEGER = "integer"
    FLOATING = "floating"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class ArithmeticType:
    """An arithmetic or enumeration type; ``name`` is the canonical spelling (``unsigned long``)."""

    name: str
    kind: ArithmeticKind
    bits: int
    signed: bool
    const: bool = False


@dataclass(frozen=True, slots=True)
class PointerType:
    """``pointee*``; ``restrict`` for ``__restrict``-qualified pointers."""

    pointee: Type
    restrict: bool = False
    const: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """``referent&`` or ``referent&&``."""

    referent: Type
    rvalue: bool = False


@dataclass(frozen=True, slots=True)
class ArrayType:
    """A C array; ``extent`` is ``None`` for ``T[]`` and for variable-length arrays."""

    element: Type
    extent: int | None
    const: bool = False


class ContainerKind(StrEnum):
    """Standard containers with contiguous elements, whose ``operator[]`` is a ``Subscript``."""

    VECTOR = "vector"
    ARRAY = "array"
    SPAN = "span"
    STRING = "string"
    STRING_VIEW = "string_view"


@dataclass(frozen=True, slots=True)
class ContainerType:
    """A container; ``std::string`` is one of ``char``, ``vector<bool>`` is an ``OpaqueType``."""

    container: ContainerKind
    element: Type
    extent: int | None = None
    const: bool = False

    @property
    def is_view(self) -> bool:
        """Whether the elements are another object's: copies of it have the same ones."""
        return self.container in (ContainerKind.SPAN, ContainerKind.STRING_VIEW)

    @property
    def allocates(self) -> bool:
        """Whether its elements lie in memory that making one allocates."""
        return self.container in (ContainerKind.VECTOR, ContainerKind.STRING)

    @property
    def class_name(self) -> str:
        """The template that has its members (``std::basic_string``)."""
        is_text = self.container in (ContainerKind.STRING, ContainerKind.STRING_VIEW)
        return f"std::{'basic_' if is_text else ''}{self.container.value}"

    def spelled(self, element: str) -> str:
        """The name of the type, without ``const``, of elements that are spelled so."""
        match self.container:
            case ContainerKind.STRING | ContainerKind.STRING_VIEW:
                return f"std::{self.container.value}"
            case _:
                size = "" if self.extent is None else f", {self.extent}"
                return f"std::{self.container.value}<{element}{size}>"


@dataclass(frozen=True, slots=True)
class RecordType:
    """A class, struct or union by qualified name; its layout is in ``TranslationUnit.records``."""

    name: str
    const: bool = False


@dataclass(frozen=True, slots=True)
class VoidType:
    """``void``."""

    const: bool = False


@dataclass(frozen=True, slots=True)
class OpaqueType:
    """A type that PCG does not look into; ``spelling`` is clang's."""

    spelling: str
    const: bool = False


Type = (
    ArithmeticType
    | PointerType
    | ReferenceType
    | ArrayType
    | ContainerType
    | RecordType
    | VoidType
    | OpaqueType
)


@dataclass(frozen=True, slots=True)
class Field:
    """A non-static data member, or a parameter of a constructor.

    ``is_unused``: the function that is worked on does not use it, which no reader says.
    """

    name: str
    type: Type
    is_public: bool = True
    is_unused: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """A direct base class."""

    type: Type
    is_virtual: bool = False


@dataclass(frozen=True, slots=True)
class Factory:
    """A function with a body here that makes an object of a class: a free or static member one.

    ``name`` is qualified. ``is_owned``: what it gives is a smart pointer to the object.
    """

    name: str
    parameters: tuple[Field, ...]
    is_owned: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A class type: ``is_plain`` means trivially copyable, no bases, only public data members.

    ``has_whole_state``: its own fields are all its state, and each has storage of its own (no
    bases, bit-fields or anonymous unions); ``has_distinct_fields`` says the latter of a class that
    may have ``bases``. ``constructors`` are the parameters of the public ones that take some, of a
    class that hides data or cannot be constructed without arguments. ``factories`` are other
    functions that make objects of it from something else. ``is_tagged``: its name is a tag of C,
    behind ``struct`` or ``union``. ``default_is_own``: an object made of
    nothing runs a constructor that the user wrote, and which does more than set numbers.
    ``copies_members``: copying, assigning and destroying an object does so with its bases and
    fields, one by one, and nothing else.
    """

    name: str
    fields: tuple[Field, ...]
    is_plain: bool
    is_union: bool = False
    default_constructible: bool = True
    has_whole_state: bool = True
    constructors: tuple[tuple[Field, ...], ...] = ()
    has_distinct_fields: bool = True
    bases: tuple[Base, ...] = ()
    is_abstract: bool = False
    factories: tuple[Factory, ...] = ()
    is_tagged: bool = False
    default_is_own: bool = False
    copies_members: bool = False

    @property
    def parts(self) -> tuple[Type, ...]:
        """The types of the objects that one of this class is made of: its fields and bases."""
        return tuple(part.type for part in (*self.fields, *self.bases))
