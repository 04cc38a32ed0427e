"""Fields of a local object that holds nothing but what its function was given.

``struct { double* x; int& n; } a = {a_x, a_n};`` and then ``a.x[i]``, as a loop nest begins that
was taken out of its function: for test inputs, what is said of ``a.x`` is said of ``a_x``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    Block,
    Cast,
    Construct,
    Declaration,
    Expression,
    Function,
    Member,
    Name,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import walk_statements


def unpacked(function: Function) -> Function:
    """``function`` with such fields replaced by the parameters that they were made from."""
    owners = {} if function.body is None else _owners(function)
    if not owners:
        return function

    def change(node: object) -> object:
        match node:
            case Member(base=Name(variable=variable), field=field) if variable.id in owners:
                given = owners[variable.id].get(field)
                return node if given is None else Name(given, node.type, node.span)
            case _:
                return mapped(node, change)

    return replace(function, body=cast("Block", mapped(function.body, change)))


def _owners(function: Function) -> dict[str, Mapping[str, Variable]]:
    """The parameters behind the fields, for each object and each pointer to one."""
    assert function.body is not None
    parameters = {p.id for p in function.parameters}
    found: dict[str, Mapping[str, Variable]] = {}
    for statement in walk_statements(function.body):
        for one in statement.declarators if isinstance(statement, Declaration) else ():
            match one.initialiser:
                case Construct(arguments=arguments):
                    given = [_named(argument) for argument in arguments]
                    known = [v for v in given if v is not None and v.id in parameters]
                    if known and len(known) == len(given):
                        found[one.variable.id] = _by_field(one.variable.name, known)
                case Unary(operator="&", operand=Name(variable=object_)) if object_.id in found:
                    found[one.variable.id] = found[object_.id]
                case _:
                    pass
    return found


def _by_field(owner: str, given: list[Variable]) -> dict[str, Variable]:
    """By the field's name: a parameter is called after its object and the field of that."""
    start = f"{owner.rstrip('_')}_"
    return {v.name.removeprefix(start): v for v in given if v.name.startswith(start)}


def _named(expression: Expression) -> Variable | None:
    while isinstance(expression, Cast):
        expression = expression.operand
    return expression.variable if isinstance(expression, Name) else None
