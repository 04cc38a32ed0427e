"""The generated part of a driver: codecs of the structs, one slot object each, the entry points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from pcg_engine.tools.harness.layout import (
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    global_name,
)
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)


def glue_text(signature: Signature) -> bytes:
    """The C++ text that goes behind the user's."""
    lines = [
        "namespace pcg_driver {",
        *_codecs(signature),
        *_state(signature),
        *_storage_functions(signature),
        *_invoke(signature),
        *_encode(signature),
        "}",
        *_ENTRY_POINTS,
        "",
    ]
    return "\n".join((*_forgotten_macros(lines), *lines)).encode()


def _forgotten_macros(lines: Sequence[str]) -> Iterator[str]:
    """Ends every macro that has the name of something in the glue.

    The tree's names are those after preprocessing, and nothing of the user's follows.
    """
    for identifier in sorted({word for line in lines for word in _IDENTIFIER.findall(line)}):
        if not identifier.startswith("__"):
            yield f"#undef {identifier}"


def spell_layout(layout: Layout) -> str:
    """The C++ type with this layout."""
    match layout:
        case ScalarLayout(spelling=spelling) | StructLayout(spelling=spelling):
            return spelling
        case ArrayLayout(element=element, extent=extent, is_standard=True):
            return f"::std::array< {spell_layout(element)}, {extent} >"
        case ArrayLayout(element=element, extent=extent):
            return f"pcg_driver::array_of< {spell_layout(element)}, {extent} >"
        case _:
            assert_never(layout)


_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_EXPORT = 'extern "C" __attribute__((visibility("default"), used))'

_ENTRY_POINTS = (
    f"{_EXPORT} void* pcg_create(const pcg_driver::services* host, const unsigned char* bytes) {{",
    "  pcg_driver::state* self = new pcg_driver::state();",
    "  self->host = *host;",
    "  pcg_driver::reader in = {bytes};",
    "  self->create(in);",
    "  return self;",
    "}",
    f"{_EXPORT} void pcg_fill(void* self, const unsigned char* bytes) {{",
    "  pcg_driver::reader in = {bytes};",
    "  static_cast<pcg_driver::state*>(self)->fill(in);",
    "}",
    f"{_EXPORT} void pcg_invoke(void* self) {{",
    "  pcg_driver::invoke(*static_cast<pcg_driver::state*>(self));",
    "}",
    f"{_EXPORT} void pcg_encode(void* self, int thrown) {{",
    "  static_cast<pcg_driver::state*>(self)->encode(thrown != 0);",
    "}",
    f"{_EXPORT} void pcg_destroy(void* self) {{",
    "  static_cast<pcg_driver::state*>(self)->destroy();",
    "  delete static_cast<pcg_driver::state*>(self);",
    "}",
)


def _codecs(signature: Signature) -> Iterator[str]:
    layouts: list[Layout] = []
    elements = [s.element for s in signature.slots]
    if signature.result.element is not None:
        elements.append(signature.result.element)
    for element in elements:
        for layout in _composites(element):
            if layout not in layouts:
                layouts.append(layout)
    for layout in layouts:
        match layout:
            case StructLayout(fields=fields):
                get = [f"get_field(in, value.{f.name});" for f in fields]
                put = [f"put_field(out, value.{f.name});" for f in fields]
            case ArrayLayout(extent=extent):
                loop = f"for (size_type i = 0; i < {extent}; ++i)"
                get = [f"{loop} get_field(in, value[i]);"]
                put = [f"{loop} put_field(out, value[i]);"]
            case ScalarLayout():
                continue
        name = spell_layout(layout)
        yield f"template <> struct codec< {name} > {{"
        yield "  static const bool flat = false;"
        yield f"  static void get(reader& in, {name}& value) {{ {' '.join(get)} }}"
        yield f"  static void put(writer& out, const {name}& value) {{ {' '.join(put)} }}"
        yield "};"


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


def _bare(type_: str) -> str:
    return type_.removeprefix("const ")


def _slot_type(slot: Slot) -> str:
    element = spell_layout(slot.element)
    match slot.kind:
        case SlotKind.VECTOR:
            return f"vector_slot< {_bare(slot.type)}, {element} >"
        case SlotKind.NESTED_VECTOR:
            return f"nested_slot< {_bare(slot.type)}, {element} >"
        case SlotKind.VALUE | SlotKind.REFERENCE if slot.is_global:
            return f"place_slot< {_bare(slot.type)} >"
        case SlotKind.VALUE | SlotKind.REFERENCE | SlotKind.POINTER | SlotKind.SPAN:
            return f"block_slot< {element} >"
        case _:
            assert_never(slot.kind)


def _result_type(result: Result) -> str | None:
    match result.kind:
        case ResultKind.VOID:
            return None
        case ResultKind.ELEMENT:
            return f"block_slot< {_bare(result.type)} >"
        case ResultKind.VECTOR:
            assert result.element is not None
            return f"vector_slot< {_bare(result.type)}, {spell_layout(result.element)} >"
        case _:
            assert_never(result.kind)


