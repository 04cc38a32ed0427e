"""The generated part of a driver: codecs of the structs, one slot object each, the entry points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from pcg_engine.tools.harness.c_language import BRIDGE_FUNCTION, driver_declarations
from pcg_engine.tools.harness.callables import chooser, chosen
from pcg_engine.tools.harness.codecs import codecs
from pcg_engine.tools.harness.graph_glue import ordinals, table_name, tables
from pcg_engine.tools.harness.graphs import GraphLayout
from pcg_engine.tools.harness.layout import (
    global_name,
    spell_layout,
)
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)
from pcg_engine.tools.harness.values import ValueLayout, spell_value


def glue_text(signature: Signature) -> bytes:
    """The C++ text that goes behind the user's."""
    lines = _driver(signature, signature.callee or global_name(signature.function))
    return "\n".join((*forgotten_macros(lines), *_includes(signature), *lines)).encode()


def glue_text_for_c(signature: Signature) -> bytes:
    """The C++ text of a driver that is linked with the user's; raises ``Unsupported``."""
    bridge = f'extern "C" function_pointer const {BRIDGE_FUNCTION};'
    lines = _driver(signature, BRIDGE_FUNCTION, bridge)
    return "\n".join((*driver_declarations(signature), *lines)).encode()


def _driver(signature: Signature, function: str, declaration: str = "") -> list[str]:
    """``declaration`` is one of ``function``, where the text before does not have it."""
    return [
        "namespace pcg_driver {",
        *codecs(_layouts(signature)),
        *tables(signature),
        *_state(signature),
        *_callables(signature),
        *_storage_functions(signature),
        *_invoke(signature, function, declaration),
        *_encode(signature),
        "}",
        *_ENTRY_POINTS,
        "",
    ]


def forgotten_macros(lines: Sequence[str]) -> Iterator[str]:
    """Ends every macro that has the name of something in the glue.

    The tree's names are those after preprocessing, and nothing of the user's follows.
    """
    for identifier in sorted({word for line in lines for word in _IDENTIFIER.findall(line)}):
        if not identifier.startswith("__"):
            yield f"#undef {identifier}"


_OBJECTS = (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.OBJECT)
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


def _layouts(signature: Signature) -> Iterator[ValueLayout]:
    yield from (slot.layout for slot in signature.slots)
    for layout in (signature.result.element, signature.result.value):
        if layout is not None:
            yield layout


def _includes(signature: Signature) -> Iterator[str]:
    """Who takes a stream need not have included those in memory, nor who has pointers vectors."""
    if any("stream >" in f"{spell_value(layout)} >" for layout in _layouts(signature)):
        yield "#include <sstream>"
    if any(slot.passing is Passing.ELEMENTS for slot in signature.slots):
        yield "#include <vector>"


def _callables(signature: Signature) -> Iterator[str]:
    for index, slot in enumerate(signature.parameters):
        if slot.callable is not None:
            yield from chooser(index, slot.callable)


def _bare(type_: str) -> str:
    return type_.removeprefix("const ")


