"""Sums into elements that the data choose, of an array of which only a pointer is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import literal
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.reductions import find_reductions
from pcg_engine.analysis.remainder import evaluated
from pcg_engine.analysis.scope import declared_in
from pcg_engine.analysis.substitution import substituted
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Call,
    Cast,
    Expression,
    ExpressionStatement,
    For,
    Function,
    IntegerLiteral,
    Name,
    PointerType,
    Statement,
    Subscript,
    TranslationUnit,
    Unary,
    Variable,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import walk_expression, walk_statements

_SUMS = ("+", "|", "^")
"""Operators whose neutral value is zero, so that an element that is zero was not touched."""


@dataclass(frozen=True, slots=True)
class ScatteredUpdate:
    """``array[index] operator= …``; ``places`` are the spans of the element in the statement."""

    statement: ExpressionStatement
    index: Expression
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ScatteredSum:
    """All that the loop does with the elements behind a pointer.

    ``may_be_negative`` names an index of which that cannot be excluded.
    """

    array: Variable
    element: ArithmeticType
    operator: str
    reassociates: bool
    updates: tuple[ScatteredUpdate, ...]
    may_be_negative: Expression | None

    def replacements(self, counter: Variable) -> dict[Span, Statement]:
        """The updates as if each iteration wrote the element of its own ``counter``."""
        return {u.statement.span: self._own_element(u, counter) for u in self.updates}

    def _own_element(self, update: ScatteredUpdate, counter: Variable) -> Statement:
        place = Name(counter, counter.type, update.index.span)

        def moved(part: Expression) -> Expression | None:
            match part:
                case Subscript(base=Name(variable=variable) as base) if (
                    variable.id == self.array.id
                ):
                    return Subscript(base, place, part.type, part.span)
                case _:
                    return None

        changed = substituted(update.statement.expression, moved)
        return evaluated((update.index, changed), update.statement.span)


def find_scattered_sum(
    loop: For, unit: TranslationUnit, function: Function, source: SourceText
) -> ScatteredSum | None:
    """The one sum into elements behind a pointer whose number is not known."""
    effects = EffectAnalysis(unit)
    found = [
        a
        for a in find_reductions(loop, function, unit, source, effects).arrays
        if a.section is None and isinstance(a.variable.type, PointerType)
    ]
    if len(found) != 1 or found[0].operator not in _SUMS:
        return None
    (array,) = found
    element = array.variable.type
    assert isinstance(element, PointerType)
    if not isinstance(element.pointee, ArithmeticType):
        return None
    if any(v.id == array.variable.id for v, _ in declared_in(loop)):
        return None
    updates: list[ScatteredUpdate] = []
    for statement in walk_statements(loop.body):
        if isinstance(statement, ExpressionStatement) and statement.span in array.updates:
            update = _update(statement, array.variable, effects)
            if update is None:
                return None
            updates.append(update)
    if len(updates) != len(array.updates):
        return None
    negative = next((u.index for u in updates if not _is_non_negative(u.index)), None)
    return ScatteredSum(
        array.variable,
        element.pointee,
        array.operator,
        array.reassociates,
        tuple(updates),
        negative,
    )


def _update(
    statement: ExpressionStatement, array: Variable, effects: EffectAnalysis
) -> ScatteredUpdate | None:
    places = [
        e
        for e in walk_expression(statement.expression)
        if isinstance(e, Subscript) and isinstance(e.base, Name) and e.base.variable.id == array.id
    ]
    if not places or any(_has_effect(e, effects) for e in walk_expression(places[0].index)):
        return None
    return ScatteredUpdate(statement, places[0].index, tuple(p.span for p in places))


def _has_effect(expression: Expression, effects: EffectAnalysis) -> bool:
    match expression:
        case Assignment() | Unary(operator="++pre" | "--pre" | "post++" | "post--"):
            return True
        case Call():
            return not effects.of_call(expression).is_pure
        case _:
            return False


def _is_non_negative(index: Expression) -> bool:
    """Whether the type of the index, or a mask, says that it is not negative."""
    return any(_is_unsigned(part) or _is_masked(part) for part in _widenings(index))


def _widenings(index: Expression) -> Iterator[Expression]:
    yield index
    while isinstance(index, Cast) and index.conversion == "IntegralCast" and not index.explicit:
        index = index.operand
        yield index


def _is_unsigned(expression: Expression) -> bool:
    # A signed value that is converted on its way to the subscript may have been negative.
    type_ = expression.type
    is_converted = isinstance(expression, Cast) and not expression.explicit
    return (
        isinstance(type_, ArithmeticType)
        and type_.kind is ArithmeticKind.INTEGER
        and not type_.signed
        and not is_converted
    )


def _is_masked(expression: Expression) -> bool:
    match expression:
        case Binary(operator="&", left=left, right=right):
            return any((literal(side) or 0) > 0 for side in (left, right))
        case IntegerLiteral(value=value):
            return value >= 0
        case _:
            return False
