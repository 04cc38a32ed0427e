"""Which expressions designate memory, and how calls select elements of containers."""

from __future__ import annotations

from pcg_engine.analysis.modification import stripped
from pcg_engine.domain.ast import (
    ArrayType,
    Binary,
    Call,
    Construct,
    ContainerType,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    ReferenceType,
    Subscript,
    This,
    Type,
    Unary,
    Variable,
)


def element_type(variable: Variable) -> Type:
    """The type of the elements of an array or container, else the variable's own."""
    match stripped(variable.type):
        case ArrayType(element=element) | ContainerType(element=element):
            return element
        case other:
            return other


def selects_element(call: Call) -> bool:
    """Whether the call is ``at``, ``front`` or ``back`` of a container: a subscript by name."""
    return (
        call.receiver is not None
        and call.callee is not None
        and isinstance(stripped(call.receiver.type), ContainerType)
        and call.callee.rsplit("::", 1)[-1] in ("at", "front", "back")
    )


def is_lvalue(expression: Expression) -> bool:
    """Whether the expression surely designates an object."""
    match expression:
        case Name() | Subscript() | Member() | Unary(operator="*"):
            return True
        case Call(type=ReferenceType()):
            return True
        case _:
            return False


def may_designate(argument: Expression) -> bool:
    """Whether the argument may be an object of its own standing, not a handle or a temporary."""
    if isinstance(stripped(argument.type), PointerType | ArrayType):
        return False
    if isinstance(argument, Binary):
        return argument.operator == ","
    return not isinstance(argument, Construct | IntegerLiteral | FloatingLiteral | This)
