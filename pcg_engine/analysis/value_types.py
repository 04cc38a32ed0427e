"""Value types of the library: which parts objects of them have, and what copying them does.

A pair, a tuple, an optional and an array are their elements: making, copying and destroying one
does with each element what that does, and nothing else. The names of their types, as trees have
them, say which these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Field,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    TranslationUnit,
    Type,
    VoidType,
)

NULL_TYPE = "std::nullptr_t"
"""The type of ``nullptr``, which trees hold as an object made of nothing."""
SHARED_POINTERS = ("std::shared_ptr<", "std::weak_ptr<")
_COMPLEX = "std::complex<"
_PAIR = "std::pair<"
_TUPLE = "std::tuple<"
_OPTIONAL = "std::optional<"
UNIQUE_POINTERS = "std::unique_ptr<"
_INITIALISERS = "std::initializer_list<"
_NOTHING = "std::nullopt_t"
_ORDERINGS = frozenset(f"std::{kind}_ordering" for kind in ("strong", "weak", "partial"))
_ZERO = "std::__unspec"
"""What orderings are compared with: the literal 0."""
_ITERATOR = "__gnu_cxx::__normal_iterator<"
NODE_ITERATORS = tuple(
    f"std::{name}<"
    for name in (
        "_Rb_tree_iterator",
        "_Rb_tree_const_iterator",
        "_Node_iterator",
        "_Node_const_iterator",
        "_Node_iterator_base",
    )
)
"""Iterators of sets and maps, in GCC's library: one pointer."""
_PLAIN_OBJECTS = frozenset((_NOTHING, _ZERO, "std::monostate", "std::in_place_t")) | _ORDERINGS

_NUMBERS = {
    "bool": ArithmeticType("bool", ArithmeticKind.BOOLEAN, 8, signed=False),
    "char": ArithmeticType("char", ArithmeticKind.INTEGER, 8, signed=True),
    "signed char": ArithmeticType("signed char", ArithmeticKind.INTEGER, 8, signed=True),
    "unsigned char": ArithmeticType("unsigned char", ArithmeticKind.INTEGER, 8, signed=False),
    **{
        name: ArithmeticType(name, ArithmeticKind.FLOATING, bits, signed=True)
        for name, bits in (("float", 32), ("double", 64), ("long double", 128))
    },
    **{
        f"{prefix}{name}": ArithmeticType(
            f"{prefix}{name}", ArithmeticKind.INTEGER, bits, signed=not prefix
        )
        for name, bits in (("short", 16), ("int", 32), ("long", 64), ("long long", 64))
        for prefix in ("", "unsigned ")
    },
}

_STRINGS = {
    "std::string": ContainerKind.STRING,
    "std::string_view": ContainerKind.STRING_VIEW,
}


@dataclass(slots=True)
class Lifetime:
    """What making, copying, assigning and destroying an object does besides with its own bytes.

    ``unknown`` are types of whose constructors and destructors nothing is known, ``counted`` smart
    pointers that count in memory which copies of them share.
    """

    allocates: bool = False
    unknown: list[Type] = field(default_factory=list[Type])
    counted: list[str] = field(default_factory=list[str])
    seen: set[str] = field(default_factory=set[str])
    """The records whose parts were looked at: a tree's node has a vector of nodes."""


def lifetime(value_type: Type, unit: TranslationUnit) -> Lifetime:
    """What the special member functions of ``value_type`` do; unknown where the type is."""
    found = Lifetime()
    _gather(value_type, unit, found)
    return found


