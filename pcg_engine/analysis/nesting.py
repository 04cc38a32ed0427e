"""The loop statements of a function, each with the loops around it, and the scope it sees."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, range_iteration, recognised
from pcg_engine.analysis.modification import (
    modified_variables,
    restructured_parts,
    written_parts,
)
from pcg_engine.analysis.scope import FunctionContext, Scope, declared_in
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


def scope_of(loop: NestedLoop, context: FunctionContext) -> Scope:
    """The names as ``loop`` sees them, with the loops around it standing still."""
    statement = loop.statement
    scope = Scope(
        context,
        statement,
        modified_variables(statement, context.unit, context.effects),
        frozenset(v.id for v, _ in declared_in(statement)),
        written_parts(statement, context.unit, context.effects),
        restructured_parts(statement, context.unit, context.effects),
    )
    for position, outer in enumerate(loop.around):
        _add_outer(scope, NestedLoop(outer, loop.around[:position]), context)
    return scope


def _add_outer(scope: Scope, outer: NestedLoop, context: FunctionContext) -> None:
    """Add the iteration of a loop around the analysed one.

    Its bounds are evaluated in its own scope: what they name stays the same while it runs.
    """
    own = scope_of(outer, context)
    evaluator = IntegerEvaluator(own)
    match outer.statement:
        case For():
            counted = recognised(outer.statement, context)
            if isinstance(counted, NotCounted):
                return
            iteration = iteration_space(counted, evaluator, outer.depth).iteration
        case RangeFor():
            found = range_iteration(outer.statement, evaluator, outer.depth)
            if found is None:
                return
            iteration = found
        case While():
            return
    scope.symbols.update(own.symbols)
    scope.iterations[iteration.key] = iteration
