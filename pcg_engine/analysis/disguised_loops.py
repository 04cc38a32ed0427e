"""Counted loops that are not written as one: ``while`` loops, and headers with a part missing.

``int i = 0; while (i < n) { …; ++i; }`` counts like a ``for`` whose header says so, if the value
before the loop is known, the step is the last statement of the body, and nothing skips it.

Such a loop becomes that ``for`` in the tree, under the span of the original. Its parts keep the
spans that they have in the text: outside the header, which tells what a rewrite has to move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import exposed_variables, modified_variables
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Cast,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    Function,
    IntegerLiteral,
    Name,
    RangeFor,
    Statement,
    Storage,
    TranslationUnit,
    Unary,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import substatements, walk_expression, walk_statements

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))
_STEPPING_ASSIGNMENTS = frozenset(("=", "+=", "-="))


def undisguised(
    function: Function, unit: TranslationUnit, source: SourceText | None = None
) -> Function:
    """``function`` with counted loops in disguise as counted ``for`` loops.

    With the ``source``, only those whose text can be rewritten as well.
    """
    if function.body is None or not any(map(_is_candidate, walk_statements(function.body))):
        return function
    if has_jumps(function.body):
        return function
    exposed = exposed_variables(function.body, unit)
    body = _Rewriting(unit, source, EffectAnalysis(unit), exposed).node(function.body)
    return function if body is function.body else replace(function, body=cast("Block", body))


def has_jumps(body: Statement) -> bool:
    """Whether ``body`` has labels, so that control may come from anywhere."""
    return any(_is_label(s) for s in walk_statements(body))


def is_disguised(loop: For) -> bool:
    """Whether some part of the header stands somewhere else in the text."""
    return _outside(loop, loop.initialiser) or step_in_body(loop) is not None


def step_in_body(loop: For) -> Span | None:
    """Where the step stands, if it is a statement of the body."""
    if loop.increment is None or not loop.body.span.contains(loop.increment.span):
        return None
    return loop.increment.span


def _outside(loop: For, part: Statement | None) -> bool:
    return part is not None and not loop.span.contains(part.span)


def _is_candidate(statement: Statement) -> bool:
    match statement:
        case While(test_last=False):
            return True
        case For(initialiser=initialiser, condition=condition, increment=increment):
            return condition is not None and (
                initialiser is None or isinstance(initialiser, Empty) or increment is None
            )
        case _:
            return False


def _is_label(statement: Statement) -> bool:
    return isinstance(statement, UnsupportedStatement) and (
        statement.construct in ("LabelStmt", "GotoStmt", "IndirectGotoStmt")
    )


@dataclass(frozen=True, slots=True)
class _Rewriting:
    unit: TranslationUnit
    source: SourceText | None
    effects: EffectAnalysis
    exposed: frozenset[str]

    def node(self, node: object) -> object:
        """``node`` with the loops inside it rewritten; the very same if there are none."""
        node = mapped(node, self.node)
        if not isinstance(node, Block):
            return node
        statements = [self._loop(s, node.statements[:k]) for k, s in enumerate(node.statements)]
        if all(a is b for a, b in zip(statements, node.statements, strict=True)):
            return node
        return replace(node, statements=tuple(statements))

    def _loop(self, loop: Statement, before: Sequence[Statement]) -> Statement:
        if not _is_candidate(loop) or not isinstance(loop, While | For):
            return loop
        counting = self._with_step(loop)
        if counting is None:
            return loop
        if counting.initialiser is None or isinstance(counting.initialiser, Empty):
            assert counting.increment is not None
            counter = _stepped(counting.increment)
            start = None if counter is None else self._start(counter, before)
            if start is None:
                return loop
            counting = replace(counting, initialiser=start)
        return counting if isinstance(counted_loop(counting), CountedLoop) else loop

    def _with_step(self, loop: While | For) -> For | None:
        """``loop`` as a ``for`` whose header has the step, taken from the end of the body."""
        if isinstance(loop, For) and loop.increment is not None:
            return loop
        initialiser = None if isinstance(loop, While) else loop.initialiser
        body = loop.body
        if not isinstance(body, Block) or not body.statements or skips_the_end(body):
            return None
        match body.statements[-1]:
            case ExpressionStatement(expression=step) if self._is_written(step):
                rest = replace(body, statements=body.statements[:-1])
                return For(initialiser, loop.condition, step, rest, loop.span)
            case _:
                return None

    def _is_written(self, step: Expression) -> bool:
        """Whether the step is a statement of the text that can be taken out of it."""
        counter = _stepped(step)
        if counter is None or self.source is None:
            return counter is not None
        text = self.source.data[step.span.start : step.span.end].decode("utf-8", "replace")
        after = self.source.data[step.span.end :].lstrip()
        return counter.name in text and after.startswith(b";")

    def _start(self, counter: Variable, before: Sequence[Statement]) -> ExpressionStatement | None:
        """The assignment of the counter's value at the loop, from the statements before it."""
        for position in range(len(before) - 1, -1, -1):
            statement = before[position]
            match statement:
                case Declaration(declarators=declarators):
                    own = [d for d in declarators if d.variable.id == counter.id]
                    value = own[0].initialiser if own else None
                    since = [] if own and own[0] is declarators[-1] else [statement]
                case ExpressionStatement(
                    expression=Assignment(operator="=", target=Name(variable=target), value=value)
                ) if target.id == counter.id:
                    own, since = [target], []
                case UnsupportedStatement():
                    return None
                case _:
                    own, value, since = [], None, []
            if own:
                between = [*since, *before[position + 1 :]]
                if value is None or not self._stays(value, counter, between):
                    return None
                return _assigned(counter, value, statement.span)
            if counter.id in modified_variables(statement, self.unit, self.effects):
                return None
        return None

    def _stays(self, value: Expression, counter: Variable, between: Sequence[Statement]) -> bool:
        """Whether the value is the same right before the loop, and can be written there."""
        if self.source is not None and not self.source.slice(value.span).strip():
            return False
        changed = {key for s in between for key in modified_variables(s, self.unit, self.effects)}
        return all(self._is_fixed(e, counter, changed) for e in walk_expression(value))

    def _is_fixed(self, part: Expression, counter: Variable, changed: set[str]) -> bool:
        match part:
            case IntegerLiteral():
                return True
            case Name(variable=variable):
                return (
                    isinstance(variable.type, ArithmeticType)
                    and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
                    and not variable.volatile
                    and variable.id != counter.id
                    and variable.id not in changed
                    and variable.id not in self.exposed
                )
            case Cast() | Unary(operator="-" | "+") | Binary(operator="+" | "-" | "*" | "/"):
                return isinstance(part.type, ArithmeticType)
            case _:
                return False


def skips_the_end(statement: Statement) -> bool:
    """Whether a ``continue`` of the loop with the body ``statement`` may skip the rest of it."""
    return any(
        isinstance(inner, Continue)
        or (not isinstance(inner, For | RangeFor | While) and skips_the_end(inner))
        for inner in substatements(statement)
    )


def _stepped(step: Expression) -> Variable | None:
    match step:
        case Unary(operator=operator, operand=Name(variable=variable)) if operator in _STEPPING:
            return variable
        case Assignment(operator=operator, target=Name(variable=variable)) if (
            operator in _STEPPING_ASSIGNMENTS
        ):
            return variable
        case _:
            return None


def _assigned(counter: Variable, value: Expression, span: Span) -> ExpressionStatement:
    target = Name(counter, counter.type, span)
    return ExpressionStatement(
        Assignment("=", target, value, counter.type, counter.type, span), span
    )
