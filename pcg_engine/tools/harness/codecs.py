"""The generated codecs: how the driver reads and writes values, part by part.

Part by part, so that padding never reaches a comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from pcg_engine.tools.harness.graphs import GraphLayout
from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    FieldLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    spell_layout,
)
from pcg_engine.tools.harness.values import (
    PartLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    VariantLayout,
    blank_bytes,
    inner_values,
    is_constructed,
    spell_value,
    values_of,
)

_WITH_ELEMENTS = frozenset(
    {
        SequenceKind.GROWN,
        SequenceKind.STRING,
        SequenceKind.SET,
        SequenceKind.MAP,
        SequenceKind.MULTISET,
        SequenceKind.MULTIMAP,
        SequenceKind.UNORDERED_SET,
        SequenceKind.UNORDERED_MAP,
    }
)
_MAPS = (SequenceKind.MAP, SequenceKind.MULTIMAP, SequenceKind.UNORDERED_MAP)
_CODECS = {
    SequenceKind.MULTISET: "set",
    SequenceKind.UNORDERED_SET: "set",
    SequenceKind.UNORDERED_MAP: "map",
}


def codecs(layouts: Iterable[ValueLayout]) -> Iterator[str]:
    """Specialisations for everything inside ``layouts``, each once, those needed first first."""
    done: set[ValueLayout] = set()
    hidden: set[str] = set()
    for layout in layouts:
        for value in _everything(layout):
            if value in done:
                continue
            done.add(value)
            for part in _parts(value):
                tag = _tag(_owner(value, part), part)
                if part.hidden_as and tag not in hidden:
                    hidden.add(tag)
                    yield from _exposure(_owner(value, part), part)
            yield from _codec(value)


def _everything(layout: ValueLayout) -> Iterator[ValueLayout]:
    for value in values_of(layout):
        match value:
            case ScalarLayout() | ArrayLayout() | StructLayout():
                yield from _composites(value)
            case SequenceLayout() | ProductLayout() | VariantLayout():
                yield value
            case GraphLayout():
                # It has no codec, but a table; see ``graph_glue``.
                pass
            case _:
                assert_never(value)


def _composites(layout: Layout) -> Iterator[Layout]:
    """Structs and standard arrays inside ``layout``, innermost first."""
    match layout:
        case ScalarLayout():
            return
        case ArrayLayout(element=element, is_standard=is_standard):
            yield from _composites(element)
            if is_standard:
                yield layout
        case StructLayout(fields=fields):
            for field in fields:
                yield from _composites(field.layout)
            yield layout
        case _:
            assert_never(layout)


def _codec(value: ValueLayout) -> Iterator[str]:
    match value:
        case ScalarLayout():
            return
        case ArrayLayout(extent=extent):
            loop = f"for (size_type i = 0; i < {extent}; ++i)"
            get, put = f"{loop} get_field(in, value[i]);", f"{loop} put_field(out, value[i]);"
            yield from _written(spell_layout(value), get, put)
        case StructLayout():
            yield from _written(spell_layout(value), *_part_by_part(value))
        case ProductLayout(arguments=arguments):
            if arguments:
                yield from _constructed(value)
            else:
                yield from _written(value.spelling, *_part_by_part(value))
            yield from _places(value)
        case SequenceLayout():
            yield from _sequence(value)
            yield from _places(value)
        case VariantLayout():
            yield from _variant(value)
        case GraphLayout():
            return
        case _:
            assert_never(value)


def _written(name: str, get: str, put: str) -> Iterator[str]:
    yield f"template <> struct codec< {name} > {{"
    yield "  static const bool flat = false;"
    yield f"  static void get(reader& in, {name}& value) {{ {get} }}"
    yield f"  static void put(writer& out, const {name}& value) {{ {put} }}"
    yield "};"


def _part_by_part(value: StructLayout | ProductLayout) -> tuple[str, str]:
    reached = [_reached(value, part) for part in _parts(value)]
    get = " ".join(f"get_field(in, {place});" for place in reached)
    put = " ".join(f"put_field(out, {place});" for place in reached)
    return get, put


def _constructed(value: ProductLayout) -> Iterator[str]:
    """A constructor makes the object; then the numbers in its containers are set.

    A recorded one tells its parts instead: they are set in whatever its constructor makes of zeros.
    """
    read: list[str] = []
    given: list[str] = []
    for index, argument in enumerate(value.arguments):
        spelled = spell_value(argument)
        read.append(f"temporary< {spelled} > a{index}(in);")
        given.append(f"static_cast< {spelled}&& >(a{index}.value)")
    made = f"{value.factory or 'type'}({', '.join(given)})"
    if value.factory:
        # What is given is the object itself, without a copy, or what owns it, emptied.
        made = f"type(static_cast< type&& >(*{made}))" if value.is_owned else f"type({made})"
    refreshed = [
        f"refresh< {spell_value(part.layout)}, {spell_value(inner_values(part.layout)[0])} >"
        f"(in, {_reached(value, part)});"
        for part in value.refreshed
    ]
    name = value.spelling
    before = f"typedef {name} type; {' '.join(read)}"
    get_parts, put_parts = _part_by_part(value)
    get = (
        f"if (in.is_in_parts()) {{ {get_parts} return; }} "
        f"{before} new (emptied(value)) {made}; {' '.join(refreshed)}"
    )
    yield from _written(name, get, f"out.mark_parts(); {put_parts}")
    blank = sum(blank_bytes(argument) for argument in value.arguments)
    yield f"template <> struct made< {name} > {{"
    yield f"  static {name}* of(reader& in) {{ {before} return new {made}; }}"
    yield f"  static {name}* from(reader& in) {{"
    yield "    if (!in.is_in_parts()) return of(in);"
    yield f"    static const unsigned char zeros[{max(blank, 1)}] = {{0}};"
    yield "    reader blank = {zeros};"
    yield "    return of(blank);"
    yield "  }"
    yield "};"


def _parts(value: ValueLayout) -> tuple[PartLayout | FieldLayout, ...]:
    match value:
        case StructLayout(fields=fields):
            return fields
        case ProductLayout(parts=parts):
            return parts
        case _:
            return ()


def _reached(value: StructLayout | ProductLayout, part: PartLayout | FieldLayout) -> str:
    """How the driver names the part of ``value``."""
    owner = _owner(value, part)
    # A cast like this reaches bases that are not public, too.
    place = "value" if owner == spell_value(value) else f"(({owner}&)value)"
    if part.hidden_as:
        return f"{place}.*reach({_tag(owner, part)}())"
    return part.access or f"{place}.{part.name}"


def _owner(value: ValueLayout, part: PartLayout | FieldLayout) -> str:
    """The class whose member the part is."""
    return (part.owner if isinstance(part, PartLayout) else "") or spell_value(value)


def _tag(spelling: str, part: PartLayout | FieldLayout) -> str:
    return re.sub(r"\W+", "_", f"hidden_{part.name}_of_{spelling}")


def _exposure(spelling: str, part: PartLayout | FieldLayout) -> Iterator[str]:
    tag = _tag(spelling, part)
    type_ = f"same< {part.hidden_as} > ({spelling}::*type)"
    yield f"struct {tag} {{ typedef {type_}; friend type reach({tag}); }};"
    yield f"template struct exposed< {tag}, &{spelling}::{part.name} >;"


def _sequence(value: SequenceLayout) -> Iterator[str]:
    codec = _CODECS.get(value.kind, value.kind.value)
    if value.kind is SequenceKind.GROWN and is_constructed(value.element):
        codec = "constructed"
    arguments = [value.spelling]
    match value.kind, value.element:
        case kind, (StructLayout() | ProductLayout()) as e if kind in _MAPS:
            arguments += [spell_value(part.layout) for part in _parts(e)]
        case _, element:
            arguments.append(spell_value(element))
    base = f"{codec}_codec< {', '.join(arguments)} >"
    yield f"template <> struct codec< {value.spelling} > : {base} {{}};"


def _places(value: SequenceLayout | ProductLayout) -> Iterator[str]:
    """Where the elements are, of what has storage besides its own."""
    match value:
        case SequenceLayout(kind=kind) if kind in _WITH_ELEMENTS:
            body = "places_of_elements(value)"
        case SequenceLayout(kind=SequenceKind.OWNER):
            body = "(size_type)(value ? &*value : 0)"
        case ProductLayout(parts=parts):
            mixed = [
                f"places< {spell_value(part.layout)} >::of({_reached(value, part)})"
                for part in parts
                if inner_values(part.layout)
            ]
            if not mixed:
                return
            body = " + ".join(mixed)
        case _:
            return
    name = value.spelling
    yield f"template <> struct places< {name} > {{"
    yield f"  static size_type of(const {name}& value) {{ return {body}; }}"
    yield "};"


def _variant(value: VariantLayout) -> Iterator[str]:
    get = ["switch (in.count()) {"]
    put = ["out.count(value.index());", "switch (value.index()) {"]
    for index, alternative in enumerate(value.alternatives):
        spelled = spell_value(alternative)
        made, held = f"value.template emplace< {index} >()", f"::std::get< {index} >(value)"
        get.append(f"case {index}: codec< {spelled} >::get(in, {made}); break;")
        put.append(f"case {index}: codec< {spelled} >::put(out, {held}); break;")
    yield from _written(value.spelling, " ".join([*get, "}"]), " ".join([*put, "}"]))
