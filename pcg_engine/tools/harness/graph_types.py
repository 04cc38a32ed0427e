"""The layouts of parameters that lead to objects with pointers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Field,
    OpaqueType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Type,
    VoidType,
)
from pcg_engine.tools.harness.field_uses import FieldUses
from pcg_engine.tools.harness.graphs import DeclaredStruct, GraphField, GraphLayout, GraphType
from pcg_engine.tools.harness.layout import (
    BYTE,
    INTEGERS,
    ArrayLayout,
    ScalarLayout,
    Unsupported,
    describe,
    global_name,
    layout_of,
)
from pcg_engine.tools.harness.signature import Passing, Slot, SlotKind
from pcg_engine.tools.harness.spelling import spell
from pcg_engine.tools.harness.value_types import is_const

_MOST_FIELDS = 1024
_CHARACTERS = ("char", "signed char", "unsigned char")
_NUMBERS = {"?": "bool", **INTEGERS, "<f4": "float", "<f8": "double"}


def graph_slot(
    name: str, type_: Type, passing: Passing, records: Mapping[str, Record], uses: FieldUses
) -> Slot | None:
    """What is given for a parameter that leads to objects with pointers; ``None`` if it does not.

    Raises ``Unsupported`` if something that the function looks at cannot be made.
    """
    builder = _Builder(records, uses)
    match type_:
        case PointerType(pointee=pointee, restrict=restrict) if passing in (
            Passing.VALUE,
            Passing.GLOBAL,
        ):
            if not _leads_on(pointee, records):
                return None
            root = builder.node_type(pointee)
            layout = builder.layout(spell(type_), root, by_value=False)
            return Slot(
                name,
                SlotKind.OBJECT,
                Passing.ADDRESS if passing is Passing.VALUE else passing,
                spell(type_),
                BYTE,
                is_const=is_const(pointee),
                restrict=restrict,
                value=layout,
            )
        case RecordType(name=record) if passing is not Passing.RVALUE and _leads_on(type_, records):
            root = builder.node_type(type_)
            layout = builder.layout(global_name(record), root, by_value=True)
            return Slot(
                name,
                SlotKind.OBJECT,
                passing,
                spell(type_),
                BYTE,
                is_const=type_.const,
                value=layout,
            )
        case ArrayType(element=element, extent=int(extent)) if (
            passing is Passing.GLOBAL and _leads_on(element, records)
        ):
            while isinstance(element, ArrayType):
                extent, element = extent * (element.extent or 0), element.element
            root = builder.node_type(element)
            layout = builder.layout(spell(type_), root, by_value=True, extent=extent)
            const = is_const(type_) or is_const(element)
            return Slot(
                name, SlotKind.OBJECT, passing, spell(type_), BYTE, is_const=const, value=layout
            )
        case _:
            return None


def can_make_objects(type_: Type, records: Mapping[str, Record], uses: FieldUses) -> bool:
    """Whether PCG makes objects of the type, with what their pointers lead to."""
    try:
        _Builder(records, uses).node_type(type_)
    except Unsupported:
        return False
    return True


def _leads_on(type_: Type, records: Mapping[str, Record]) -> bool:
    """Whether objects of the type are no more than bytes and pointers, and have some of those."""
    match type_:
        case PointerType():
            return True
        case ArrayType(element=element):
            return _leads_on(element, records)
        case RecordType(name=name) if name in records:
            return records[name].is_plain and any(
                _is_pointer(f.type) or _leads_on(f.type, records) for f in records[name].fields
            )
        case _:
            return False


def _is_pointer(type_: Type) -> bool:
    match type_:
        case PointerType():
            return True
        case OpaqueType(spelling=spelling) if spelling.rstrip().endswith("*"):
            return True
        case _:
            return is_function_pointer(type_)


def is_function_pointer(type_: Type) -> bool:
    """Whether it is spelled as a pointer to a function."""
    match type_:
        case PointerType(pointee=OpaqueType(spelling=spelling)):
            return spelling.rstrip().endswith(")")
        case OpaqueType(spelling=spelling):
            return "(*" in spelling and spelling.rstrip().endswith(")")
        case _:
            return False


class _Builder:
    """Numbers the types that can be reached."""

    def __init__(self, records: Mapping[str, Record], uses: FieldUses) -> None:
        self._records = records
        self._uses = uses
        self._numbers: dict[str, int] = {}
        self._types: dict[int, GraphType] = {}
        self._structs: dict[str, DeclaredStruct] = {}

    def layout(self, spelling: str, root: int, *, by_value: bool, extent: int = 1) -> GraphLayout:
        types = tuple(self._types[number] for number in range(len(self._numbers)))
        structs = tuple(self._structs.values())
        return GraphLayout(spelling, types, root, by_value, extent, structs)

    def node_type(self, pointee: Type, *, is_indexed: bool = False) -> int:
        """The number of the type of what a pointer to ``pointee`` leads to."""
        while isinstance(pointee, ArrayType):
            pointee = pointee.element
        match pointee:
            case ArithmeticType():
                scalar = self._scalar(pointee)
                is_text = pointee.name.removeprefix("const ") in _CHARACTERS
                field = GraphField("", scalar)
                return self._add(scalar.spelling, lambda: (field,), is_text=is_text)
            case PointerType() as inner:
                key = spell(_plain(inner))

                def led() -> tuple[GraphField, ...]:
                    return (GraphField("", target=self._link(inner)),)

                return self._add(key, led)
            case RecordType(name=name):
                record = self._record(self._taken_for(name))
                key = global_name(record.name)
                known = self._numbers.get(key)
                if known is None:
                    self._declare(record)
                has_pointers = _leads_on(RecordType(record.name), self._records)
                number = self._add(
                    key,
                    lambda: tuple(self._fields(record, "")),
                    is_many=is_indexed or not has_pointers,
                )
                if is_indexed and not self._types[number].is_many:
                    old = self._types[number]
                    self._types[number] = GraphType(old.spelling, old.fields, old.is_text)
                return number
            case _:
                raise Unsupported(f"it holds a pointer to {_told(pointee)}")

    def _add(
        self,
        key: str,
        fields: Callable[[], tuple[GraphField, ...]],
        *,
        is_text: bool = False,
        is_many: bool = True,
    ) -> int:
        known = self._numbers.get(key)
        if known is not None:
            return known
        number = self._numbers[key] = len(self._numbers)
        # Known before its fields are: they may lead back to it.
        self._types[number] = GraphType(key, (), is_text, is_many)
        self._types[number] = GraphType(key, fields(), is_text, is_many)
        return number

    def _link(self, pointer: Type, *, is_indexed: bool = False) -> int:
        if is_function_pointer(pointer):
            raise Unsupported(
                "it is a pointer to a function that is called, which PCG makes for parameters only"
            )
        if not isinstance(pointer, PointerType):
            raise Unsupported(f"it is {_told(pointer)}")
        return self.node_type(pointer.pointee, is_indexed=is_indexed)

    def _fields(self, record: Record, before: str) -> Iterator[GraphField]:
        number = 0
        for field in record.fields:
            for one in self._parts(record, field, field.type, f"{before}{field.name}"):
                number += 1
                if number > _MOST_FIELDS:
                    raise Unsupported(f"`{record.name}` has too many parts")
                yield one

    def _parts(self, record: Record, field: Field, type_: Type, path: str) -> Iterator[GraphField]:
        key = (record.name, field.name)
        match type_:
            case ArithmeticType():
                is_size = key in self._uses.named and type_.name not in ("bool", "char")
                scalar = self._scalar(type_)
                is_size = is_size and scalar.code[1:2] in ("i", "u") and not scalar.is_enumeration
                yield GraphField(path, scalar, is_size=is_size)
            case ArrayType(element=element, extent=int(extent)):
                numbers = self._numbers_in(type_)
                if numbers is not None:
                    yield GraphField(path, numbers)
                    return
                if extent > _MOST_FIELDS:
                    raise Unsupported(f"`{record.name}::{field.name}` has too many parts")
                for index in range(extent):
                    yield from self._parts(record, field, element, f"{path}[{index}]")
            case RecordType(name=name):
                yield from self._fields(self._record(name), f"{path}.")
            case PointerType() | OpaqueType() if _is_pointer(type_):
                if key not in self._uses.named:
                    yield GraphField(path)
                    return
                try:
                    target = self._link(type_, is_indexed=key in self._uses.indexed)
                except Unsupported as problem:
                    raise Unsupported(f"`{record.name}::{field.name}`: {problem}") from problem
                yield GraphField(path, target=target)
            case _:
                raise Unsupported(f"`{record.name}::{field.name}` is {describe(type_)}")

    def _numbers_in(self, type_: Type) -> ScalarLayout | ArrayLayout | None:
        match type_:
            case ArithmeticType():
                return self._scalar(type_)
            case ArrayType(element=element, extent=int(extent)):
                inner = self._numbers_in(element)
                return None if inner is None else ArrayLayout(inner, extent, is_standard=False)
            case _:
                return None

    def _scalar(self, type_: ArithmeticType) -> ScalarLayout:
        layout = layout_of(type_, {})
        assert isinstance(layout, ScalarLayout)
        if layout.code not in _NUMBERS:
            raise Unsupported(f"it holds {describe(type_)} next to pointers")
        return layout

    def _record(self, name: str) -> Record:
        record = self._records.get(name)
        if record is None or not record.fields:
            raise Unsupported(f"the definition of `{name}` was not found")
        if record.is_union:
            raise Unsupported(f"`{name}` is a union")
        if not (record.is_plain and record.has_whole_state):
            raise Unsupported(f"`{name}` is not a plain struct (trivially copyable, public data)")
        if not all(field.name for field in record.fields):
            raise Unsupported(f"`{name}` has unnamed members")
        return record

    def _taken_for(self, name: str) -> str:
        """The one class that goes on where ``name`` ends, if the function takes it for that.

        Structs in C inherit in this way.
        """
        given = self._records.get(name)
        longer = {
            taken
            for first, taken in self._uses.casts
            if first == name and given is not None and _goes_on(given, self._records.get(taken))
        }
        return longer.pop() if len(longer) == 1 else name

    def _declare(self, record: Record) -> None:
        """Declares ``record`` for drivers that do not see it, after what it holds."""
        if record.name in self._structs:
            return
        fields: list[tuple[str, str]] = []
        for field in record.fields:
            for name in _held(field.type):
                self._declare(self._record(name))
            fields.append((field.name, _declared(field.type)))
        self._structs[record.name] = DeclaredStruct(record.name, tuple(fields))


def _goes_on(given: Record, longer: Record | None) -> bool:
    if longer is None or len(longer.fields) <= len(given.fields):
        return False
    # Types of pointers to functions may be written in two ways.
    pairs = zip(given.fields, longer.fields, strict=False)
    return all(
        one.name == other.name
        and (one.type == other.type or (_is_pointer(one.type) and _is_pointer(other.type)))
        for one, other in pairs
    )


def _plain(type_: PointerType) -> PointerType:
    """Without qualifiers, which make no difference to what is there."""
    match type_.pointee:
        case PointerType() as inner:
            return PointerType(_plain(inner))
        case ArithmeticType(name=name, kind=kind, bits=bits, signed=signed):
            bare = name.removeprefix("const ")
            return PointerType(ArithmeticType(bare, kind, bits, signed))
        case RecordType(name=name):
            return PointerType(RecordType(name))
        case other:
            return PointerType(other)


def _held(type_: Type) -> Iterator[str]:
    match type_:
        case ArrayType(element=element):
            yield from _held(element)
        case RecordType(name=name):
            yield name
        case _:
            pass


def _declared(type_: Type) -> str:
    match type_:
        case ArithmeticType():
            layout = layout_of(type_, {})
            assert isinstance(layout, ScalarLayout)
            return _NUMBERS.get(layout.code, "") or _unspellable(type_)
        case ArrayType(element=element, extent=int(extent)):
            return f"pcg_driver::array_of< {_declared(element)}, {extent} >"
        case RecordType(name=name):
            return global_name(name)
        case PointerType() | OpaqueType() if _is_pointer(type_):
            return "void*"
        case _:
            return _unspellable(type_)


def _unspellable(type_: Type) -> str:
    raise Unsupported(f"it holds {describe(type_)}")


def _told(type_: Type) -> str:
    match type_:
        case VoidType():
            return "`void`, and what is there is not known"
        case ReferenceType() | OpaqueType():
            return f"{describe(type_)}, which PCG does not make"
        case _:
            return describe(type_)
