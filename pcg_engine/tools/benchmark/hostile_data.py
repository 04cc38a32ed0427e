"""Which stressing distributions change what a function's loops do, by its typed tree (pure).

Only what depends on the *values* of the input can be stressed: branches, the bounds of inner loops,
indices, and when a search ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Break,
    Call,
    Conditional,
    Declaration,
    Expression,
    For,
    Function,
    If,
    Member,
    Name,
    RangeFor,
    Return,
    Statement,
    Subscript,
    TranslationUnit,
    Unary,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.facts import ValueFact
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    substatements,
    walk_expression,
    walk_statements,
)
from pcg_engine.tools.harness.cases import Stress

_READS = ("operator[]", "operator*", "operator->", "::at", "::front", "::back")
_LOGICAL = ("&&", "||")
_SWITCH = "SwitchStmt"
_MOST_FUNCTIONS = 12


@dataclass(slots=True)
class _Dependence:
    """What depends on the values of the input."""

    branches: bool = False
    bounds: bool = False
    indices: bool = False
    exits: bool = False


def fitting_stresses(
    function: Function, unit: TranslationUnit, values: Iterable[ValueFact] = ()
) -> tuple[Stress, ...]:
    """The distributions worth trying for ``function``, the likeliest to matter first.

    ``values`` are what is known of its integer arrays: row starts are among the bounds of loops.
    """
    found = _Dependence(bounds=any(fact.monotone for fact in values))
    for one in _reached(function, unit):
        if one.body is not None:
            # What is called gets values of the input as its arguments.
            known = set[str]() if one is function else {p.id for p in one.parameters}
            tainted = _tainted(one.body, known)
            _walk(one.body, tainted, found, is_in_loop=one is not function)
    fitting: list[Stress] = []
    if found.bounds:
        fitting += (Stress.SKEWED, Stress.LATE)
    if found.indices:
        fitting += (Stress.EQUAL, Stress.UNIQUE)
    if found.exits:
        fitting.append(Stress.EQUAL)
    if found.branches:
        fitting += (Stress.BRANCHY, Stress.SORTED)
    return tuple(dict.fromkeys(fitting))


def _reached(function: Function, unit: TranslationUnit) -> Iterator[Function]:
    """``function`` and what its body calls, as far as it can be seen."""
    seen = {function.key}
    waiting = [function]
    while waiting and len(seen) <= _MOST_FUNCTIONS:
        one = waiting.pop(0)
        yield one
        for expression in () if one.body is None else all_expressions(one.body):
            key = expression.callee_key if isinstance(expression, Call) else None
            called = None if key is None else unit.functions.get(key)
            if called is not None and called.key not in seen:
                seen.add(called.key)
                waiting.append(called)


def _tainted(body: Statement, tainted: set[str]) -> frozenset[str]:
    """The variables whose values come from memory, and ``tainted`` ones."""
    while True:
        before = len(tainted)
        for statement in walk_statements(body):
            if isinstance(statement, RangeFor):
                tainted.add(statement.variable.id)
            if isinstance(statement, Declaration):
                for one in statement.declarators:
                    if one.initialiser is not None and _depends(one.initialiser, tainted):
                        tainted.add(one.variable.id)
        for expression in all_expressions(body):
            if (
                isinstance(expression, Assignment)
                and isinstance(expression.target, Name)
                and _depends(expression.value, tainted)
            ):
                tainted.add(expression.target.variable.id)
        if len(tainted) == before:
            return frozenset(tainted)


def _depends(expression: Expression, tainted: Iterable[str]) -> bool:
    """Whether the value is read from memory, or follows from one that was."""
    names = frozenset(tainted)
    return any(_is_read(one) or _is_tainted(one, names) for one in walk_expression(expression))


def _is_read(expression: Expression) -> bool:
    match expression:
        case Subscript():
            return True
        case Unary(operator="*"):
            return True
        case Member(arrow=True):
            return True
        case Call(callee=callee) if callee is not None:
            return callee.endswith(_READS)
        case _:
            return False


def _is_tainted(expression: Expression, tainted: frozenset[str]) -> bool:
    return isinstance(expression, Name) and expression.variable.id in tainted


def _walk(
    statement: Statement, tainted: frozenset[str], found: _Dependence, *, is_in_loop: bool
) -> None:
    if is_in_loop:
        _note(statement, tainted, found)
    is_loop = isinstance(statement, For | RangeFor | While)
    if isinstance(statement, While) and _depends(statement.condition, tainted):
        # Also an outermost one: how long it runs is data.
        found.bounds = True
    for inner in substatements(statement):
        _walk(inner, tainted, found, is_in_loop=is_in_loop or is_loop)


def _note(statement: Statement, tainted: frozenset[str], found: _Dependence) -> None:
    """What ``statement``, inside a loop, does with values of the input."""
    match statement:
        case If(condition=condition):
            if _depends(condition, tainted):
                found.branches = True
                found.exits |= any(
                    isinstance(s, Break | Return) for s in walk_statements(statement)
                )
        case For(initialiser=initialiser, condition=condition):
            first = () if initialiser is None else all_expressions(initialiser)
            bounds = [*first, *(() if condition is None else (condition,))]
            found.bounds |= any(_depends(one, tainted) for one in bounds)
        case UnsupportedStatement(construct=construct, expressions=expressions):
            found.branches |= construct == _SWITCH and any(
                _depends(one, tainted) for one in expressions
            )
        case _:
            pass
    for whole in own_expressions(statement):
        for one in walk_expression(whole):
            match one:
                case Subscript(index=index):
                    found.indices |= _depends(index, tainted)
                case Conditional(condition=condition):
                    found.branches |= _depends(condition, tainted)
                case Binary(operator=operator, left=left) if operator in _LOGICAL:
                    found.branches |= _depends(left, tainted)
                case _:
                    pass
