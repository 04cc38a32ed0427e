"""The statements by which a reduction combines one value into its variable.

Only forms whose result does not depend on the order of the iterations (but for the rounding of
floating-point numbers) are recognised; ``s = e - s`` is none. What is compared for ``min`` and
``max`` must have the variable's own type, because narrowing is not monotone.
"""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    Conditional,
    Expression,
    ExpressionStatement,
    If,
    IntegerLiteral,
    Name,
    ReferenceType,
    Statement,
    Subscript,
    Type,
    Unary,
    UnsupportedExpression,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import walk_expression


@dataclass(frozen=True, slots=True)
class ReductionUpdate:
    """One update ``target = target operator value``.

    ``operator`` is the OpenMP reduction identifier. ``occurrences`` are the lvalue expressions,
    equal to ``target``, by which the update reads and writes the variable: nothing else of the
    loop may name it. ``reassociates``: another order may round differently.
    """

    target: Expression
    operator: str
    occurrences: tuple[Expression, ...]
    reassociates: bool
    span: Span
    assumptions: tuple[Assumption, ...] = ()


def match_update(statement: Statement, effects: EffectAnalysis) -> ReductionUpdate | None:
    """The reduction update that ``statement`` as a whole is, or ``None``."""
    match statement:
        case ExpressionStatement(expression=expression):
            return _from_expression(expression, effects)
        case If(condition=condition, then=then, otherwise=None):
            return _guarded_minimum(condition, then, statement.span, effects)
        case _:
            return None


def match_flag(statement: Statement) -> ReductionUpdate | None:
    """``flag = true`` or ``flag = false`` on a Boolean, an update if it is all that happens."""
    match statement:
        case ExpressionStatement(
            expression=Assignment(operator="=", target=target, value=value, span=span)
        ):
            constant = value.operand if isinstance(value, Cast) else value
            if isinstance(constant, IntegerLiteral) and _is_boolean(value.type):
                operator = "||" if constant.value else "&&"
                return ReductionUpdate(target, operator, (target,), False, span)
            return None
        case _:
            return None


FINITE_START = "finite-start"
"""The code of the assumption that a floating-point minimum or maximum begins with a number."""

_COMPOUND = {"+=": "+", "-=": "+", "*=": "*", "&=": "&", "|=": "|", "^=": "^"}
_REDUCIBLE_TYPES = frozenset(
    (
        "bool",
        "char",
        "signed char",
        "unsigned char",
        "short",
        "unsigned short",
        "int",
        "unsigned int",
        "long",
        "unsigned long",
        "long long",
        "unsigned long long",
        "float",
        "double",
        "long double",
    )
)


def is_reducible_type(value_type: Type) -> bool:
    """Whether OpenMP's predefined reductions accept a variable of this (referenced) type."""
    bare = value_type.referent if isinstance(value_type, ReferenceType) else value_type
    return isinstance(bare, ArithmeticType) and bare.name in _REDUCIBLE_TYPES and not bare.const


def _from_expression(expression: Expression, effects: EffectAnalysis) -> ReductionUpdate | None:
    match expression:
        case Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=target, span=span):
            if _is_boolean(target.type):
                return None
            return _sum(target, "+", (target,), target.type, span, effects)
        case Assignment(operator="=", target=target, value=value, span=span):
            return _assigned(target, value, span, effects)
        case Assignment(operator=operator, target=target, value=value, span=span):
            if operator not in _COMPOUND:
                return None
            if _is_boolean(target.type) and not _keeps_boolean(operator, value):
                return None
            computed = expression.computation_type
            return _sum(target, _COMPOUND[operator], (target,), computed, span, effects)
        case _:
            return None


