"""Pointers that lead to one object, not to the first of several."""

from __future__ import annotations

from pcg_engine.domain.ast import Expression, Function, Member, Name, PointerType, Unary
from pcg_engine.domain.traversal import all_expressions


def single_objects(function: Function) -> frozenset[str]:
    """The parameters that ``function`` only follows (``p->x``, ``*p``), by name.

    It neither indexes nor moves nor copies them, so that one object is enough for test inputs.
    """
    if function.body is None:
        return frozenset()
    pointers = {p.id: p.name for p in function.parameters if isinstance(p.type, PointerType)}
    mentions = dict.fromkeys(pointers, 0)
    followed = dict.fromkeys(pointers, 0)
    for expression in all_expressions(function.body):
        match expression:
            case Name(variable=variable) if variable.id in pointers:
                mentions[variable.id] += 1
            case Member(base=base, arrow=True) | Unary(operator="*", operand=base):
                _count(base, followed)
            case _:
                pass
    return frozenset(name for key, name in pointers.items() if 0 < mentions[key] == followed[key])


def _count(base: Expression, followed: dict[str, int]) -> None:
    match base:
        case Name(variable=variable) if variable.id in followed:
            followed[variable.id] += 1
        case _:
            pass
