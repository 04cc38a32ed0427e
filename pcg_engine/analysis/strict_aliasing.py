"""Which lvalues may designate the same memory, by what the language says of their types."""

from __future__ import annotations

from pcg_engine.analysis.modification import stripped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    PointerType,
    Type,
)

_BYTE_BITS = 8


def may_alias(one: Type, other: Type, *, strict: bool) -> bool:
    """Whether lvalues of these types may designate the same memory.

    With ``strict`` aliasing the types of numbers and pointers tell. The header of a container is
    apart from what is not a member of it in any case.
    """
    first, second = accessed_type(one), accessed_type(other)
    match first, second:
        case ArithmeticType() | PointerType(), ArithmeticType() | PointerType() if not strict:
            return True
        case ArithmeticType(), ArithmeticType():
            if _is_byte(first) or _is_byte(second):
                return True
            if first.kind is not second.kind:
                return False
            if first.kind is ArithmeticKind.INTEGER:
                # Signed and unsigned, and enumerations and their underlying types, may alias.
                return first.bits == second.bits
            return first.name == second.name
        case ArithmeticType() as number, PointerType():
            return _is_byte(number)
        case PointerType(), ArithmeticType() as number:
            return _is_byte(number)
        case ContainerType(), ArithmeticType() | PointerType():
            # The header of a container, which nothing but its members may touch.
            return False
        case ArithmeticType() | PointerType(), ContainerType():
            return False
        case _:
            return True


def accessed_type(value_type: Type) -> Type:
    """The type of the elements of arrays in arrays, else the type itself."""
    inner = stripped(value_type)
    while isinstance(inner, ArrayType):
        inner = inner.element
    if isinstance(inner, ContainerType) and inner.container is ContainerKind.ARRAY:
        return accessed_type(inner.element)
    return inner


def _is_byte(value_type: ArithmeticType) -> bool:
    return value_type.kind is ArithmeticKind.INTEGER and value_type.bits == _BYTE_BITS