def is_plain_value(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether copying such a value only copies bytes, however many objects it consists of."""
    if isinstance(value_type, ReferenceType):
        return False
    found = lifetime(value_type, unit)
    return not (found.allocates or found.unknown or found.counted)


def holds_no_address(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether objects of the type are plain and nothing in them leads to other memory."""
    match value_type:
        case ArithmeticType() | VoidType():
            return True
        case ArrayType(element=element):
            return holds_no_address(element, unit)
        case ContainerType(container=ContainerKind.ARRAY, element=element):
            return holds_no_address(element, unit)
        case RecordType(name=name) if name in _PLAIN_OBJECTS:
            return True
        case RecordType(name=name):
            known = unit.records.get(name)
            if known is not None:
                copies = known.is_plain or known.copies_members
                return copies and all(holds_no_address(p, unit) for p in known.parts)
            parts = _parts(name, unit)
            return bool(parts) and all(holds_no_address(p, unit) for p in parts)
        case _:
            return False


def is_library_comparable(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether ``==`` and ``<`` of such values run none of the user's code."""
    match value_type:
        case ReferenceType(referent=inner):
            return is_library_comparable(inner, unit)
        case ArithmeticType() | PointerType():
            return True
        case ContainerType() as container if container.is_view:
            return False
        case ContainerType(element=element):
            return is_library_comparable(element, unit)
        case RecordType(name=name) if name == _ZERO or name in _ORDERINGS:
            return True
        case RecordType(name=name) if name.startswith((_PAIR, _TUPLE, _OPTIONAL, _COMPLEX)):
            parts = _parts(name, unit)
            return bool(parts) and all(is_library_comparable(p, unit) for p in parts)
        case _:
            return False


def makes_elements(
    value_type: Type, arguments: tuple[Type, ...], unit: TranslationUnit
) -> bool | None:
    """Whether the library makes its value from ``arguments`` without calling the user's code.

    ``None`` for types that are none of its values.
    """
    match value_type:
        case ContainerType():
            return _makes_container(value_type, arguments, unit)
        case RecordType(name=name) if name.startswith((_PAIR, _TUPLE, _OPTIONAL)):
            parts = _parts(name, unit)
        case _:
            return None
    if not parts:
        return False
    if len(arguments) == 1 and _is_same(arguments[0], value_type):
        return True
    if name.startswith(_OPTIONAL) and _is_nothing(arguments):
        return True
    if len(arguments) == len(parts):
        return all(_is_made_from(p, a, unit) for p, a in zip(parts, arguments, strict=True))
    if arguments:
        given = _given_parts(arguments, unit)
        return len(given) == len(parts) and all(
            _is_made_from(p, a, unit) for p, a in zip(parts, given, strict=True)
        )
    return not any(is_made_by_own_code(p, unit) for p in parts)


def _given_parts(arguments: tuple[Type, ...], unit: TranslationUnit) -> tuple[Type, ...]:
    """The elements of the pair or tuple that is the only argument; none if it is another thing.

    Those of ``std::tie`` are references.
    """
    given = _unqualified(arguments[0])
    if len(arguments) > 1 or not isinstance(given, RecordType):
        return ()
    if not given.name.startswith((_PAIR, _TUPLE)):
        return ()
    named = template_arguments(given.name)
    parts = tuple(t for a in named if (t := named_type(a.rstrip("& "), unit)) is not None)
    return parts if len(parts) == len(named) else ()


def _is_nothing(arguments: tuple[Type, ...]) -> bool:
    """Whether an optional made of ``arguments`` is empty."""
    return not arguments or (
        len(arguments) == 1
        and isinstance(given := _unqualified(arguments[0]), RecordType)
        and given.name == _NOTHING
    )


def _makes_container(
    value_type: ContainerType, arguments: tuple[Type, ...], unit: TranslationUnit
) -> bool:
    if value_type.is_view:
        return True
    if len(arguments) == 1 and _is_same(arguments[0], value_type):
        return True
    if not arguments and value_type.allocates:
        return True
    element = value_type.element
    if not all(is_given_plainly(a, element, unit) for a in arguments):
        return False
    return not is_made_by_own_code(element, unit)


def is_given_plainly(argument: Type, element: Type, unit: TranslationUnit) -> bool:
    """Whether a container takes ``argument`` for elements, or their number, without user's code.

    Iterators of the user's run code where they step, and what converts to an element does so too.
    """
    given = _unqualified(argument)
    match given:
        case ArithmeticType():
            return True
        case ArrayType(element=inner):
            return is_given_plainly(inner, element, unit)
        case _ if _is_same(given, element):
            return True
        case _:
            pass
    if not isinstance(element, ArithmeticType | PointerType):
        return isinstance(given, RecordType) and given.name.startswith(_INITIALISERS)
    if isinstance(given, OpaqueType):
        return given.spelling.removeprefix("const ").startswith(("std::", "__gnu_cxx::"))
    return not any(name in unit.records for name in records_named(given, unit))


def library_record(name: str, unit: TranslationUnit) -> Record | None:
    """The record of that name, if it is one of the library's values of known plain parts."""
    parts = _parts(name, unit)
    if not parts or not all(is_plain_value(p, unit) for p in parts):
        return None
    if name.startswith(_COMPLEX):
        if not (isinstance(parts[0], ArithmeticType) and _is_floating(parts[0])):
            return None
        return Record(name, (Field("real", parts[0]), Field("imag", parts[0])), is_plain=True)
    if name.startswith(_PAIR):
        fields = (Field("first", parts[0]), Field("second", parts[1]))
        return Record(name, fields, is_plain=True)
    if name.startswith(_TUPLE):
        fields = tuple(Field(f"get<{n}>", part) for n, part in enumerate(parts))
        return Record(name, fields, is_plain=True)
    return None


def named_type(text: str, unit: TranslationUnit) -> Type | None:
    """The type that an argument of a template spells, as trees spell types; ``None`` if unknown."""
    text = text.strip()
    if text in _NUMBERS:
        return _NUMBERS[text]
    if text.endswith("const") and text[:-5].rstrip().endswith("*"):
        pointer = named_type(text[:-5], unit)
        return None if pointer is None else _constant(pointer)
    if text.endswith("*"):
        pointee = text[:-1].strip()
        inner = VoidType() if pointee == "void" else named_type(pointee, unit)
        return PointerType(OpaqueType(pointee) if inner is None else inner)
    if text.endswith(("&", "]", ")")):
        return None
    if text.startswith("const "):
        bare = named_type(text[6:], unit)
        return None if bare is None else _constant(bare)
    if text in _STRINGS:
        return ContainerType(_STRINGS[text], _NUMBERS["char"])
    if text in unit.records or text == NULL_TYPE or text in _PLAIN_OBJECTS:
        return RecordType(text)
    if not text.startswith("std::"):
        return None
    return _container(text, unit) or RecordType(text)


def _container(text: str, unit: TranslationUnit) -> Type | None:
    head, arguments = text.partition("<")[0], template_arguments(text)
    kinds = {f"std::{kind.value}": kind for kind in ContainerKind}
    if head not in kinds or head in _STRINGS or not arguments:
        return None
    element = named_type(arguments[0], unit)
    if element is None or (head == "std::vector" and arguments[0] == "bool"):
        return OpaqueType(text)
    extent = int(arguments[1]) if len(arguments) > 1 and arguments[1].isdigit() else None
    return ContainerType(kinds[head], element, extent)


def template_arguments(name: str) -> tuple[str, ...]:
    """The arguments of the outermost template of a type's name; none if it is no instance."""
    start = name.find("<")
    if start < 0 or not name.endswith(">"):
        return ()
    found: list[str] = []
    depth = 0
    current = ""
    for character in name[start + 1 : -1]:
        depth += (character in "<([") - (character in ">)]")
        if character == "," and depth == 0:
            found.append(current.strip())
            current = ""
        else:
            current += character
    return (*found, current.strip()) if current.strip() else tuple(found)


def _parts(name: str, unit: TranslationUnit) -> tuple[Type, ...] | None:
    """The types of the elements of one of the library's values; ``None`` if it is none."""
    if not name.startswith((_COMPLEX, _PAIR, _TUPLE, _OPTIONAL)):
        return None
    arguments = template_arguments(name)
    parts = tuple(t for a in arguments if (t := named_type(a, unit)) is not None)
    count = 2 if name.startswith(_PAIR) else None if name.startswith(_TUPLE) else 1
    if len(parts) < len(arguments) or (count is not None and count != len(parts)):
        return None
    return parts


def _gather(value_type: Type, unit: TranslationUnit, found: Lifetime) -> None:
    match value_type:
        case ArithmeticType() | PointerType() | ReferenceType() | VoidType():
            return
        case ContainerType(element=element) as container:
            if container.is_view:
                return
            found.allocates |= container.allocates
            _gather(element, unit, found)
        case ArrayType(element=element):
            _gather(element, unit, found)
        case RecordType(name=name):
            _gather_record(value_type, name, unit, found)
        case OpaqueType(spelling=spelling) if spelling.removeprefix("const ").startswith(_ITERATOR):
            return
        case _:
            found.unknown.append(value_type)


def _gather_record(
    value_type: RecordType, name: str, unit: TranslationUnit, found: Lifetime
) -> None:
    known = unit.records.get(name)
    if name == NULL_TYPE or name in _PLAIN_OBJECTS or (known is not None and known.is_plain):
        return
    if name.startswith(NODE_ITERATORS):
        return
    if known is not None:
        if name in found.seen:
            return
        found.seen.add(name)
    if name.startswith(_INITIALISERS):
        # It refers to an array, whose elements the expression that makes them makes.
        return
    if known is not None and known.copies_members and not known.is_union:
        for part in known.parts:
            _gather(part, unit, found)
        return
    if name.startswith(SHARED_POINTERS):
        found.counted.append(name)
        return
    if name.startswith(UNIQUE_POINTERS):
        owned = template_arguments(name)
        pointee = named_type(owned[0], unit) if len(owned) == 1 else None
        if pointee is None or not is_plain_value(pointee, unit):
            found.unknown.append(value_type)
        found.allocates = True
        return
    parts = _parts(name, unit)
    if parts is None:
        found.unknown.append(value_type)
        return
    for part in parts:
        _gather(part, unit, found)


def _is_made_from(part: Type, argument: Type, unit: TranslationUnit) -> bool:
    """Whether an element becomes what ``argument`` is without any code of the user's."""
    given = argument.referent if isinstance(argument, ReferenceType) else argument
    match part, given:
        case (ArithmeticType(), ArithmeticType()) | (PointerType(), PointerType()):
            return True
        case PointerType(), ArrayType() | RecordType(name="std::nullptr_t"):
            return True
        case RecordType(name=own), RecordType(name=other) if own == other:
            return True
        case ContainerType(), ContainerType():
            return _is_same(part, given)
        case RecordType(name=name), _ if name.startswith((_PAIR, _TUPLE, _OPTIONAL)):
            return makes_elements(part, (given,), unit) is True
        case _:
            return False


def is_made_by_own_code(
    part: Type, unit: TranslationUnit, within: frozenset[str] = frozenset()
) -> bool:
    """Whether an element that is made of nothing runs a constructor that the user wrote.

    ``within`` are the records that it is a part of: a tree's node has a vector of nodes.
    """
    match part:
        case RecordType(name=name) if name in within:
            return False
        case RecordType(name=name):
            record = unit.records.get(name)
            within |= {name}
            if record is None:
                parts = _parts(name, unit) or ()
            elif record.default_is_own:
                return True
            else:
                parts = record.parts
            return any(is_made_by_own_code(p, unit, within) for p in parts)
        case ContainerType(element=element) | ArrayType(element=element):
            return is_made_by_own_code(element, unit, within)
        case _:
            return False


def _is_same(one: Type, other: Type) -> bool:
    return _unqualified(one) == _unqualified(other)


def _unqualified(value_type: Type) -> Type:
    bare = value_type.referent if isinstance(value_type, ReferenceType) else value_type
    return replace(bare, const=False) if not isinstance(bare, ReferenceType) else bare


def _constant(value_type: Type) -> Type:
    match value_type:
        case ReferenceType() | ArrayType():
            return value_type
        case _:
            return replace(value_type, const=True)


def _is_floating(number: ArithmeticType) -> bool:
    return number.kind is ArithmeticKind.FLOATING


def records_named(value_type: Type, unit: TranslationUnit) -> Iterator[str]:
    """The names of the record types that a type is made of, those of its elements included."""
    match value_type:
        case RecordType(name=name):
            yield name
            for part in _parts(name, unit) or ():
                yield from records_named(part, unit)
        case PointerType(pointee=inner) | ReferenceType(referent=inner):
            yield from records_named(inner, unit)
        case ArrayType(element=inner) | ContainerType(element=inner):
            yield from records_named(inner, unit)
        case _:
            pass