def _sum(
    target: Expression,
    operator: str,
    occurrences: tuple[Expression, ...],
    computation: Type,
    span: Span,
    effects: EffectAnalysis,
) -> ReductionUpdate | None:
    """An update by an associative operator, if the conversions on the way are homomorphic.

    An integer that is combined in a wider integer type wraps modulo its own width, in any order
    the same. An integer that is combined in a floating type is truncated at every step: no
    reduction.
    """
    if not is_reducible_type(target.type) or not _is_stable(target, effects):
        return None
    kind = _kind(target.type)
    if kind is not ArithmeticKind.FLOATING and _kind(computation) is ArithmeticKind.FLOATING:
        return None
    reassociates = kind is ArithmeticKind.FLOATING
    return ReductionUpdate(target, operator, occurrences, reassociates, span)


def _assigned(
    target: Expression, value: Expression, span: Span, effects: EffectAnalysis
) -> ReductionUpdate | None:
    value = _peeled(value, target.type)
    match value:
        case Binary(operator="+" | "-"):
            occurrence = _summand(value, target, positive=True)
            if occurrence is None or _is_boolean(target.type):
                return None
            return _sum(target, "+", (target, occurrence), value.type, span, effects)
        case Binary(operator="*" | "&" | "|" | "^" as operator):
            occurrence = _factor(value, operator, target)
            if occurrence is None or _is_boolean(target.type):
                return None
            return _sum(target, operator, (target, occurrence), value.type, span, effects)
        case Binary(operator="&&" | "||" as operator, left=left, right=right):
            return _logical(target, operator, left, right, span, effects)
        case Call(callee=callee, arguments=(left, right)):
            name = canonical_name(callee) if callee is not None else ""
            if name in ("std::min", "std::max"):
                return _selected(target, left, right, name.removeprefix("std::"), span, effects)
            if name in _NAN_IGNORING:
                return _ignoring_nan(target, left, right, _NAN_IGNORING[name], span, effects)
            return None
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return _conditional_minimum(target, condition, then, otherwise, span, effects)
        case _:
            return None


def _summand(value: Expression, target: Expression, *, positive: bool) -> Expression | None:
    """Where ``target`` stands with positive sign in a sum; ``None`` unless exactly once."""
    value = _peeled(value, target.type)
    if positive and same_expression(value, target):
        return value
    match value:
        case Binary(operator="+", left=left, right=right):
            found = (
                _summand(left, target, positive=positive),
                _summand(right, target, positive=positive),
            )
        case Binary(operator="-", left=left, right=right):
            found = (
                _summand(left, target, positive=positive),
                _summand(right, target, positive=not positive),
            )
        case _:
            return None
    present = [f for f in found if f is not None]
    return present[0] if len(present) == 1 else None


def _factor(value: Expression, operator: str, target: Expression) -> Expression | None:
    value = _peeled(value, target.type)
    if same_expression(value, target):
        return value
    match value:
        case Binary(operator=own, left=left, right=right) if own == operator:
            found = (_factor(left, operator, target), _factor(right, operator, target))
            present = [f for f in found if f is not None]
            return present[0] if len(present) == 1 else None
        case _:
            return None


def _logical(
    target: Expression,
    operator: str,
    left: Expression,
    right: Expression,
    span: Span,
    effects: EffectAnalysis,
) -> ReductionUpdate | None:
    if not _is_boolean(target.type) or not _is_stable(target, effects):
        return None
    if same_expression(_widened(left), target):
        # `s && e` skips `e` once `s` is false; a private copy starts true and evaluates more.
        if not _is_pure(right, effects):
            return None
        assumptions = (_EVALUATED_MORE,) if _may_trap(right) else ()
        occurrences = (target, _widened(left))
        return ReductionUpdate(target, operator, occurrences, False, span, assumptions)
    if same_expression(_widened(right), target):
        return ReductionUpdate(target, operator, (target, _widened(right)), False, span)
    return None


def _selected(
    target: Expression,
    left: Expression,
    right: Expression,
    operator: str,
    span: Span,
    effects: EffectAnalysis,
) -> ReductionUpdate | None:
    """``std::min(left, right)``: returns ``left`` unless ``right`` is strictly better."""
    if same_expression(_widened(left), target):
        return _extremum(target, _widened(left), right, operator, span, effects, keeps=True)
    if same_expression(_widened(right), target):
        return _extremum(target, _widened(right), left, operator, span, effects, keeps=False)
    return None


