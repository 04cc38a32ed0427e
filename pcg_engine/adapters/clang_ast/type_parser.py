"""Type spellings of clang, parsed into the domain's types.

clang's JSON gives types only as text. Sugar may survive inside them (``std::vector<real_t> &``),
so that names are resolved through ``TypeNames``. What is not understood, or is ambiguous, becomes
an ``OpaqueType`` with clang's spelling: analysis then knows nothing of it, which is safe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    ReferenceType,
    Type,
    VoidType,
)


class TypeNames(Protocol):
    """Knows what the names of the user's code stand for."""

    @property
    def strings_share(self) -> bool:
        """Whether copies of a ``std::string`` have the same characters until one is written."""
        ...

    def type_named(self, name: str) -> Type | None:
        """The type that ``name`` (as spelled, without template arguments) stands for."""
        ...

    def instance_named(self, name: str, arguments: tuple[Type | str, ...]) -> Type | None:
        """The type that ``name<arguments>`` stands for; ``None`` if user code has no such name."""
        ...

    def is_user_name(self, name: str) -> bool:
        """Whether user code declares a type or template that ``name`` may mean."""
        ...


@dataclass(frozen=True, slots=True)
class DeclaredType:
    """The type of a declared variable, with the one qualifier that types do not carry."""

    type: Type
    volatile: bool


def _integer(name: str, bits: int, *, signed: bool) -> ArithmeticType:
    return ArithmeticType(name, ArithmeticKind.INTEGER, bits, signed)


def _floating(name: str, bits: int) -> ArithmeticType:
    return ArithmeticType(name, ArithmeticKind.FLOATING, bits, signed=True)


INT = _integer("int", 32, signed=True)
BOOL = ArithmeticType("bool", ArithmeticKind.BOOLEAN, 8, signed=False)

_BY_NAME: dict[str, Type] = {
    t.name: t
    for t in (
        BOOL,
        _integer("char", 8, signed=True),
        _integer("signed char", 8, signed=True),
        _integer("unsigned char", 8, signed=False),
        _integer("char8_t", 8, signed=False),
        _integer("char16_t", 16, signed=False),
        _integer("char32_t", 32, signed=False),
        _integer("wchar_t", 32, signed=True),
        _integer("short", 16, signed=True),
        _integer("unsigned short", 16, signed=False),
        INT,
        _integer("unsigned int", 32, signed=False),
        _integer("long", 64, signed=True),
        _integer("unsigned long", 64, signed=False),
        _integer("long long", 64, signed=True),
        _integer("unsigned long long", 64, signed=False),
        _integer("__int128", 128, signed=True),
        _integer("unsigned __int128", 128, signed=False),
        _floating("_Float16", 16),
        _floating("float", 32),
        _floating("double", 64),
        _floating("long double", 128),
        _floating("__float128", 128),
    )
}

_SPECIFIERS = frozenset(
    "bool _Bool char char8_t char16_t char32_t wchar_t short int long signed unsigned float double"
    " void __int128 _Float16 __float128".split()
)

# LP64, as on every platform where candidates are verified.
_LIBRARY_TYPEDEFS = {
    "size_t": "unsigned long",
    "ssize_t": "long",
    "ptrdiff_t": "long",
    "intptr_t": "long",
    "uintptr_t": "unsigned long",
    "intmax_t": "long",
    "uintmax_t": "unsigned long",
    "uint": "unsigned int",
    "float_t": "float",
    "double_t": "double",
    "__int128_t": "__int128",
    "__uint128_t": "unsigned __int128",
} | {
    f"{sign}int{width}{bits}_t": ("unsigned " if sign else "") + base
    for sign in ("", "u")
    for width, bases in (
        ("", {8: "char", 16: "short", 32: "int", 64: "long"}),
        ("_least", {8: "char", 16: "short", 32: "int", 64: "long"}),
        ("_fast", {8: "char", 16: "long", 32: "long", 64: "long"}),
    )
    for bits, base in bases.items()
}
for _width in ("int8_t", "int_least8_t", "int_fast8_t"):
    _LIBRARY_TYPEDEFS[_width] = "signed char"