def _slot_type(slot: Slot) -> str:
    element = spell_layout(slot.element)
    match slot.kind:
        case SlotKind.VECTOR:
            return f"vector_slot< {_bare(slot.type)}, {element} >"
        case SlotKind.NESTED_VECTOR:
            return f"nested_slot< {_bare(slot.type)}, {element} >"
        case SlotKind.OBJECT if slot.is_graph:
            return "graph_slot"
        case SlotKind.OBJECT:
            return f"object_slot< {spell_value(slot.layout)} >"
        case SlotKind.VALUE | SlotKind.REFERENCE if slot.is_global:
            return f"place_slot< {_bare(slot.type)} >"
        case SlotKind.VALUE | SlotKind.REFERENCE | SlotKind.POINTER | SlotKind.SPAN:
            return f"block_slot< {element} >"
        case SlotKind.ROWS:
            return f"rows_slot< {element} >"
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
        case ResultKind.OBJECT:
            return f"object_result< {_bare(result.type)} >"
        case ResultKind.REFERENCE:
            return f"reference_result< {_bare(result.type)} >"
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
    graphs = ordinals(signature)
    if graphs:
        yield f"  graph_slot* graphs[{len(graphs)}];"
        for index, slot in enumerate(signature.slots):
            if slot.kind is SlotKind.POINTER:
                yield f"  graph_view view{index};"
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
    yield from _graphs(signature)
    for index, slot in enumerate(slots):
        if slot.is_graph:
            pass
        elif slot.is_global and not slot.is_behind_pointer:
            yield f"  slot{index}.target = &{slot.place};"
        elif slot.kind in _OBJECTS:
            yield f"  slot{index}.target = 0;"
        yield f"  slot{index}.create(in, &host, {index});"
    bases = ", ".join(["0", *(f"slot{i}.base()" for i in numbers)])
    objects = ", ".join(["0", *(f"slot{i}.object()" for i in numbers)])
    yield f"  void* const bases[] = {{{bases}}};"
    yield f"  void* const objects[] = {{{objects}}};"
    resolved = sorted(numbers, key=lambda i: slots[i].is_graph)
    for index in resolved:
        yield f"  slot{index}.resolve(bases + 1, objects + 1);"
        if slots[index].kind is SlotKind.POINTER and slots[index].name in ordinals(signature):
            yield f"  view{index}.show((unsigned char*)slot{index}.data, slot{index}.head.count);"
    yield from _followed(signature)
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
        case ResultKind.OBJECT:
            yield "  result.create();"
        case ResultKind.REFERENCE:
            yield "  result.target = 0;"
        case ResultKind.VOID:
            pass
    yield "  set_global_pointers();"
    yield "}"
    yield "inline void state::set_global_pointers() {"
    for index, slot in enumerate(slots):
        if slot.is_global and slot.is_behind_pointer:
            yield f"  {slot.place} = {_pointer(index, slot)};"
        elif slot.is_global and slot.is_graph and not _is_in_place(slot):
            yield f"  {slot.place} = ({slot.type})(slot{index}.data);"
    yield "}"
    yield "inline void state::fill(reader& in) {"
    yield from (f"  slot{i}.fill(in);" for i in numbers)
    yield from _followed(signature)
    if signature.result.kind is ResultKind.OBJECT:
        yield "  result.clear();"
    yield "  set_global_pointers();"
    yield "}"
    yield "inline void state::destroy() {"
    yield from (f"  slot{i}.destroy();" for i in numbers)
    if signature.result.kind in (ResultKind.VECTOR, ResultKind.OBJECT):
        yield "  result.destroy();"
    yield "}"


def _graphs(signature: Signature) -> Iterator[str]:
    """Every graph knows the others, which its pointers may lead to."""
    known = ordinals(signature)
    for index, slot in enumerate(signature.slots):
        if slot.is_graph:
            one = f"slot{index}"
            yield f"  graphs[{known[slot.name]}] = &{one};"
            yield f"  {one}.types = {table_name(index)};"
            yield f"  {one}.all = graphs;"
            yield f"  {one}.ordinal = {known[slot.name]};"
            yield f"  {one}.slots = {len(known)};"
            yield f"  {one}.number = 0;"
            place = f"(unsigned char*)&{slot.place}" if _is_in_place(slot) else "0"
            yield f"  {one}.place_of_first = {place};"
        elif slot.name in known:
            yield f"  graphs[{known[slot.name]}] = &view{index}.slot;"
            yield f"  view{index}.slot.types = {table_name(index)};"


def _is_in_place(slot: Slot) -> bool:
    """Whether it is a variable that is itself an object, rather than a pointer to one."""
    return slot.is_global and isinstance(slot.value, GraphLayout) and slot.value.by_value


def _followed(signature: Signature) -> Iterator[str]:
    """Of two parameters that are one object the first is not always the one that has it."""
    graphs = [i for i, slot in enumerate(signature.slots) if slot.is_graph]
    for guest in graphs:
        for host in graphs:
            if guest != host:
                yield f"  if (slot{guest}.head.owner == {host}) slot{guest}.follow(slot{host});"


def _pointer(index: int, slot: Slot, state: str = "") -> str:
    data = f"{state}slot{index}.data"
    # Of a table the function may promise more than a plain one converts to.
    return f"({slot.type})({data})" if slot.kind is SlotKind.ROWS else data


def _argument(index: int, slot: Slot) -> str:
    access = f"self.slot{index}"
    match slot.kind:
        case SlotKind.POINTER | SlotKind.ROWS:
            return _pointer(index, slot, "self.")
        case SlotKind.SPAN:
            return f"{_bare(slot.type)}({access}.data, {access}.head.count)"
        case SlotKind.OBJECT if slot.is_graph and slot.passing is Passing.ADDRESS:
            return f"({slot.type})({access}.data)"
        case SlotKind.OBJECT if slot.is_graph:
            return f"*reinterpret_cast< {_bare(slot.type)}* >({access}.data)"
        case SlotKind.OBJECT if slot.passing is Passing.ELEMENTS:
            return f"{access}.target->data()"
        case SlotKind.OBJECT if slot.passing is Passing.ADDRESS:
            return f"{access}.target"
        case SlotKind.VECTOR | SlotKind.NESTED_VECTOR | SlotKind.OBJECT:
            place = f"*{access}.target"
        case SlotKind.VALUE if slot.callable is not None:
            return chosen(index, slot.callable, f"*{access}.data")
        case SlotKind.VALUE | SlotKind.REFERENCE:
            place = f"*{access}.data"
        case _:
            assert_never(slot.kind)
    if slot.passing is Passing.REFERENCE:
        return place
    # By value or by rvalue reference: the storage is refilled before the next call, so that the
    # parameter may be moved from it and no copy of ours is timed.
    if slot.kind in _OBJECTS or slot.passing is Passing.RVALUE:
        return f"static_cast< {slot.type}&& >({place})"
    return place


