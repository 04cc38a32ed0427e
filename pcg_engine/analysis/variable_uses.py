"""Which variables an iteration uses, what escapes, and what is live after a loop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.use_walk import State, UseWalk
from pcg_engine.analysis.uses import Loop, UseKind, Uses
from pcg_engine.domain.ast import (
    Block,
    For,
    Function,
    If,
    RangeFor,
    Statement,
    TranslationUnit,
    While,
)
from pcg_engine.domain.traversal import substatements


def iteration_uses(loop: Loop, effects: EffectAnalysis, unit: TranslationUnit) -> Uses:
    """The uses of one iteration of ``loop``: condition, body, increment; not the initialiser."""
    walk = UseWalk(effects, unit)
    walk.iteration(loop, frozenset())
    return walk.result(walk.iteration_end)


def statement_uses(
    statements: Iterable[Statement], effects: EffectAnalysis, unit: TranslationUnit
) -> Uses:
    """The uses of running ``statements`` one after the other."""
    walk = UseWalk(effects, unit)
    state: State = frozenset()
    for statement in statements:
        state = walk.statement(statement, state)
    return walk.result(state)


def escaping_variables(
    function: Function, effects: EffectAnalysis, unit: TranslationUnit
) -> frozenset[str]:
    """Ids of the variables that something else in ``function`` may refer to."""
    if function.body is None:
        return frozenset()
    uses = statement_uses((function.body,), effects, unit)
    return uses.captured | frozenset(u.variable.id for u in uses.uses if u.kind is UseKind.ESCAPE)


def live_after(
    loop: Loop, function: Function, effects: EffectAnalysis, unit: TranslationUnit
) -> frozenset[str] | None:
    """Ids of the variables whose value at the exit of ``loop`` may be read later in ``function``.

    Enclosing loops may come round again. ``None``: control flow is not followed, so that every
    variable must be taken for live.
    """
    path = _path(function.body, loop) if function.body is not None else None
    if path is None:
        return None
    walk = UseWalk(effects, unit)
    state: State = frozenset()
    for position in range(len(path) - 2, -1, -1):
        ancestor, inner = path[position], path[position + 1]
        match ancestor:
            case Block(statements=statements):
                index = next(i for i, s in enumerate(statements) if s is inner)
                state = walk.remaining(statements[index + 1 :], state)
            case If():
                pass
            case For():
                walk.again(replace(ancestor, initialiser=None), state)
                # The exits of the enclosing loop include one right after the inner loop.
                state = frozenset()
            case RangeFor() | While():
                walk.again(ancestor, state)
                state = frozenset()
            case _:
                return None
    result = walk.result(state)
    return None if result.irregular else result.exposed


def _path(root: Statement, target: Statement) -> tuple[Statement, ...] | None:
    """The statements from ``root`` down to ``target``, both included."""
    if root is target:
        return (root,)
    for child in substatements(root):
        below = _path(child, target)
        if below is not None:
            return (root, *below)
    return None