_STRINGS = {kind.value: kind for kind in (ContainerKind.STRING, ContainerKind.STRING_VIEW)}
_CONTAINERS = {kind.value: kind for kind in ContainerKind if kind.value not in _STRINGS}
_USUAL_POLICIES = ("std::char_traits<char>", "std::allocator<char>")
_TOKEN = re.compile(r"\s*(?:([A-Za-z_]\w*)|(\d[\w.]*)|(::|&&)|(\S))")
_INLINE_NAMESPACES = re.compile(r"\bstd::(?:__\w+|_V2|__cxx11)::")
_DECLARATOR_QUALIFIERS = frozenset(
    ("const", "volatile", "restrict", "__restrict", "__restrict__", "_Nonnull", "_Nullable")
)
_DYNAMIC_EXTENTS = frozenset(("18446744073709551615", "dynamic_extent", "-1"))


class _NotUnderstoodError(Exception):
    """The spelling is outside the grammar below."""


def parse_type(spelling: str, names: TypeNames) -> Type:
    """The domain's type for clang's ``spelling``; ``OpaqueType`` if it is not understood."""
    try:
        return _Parser(spelling, names).whole()
    except _NotUnderstoodError:
        # Places are clang's way to name closures; their paths are of no interest.
        known = re.sub(r" at [^()]*?(:\d+:\d+)\)", r"\1)", spelling)
        return OpaqueType(known, spelling.startswith("const "))


def parse_declared(spelling: str, names: TypeNames) -> DeclaredType:
    """The type of a variable; an outermost ``volatile`` is told apart from the type."""
    stripped = re.sub(r"^(const )?volatile ", r"\1", spelling)
    if stripped != spelling and not re.search(r"[*&\[(]", stripped):
        return DeclaredType(parse_type(stripped, names), volatile=True)
    return DeclaredType(parse_type(spelling, names), volatile="volatile" in spelling)


def spell(type_: Type) -> str:
    """A canonical spelling, equal for equal types; names template instances by their arguments."""
    prefix = "const " if getattr(type_, "const", False) else ""
    match type_:
        case ArithmeticType(name=name) | RecordType(name=name):
            return prefix + name
        case PointerType(pointee=pointee):
            return f"{spell(pointee)} *" + (" const" if prefix else "")
        case ReferenceType(referent=referent, rvalue=rvalue):
            return f"{spell(referent)} {'&&' if rvalue else '&'}"
        case ArrayType():
            extents = ""
            element: Type = type_
            while isinstance(element, ArrayType):
                extents += f"[{'' if element.extent is None else element.extent}]"
                element = element.element
            return f"{spell(element)}{extents}"
        case ContainerType(element=element):
            return prefix + type_.spelled(spell(element))
        case VoidType():
            return f"{prefix}void"
        case OpaqueType(spelling=spelling):
            return spelling
        case _:
            assert_never(type_)


def with_const(type_: Type) -> Type:
    """``const type_``; references and arrays pass it on as C++ does."""
    match type_:
        case ReferenceType():
            return type_
        case ArrayType(element=element):
            return replace(type_, element=with_const(element))
        case _:
            return replace(type_, const=True)


