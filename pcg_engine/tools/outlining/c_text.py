"""A nest as a function of C, which has no references: what would be one is copied in and out.

What the nest may change is passed by its address, read into a local variable of the name that the
nest knows, and written back behind the nest, which can be left only there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Type,
)
from pcg_engine.tools.harness.layout import INTEGERS, ScalarLayout, Unsupported, dtype_of, layout_of
from pcg_engine.tools.harness.value_types import is_const
from pcg_engine.tools.outlining.declarators import declaration
from pcg_engine.tools.outlining.live_ins import LiveIn, NotOutlined

_MOST_COPIED = 1 << 18
"""Bytes of a variable, which lie on the stack."""


@dataclass(frozen=True, slots=True)
class PassedText:
    """The parameters, the statements before and behind the nest, what is passed for each.

    Of the parameters that ``distinct`` names no two share storage; those that ``single`` names
    point to one object.
    """

    parameters: str
    before: str
    behind: str
    values: tuple[tuple[str, str], ...]
    distinct: frozenset[str]
    single: frozenset[str] = frozenset()


def c_text(
    given: Sequence[LiveIn], records: Mapping[str, Record], source: bytes
) -> PassedText | NotOutlined:
    """How ``given`` are passed in C; ``source`` is the file, for names that it does not have."""
    parameters: list[str] = []
    before: list[str] = []
    behind: list[str] = []
    values: list[tuple[str, str]] = []
    distinct: set[str] = set()
    single: set[str] = set()
    for one in given:
        if one.owner:
            return NotOutlined(
                f"it uses `{one.value}` of an object that PCG can make in C++ files only"
            )
        match one.type:
            case ReferenceType(referent=referent):
                problem = _copied(one, referent, records)
                if problem is not None:
                    return problem
                name = _fresh(one.name, source)
                type_ = in_c(referent, records)
                parameters.append(declaration(PointerType(type_), name))
                local = declaration(type_, one.name)
                if isinstance(referent, ArrayType):
                    copied = f"sizeof {one.name}"
                    before.append(f"{local}; __builtin_memcpy({one.name}, *{name}, {copied});")
                    behind.append(f"__builtin_memcpy(*{name}, {one.name}, {copied});")
                else:
                    before.append(f"{local} = *{name};")
                    if not is_const(referent):
                        behind.append(f"*{name} = {one.name};")
                values.append((name, f"&{one.name}"))
                single.add(name)
            case type_:
                name = one.name
                parameters.append(declaration(in_c(type_, records), name))
                values.append((name, one.value))
        if one.is_distinct:
            distinct.add(name)
    return PassedText(
        ", ".join(parameters) or "void",
        " ".join(before),
        " ".join(behind),
        tuple(values),
        frozenset(distinct),
        frozenset(single),
    )


def in_c(type_: Type, records: Mapping[str, Record]) -> Type:
    """The type by names of C: tags behind ``struct``, enumerations as their integers."""
    match type_:
        case PointerType(pointee=pointee):
            return replace(type_, pointee=in_c(pointee, records))
        case ArrayType(element=element):
            return replace(type_, element=in_c(element, records))
        case RecordType(name=name) if name in records and records[name].is_tagged:
            return replace(type_, name=f"struct {name}")
        case ArithmeticType(name=name):
            bare = name.removeprefix("const ")
            layout = _scalar(type_)
            if layout is not None and layout.is_enumeration:
                return replace(type_, name=name.replace(bare, INTEGERS[layout.code]))
            return replace(type_, name="_Bool") if bare == "bool" else type_
        case _:
            return type_


def _copied(one: LiveIn, referent: Type, records: Mapping[str, Record]) -> NotOutlined | None:
    """Why a variable cannot be copied, if so."""
    if isinstance(referent, ArrayType) and is_const(referent):
        return NotOutlined(f"`{one.name}` is a constant array of the function's own")
    try:
        size = dtype_of(layout_of(referent, records)).itemsize
    except Unsupported:
        # Objects with pointers are copied as any others; arrays of unknown length are not.
        return NotOutlined(f"`{one.name}` cannot be copied") if _is_open(referent) else None
    if size > _MOST_COPIED:
        return NotOutlined(f"`{one.name}` is too large to be copied")
    return None


def _is_open(type_: Type) -> bool:
    match type_:
        case ArrayType(element=element, extent=extent):
            return extent is None or _is_open(element)
        case RecordType():
            return False
        case _:
            return True


def _scalar(type_: ArithmeticType) -> ScalarLayout | None:
    try:
        layout = layout_of(type_, {})
    except Unsupported:
        return None
    return layout if isinstance(layout, ScalarLayout) else None


def _fresh(name: str, source: bytes) -> str:
    made = f"pcg_{name}"
    while made.encode() in source:
        made += "_"
    return made