def _ignoring_nan(
    target: Expression,
    left: Expression,
    right: Expression,
    operator: str,
    span: Span,
    effects: EffectAnalysis,
) -> ReductionUpdate | None:
    """``std::fmin`` and ``std::fmax``: a NaN on the other side is never taken."""
    for own, other in ((_widened(left), right), (_widened(right), left)):
        if same_expression(own, target):
            return _extremum(target, own, other, operator, span, effects, keeps=True)
    return None


_NAN_IGNORING = {
    f"{prefix}f{operator}{suffix}": operator
    for prefix in ("", "std::")
    for operator in ("min", "max")
    for suffix in ("", "f", "l")
}


def _extremum(
    target: Expression,
    occurrence: Expression,
    other: Expression,
    operator: str,
    span: Span,
    effects: EffectAnalysis,
    *,
    keeps: bool,
) -> ReductionUpdate | None:
    """``keeps``: a NaN on the other side leaves the variable as it is."""
    if not is_reducible_type(target.type) or not _is_stable(target, effects):
        return None
    if not _is_monotone(other, target.type) or _kind(target.type) is ArithmeticKind.BOOLEAN:
        return None
    assumptions: tuple[Assumption, ...] = ()
    if _kind(target.type) is ArithmeticKind.FLOATING:
        if not isinstance(target, Name):
            return None  # no condition says that all elements of an array are finite
        assumptions = (_starts_finite(target), *(() if keeps else (_NO_NAN,)))
    return ReductionUpdate(target, operator, (target, occurrence), False, span, assumptions)


def _conditional_minimum(
    target: Expression,
    condition: Expression,
    then: Expression,
    otherwise: Expression,
    span: Span,
    effects: EffectAnalysis,
) -> ReductionUpdate | None:
    """``s = e < s ? e : s`` and its mirror images."""
    keeps = same_expression(_widened(otherwise), target)
    if not keeps and not same_expression(_widened(then), target):
        return None
    other, kept = (then, otherwise) if keeps else (otherwise, then)
    compared = _comparison(condition, target, other, effects)
    if compared is None:
        return None
    better = "min" if compared.other_is_less else "max"
    operator = better if keeps else {"min": "max", "max": "min"}[better]
    update = _extremum(target, compared.occurrence, other, operator, span, effects, keeps=keeps)
    if update is None:
        return None
    occurrences = (*update.occurrences, _widened(kept))
    return ReductionUpdate(target, operator, occurrences, False, span, update.assumptions)


def _guarded_minimum(
    condition: Expression, then: Statement, span: Span, effects: EffectAnalysis
) -> ReductionUpdate | None:
    """``if (e < s) s = e;``."""
    if isinstance(then, Block) and len(then.statements) == 1:
        then = then.statements[0]
    match then:
        case ExpressionStatement(expression=Assignment(operator="=", target=target, value=value)):
            compared = _comparison(condition, target, value, effects)
            if compared is None:
                return None
            operator = "min" if compared.other_is_less else "max"
            return _extremum(
                target, compared.occurrence, value, operator, span, effects, keeps=True
            )
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Comparison:
    occurrence: Expression
    other_is_less: bool


def _comparison(
    condition: Expression, target: Expression, other: Expression, effects: EffectAnalysis
) -> _Comparison | None:
    """The comparison of ``target`` with the same value as ``other`` that ``condition`` is."""
    condition = _widened(condition)
    if not isinstance(condition, Binary) or condition.operator not in ("<", "<=", ">", ">="):
        return None
    left, right = _widened(condition.left), _widened(condition.right)
    less = condition.operator in ("<", "<=")
    bare = _widened(other)
    if not _is_pure(bare, effects):
        return None
    if same_expression(right, target) and same_expression(left, bare):
        return _Comparison(right, other_is_less=less)
    if same_expression(left, target) and same_expression(right, bare):
        return _Comparison(left, other_is_less=not less)
    return None


