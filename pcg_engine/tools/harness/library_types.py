"""Layouts of the standard library's types, which trees know by name only.

The names are those that the reader spells: ``std::map<int, std::string>``, defaulted arguments
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ContainerKind,
    ContainerType,
    OpaqueType,
    PointerType,
    RecordType,
    Type,
)
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    FieldLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    Unsupported,
)
from pcg_engine.tools.harness.values import (
    FixedLayout,
    PartLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    VariantLayout,
    spell_value,
)

_SEQUENCES: Mapping[str, tuple[SequenceKind, int]] = {
    "std::vector": (SequenceKind.GROWN, 1),
    "std::deque": (SequenceKind.GROWN, 1),
    "std::list": (SequenceKind.GROWN, 1),
    "std::set": (SequenceKind.SET, 1),
    "std::map": (SequenceKind.MAP, 2),
    "std::multiset": (SequenceKind.MULTISET, 1),
    "std::multimap": (SequenceKind.MULTIMAP, 2),
    "std::valarray": (SequenceKind.VALARRAY, 1),
    "std::unordered_set": (SequenceKind.UNORDERED_SET, 1),
    "std::unordered_map": (SequenceKind.UNORDERED_MAP, 2),
    "std::optional": (SequenceKind.OPTIONAL, 1),
    "std::unique_ptr": (SequenceKind.OWNER, 1),
    "std::shared_ptr": (SequenceKind.OWNER, 1),
}
"""The codec of each template, and how many of its arguments are stored."""

_ENGINES = frozenset(
    {
        "std::mt19937",
        "std::mt19937_64",
        "std::minstd_rand",
        "std::minstd_rand0",
        "std::default_random_engine",
        "std::mersenne_twister_engine",
        "std::linear_congruential_engine",
    }
)
_STREAMS: Mapping[str, tuple[SequenceKind, str]] = {
    "std::ostream": (SequenceKind.OUTPUT_STREAM, "std::ostringstream"),
    "std::ostringstream": (SequenceKind.OUTPUT_STREAM, "std::ostringstream"),
    "std::istream": (SequenceKind.INPUT_STREAM, "std::istringstream"),
    "std::istringstream": (SequenceKind.INPUT_STREAM, "std::istringstream"),
}
_COMPARISONS = frozenset({"std::less", "std::greater"})
_FUNCTORS = frozenset(
    f"std::{name}"
    for name in (
        *("plus", "minus", "multiplies", "divides", "negate", "modulus"),
        *("less", "greater", "less_equal", "greater_equal", "equal_to", "not_equal_to"),
        *("logical_and", "logical_or", "logical_not", "bit_and", "bit_or", "bit_xor", "hash"),
    )
)
"""Objects without data, which are called."""
_INTEGERS = {
    "char": "|i1",
    "signed char": "|i1",
    "unsigned char": "|u1",
    "char8_t": "|u1",
    "char16_t": "<u2",
    "char32_t": "<u4",
    "wchar_t": "<i4",
    "short": "<i2",
    "unsigned short": "<u2",
    "int": "<i4",
    "unsigned int": "<u4",
    "long": "<i8",
    "unsigned long": "<u8",
    "long long": "<i8",
    "unsigned long long": "<u8",
}
_FLOATS = {"float": "<f4", "double": "<f8", "long double": "<f16", "_Float16": "<f2"}
_SCALARS: Mapping[str, ScalarLayout] = {
    "bool": ScalarLayout("bool", "?"),
    **{name: ScalarLayout(name, code) for name, code in {**_INTEGERS, **_FLOATS}.items()},
}
_CHAR = _SCALARS["char"]
_TEMPLATE = re.compile(r"(?P<name>[\w:]+)<(?P<arguments>.*)>", re.DOTALL)

Inner = Callable[[Type], ValueLayout]
"""The layout of a type inside another; raises ``Unsupported``."""


def library_layout(type_: Type, inner: Inner) -> ValueLayout | None:
    """The layout of a type of the standard library; ``None`` if it is none that PCG makes.

    Raises ``Unsupported`` if it holds something that cannot be made.
    """
    match type_:
        case OpaqueType(spelling=spelling) if spelling.removeprefix("const ") == (
            "std::vector<bool>"
        ):
            return SequenceLayout("::std::vector< bool >", SequenceKind.BITS, _SCALARS["bool"])
        case ContainerType(container=ContainerKind.STRING):
            return SequenceLayout("::std::string", SequenceKind.STRING, _CHAR)
        case RecordType(name=name) if name.partition("<")[0] in _ENGINES:
            word = _SCALARS["unsigned long"]
            return SequenceLayout(f"::{name}", SequenceKind.ENGINE, word, 1)
        case RecordType(name=name) if name in _STREAMS:
            kind, held = _STREAMS[name]
            passed = "" if name == held else f"::{name}"
            extent = 0 if kind is SequenceKind.OUTPUT_STREAM else None
            return SequenceLayout(f"::{held}", kind, _CHAR, extent, passed)
        case RecordType(name=name):
            matched = _TEMPLATE.fullmatch(name)
            if matched is None:
                return None
            arguments = split_arguments(matched["arguments"])
            return _template(matched["name"], arguments, inner)
        case ContainerType(container=ContainerKind.VECTOR, element=element):
            layout = inner(element)
            return SequenceLayout(
                f"::std::vector< {spell_value(layout)} >", SequenceKind.GROWN, layout
            )
        case ContainerType(container=ContainerKind.ARRAY, element=element, extent=int(extent)):
            layout = inner(element)
            if isinstance(layout, FixedLayout):
                return ArrayLayout(layout, extent, is_standard=True)
            spelling = f"::std::array< {spell_value(layout)}, {extent} >"
            return SequenceLayout(spelling, SequenceKind.FIXED, layout, extent)
        case _:
            return None


def split_arguments(text: str) -> list[str]:
    """The template arguments in ``text``."""
    found: list[str] = []
    depth, start = 0, 0
    for position, character in enumerate(text):
        depth += (character in "<([") - (character in ">)]")
        if character == "," and depth == 0:
            found.append(text[start:position].strip())
            start = position + 1
    return [*found, text[start:].strip()]


def type_of(name: str) -> Type:
    """The type that the reader spells ``name``."""
    name = name.removeprefix("const ")
    if name.endswith("*"):
        return PointerType(type_of(name[:-1].strip()))
    scalar = _SCALARS.get(name)
    if scalar is not None:
        return _arithmetic(name, scalar)
    if name == "std::vector<bool>":
        return OpaqueType(name)
    if name == "std::string":
        return ContainerType(ContainerKind.STRING, type_of("char"))
    matched = _TEMPLATE.fullmatch(name)
    if matched is not None:
        arguments = split_arguments(matched["arguments"])
        if matched["name"] == "std::vector" and len(arguments) == 1:
            return ContainerType(ContainerKind.VECTOR, type_of(arguments[0]))
        if matched["name"] == "std::array" and arguments[1].isdigit():
            return ContainerType(ContainerKind.ARRAY, type_of(arguments[0]), int(arguments[1]))
    return RecordType(name)


def _arithmetic(name: str, scalar: ScalarLayout) -> ArithmeticType:
    if name == "bool":
        return ArithmeticType(name, ArithmeticKind.BOOLEAN, 8, signed=False)
    kind = ArithmeticKind.FLOATING if scalar.code[1] == "f" else ArithmeticKind.INTEGER
    return ArithmeticType(name, kind, 8 * int(scalar.code[2:]), signed=scalar.code[1] != "u")


def _template(name: str, arguments: list[str], inner: Inner) -> ValueLayout | None:
    match name:
        case "std::complex":
            part = inner(type_of(arguments[0]))
            spelling = f"::std::complex< {spell_value(part)} >"
            at = f"part_at< {spell_value(part)} >"
            real = PartLayout("real", part, f"{at}(value, 0)")
            return product(spelling, [real, PartLayout("imag", part, f"{at}(value, 1)")])
        case "std::pair":
            first, second = (inner(type_of(one)) for one in arguments[:2])
            spelling = f"::std::pair< {spell_value(first)}, {spell_value(second)} >"
            return product(spelling, [PartLayout("first", first), PartLayout("second", second)])
        case "std::tuple":
            layouts = [inner(type_of(one)) for one in arguments]
            spelling = f"::std::tuple< {', '.join(map(spell_value, layouts))} >"
            parts = [
                PartLayout(f"get{i}", layout, f"::std::get< {i} >(value)")
                for i, layout in enumerate(layouts)
            ]
            return product(spelling, parts)
        case "std::variant":
            layouts = [inner(type_of(one)) for one in arguments]
            spelling = f"::std::variant< {', '.join(map(spell_value, layouts))} >"
            return VariantLayout(spelling, tuple(layouts))
        case _ if name in _FUNCTORS and len(arguments) == 1:
            argument = arguments[0]
            if argument != "void":
                argument = spell_value(inner(type_of(argument)))
            return ProductLayout(f"::{name}< {argument} >", ())
        case "std::basic_string" if arguments[0] in _SCALARS:
            element = _SCALARS[arguments[0]]
            spelling = f"::std::basic_string< {arguments[0]} >"
            return SequenceLayout(spelling, SequenceKind.STRING, element)
        case _:
            return _sequence(name, arguments, inner)


def _sequence(name: str, arguments: list[str], inner: Inner) -> ValueLayout | None:
    kind, stored = _SEQUENCES.get(name, (None, 0))
    if kind is None:
        return None
    further = ""
    if len(arguments) == stored + 1 and arguments[-1].partition("<")[0] in _COMPARISONS:
        further = f", ::{arguments[-1]}"
    elif len(arguments) != stored:
        raise Unsupported(f"`{name}<{', '.join(arguments)}>` has arguments of its own")
    if arguments[0].endswith("[]"):
        raise Unsupported(f"`{name}<{arguments[0]}>` does not know its length: use `std::vector`")
    layouts = [inner(type_of(one)) for one in arguments[:stored]]
    spelled = [spell_value(layout) for layout in layouts]
    spelling = f"::{name}< {', '.join(spelled)}{further} >"
    element = layouts[0]
    if stored > 1:
        pair = f"::std::pair< {', '.join(spelled)} >"
        element = product(pair, [PartLayout("first", layouts[0]), PartLayout("second", layouts[1])])
    return SequenceLayout(spelling, kind, element)


def product(spelling: str, parts: list[PartLayout], *, default: bool = True) -> ValueLayout:
    """A class object of ``parts``: a plain layout if the size of each is fixed."""
    fields: list[FieldLayout] = []
    for part in parts:
        layout: ValueLayout = part.layout
        if not isinstance(layout, FixedLayout):
            return ProductLayout(spelling, tuple(parts), default)
        fields.append(FieldLayout(part.name, layout, part.access, part.hidden_as))
    return StructLayout(spelling, tuple(fields), default)


def fixed(layout: ValueLayout, words: str) -> Layout:
    """``layout`` if its size is fixed; raises ``Unsupported`` about ``words`` otherwise."""
    if isinstance(layout, FixedLayout):
        return layout
    raise Unsupported(f"it holds {words}")