class _Parser:
    """Recursive descent over one spelling."""

    def __init__(self, spelling: str, names: TypeNames) -> None:
        self._names = names
        self._tokens: list[str] = []
        text = _INLINE_NAMESPACES.sub("std::", spelling.replace("(anonymous namespace)::", ""))
        position = 0
        while match := _TOKEN.match(text, position):
            self._tokens.append(match[match.lastindex or 0])
            position = match.end()
        self._at = 0

    def whole(self) -> Type:
        """The type that all tokens together spell."""
        result = self._type()
        if self._peek():
            raise _NotUnderstoodError
        return result

    def _peek(self, ahead: int = 0) -> str:
        index = self._at + ahead
        return self._tokens[index] if index < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise _NotUnderstoodError

    def _type(self) -> Type:
        base = self._specified()
        outer = self._pointers(base)
        if self._peek() == "(" and self._peek(1) in ("*", "&", "&&"):
            self._next()
            inner_start = self._at
            depth = 1
            while depth:
                token = self._next()
                if not token:
                    raise _NotUnderstoodError
                depth += (token == "(") - (token == ")")
            inner_end = self._at - 1
            outer = self._arrays(outer)
            inner_tokens = self._tokens[inner_start:inner_end]
            rest = self._tokens[self._at :]
            self._tokens, self._at = inner_tokens, 0
            outer = self._arrays(self._pointers(outer))
            if self._peek():
                raise _NotUnderstoodError
            self._tokens, self._at = rest, 0
            return outer
        return self._arrays(outer)

    def _specified(self) -> Type:
        const = False
        words: list[str] = []
        named: Type | None = None
        while token := self._peek():
            if token == "const":
                const = True
                self._next()
            elif token == "volatile":
                raise _NotUnderstoodError
            elif token in ("struct", "class", "enum", "union", "typename") and named is None:
                self._next()
            elif token in _SPECIFIERS and named is None:
                words.append(self._next())
            elif (token[0].isalpha() or token[0] == "_" or token == "::") and not (words or named):
                named = self._named()
            else:
                break
        if named is None:
            named = _arithmetic(words)
        return with_const(named) if const else named

    def _named(self) -> Type:
        if self._peek() == "::":
            self._next()
        path: list[str] = []
        while True:
            part = self._next()
            if not (part and (part[0].isalpha() or part[0] == "_")):
                raise _NotUnderstoodError
            path.append(part)
            name = "::".join(path)
            if self._peek() == "<":
                arguments = self._arguments()
                if self._peek() == "::":
                    path[-1] += f"<{', '.join(_spell_argument(a) for a in arguments)}>"
                else:
                    return self._instance(name, arguments)
            if self._peek() != "::":
                return self._plain(name)
            self._next()

    def _plain(self, name: str) -> Type:
        user = self._names.type_named(name)
        if user is not None:
            return user
        if self._names.is_user_name(name):
            raise _NotUnderstoodError
        library = _LIBRARY_TYPEDEFS.get(name.removeprefix("std::"))
        if library is not None:
            return _BY_NAME[library]
        kind = _STRINGS.get(name.removeprefix("std::"))
        if kind is not None:
            return self._string(kind)
        if name.startswith("std::") and "<" not in name:
            return RecordType(name)
        raise _NotUnderstoodError

    def _instance(self, name: str, arguments: tuple[Type | str, ...]) -> Type:
        user = self._names.instance_named(name, arguments)
        if user is not None:
            return user
        if self._names.is_user_name(name):
            raise _NotUnderstoodError
        # clang prints names of std without their namespace after `using namespace std` and inside
        # std itself; whatever user code does not declare comes from a system header.
        simple = name.removeprefix("std::")
        kind = _CONTAINERS.get(simple)
        if kind is not None:
            return _container(kind, arguments)
        kind = _STRINGS.get(simple.removeprefix("basic_"))
        if kind is not None and _is_usual_string(arguments):
            return self._string(kind)
        if "::" in simple:
            raise _NotUnderstoodError
        return RecordType(f"std::{simple}<{', '.join(_spell_argument(a) for a in arguments)}>")

    def _string(self, kind: ContainerKind) -> Type:
        char = _BY_NAME["char"]
        if kind is ContainerKind.STRING_VIEW:
            return ContainerType(kind, with_const(char))
        if self._names.strings_share:
            raise _NotUnderstoodError  # writing to one may change what another one has
        return ContainerType(kind, char)

    def _arguments(self) -> tuple[Type | str, ...]:
        self._expect("<")
        arguments: list[Type | str] = []
        while self._peek() != ">":
            arguments.append(self._argument())
            if self._peek() == ",":
                self._next()
            elif self._peek() != ">":
                raise _NotUnderstoodError
        self._next()
        return tuple(arguments)

    def _argument(self) -> Type | str:
        token = self._peek()
        if token.isdigit() or (token and token[0].isdigit()) or token == "-":
            sign = self._next() if token == "-" else ""
            return sign + re.sub(r"[uUlL]+$", "", self._next())
        if token in ("true", "false"):
            return self._next()
        if token in ("(", "'", '"'):
            raise _NotUnderstoodError
        if token == "dynamic_extent":
            return self._next()
        return self._type()

    def _pointers(self, type_: Type) -> Type:
        while (token := self._peek()) in ("*", "&", "&&"):
            self._next()
            if token != "*":
                type_ = ReferenceType(type_, rvalue=token == "&&")
                continue
            const = restrict = False
            while self._peek() in _DECLARATOR_QUALIFIERS:
                qualifier = self._next()
                if qualifier == "volatile":
                    raise _NotUnderstoodError
                const = const or qualifier == "const"
                restrict = restrict or qualifier.strip("_") == "restrict"
            type_ = PointerType(type_, restrict, const)
        return type_

    def _arrays(self, type_: Type) -> Type:
        extents: list[int | None] = []
        while self._peek() == "[":
            self._next()
            text = ""
            depth = 1
            while depth:
                token = self._next()
                if not token:
                    raise _NotUnderstoodError
                depth += (token == "[") - (token == "]")
                text += token if depth else ""
            extents.append(int(text) if text.isdigit() else None)
        if extents and isinstance(type_, ReferenceType):
            # So clang spells what `auto& [a, b] = array` declares: there are no such arrays.
            element = type_.referent
            return replace(type_, referent=_array_of(element, extents))
        return _array_of(type_, extents)


