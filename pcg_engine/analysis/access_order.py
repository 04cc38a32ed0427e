"""In what order a loop walks through memory: element by element, in larger steps, or not at all.

What is said here decides whether a transformation is worth trying, never whether it is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from pcg_engine.domain.ast import Binary, Cast, Expression, Name, Statement, Subscript, Unary
from pcg_engine.domain.traversal import all_expressions, walk_expression


class Stride(Enum):
    """How far apart the places are that two iterations in a row access."""

    NONE = auto()
    UNIT = auto()
    FAR = auto()


def strides(body: Statement, counter: str) -> tuple[Stride, ...]:
    """Those of the subscripts of ``body`` for the loop that counts the variable ``counter``."""
    return tuple(_stride(access, counter) for access in _whole_accesses(body))


def _whole_accesses(body: Statement) -> Iterator[Subscript]:
    """Subscripts that are not the base of another one."""
    found = [e for e in all_expressions(body) if isinstance(e, Subscript)]
    bases = {id(e.base) for e in found}
    return (e for e in found if id(e) not in bases)


def _stride(access: Subscript, counter: str) -> Stride:
    if _names(access.base, counter):
        return Stride.FAR
    return _of_index(access.index, counter)


def _of_index(index: Expression, counter: str) -> Stride:
    match index:
        case Name(variable=variable):
            return Stride.UNIT if variable.id == counter else Stride.NONE
        case Cast(operand=operand):
            return _of_index(operand, counter)
        case Unary(operator="-" | "+", operand=operand):
            return _of_index(operand, counter)
        case Binary(operator="+" | "-", left=left, right=right):
            return _sum(_of_index(left, counter), _of_index(right, counter))
        case _:
            # A product, or a table: as good as anywhere.
            return Stride.FAR if _names(index, counter) else Stride.NONE


def _sum(left: Stride, right: Stride) -> Stride:
    if Stride.NONE in (left, right):
        return right if left is Stride.NONE else left
    return Stride.FAR


def _names(expression: Expression, counter: str) -> bool:
    return any(
        isinstance(e, Name) and e.variable.id == counter for e in walk_expression(expression)
    )
