"""Accessors seen through: calls of one-line functions replaced by what they return or assign.

``m(i, j)``, ``m.rows()`` and ``flat(x, y, w)`` then name the memory that they stand for. So do
members of base classes, which clang reads through a conversion of the object. Only calls
that are nothing but their value are replaced: the callee's body is one ``return`` (or, where the
call is a statement, one assignment) of members, subscripts and arithmetic, and the arguments have
no effects. The outermost node of what replaces a call has the call's span, arguments keep theirs;
nodes in between have the span ``Span(0, 0)``, whose text is empty, so that no guard quotes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import modified_variables, stripped
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    ContainerType,
    Declaration,
    Declarator,
    Empty,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    Function,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    Record,
    Return,
    Statement,
    Subscript,
    This,
    TranslationUnit,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.inherited_fields import derived_object, is_only_field
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions, walk_expression

_NOWHERE = Span(0, 0)
_DEEPEST = 4
_ARITHMETIC = frozenset(("+", "-", "*"))


def inlined(function: Function, unit: TranslationUnit) -> Function:
    """``function`` with its calls of accessors replaced."""
    if function.body is None:
        return function
    modified = frozenset[str]()
    if any(_is_closure(f) for f in unit.functions.values()):
        modified = modified_variables(function.body, unit, EffectAnalysis(unit))
    body = _Inliner(unit, _DEEPEST, modified).node(function.body)
    assert isinstance(body, Block)
    if body is function.body:
        return function
    return replace(function, body=_without_unused_lambdas(body))


def _is_closure(function: Function) -> bool:
    return "::(lambda " in function.key


def _without_unused_lambdas(body: Block) -> Block:
    """``body`` without lambdas that nothing names any more: making them has no effect."""
    named = {e.variable.id for e in all_expressions(body) if isinstance(e, Name)}

    def kept(node: object) -> object:
        match node:
            case Declaration(
                declarators=(
                    Declarator(
                        variable=variable,
                        initialiser=UnsupportedExpression(construct="ValueLambda"),
                    ),
                ),
                span=span,
            ) if variable.id not in named:
                return Empty(span)
            case _:
                return mapped(node, kept)

    return cast("Block", kept(body))


@dataclass(frozen=True, slots=True)
class _Inliner:
    unit: TranslationUnit
    depth: int
    modified: frozenset[str]
    """Variables that the caller modifies: what a lambda captured of them may be another value."""

    def node(self, node: object) -> object:
        """``node`` with calls inside it replaced; the very same if there are none."""
        node = mapped(node, self.node)
        if isinstance(node, Member):
            return _of_derived(node, self.unit.records)
        if isinstance(node, ExpressionStatement) and isinstance(node.expression, Call):
            assigned = self._assignment(node.expression)
            return node if assigned is None else replace(node, expression=assigned)
        if isinstance(node, Call):
            value = self._value(node)
            return node if value is None else value
        return node

    def _value(self, call: Call) -> Expression | None:
        match self._statement(call):
            case Return(value=value) if value is not None and _is_plain(value):
                return self._substituted(value, call)
            case _:
                return None

    def _assignment(self, call: Call) -> Expression | None:
        match self._statement(call):
            case ExpressionStatement(
                expression=Assignment(target=Subscript() | Member()) as assignment
            ) if _is_plain(assignment.target) and _is_plain(assignment.value):
                target = self._substituted(assignment.target, call)
                value = self._substituted(assignment.value, call)
                if target is None or value is None:
                    return None
                return replace(assignment, target=target, value=value, span=call.span)
            case _:
                return None

    def _statement(self, call: Call) -> Statement | None:
        """The only statement of the callee, if the call can be replaced by it."""
        if self.depth == 0 or call.callee_key is None or call.is_virtual:
            return None
        callee = self.unit.functions.get(call.callee_key)
        if callee is None or callee.body is None or len(callee.body.statements) != 1:
            return None
        if callee.elsewhere:
            return None  # what it names may not be visible here, or be something else
        if len(callee.parameters) != len(call.arguments):
            return None
        given = call.arguments if call.receiver is None else (call.receiver, *call.arguments)
        if not all(_is_plain(e) for e in given):
            return None
        statement = callee.body.statements[0]
        inner = _Inliner(self.unit, self.depth - 1, self.modified).node(statement)
        return cast("Statement", inner)

    def _substituted(self, expression: Expression, call: Call) -> Expression | None:
        assert call.callee_key is not None
        callee = self.unit.functions[call.callee_key]
        parameters = callee.parameters
        if _is_closure(callee) and any(
            isinstance(part, Name) and part.variable.id in self.modified
            for part in walk_expression(expression)
        ):
            return None
        values = {p.id: a for p, a in zip(parameters, call.arguments, strict=True)}
        try:
            found = _Substitution(values, call.receiver, self.unit.records).of(expression)
        except _NotReplaceable:
            return None
        if any(found is argument for argument in call.arguments):
            return found
        return replace(found, span=call.span)


class _NotReplaceable(Exception):
    """The expression cannot be said in the caller's words."""


@dataclass(frozen=True, slots=True)
class _Substitution:
    """Arguments for parameters (by ``Variable.id``), and the receiver for ``this``."""

    values: Mapping[str, Expression]
    receiver: Expression | None
    records: Mapping[str, Record]

    def of(self, expression: Expression) -> Expression:
        """``expression`` of the callee as the caller would write it; raises ``_NotReplaceable``."""
        match expression:
            case Name(variable=variable):
                if variable.id in self.values:
                    return self.values[variable.id]
                return replace(expression, span=_NOWHERE)
            case Member(base=This(), arrow=True):
                return _of_derived(self._member(expression), self.records)
            case This():
                raise _NotReplaceable
            case _:
                found = mapped(expression, lambda e: self.of(cast("Expression", e)))
                return replace(cast("Expression", found), span=_NOWHERE)

    def _member(self, member: Member) -> Member:
        match self.receiver:
            case None:
                raise _NotReplaceable
            case Unary(operator="*", operand=operand):
                return replace(member, base=operand, arrow=True, span=_NOWHERE)
            case receiver:
                arrow = isinstance(stripped(receiver.type), PointerType)
                return replace(member, base=receiver, arrow=arrow, span=_NOWHERE)


def _of_derived(member: Member, records: Mapping[str, Record]) -> Member:
    """``member`` of the object itself, where it is told by its name alone, not of a base of it."""
    derived = derived_object(member.base, records)
    if derived is None or not is_only_field(derived[1], member.field, records):
        return member
    return replace(member, base=derived[0])


def _is_plain(expression: Expression) -> bool:
    """Whether evaluating ``expression`` has no effect, and its parts have no keys of their own."""
    return all(_is_plain_node(e) for e in walk_expression(expression))


def _is_plain_node(expression: Expression) -> bool:
    match expression:
        case Name(variable=variable):
            return not variable.volatile
        case IntegerLiteral() | FloatingLiteral() | Member() | Subscript() | This() | Cast():
            return True
        case Unary(operator=operator):
            return operator in ("-", "+", "*")
        case Binary(operator=operator):
            return operator in _ARITHMETIC
        case Call(callee=callee, receiver=receiver, arguments=()) if receiver is not None:
            is_size = callee is not None and callee.endswith("::size")
            return is_size and isinstance(stripped(receiver.type), ContainerType)
        case _:
            return False