def _array_of(element: Type, extents: list[int | None]) -> Type:
    for extent in reversed(extents):
        element = ArrayType(element, extent)
    return element


def _spell_argument(argument: Type | str) -> str:
    return argument if isinstance(argument, str) else spell(argument)


def spell_instance(name: str, arguments: tuple[Type | str, ...]) -> str:
    """The name of a template instance, equal for equal arguments."""
    return f"{name}<{', '.join(_spell_argument(a) for a in arguments)}>"


def _container(kind: ContainerKind, arguments: tuple[Type | str, ...]) -> Type:
    if not arguments or isinstance(arguments[0], str):
        raise _NotUnderstoodError
    element = arguments[0]
    match kind:
        case ContainerKind.VECTOR:
            if isinstance(element, ArithmeticType) and element.kind is ArithmeticKind.BOOLEAN:
                return OpaqueType("std::vector<bool>")
            if len(arguments) > 1 and not _is_standard_allocator(arguments[1]):
                raise _NotUnderstoodError
            return ContainerType(kind, element)
        case ContainerKind.ARRAY | ContainerKind.SPAN:
            text = arguments[1] if len(arguments) > 1 else "dynamic_extent"
            if not isinstance(text, str):
                raise _NotUnderstoodError
            if kind is ContainerKind.SPAN and text in _DYNAMIC_EXTENTS:
                return ContainerType(kind, element)
            if not text.isdigit():
                raise _NotUnderstoodError
            return ContainerType(kind, element, int(text))
        case ContainerKind.STRING | ContainerKind.STRING_VIEW:
            raise _NotUnderstoodError


def _is_usual_string(arguments: tuple[Type | str, ...]) -> bool:
    """Whether these make the template of strings one of ``char`` without traits of the user's."""
    if arguments[:1] != (_BY_NAME["char"],):
        return False
    return all(isinstance(one, RecordType) and one.name in _USUAL_POLICIES for one in arguments[1:])


def _is_standard_allocator(argument: Type | str) -> bool:
    return isinstance(argument, RecordType) and argument.name.startswith("std::allocator<")


def _arithmetic(words: list[str]) -> Type:
    if words == ["void"]:
        return VoidType()
    if words == ["_Bool"]:
        return BOOL
    unsigned = "unsigned" in words
    rest = sorted(w for w in words if w not in ("unsigned", "signed", "int"))
    if rest == ["char"] and "signed" in words:
        name = "signed char"
    elif rest == ["double", "long"]:
        name = "long double"
    else:
        name = ("unsigned " if unsigned else "") + (" ".join(rest) or "int")
    if not words or name not in _BY_NAME:
        raise _NotUnderstoodError
    return _BY_NAME[name]
