"""Operands that take most of a statement's time and could be computed before it.

    state = 0.9 * state + std::exp(x[i]);

Where the operand neither uses what iterations leave to each other nor has an effect, it may be a
declaration in front of the statement, as far as analysis goes: then a loop can be taken apart
there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from pcg_engine.analysis.certain_expressions import certain_expressions, certain_parts
from pcg_engine.analysis.cost import body_operations
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.remainder import with_expressions
from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Call,
    Cast,
    Conditional,
    Construct,
    Declaration,
    Declarator,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    If,
    IntegerLiteral,
    Member,
    Name,
    Statement,
    Storage,
    Subscript,
    This,
    TranslationUnit,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    own_expressions,
    subexpressions,
    unconverted,
    walk_expression,
)

_HEAVY = 30.0
"""Operations from which on an operand is looked at."""


@dataclass(frozen=True, slots=True)
class HeavyOperand:
    """``declaration`` gives the operand at ``span`` a name: that of its only variable."""

    declaration: Declaration
    span: Span

    @property
    def variable(self) -> Variable:
        """What stands for the operand."""
        return self.declaration.declarators[0].variable


Names = Callable[[], str | None]
"""Gives another unused name every time, as long as there is one."""


def with_declared_operands(
    statement: Statement,
    may_move: Callable[[Expression], bool],
    names: Names,
    unit: TranslationUnit,
    source: SourceText,
) -> tuple[Statement, tuple[HeavyOperand, ...]]:
    """``statement`` with variables in the place of its heavy operands, and these.

    Only operands of which ``may_move`` holds, and that are evaluated whenever the statement runs.
    """
    effects = EffectAnalysis(unit)
    if not _changes_at_its_end(statement, effects):
        return statement, ()
    chosen: list[Expression] = []
    for whole in certain_expressions(statement):
        named = unconverted(whole) if isinstance(statement, Declaration) else None
        for part in certain_parts(whole):
            if any(_is_part_of(part, other) for other in chosen):
                continue
            if _is_operand(part, whole, unit, effects, source) and may_move(part):
                if unconverted(part) is named:
                    break  # it has a name
                chosen.append(part)
    found: dict[int, HeavyOperand] = {}
    for operand in chosen:
        name = names()
        if name is None:
            break
        found[id(operand)] = HeavyOperand(_declared(operand, name), operand.span)

    def put(part: Expression) -> Expression | None:
        heavy = found.get(id(part))
        if heavy is None:
            return None
        return Name(heavy.variable, part.type, part.span)

    changed = with_expressions(statement, put) if found else statement
    return changed, tuple(found.values())


def _declared(operand: Expression, name: str) -> Declaration:
    assert isinstance(operand.type, ArithmeticType)
    own = replace(operand.type, const=True)
    variable = Variable(f"operand.{operand.span.start}", name, own, Storage.LOCAL, operand.span)
    return Declaration((Declarator(variable, operand, operand.span),), operand.span)


def _is_part_of(part: Expression, whole: Expression) -> bool:
    return any(part is inner for inner in walk_expression(whole))


def _changes_at_its_end(statement: Statement, effects: EffectAnalysis) -> bool:
    """Whether what is evaluated changes nothing but, last of all, what it is assigned to."""
    match statement:
        case ExpressionStatement(expression=Assignment(target=target, value=value)):
            parts: tuple[Expression, ...] = (target, value)
        case Declaration() | If():
            parts = own_expressions(statement)
        case _:
            return False
    return all(_is_quiet(p, effects) for part in parts for p in walk_expression(part))


def _is_quiet(expression: Expression, effects: EffectAnalysis) -> bool:
    match expression:
        case Assignment() | UnsupportedExpression() | Construct():
            return False
        case Unary(operator=operator):
            return "++" not in operator and "--" not in operator
        case Call():
            effect = effects.of_call(expression)
            return effect.is_pure and not effect.may_throw
        case (
            IntegerLiteral()
            | FloatingLiteral()
            | Name()
            | This()
            | Binary()
            | Subscript()
            | Member()
            | Conditional()
            | Cast()
        ):
            return True
        case _:
            assert_never(expression)


def _is_operand(
    part: Expression,
    whole: Expression,
    unit: TranslationUnit,
    effects: EffectAnalysis,
    source: SourceText,
) -> bool:
    if part is whole and isinstance(part, Assignment):
        return False
    if not isinstance(part.type, ArithmeticType) or isinstance(part, Assignment | Name | Subscript):
        return False
    if not source.slice(part.span).strip() or _is_in_macro(part, whole):
        return False
    if isinstance(part, Binary) and (part.operator == "," or _may_be_contracted(part, whole)):
        return False
    if not all(_is_quiet(p, effects) for p in walk_expression(part)):
        return False
    return body_operations(ExpressionStatement(part, part.span), unit) >= _HEAVY


def _may_be_contracted(part: Binary, whole: Expression) -> bool:
    """Whether ``part`` is a product that compilers may add without rounding it first."""
    around = [e for e in _around(part, whole) if not isinstance(e, Cast)]
    outer = around[-1] if around else None
    return part.operator == "*" and (
        (isinstance(outer, Binary) and outer.operator in ("+", "-"))
        or (isinstance(outer, Assignment) and outer.operator in ("+=", "-="))
    )


def _is_in_macro(part: Expression, whole: Expression) -> bool:
    """Whether something around ``part`` stands where it stands, or something beside it does."""
    around = [e for e in _around(part, whole) if not isinstance(e, Cast)]
    if any(e.span == part.span for e in around):
        return True
    inside = {id(e) for e in walk_expression(part)}
    beside = (e for e in walk_expression(whole) if id(e) not in inside)
    above = {id(e) for e in _around(part, whole)}
    return any(part.span.contains(e.span) for e in beside if id(e) not in above)


def _around(part: Expression, whole: Expression) -> Iterator[Expression]:
    """The expressions that ``part`` is inside of, ``whole`` first."""
    if part is whole:
        return
    yield whole
    for inner in subexpressions(whole):
        if _is_part_of(part, inner):
            yield from _around(part, inner)
            return