def _is_monotone(value: Expression, target: Type) -> bool:
    """Whether ``value`` reaches the variable's type without a conversion that reorders values."""
    wanted = target.referent if isinstance(target, ReferenceType) else target
    return _preserves(_widened(value).type, wanted)


def _keeps_boolean(operator: str, value: Expression) -> bool:
    """Whether ``b operator value`` on a Boolean is the logical operation."""
    return operator in ("&=", "|=", "^=") and _is_boolean(_widened(value).type)


def _is_stable(target: Expression, effects: EffectAnalysis) -> bool:
    """Whether evaluating the lvalue has no effect of its own."""
    return isinstance(target, Name) or _is_pure(target, effects)


def _is_pure(expression: Expression, effects: EffectAnalysis) -> bool:
    for inner in walk_expression(expression):
        match inner:
            case Assignment() | UnsupportedExpression():
                return False
            case Unary(operator="++pre" | "--pre" | "post++" | "post--"):
                return False
            case Call():
                if not effects.of_call(inner).is_pure:
                    return False
            case _:
                pass
    return True


def _may_trap(expression: Expression) -> bool:
    return any(
        isinstance(e, Subscript | Call)
        or (isinstance(e, Unary) and e.operator == "*")
        or (isinstance(e, Binary) and e.operator in ("/", "%"))
        for e in walk_expression(expression)
    )


def _peeled(expression: Expression, target: Type) -> Expression:
    """``expression`` without conversions that keep all bits the variable has.

    Between integers these only add bits (which the final conversion drops again) or change the
    sign, both homomorphic for ``+ * & | ^``; between floating types they only add precision.
    """
    while isinstance(expression, Cast):
        inner, outer = expression.operand.type, expression.type
        if not isinstance(inner, ArithmeticType) or not isinstance(outer, ArithmeticType):
            break
        if outer.kind is not _kind(target) or outer.bits < _bits(target):
            break
        expression = expression.operand
    return expression


def _widened(expression: Expression) -> Expression:
    """``expression`` without conversions that keep every value."""
    while isinstance(expression, Cast) and _preserves(expression.operand.type, expression.type):
        expression = expression.operand
    return expression


def _preserves(narrow: Type, wide: Type) -> bool:
    if not isinstance(narrow, ArithmeticType) or not isinstance(wide, ArithmeticType):
        return False
    if narrow.name == wide.name:
        return True
    match narrow.kind, wide.kind:
        case ArithmeticKind.BOOLEAN, ArithmeticKind.INTEGER:
            return True
        case ArithmeticKind.INTEGER, ArithmeticKind.INTEGER:
            if narrow.signed == wide.signed:
                return narrow.bits <= wide.bits
            return wide.signed and narrow.bits < wide.bits
        case ArithmeticKind.FLOATING, ArithmeticKind.FLOATING:
            return narrow.bits <= wide.bits
        case _:
            return False


def _bits(value_type: Type) -> int:
    bare = value_type.referent if isinstance(value_type, ReferenceType) else value_type
    return bare.bits if isinstance(bare, ArithmeticType) else 0


def _kind(value_type: Type) -> ArithmeticKind | None:
    bare = value_type.referent if isinstance(value_type, ReferenceType) else value_type
    return bare.kind if isinstance(bare, ArithmeticType) else None


def _is_boolean(value_type: Type) -> bool:
    return _kind(value_type) is ArithmeticKind.BOOLEAN


def _starts_finite(target: Name) -> Assumption:
    """What floating minima and maxima need of the variable's value before the loop.

    Private copies start from the largest finite number with some compilers, so that an infinity
    may get lost, and combining drops a NaN that a serial loop would keep.
    """
    name = target.variable.name
    return Assumption(
        code=FINITE_START,
        message=f"`{name}` is neither infinite nor NaN before the loop",
        guard=f"{name} - {name} == 0",
    )


_NO_NAN = Assumption(
    code="no-nan", message="none of the values that are compared for the minimum or maximum is NaN"
)
_EVALUATED_MORE = Assumption(
    code="evaluated-more-often",
    message="the second operand of && or || may also be evaluated where the original skips it",
)