def _parameter_type(slot: Slot) -> str:
    match slot.passing:
        case Passing.REFERENCE:
            return f"{slot.type}&"
        case Passing.RVALUE:
            return f"{slot.type}&&"
        case _:
            return slot.type


def _invoke(signature: Signature, function: str, declaration: str) -> Iterator[str]:
    given = [_argument(i, s) for i, s in enumerate(signature.parameters)]
    types = [_parameter_type(s) for s in signature.parameters]
    call = "function"
    if signature.has_receiver:
        yield from _member(signature, function, ", ".join(types[1:]))
        call, given = f"(({given[0]}).*member)", given[1:]
    else:
        yield f"typedef {_result_of(signature)} (*function_pointer)({', '.join(types)});"
        if declaration:
            yield declaration
        function = function if declaration else f"&{function}"
    # Through a volatile pointer: the function is compiled on its own, as for an unknown caller,
    # and overloads and template instances are chosen by their exact parameter types.
    taken = "reach(hidden_function())" if signature.has_receiver else function
    yield f"static const volatile function_pointer function = {taken};"
    yield "static void invoke(state& self) {"
    if signature.has_receiver:
        yield "  const function_pointer member = function;"
    made = f"{call}({', '.join(given)})"
    match signature.result.kind:
        case ResultKind.VOID:
            yield f"  {made};"
        case ResultKind.ELEMENT:
            yield f"  *self.result.data = {made};"
        case ResultKind.VECTOR:
            yield f"  *self.result.target = {made};"
        case ResultKind.OBJECT:
            yield f"  typedef {_bare(signature.result.type)} result_type;"
            yield f"  self.result.target = new (self.result.place()) result_type({made});"
        case ResultKind.REFERENCE:
            yield f"  self.result.target = &{made};"
    yield "}"


def _result_of(signature: Signature) -> str:
    result = signature.result
    return f"{result.type}&" if result.kind is ResultKind.REFERENCE else _bare(result.type)


def _member(signature: Signature, function: str, types: str) -> Iterator[str]:
    """The pointer to a member function, which may be a private one."""
    receiver = signature.parameters[0]
    const = " const" if receiver.is_const else ""
    pointer = f"{_bare(receiver.type)}::*function_pointer"
    yield f"typedef {_result_of(signature)} ({pointer})({types}){const};"
    yield (
        "struct hidden_function { typedef function_pointer type; "
        "friend type reach(hidden_function); };"
    )
    yield f"template struct exposed< hidden_function, &{function} >;"


def _region(index: int, slot: Slot) -> str:
    """The memory that the driver has for a slot, as far as global pointers may be set to it."""
    match slot.kind:
        case SlotKind.POINTER | SlotKind.ROWS | SlotKind.SPAN:
            data = f"slot{index}.data"
            return f"{{{data}, slot{index}.head.count * sizeof(*{data})}}"
        case SlotKind.VALUE | SlotKind.REFERENCE if slot.is_global:
            target = f"slot{index}.target"
            return f"{{(const void*){target}, sizeof(*{target})}}"
        case _:
            return "{0, 0}"


def _encode(signature: Signature) -> Iterator[str]:
    yield "inline void state::encode(bool thrown) {"
    yield "  writer out = {&host, 0};"
    if any(slot.has_target for slot in signature.slots):
        regions = ", ".join(_region(i, slot) for i, slot in enumerate(signature.slots))
        yield f"  const region regions[] = {{{regions}}};"
    for index, slot in enumerate(signature.slots):
        if slot.is_global and slot.is_graph and not _is_in_place(slot):
            # Where it leads now.
            yield f"  slot{index}.data = (unsigned char*)({slot.place});"
    for index, slot in enumerate(signature.slots):
        yield f"  slot{index}.encode(out);" if slot.is_observed else "  encode_absent(out);"
        if slot.has_target:
            given = f"(const void*)({slot.place}), regions, {len(signature.slots)}, {index}"
            yield f"  if (slot{index}.head.kind == own) encode_target(out, {given});"
    if signature.result.kind is ResultKind.VOID:
        yield "  (void)thrown; encode_absent(out);"
    else:
        yield "  if (thrown) encode_absent(out); else result.encode(out);"
    yield "}"
