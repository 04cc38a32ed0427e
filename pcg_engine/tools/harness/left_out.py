"""Code of other files that is left out where a function is driven, since its state is theirs.

A timer behind ``if (timing)`` counts in a variable of another file, which the driver, a part of the
function's own file, can neither set nor compare. Where the loops under work do not lead there, and
all else does so only under a condition, that file is not linked: a call on which the function would
go there stops, and its input is none on which anything is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pcg_engine.domain.ast import Call, Expression, Function, If, Name, TranslationUnit
from pcg_engine.domain.traversal import (
    all_expressions,
    called_functions,
    called_keys,
    reached_functions,
    walk_statements,
)
from pcg_engine.tools.subject import Original


@dataclass(frozen=True, slots=True)
class LeftOut:
    """``original`` without the files, and the functions of theirs that are named in its own."""

    original: Original
    functions: tuple[str, ...]


def leave_out(original: Original, hidden: Iterable[str]) -> LeftOut | None:
    """``original`` without the files whose functions name one of the variables ``hidden`` (ids).

    ``None`` where the loops may lead there, or the function does so whatever it is given.
    """
    unit, wanted = original.unit, frozenset(hidden)
    reached = list(reached_functions((original.function,), unit.functions))
    files = {one.elsewhere for one in reached if one.elsewhere and _names(one, wanted)}
    if not files or not original.nests:
        return None
    if any(one.elsewhere in files for one in _led_to_by_nests(original)):
        return None
    if any(one.elsewhere in files for one in _surely_reached(original)):
        return None
    called = {
        expression.callee or ""
        for one in reached
        if one.elsewhere not in files and one.body is not None
        for expression in all_expressions(one.body)
        if isinstance(expression, Call)
        and any(callee.elsewhere in files for callee in _callees(expression, unit))
    }
    kept = {key: one for key, one in unit.functions.items() if one.elsewhere not in files}
    linked = tuple(one for one in unit.linked if one.path not in files)
    rest = replace(original, unit=replace(unit, functions=kept, linked=linked))
    return LeftOut(rest, tuple(sorted(called)))


def _names(function: Function, wanted: frozenset[str]) -> bool:
    return function.body is not None and any(
        isinstance(e, Name) and e.variable.id in wanted for e in all_expressions(function.body)
    )


def _led_to_by_nests(original: Original) -> Iterator[Function]:
    """The functions that are called in the loops, and what these lead to."""
    function, functions = original.function, original.unit.functions
    spans = [facts.loop.span for facts in original.nests]
    if function.body is None:
        return
    for statement in walk_statements(function.body):
        if any(span.contains(statement.span) for span in spans):
            yield from reached_functions(called_functions(statement, functions), functions)


def _surely_reached(original: Original) -> Iterator[Function]:
    """The functions that are called whatever the driven one is given, as far as ``if`` tells."""
    waiting = [original.function]
    seen: set[str] = set()
    while waiting:
        function = waiting.pop()
        if function.key in seen:
            continue
        seen.add(function.key)
        yield function
        if function.body is None:
            continue
        conditional = _conditional(function)
        for expression in all_expressions(function.body):
            if id(expression) not in conditional:
                waiting.extend(_callees(expression, original.unit))


def _callees(expression: Expression, unit: TranslationUnit) -> Iterator[Function]:
    return (unit.functions[key] for key in called_keys(expression) if key in unit.functions)


def _conditional(function: Function) -> frozenset[int]:
    """The identities of the expressions that run only where an ``if`` decides so."""
    assert function.body is not None
    return frozenset(
        id(expression)
        for statement in walk_statements(function.body)
        if isinstance(statement, If)
        for branch in (statement.then, statement.otherwise)
        if branch is not None
        for expression in all_expressions(branch)
    )
