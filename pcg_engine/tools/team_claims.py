"""Whether a candidate's own directives can start a team of more than one thread (pure)."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import Function, OpenMPDirective
from pcg_engine.domain.traversal import walk_statements

_CLAUSE = re.compile(r"\b(?P<name>if|num_threads)\s*\(")
_MODIFIER = re.compile(r"^\s*parallel\s*:(?!:)|^\s*strict\s*:(?!:)")
_SUFFIX = re.compile(r"\b(0[xX][\da-fA-F']+|\d[\d'.eE]*)[uUlLfF]+\b")
_SPELLED = (("&&", " and "), ("||", " or "), ("true", " True "), ("false", " False "))
_NOT = re.compile(r"!(?!=)")
_LONGEST = 200

_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARISON: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class TeamClaim:
    """The functions (qualified names) with a ``parallel`` construct.

    ``never`` is the text of a directive if none of all constructs can start a team.
    """

    functions: frozenset[str]
    never: str | None = None


def claim_of(functions: Iterable[Function]) -> TeamClaim:
    """What the ``parallel`` constructs of ``functions`` promise."""
    found = [(function, directive) for function in functions for directive in _parallel(function)]
    never = [directive.text for _, directive in found if is_never_parallel(directive.text)]
    return TeamClaim(
        frozenset(function.name for function, _ in found),
        never[0] if never and len(never) == len(found) else None,
    )


def is_never_parallel(directive: str) -> bool:
    """Whether the clauses say in so many words that there is one thread.

    That is ``if(false)`` or ``num_threads(1)``, as a literal or as an expression of literals; a
    name that happens to be a constant is not looked up.
    """
    for name, argument in _arguments(directive):
        value = _value(argument)
        if value is not None and (value == 0 if name == "if" else value <= 1):
            return True
    return False


def _parallel(function: Function) -> Iterator[OpenMPDirective]:
    if function.body is None:
        return
    for statement in walk_statements(function.body):
        if isinstance(statement, OpenMPDirective) and "parallel" in statement.directive.split():
            yield statement


def _arguments(directive: str) -> Iterator[tuple[str, str]]:
    for match in _CLAUSE.finditer(directive):
        depth = 1
        for end in range(match.end(), len(directive)):
            depth += (directive[end] == "(") - (directive[end] == ")")
            if depth == 0:
                yield match["name"], _MODIFIER.sub("", directive[match.end() : end])
                break


def _value(text: str) -> float | None:
    """The value of a C++ expression of literals; ``None`` if it is anything else."""
    for old, new in _SPELLED:
        text = re.sub(rf"\b{old}\b" if old.isalpha() else re.escape(old), new, text)
    text = _NOT.sub(" not ", _SUFFIX.sub(r"\1", text)).strip()
    if len(text) > _LONGEST:
        return None
    try:
        return _evaluated(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, OverflowError, RecursionError):
        return None


def _evaluated(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = _evaluated(operand)
            return None if value is None else -value
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            value = _evaluated(operand)
            return None if value is None else float(not value)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _combined(_BINARY[type(op)], left, right)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISON:
            return _combined(_COMPARISON[type(op)], left, right)
        case ast.BoolOp(op=ast.And(), values=values):
            return _conjunction([_evaluated(value) for value in values])
        case _:
            return None


def _combined(
    combine: Callable[[float, float], float], left: ast.expr, right: ast.expr
) -> float | None:
    one, other = _evaluated(left), _evaluated(right)
    return None if one is None or other is None else float(combine(one, other))


def _conjunction(values: list[float | None]) -> float | None:
    """False if one part is, whatever the others are."""
    if any(value == 0 for value in values):
        return 0.0
    return None if None in values else 1.0
