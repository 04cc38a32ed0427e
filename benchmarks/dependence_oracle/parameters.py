"""What a nest is called with: one C++ expression and one kind of input for each parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from random import Random

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Function,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Type,
    Variable,
)


class Kind(Enum):
    """What the driver makes of an argument."""

    NUMBER = auto()
    MEMORY = auto()
    VECTOR = auto()
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class Parameter:
    """``expression`` is C++ with the argument's index for ``{}``; ``shared`` names what may alias.

    Two parameters of the same non-empty ``shared`` may be given the same memory.
    """

    name: str
    kind: Kind
    expression: str
    shared: str = ""
    is_unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """As ``oracle.hpp`` has it."""

    block: int
    shift: int
    value: int


@dataclass(frozen=True, slots=True)
class Run:
    """One call; ``plain`` if no two arguments share memory."""

    seed: int
    plain: bool
    arguments: tuple[Argument, ...]

    @property
    def line(self) -> str:
        """The arguments as the driver reads them."""
        parts = [f"{a.block} {a.shift} {a.value}" for a in self.arguments]
        return " ".join((str(self.seed), str(int(self.plain)), *parts))


def parameters_of(
    function: Function, records: Mapping[str, Record]
) -> tuple[Parameter, ...] | None:
    """How to call ``function``, or ``None`` if the oracle cannot."""
    for parameter in function.parameters:
        element = _innermost(parameter.type)
        if isinstance(element, RecordType):
            record = records.get(element.name)
            if record is None or not record.default_constructible:
                return None
    found = tuple(_parameter(p) for p in function.parameters)
    return None if None in found else tuple(p for p in found if p is not None)


def _innermost(kind: Type) -> Type:
    match kind:
        case PointerType(pointee=inner) | ReferenceType(referent=inner):
            return _innermost(inner)
        case ArrayType(element=inner) | ContainerType(element=inner):
            return _innermost(inner)
        case _:
            return kind


def _parameter(variable: Variable) -> Parameter | None:
    name, kind = variable.name, variable.type
    restrict = "" if not (isinstance(kind, PointerType) and kind.restrict) else f" of {name}"
    match kind:
        case ArithmeticType(name=spelled):
            is_unsigned = kind.kind is ArithmeticKind.INTEGER and not kind.signed
            return Parameter(name, Kind.NUMBER, f"oracle::number<{spelled}>({{}})", "", is_unsigned)
        case PointerType(pointee=ArithmeticType() | RecordType() as element):
            text = f"oracle::pointer<{element.name}>({{}})"
            return Parameter(name, Kind.MEMORY, text, _group(element) + restrict)
        case PointerType(pointee=PointerType(pointee=ArithmeticType() as element)):
            return Parameter(name, Kind.ROWS, f"oracle::row_pointers<{element.name}>({{}})")
        case PointerType(pointee=ArrayType(element=ArithmeticType() as element, extent=int(n))):
            text = (
                f"reinterpret_cast<{element.name}(*)[{n}]>(oracle::pointer<{element.name}>({{}}))"
            )
            return Parameter(name, Kind.MEMORY, text, f"{_group(element)} rows")
        case ReferenceType(referent=referent):
            return _reference(name, referent)
        case ContainerType(container=ContainerKind.SPAN, element=ArithmeticType() as element):
            text = f"std::span<{element.name}>(oracle::pointer<{element.name}>({{}}), 64)"
            return Parameter(name, Kind.MEMORY, text, _group(element))
        case _:
            return None


def _reference(name: str, referent: Type) -> Parameter | None:
    match referent:
        case ArithmeticType(name=spelled):
            return Parameter(
                name, Kind.MEMORY, f"*oracle::pointer<{spelled}>({{}})", _group(referent)
            )
        case ContainerType(
            container=ContainerKind.VECTOR, element=ArithmeticType() | RecordType() as element
        ):
            text = f"oracle::vector<{element.name}>({{}})"
            return Parameter(name, Kind.VECTOR, text, f"vector {element.name}")
        case ContainerType(
            container=ContainerKind.VECTOR,
            element=ContainerType(
                container=ContainerKind.VECTOR, element=ArithmeticType() as element
            ),
        ):
            return Parameter(
                name, Kind.ROWS, f"oracle::rows<{element.name}>({{}})", f"rows {element.name}"
            )
        case ContainerType(
            container=ContainerKind.ARRAY, element=ArithmeticType() as element, extent=int(n)
        ):
            kind = f"std::array<{element.name}, {n}>"
            text = f"*reinterpret_cast<{kind}*>(oracle::pointer<{element.name}>({{}}))"
            return Parameter(name, Kind.MEMORY, text, f"array {element.name}")
        case _:
            return None


def _group(element: ArithmeticType | RecordType) -> str:
    """Types of one group may name the same memory (C++20 [basic.lval] 11)."""
    name = element.name.replace("unsigned ", "").replace("signed ", "")
    return {"unsigned": "int"}.get(name, name)


_SIZES = (0, 1, 2, 3, 4, 5, 6)
_PLAIN, _ALIASED = 12, 8


def runs(parameters: tuple[Parameter, ...], random: Random) -> Iterator[Run]:
    """Calls of several sizes, contents and ways to share memory."""
    pairs = [
        (p, q)
        for p, first in enumerate(parameters)
        for q, second in enumerate(parameters)
        if p < q and first.shared and first.shared == second.shared
    ]
    for turn in range(_PLAIN + (_ALIASED if pairs else 0)):
        size = 300 if turn == 0 else random.choice(_SIZES) if turn < 4 else random.randint(3, 9)
        arguments = [_argument(p, i, size, random) for i, p in enumerate(parameters)]
        is_plain = turn < _PLAIN
        if not is_plain:
            one, other = random.choice(pairs)
            shift = random.choice((0, 0, 1, -1, 2, -2, size, 5))
            if "array" in parameters[one].shared or parameters[one].kind is not Kind.MEMORY:
                shift = arguments[one].shift
            first = arguments[one]
            arguments[other] = Argument(first.block, shift, first.value)
        yield Run(random.randint(1, 10**6), is_plain, tuple(arguments))


def _argument(parameter: Parameter, index: int, size: int, random: Random) -> Argument:
    match parameter.kind:
        case Kind.NUMBER:
            return Argument(index, 0, _number(parameter, size, random))
        case Kind.MEMORY:
            return Argument(index, 0, 0)
        case Kind.VECTOR:
            length = random.choice((size, size + 1, size * size + 8, 400, 400, 400))
            return Argument(index, 0, min(length, 700))
        case Kind.ROWS:
            count = min(size + random.choice((0, 1, 3)), 20)
            return Argument(index, min(size + random.choice((0, 1, 9)), 20), count)


def _number(parameter: Parameter, size: int, random: Random) -> int:
    if parameter.name in ("n", "m"):
        return size if random.random() < 0.6 else min(size, random.choice(_SIZES))
    if parameter.name == "w" and parameter.is_unsigned:
        return random.choice((1, 2, 2**31, 2**30, 2**32 - 1, 2**63, 2**62))
    if parameter.name == "s":
        return random.choice((1, 1, 2, 3, 2, 0, 0 if parameter.is_unsigned else -1))
    return random.choice((0, 1, 2, 3, 4) if parameter.is_unsigned else (-2, -1, 0, 1, 1, 2, 3))
