"""Functions of C files: the user's text is compiled as C, the driver as C++, and both are linked.

The user's text gets a few lines of C behind it, the *bridge*, through which the driver reaches
functions and variables that are ``static``. The driver declares the user's structs again, from the
tree: a plain struct without attributes has the same layout in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pcg_engine.domain.ast import ArrayType, PointerType, Type
from pcg_engine.tools.harness.graph_glue import declarations
from pcg_engine.tools.harness.layout import (
    INTEGERS,
    FieldLayout,
    Layout,
    Unsupported,
    scalars_of,
    spell_layout,
    structs_of,
)
from pcg_engine.tools.harness.signature import Signature

BRIDGE_FUNCTION = "pcg_bridge_function"
_BRIDGE_GLOBAL = "pcg_bridge_global"
_KEPT = ("-O", "-f", "-m", "-g")
_LINKED = ("-l", "-L", "-Wl,")
_DROPPED = frozenset({"-fcoverage-mapping"})
_TAKING_THE_NEXT = frozenset({"-mllvm"})
_CPP_ONLY = frozenset(
    "alignas alignof and and_eq asm bitand bitor bool catch char8_t char16_t char32_t "
    "class co_await co_return co_yield compl concept consteval constexpr constinit "
    "const_cast decltype delete dynamic_cast explicit export false friend mutable "
    "namespace new noexcept not not_eq nullptr operator or or_eq private protected public "
    "reinterpret_cast requires static_assert static_cast template this thread_local throw "
    "true try typeid typename using virtual wchar_t xor xor_eq".split()
)


def flattened(type_: Type) -> Type:
    """A parameter's type without arrays of variable length: their elements lie in one block."""
    match type_:
        case PointerType(pointee=pointee):
            while isinstance(pointee, ArrayType) and not _has_fixed_size(pointee):
                pointee = pointee.element
            return replace(type_, pointee=pointee)
        case _:
            return type_


def _has_fixed_size(type_: Type) -> bool:
    match type_:
        case ArrayType(element=element, extent=extent):
            return extent is not None and _has_fixed_size(element)
        case _:
            return True


def bridged_place(index: int) -> str:
    """How the driver names the variable with static storage that is number ``index``."""
    return f"(*{_BRIDGE_GLOBAL}_{index})"


def bridge_text(signature: Signature, names: Sequence[str]) -> bytes:
    """The C text behind the user's; ``names`` are the variables in the signature's order."""
    bridged = [(BRIDGE_FUNCTION, signature.function)]
    bridged += [(f"{_BRIDGE_GLOBAL}_{index}", name) for index, name in enumerate(names)]
    lines = [f"#undef {name}" for _, name in bridged]
    for bridge, name in bridged:
        lines.append(f"extern __typeof__({name}) *const {bridge};")
        lines.append(f"__typeof__({name}) *const {bridge} = &{name};")
    return ("\n".join(lines) + "\n").encode()


def driver_declarations(signature: Signature) -> Iterator[str]:
    """What the driver, which does not see the user's text, has to know of it.

    Raises ``Unsupported`` for names that C++ has no way to write.
    """
    elements = [slot.element for slot in signature.slots]
    if signature.result.element is not None:
        elements.append(signature.result.element)
    yield from dict.fromkeys(_enumerations(elements))
    known = {struct.spelling.removeprefix("::") for e in elements for struct in structs_of(e)}
    yield from dict.fromkeys(_structs(elements))
    yield from declarations(signature.slots, known)
    yield "namespace pcg_driver {"
    for index, slot in enumerate(signature.globals):
        type_ = slot.type.removeprefix("const ")
        yield f'extern "C" same< {type_} >* const {_BRIDGE_GLOBAL}_{index};'
    yield "}"


def driver_flags(flags: Iterable[str]) -> tuple[str, ...]:
    """Of the flags of a C file those that the driver, in C++, is built and linked with."""
    found: list[str] = []
    words = ("", *flags)
    for before, word in pairwise(words):
        if word in _DROPPED or before == "-Xclang":
            continue
        is_object = not word.startswith("-") and word.endswith((".o", ".a", ".so"))
        if word.startswith((*_KEPT, *_LINKED)) or before in _TAKING_THE_NEXT or is_object:
            found.append(word)
    return ("-std=c++17", *found, "-lm")


def _enumerations(elements: Iterable[Layout]) -> Iterator[str]:
    for element in elements:
        for scalar in scalars_of(element):
            if scalar.is_enumeration:
                name = _checked(scalar.spelling.removeprefix("::"))
                yield f"enum {name} : {INTEGERS[scalar.code]} {{}};"


def _structs(elements: Iterable[Layout]) -> Iterator[str]:
    for element in elements:
        for struct in structs_of(element):
            name = _checked(struct.spelling.removeprefix("::"))
            fields = " ".join(_field(field) for field in struct.fields)
            yield f"struct {name} {{ {fields} }};"


def _field(field: FieldLayout) -> str:
    return f"pcg_driver::same< {spell_layout(field.layout)} > {_checked(field.name)};"


def _checked(name: str) -> str:
    if name in _CPP_ONLY or not name.isidentifier():
        raise Unsupported(f"its driver is written in C++, where nothing can be named `{name}`")
    return name
