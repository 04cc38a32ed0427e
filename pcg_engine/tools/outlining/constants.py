"""Constants of a function that a nest taken out of it may need as such: ``constexpr int n = 8``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    ArithmeticType,
    Binary,
    Block,
    Cast,
    Conditional,
    Declaration,
    Declarator,
    Expression,
    FloatingLiteral,
    Function,
    IntegerLiteral,
    Name,
    Storage,
    Unary,
)
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Constants:
    """Declarations to be repeated: their text in one line, and the ids of what they declare."""

    text: str = ""
    ids: frozenset[str] = frozenset()


NO_CONSTANTS = Constants()


def constants_before(function: Function, start: int, source: SourceText) -> Constants:
    """The numbers that ``function`` declares constant before ``start``, from numbers alone.

    Those that are in scope there: elsewhere their names may mean something else.
    """
    assert function.body is not None
    names: dict[str, int] = {}
    found: dict[str, str] = {}
    in_scope = {
        id(statement)
        for block in walk_statements(function.body)
        if isinstance(block, Block) and block.span.start <= start < block.span.end
        for statement in block.statements
    }
    for statement in walk_statements(function.body):
        if not isinstance(statement, Declaration):
            continue
        for one in statement.declarators:
            names[one.variable.name] = names.get(one.variable.name, 0) + 1
        is_seen = statement.span.end <= start and id(statement) in in_scope
        if is_seen and _are_constant(statement.declarators, frozenset(found)):
            text = " ".join(_COMMENT.sub(" ", source.slice(statement.span)).split())
            declared = text if text.endswith(";") else f"{text};"
            found |= {d.variable.id: declared for d in statement.declarators}
    if any(count > 1 for name, count in names.items() if _declares(found, name, function)):
        return NO_CONSTANTS  # which of two of that name is meant depends on the place
    return Constants(" ".join(dict.fromkeys(found.values())), frozenset(found))


def _declares(found: Mapping[str, str], name: str, function: Function) -> bool:
    assert function.body is not None
    return any(
        isinstance(e, Name) and e.variable.id in found and e.variable.name == name
        for e in all_expressions(function.body)
    )


def _are_constant(declarators: tuple[Declarator, ...], known: frozenset[str]) -> bool:
    for one in declarators:
        if not _is_constant(one, known):
            return False
        known |= {one.variable.id}
    return True


def _is_constant(declarator: Declarator, known: frozenset[str]) -> bool:
    variable, initialiser = declarator.variable, declarator.initialiser
    return (
        variable.storage is Storage.LOCAL
        and isinstance(variable.type, ArithmeticType)
        and variable.type.const
        and not variable.volatile
        and initialiser is not None
        and all(_is_number(part, known) for part in walk_expression(initialiser))
    )


def _is_number(part: Expression, known: frozenset[str]) -> bool:
    match part:
        case IntegerLiteral() | FloatingLiteral() | Cast() | Binary() | Conditional():
            return True
        case Unary(operator="-" | "+" | "!" | "~"):
            return True
        case Name(variable=variable):
            is_global = variable.storage is Storage.GLOBAL and variable.constant is not None
            return is_global or variable.id in known
        case _:
            return False
