"""The statements of a loop's body as loops of their own, some of them parallel (loop fission).

The distributed loops run one after the other: all iterations of the first part before any of the
next one. That is the same as long as nothing that a later statement does is used, or undone, by an
earlier statement of a later iteration (Kennedy and McKinley, *Loop distribution with arbitrary
control flow*, 1990; Allen and Kennedy, *Optimizing Compilers for Modern Architectures*, section
6.2). Which statements depend on each other is asked of the exact dependence test, for the loop as
it is; a part whose own statements do not depend on each other may run in parallel.

A number that an earlier part computes for a later one of the same iteration is handed on: one for
each iteration (scalar expansion). What only gives a place or a sum a name is written again instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pcg_engine.analysis.body_splitting import BodySplitting, Part
from pcg_engine.analysis.control_flow import obstacles
from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.heavy_operands import HeavyOperand, with_declared_operands
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, recognised
from pcg_engine.analysis.loop_analysis import examine
from pcg_engine.analysis.nesting import loops_by_offset, scope_of
from pcg_engine.analysis.remainder import with_replaced
from pcg_engine.analysis.scope import FunctionContext
from pcg_engine.domain.ast import (
    Block,
    Continue,
    For,
    Function,
    RangeFor,
    Statement,
    TranslationUnit,
    Variable,
    While,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import substatements

_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Distribution:
    """The parts in their order, at least two of them, and what the order rests on.

    ``operands`` are statements of parts that the text does not have; where one is in an earlier
    part than the statement it belongs to, that has the operand's name in its place.
    """

    parts: tuple[Part, ...]
    assumptions: tuple[Assumption, ...]
    operands: tuple[HeavyOperand, ...] = ()

    @property
    def handed_on(self) -> tuple[Variable, ...]:
        """Variables of which each iteration's value is kept from one part to another."""
        every = {v.id: v for part in self.parts for v in part.taken}
        return tuple(every.values())


def distribution(
    loop: For, unit: TranslationUnit, function: Function, source: SourceText
) -> Distribution | None:
    """``loop`` in parts of which at least one is parallel; ``None`` if it cannot be taken apart.

    Where a statement has to stay serial, its heavy operands are taken out of it if they may.
    """
    statements = loop.body.statements if isinstance(loop.body, Block) else (loop.body,)
    plain: Distribution | None = None
    known: BodySplitting | None = None
    for known in _splittings(loop, statements, unit, function, source):
        plain = _distributed(known)
        if plain is not None:
            break
    if known is None:
        return None
    serial = (
        statements
        if plain is None
        else tuple(s for p in plain.parts if not p.is_parallel for s in p.statements)
    )
    names = _unused_names(source.slice(function.span))
    finer: list[Statement] = []
    operands: list[HeavyOperand] = []
    for statement in statements:
        found: tuple[HeavyOperand, ...] = ()
        changed = statement
        if any(statement is one for one in serial):
            changed, found = with_declared_operands(statement, known.may_move, names, unit, source)
        for operand in found:
            finer.insert(known.earliest(operand, finer), operand.declaration)
        finer.append(changed)
        operands += found
    if not operands or function.body is None:
        return plain
    other = replace(loop, body=Block(tuple(finer), loop.body.span))
    body = with_replaced(function.body, {loop.span: other})
    assert isinstance(body, Block)
    within = replace(function, body=body)
    whole = replace(unit, functions={**unit.functions, function.key: within})
    tried = _splittings(other, tuple(finer), whole, within, source, tuple(operands))
    return next((d for d in map(_distributed, tried) if d is not None), plain)


def _unused_names(text: str) -> Callable[[], str | None]:
    """Names for operands that ``text`` does not use."""
    used = frozenset(_WORD.findall(text))
    wishes = ("operand", *(f"operand_{number}" for number in range(2, 10)))
    free = iter([name for name in wishes if name not in used])
    return lambda: next(free, None)


def _splittings(
    loop: For,
    statements: tuple[Statement, ...],
    unit: TranslationUnit,
    function: Function,
    source: SourceText,
    operands: tuple[HeavyOperand, ...] = (),
) -> Iterator[BodySplitting]:
    """What is known of the ``statements`` of the body, resting on little first."""
    context = FunctionContext.of(unit, function, source)
    nested = loops_by_offset(function).get(loop.span.start)
    if nested is None or nested.statement is not loop or any(map(_may_continue, statements)):
        return
    found, counted = obstacles(loop, context), recognised(loop, context)
    if found.forbidding or found.unclear or isinstance(counted, NotCounted):
        return
    scope = scope_of(nested, context)
    space = iteration_space(counted, IntegerEvaluator(scope), nested.depth)
    if space.wraps:
        return
    alone = examine(loop, space.iteration, scope, counted.induction)
    may_guard = alone.may_wrap or alone.may_suppose
    for guarded, asked in ((False, False), (True, False), (False, True), (True, True)):
        if (guarded and not may_guard) or (asked and not alone.may_ask):
            continue
        independence = alone
        if guarded or asked:
            independence = examine(
                loop,
                space.iteration,
                scope,
                counted.induction,
                may_assume=guarded,
                may_suppose=guarded,
                may_ask=asked,
            )
        splitting = BodySplitting(statements, scope, independence, counted.induction, operands)
        if splitting.is_understood:
            yield splitting


def _distributed(splitting: BodySplitting) -> Distribution | None:
    """The parts, if one of several is parallel."""
    pieces = splitting.without_small(splitting.parts(0, len(splitting.statements)))
    if len(pieces) < 2 or not any(piece.is_parallel for piece in pieces):
        return None
    parts = tuple(map(splitting.part, pieces))
    return Distribution(parts, splitting.independence.assumptions, splitting.operands)


def _may_continue(statement: Statement) -> bool:
    """Whether the rest of the body may be skipped from inside ``statement``."""
    if isinstance(statement, For | RangeFor | While):
        return False
    return isinstance(statement, Continue) or any(map(_may_continue, substatements(statement)))