def _state(signature: Signature) -> Iterator[str]:
    yield "struct state {"
    yield "  services host;"
    for index, slot in enumerate(signature.slots):
        yield f"  {_slot_type(slot)} slot{index};"
    result = _result_type(signature.result)
    if result is not None:
        yield f"  {result} result;"
    yield "  void create(reader& in);"
    yield "  void fill(reader& in);"
    yield "  void set_global_pointers();"
    yield "  void encode(bool thrown);"
    yield "  void destroy();"
    yield "};"


def _storage_functions(signature: Signature) -> Iterator[str]:
    slots = signature.slots
    numbers = range(len(slots))
    yield "inline void state::create(reader& in) {"
    for index, slot in enumerate(slots):
        if slot.is_global and slot.kind is not SlotKind.POINTER:
            yield f"  slot{index}.target = &{slot.place};"
        elif slot.kind in (SlotKind.VECTOR, SlotKind.NESTED_VECTOR):
            yield f"  slot{index}.target = 0;"
        yield f"  slot{index}.create(in, &host, {index});"
    bases = ", ".join(["0", *(f"slot{i}.base()" for i in numbers)])
    objects = ", ".join(["0", *(f"slot{i}.object()" for i in numbers)])
    yield f"  void* const bases[] = {{{bases}}};"
    yield f"  void* const objects[] = {{{objects}}};"
    yield from (f"  slot{i}.resolve(bases + 1, objects + 1);" for i in numbers)
    match signature.result.kind:
        case ResultKind.ELEMENT:
            yield "  result.head.kind = own;"
            yield "  result.head.count = 1;"
            element = _bare(signature.result.type)
            yield (
                f"  result.data = static_cast< {element}* >("
                f"host.allocate(host.context, {len(slots)}, sizeof({element}), "
                f"__alignof__({element})));"
            )
        case ResultKind.VECTOR:
            yield "  result.head.kind = own;"
            yield f"  result.target = result.owned = new {_bare(signature.result.type)}();"
        case ResultKind.VOID:
            pass
    yield "  set_global_pointers();"
    yield "}"
    yield "inline void state::set_global_pointers() {"
    for index, slot in enumerate(slots):
        if slot.is_global and slot.kind is SlotKind.POINTER:
            yield f"  {slot.place} = slot{index}.data;"
    yield "}"
    yield "inline void state::fill(reader& in) {"
    yield from (f"  slot{i}.fill(in);" for i in numbers)
    yield "  set_global_pointers();"
    yield "}"
    yield "inline void state::destroy() {"
    yield from (f"  slot{i}.destroy();" for i in numbers)
    if signature.result.kind is ResultKind.VECTOR:
        yield "  result.destroy();"
    yield "}"


def _argument(index: int, slot: Slot) -> str:
    access = f"self.slot{index}"
    match slot.kind:
        case SlotKind.POINTER:
            return f"{access}.data"
        case SlotKind.SPAN:
            return f"{_bare(slot.type)}({access}.data, {access}.head.count)"
        case SlotKind.VECTOR | SlotKind.NESTED_VECTOR:
            place = f"*{access}.target"
        case SlotKind.VALUE | SlotKind.REFERENCE:
            place = f"*{access}.data"
        case _:
            assert_never(slot.kind)
    if slot.passing is Passing.REFERENCE:
        return place
    # By value or by rvalue reference: the storage is refilled before the next call, so that the
    # parameter may be moved from it and no copy of ours is timed.
    if slot.kind in (SlotKind.VECTOR, SlotKind.NESTED_VECTOR) or slot.passing is Passing.RVALUE:
        return f"static_cast< {slot.type}&& >({place})"
    return place


def _parameter_type(slot: Slot) -> str:
    match slot.passing:
        case Passing.REFERENCE:
            return f"{slot.type}&"
        case Passing.RVALUE:
            return f"{slot.type}&&"
        case Passing.VALUE | Passing.GLOBAL:
            return slot.type


def _invoke(signature: Signature) -> Iterator[str]:
    types = ", ".join(_parameter_type(s) for s in signature.parameters)
    arguments = ", ".join(_argument(i, s) for i, s in enumerate(signature.parameters))
    # Through a volatile pointer: the function is compiled on its own, as for an unknown caller,
    # and overloads and template instances are chosen by their exact parameter types.
    yield f"typedef {_bare(signature.result.type)} (*function_pointer)({types});"
    yield f"static const volatile function_pointer function = &{global_name(signature.function)};"
    yield "static void invoke(state& self) {"
    match signature.result.kind:
        case ResultKind.VOID:
            yield f"  function({arguments});"
        case ResultKind.ELEMENT:
            yield f"  *self.result.data = function({arguments});"
        case ResultKind.VECTOR:
            yield f"  *self.result.target = function({arguments});"
    yield "}"


def _encode(signature: Signature) -> Iterator[str]:
    yield "inline void state::encode(bool thrown) {"
    yield "  writer out = {&host};"
    for index, slot in enumerate(signature.slots):
        yield f"  slot{index}.encode(out);" if slot.is_observed else "  encode_absent(out);"
    if signature.result.kind is ResultKind.VOID:
        yield "  (void)thrown; encode_absent(out);"
    else:
        yield "  if (thrown) encode_absent(out); else result.encode(out);"
    yield "}"
