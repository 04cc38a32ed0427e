"""The generated tables by which drivers and recorders read and write graphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pcg_engine.tools.harness.graphs import GraphField, GraphLayout, GraphType
from pcg_engine.tools.harness.layout import dtype_of, spell_layout
from pcg_engine.tools.harness.signature import Signature, Slot, SlotKind

_NUMBERS, _LANDMARK = -2, -1
"""Targets of fields that are no pointers, and of those that lead to what nobody looks at."""


def has_graphs(signature: Signature) -> bool:
    """Whether ``runtime/graphs.hpp`` is needed."""
    return any(slot.is_graph for slot in signature.slots)


def ordinals(signature: Signature) -> dict[str, int]:
    """The numbers of the slots that pointers in graphs lead to: graphs first, then pointers."""
    graphs = [slot.name for slot in signature.slots if slot.is_graph]
    names = [*graphs, *(slot.name for slot in signature.slots if slot.kind is SlotKind.POINTER)]
    return {name: number for number, name in enumerate(names)} if graphs else {}


def tables(signature: Signature) -> Iterator[str]:
    """Tables of the types of all that pointers in graphs lead to, in the driver's namespace."""
    for index, slot in enumerate(signature.slots):
        match slot.value:
            case GraphLayout() as layout:
                yield from _table(index, layout)
            case None if slot.kind is SlotKind.POINTER and has_graphs(signature):
                yield from _elements_table(index, slot)
            case _:
                pass


def table_name(index: int) -> str:
    """The table of the slot number ``index``."""
    return f"graph_types_{index}"


def declarations(slots: Sequence[Slot], known: set[str]) -> Iterator[str]:
    """The structs, for a driver that does not see the user's text; not those that it has."""
    for slot in slots:
        match slot.value:
            case GraphLayout(structs=structs):
                for struct in structs:
                    if struct.name in known:
                        continue
                    known.add(struct.name)
                    fields = " ".join(f"{type_} {name};" for name, type_ in struct.fields)
                    yield f"struct {struct.name} {{ {fields} }};"
            case _:
                pass


def _table(index: int, layout: GraphLayout) -> Iterator[str]:
    for number, type_ in enumerate(layout.types):
        fields = ", ".join(_merged(type_))
        yield f"static const graph_field graph_fields_{index}_{number}[] = {{{fields}}};"
    rows = [
        f"{{{_size(type_)}, {_alignment(type_)}, graph_fields_{index}_{number}, "
        f"{len(type_.fields)}, {int(type_.is_text)}, {int(_is_object(type_))}}}"
        for number, type_ in enumerate(layout.types)
    ]
    rows.append("{0, 16, 0, 0, 0, 0}")
    yield f"static const graph_type {table_name(index)}[] = {{{', '.join(rows)}}};"


def _elements_table(index: int, slot: Slot) -> Iterator[str]:
    """The one type of what a pointer leads to, for the pointers in objects that lead there, too."""
    element = spell_layout(slot.element)
    yield f"static const graph_field graph_fields_{index}[] = {{{{0, sizeof({element}), -2}}}};"
    row = f"sizeof({element}), __alignof__({element}), graph_fields_{index}, 1, 0, 0"
    yield f"static const graph_type {table_name(index)}[] = {{{{{row}}}}};"


def _merged(type_: GraphType) -> Iterator[str]:
    for one in type_.fields:
        target = _NUMBERS
        if one.layout is None:
            target = _LANDMARK if one.target is None else one.target
        yield f"{{{_offset(type_, one)}, {_bytes(one)}, {target}}}"


def _is_object(type_: GraphType) -> bool:
    return bool(type_.fields) and bool(type_.fields[0].path)


def _offset(type_: GraphType, one: GraphField) -> str:
    return f"__builtin_offsetof({type_.spelling}, {one.path})" if one.path else "0"


def _bytes(one: GraphField) -> str:
    return "sizeof(void*)" if one.layout is None else str(dtype_of(one.layout).itemsize)


def _size(type_: GraphType) -> str:
    return f"sizeof({type_.spelling})" if _is_object(type_) else _bytes(type_.fields[0])


def _alignment(type_: GraphType) -> str:
    return f"__alignof__({type_.spelling})" if _is_object(type_) else _bytes(type_.fields[0])
