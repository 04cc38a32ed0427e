"""The loop statements of a function, each with the loops around it, and the scope it sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, range_iteration, recognised
from pcg_engine.analysis.modification import (
    modified_variables,
    restructured_parts,
    written_parts,
)
from pcg_engine.analysis.scope import FunctionContext, Iteration, Scope, Symbol, declared_in
from pcg_engine.domain.ast import For, Function, RangeFor, Statement, While
from pcg_engine.domain.traversal import substatements

LoopStatement = For | RangeFor | While


@dataclass(frozen=True, slots=True)
class NestedLoop:
    """A loop statement with the loop statements around it, outermost first."""

    statement: LoopStatement
    around: tuple[LoopStatement, ...]

    @property
    def depth(self) -> int:
        """1 for an outermost loop."""
        return len(self.around) + 1


def loops_by_offset(function: Function) -> dict[int, NestedLoop]:
    """Every loop statement of ``function`` by the offset of its keyword."""
    found: dict[int, NestedLoop] = {}

    def visit(statement: Statement, around: tuple[LoopStatement, ...]) -> None:
        inner = around
        if isinstance(statement, For | RangeFor | While):
            found[statement.span.start] = NestedLoop(statement, around)
            inner = (*around, statement)
        for part in substatements(statement):
            visit(part, inner)

    if function.body is not None:
        visit(function.body, ())
    return found


@dataclass(frozen=True, slots=True)
class _OuterIteration:
    """The iteration of a loop around the analysed one, and the symbols that it speaks of."""

    iteration: Iteration
    symbols: Mapping[str, Symbol]


def scope_of(loop: NestedLoop, context: FunctionContext) -> Scope:
    """The names as ``loop`` sees them, with the loops around it standing still."""
    outer: list[_OuterIteration] = []
    for position, statement in enumerate(loop.around):
        # Bounds are evaluated in the loop's own scope: what they name stays the same while it runs.
        own = _scope(statement, outer, context)
        iteration = _iteration(statement, own, position + 1)
        if iteration is not None:
            outer.append(_OuterIteration(iteration, own.symbols))
    return _scope(loop.statement, outer, context)


def _scope(
    statement: LoopStatement, outer: Sequence[_OuterIteration], context: FunctionContext
) -> Scope:
    scope = Scope(
        context,
        statement,
        modified_variables(statement, context.unit, context.effects),
        frozenset(v.id for v, _ in declared_in(statement)),
        written_parts(statement, context.unit, context.effects),
        restructured_parts(statement, context.unit, context.effects),
    )
    for one in outer:
        scope.symbols.update(one.symbols)
        scope.iterations[one.iteration.key] = one.iteration
    return scope


def _iteration(statement: LoopStatement, own: Scope, depth: int) -> Iteration | None:
    match statement:
        case For():
            counted = recognised(statement, own.context)
            if isinstance(counted, NotCounted):
                return None
            return iteration_space(counted, IntegerEvaluator(own), depth).iteration
        case RangeFor():
            return range_iteration(statement, IntegerEvaluator(own), depth)
        case While():
            return None
