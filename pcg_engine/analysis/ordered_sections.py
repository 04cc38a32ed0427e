"""The tail of a loop's body that must run in the order of the iterations, where the rest need not.

Iterations run at the same time, but for their tails, which run one after the other. The rest of an
iteration comes before its own tail and has no place in time beside the tails of earlier ones. So a
dependence may end in a tail, from wherever it comes; none may end in the rest of an iteration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pcg_engine.analysis.control_flow import obstacles
from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, recognised
from pcg_engine.analysis.loop_analysis import Independence, examine
from pcg_engine.analysis.nesting import loops_by_offset, scope_of
from pcg_engine.analysis.scope import FunctionContext, Scope
from pcg_engine.domain.ast import (
    Block,
    Continue,
    For,
    Function,
    Name,
    RangeFor,
    ReferenceType,
    Statement,
    Storage,
    TranslationUnit,
    Variable,
    While,
)
from pcg_engine.domain.facts import Role
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements


@dataclass(frozen=True, slots=True)
class OrderedSection:
    """The statements of the tail, with the variables for which they need their order."""

    statements: tuple[Statement, ...]
    variables: tuple[Variable, ...]


def ordered_section(
    loop: For, unit: TranslationUnit, function: Function, source: SourceText
) -> OrderedSection | None:
    """The shortest tail of ``loop`` that makes the rest independent, if there is one."""
    context = FunctionContext.of(unit, function, source)
    nested = loops_by_offset(function).get(loop.span.start)
    if nested is None or nested.statement is not loop or not isinstance(loop.body, Block):
        return None
    found, counted = obstacles(loop, context), recognised(loop, context)
    if found.forbidding or found.unclear or isinstance(counted, NotCounted):
        return None
    scope = scope_of(nested, context)
    space = iteration_space(counted, IntegerEvaluator(scope), nested.depth)
    if space.wraps:
        return None
    independence = examine(loop, space.iteration, scope, counted.induction)
    splitting = _Splitting(loop, scope, independence, counted.induction)
    statements = loop.body.statements
    for first in range(len(statements) - 1, 0, -1):
        section = splitting.at(statements[:first], statements[first:])
        if section is not None:
            return section
    return None


@dataclass(frozen=True, slots=True)
class _Splitting:
    loop: For
    scope: Scope
    independence: Independence
    counter: Variable

    def at(self, rest: tuple[Statement, ...], tail: tuple[Statement, ...]) -> OrderedSection | None:
        """The ``tail`` as a section, if nothing leads from one to the ``rest`` of a later one."""
        if any(isinstance(s, Continue) for one in tail for s in walk_statements(one)):
            return None  # perhaps of this loop: it would leave the section
        if _has_loop(tail) and not _has_loop(rest):
            return None  # it would be most of the work
        span = Span(tail[0].span.start, tail[-1].span.end)
        if not all(span.contains(c.sink.span) for c in self.independence.conflicts):
            return None
        named = _names(rest)
        ordered = [
            (variable, reason)
            for variable, reason in self.independence.privatization.refused
            if variable.name not in named and self._is_own(variable)
        ]
        allowed = {reason for _, reason in ordered}
        if any(reason not in allowed for reason in self.independence.others):
            return None
        variables = tuple(variable for variable, _ in ordered)
        return None if self._leaves_any(variables) else OrderedSection(tail, variables)

    def _is_own(self, variable: Variable) -> bool:
        """Whether nothing but its name leads to it."""
        return (
            variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not isinstance(variable.type, ReferenceType)
            and not variable.volatile
            and variable.id not in self.scope.context.exposed
        )

    def _leaves_any(self, ordered: tuple[Variable, ...]) -> bool:
        """Whether the loop modifies something that has no role and needs no order."""
        facts = self.independence.privatization.variables
        known = {f.variable.id for f in facts if f.role is not Role.SHARED}
        known |= {v.id for v in ordered} | self.scope.declared | {self.counter.id}
        return bool(self.scope.modified - known)


def _has_loop(statements: Iterable[Statement]) -> bool:
    return any(
        isinstance(s, For | RangeFor | While) for x in statements for s in walk_statements(x)
    )


def _names(statements: Iterable[Statement]) -> frozenset[str]:
    return frozenset(
        part.variable.name
        for statement in statements
        for expression in all_expressions(statement)
        for part in walk_expression(expression)
        if isinstance(part, Name)
    )
