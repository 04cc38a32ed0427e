"""Recognising counted ``for`` loops from their trees, with what forbids it where it is not one."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Binary,
    Cast,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    IntegerLiteral,
    Name,
    Storage,
    Unary,
    Variable,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import unconverted, walk_expression

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class CountedLoop:
    """``for (induction = start; induction + offset comparison bound; induction += step)``.

    ``step`` is signed and non-zero; it is ``None`` if a ``step_expression`` that is no constant is
    added (``adds``) or subtracted, of which nothing says that it leads towards the bound.
    """

    statement: For
    induction: Variable
    declared_in_header: bool
    start: Expression
    bound: Expression
    comparison: str
    offset: int
    step: int | None
    step_expression: Expression | None
    ascending: bool
    comparison_type: ArithmeticType | None
    adds: bool = True

    @property
    def type(self) -> ArithmeticType:
        """The induction variable's type."""
        assert isinstance(self.induction.type, ArithmeticType)
        return self.induction.type


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Why a ``for`` is not a counted loop: a stable code and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class _Condition:
    comparison: str
    bound: Expression
    offset: int
    comparison_type: ArithmeticType | None


@dataclass(frozen=True, slots=True)
class _Step:
    value: int | None
    expression: Expression | None
    ascending: bool | None
    adds: bool = True


def counted_loop(loop: For) -> CountedLoop | NotCounted:
    """The parts of ``loop`` as a counted loop, by its header alone.

    That the body leaves the induction variable and the bound alone is checked elsewhere.
    """
    match loop.initialiser:
        case Declaration(declarators=(declarator,)) if declarator.initialiser is not None:
            induction, start, declared = declarator.variable, declarator.initialiser, True
        case ExpressionStatement(
            expression=Assignment(operator="=", target=Name(variable=variable), value=value)
        ):
            induction, start, declared = variable, value, False
        case Declaration():
            return NotCounted(
                "not-counted",
                "the loop header declares several variables; declare only the counter there",
            )
        case None:
            return NotCounted(
                "not-counted", "the loop header does not initialise a counter; do so in the header"
            )
        case _:
            return NotCounted("not-counted", "the loop header does not initialise one counter")
    refused = _refuse_induction(induction)
    if refused is not None:
        return refused
    if loop.condition is None:
        return NotCounted("not-counted", "the loop has no condition, so it is not counted")
    condition = _condition(loop.condition, induction)
    if condition is None:
        return NotCounted(
            "not-counted",
            f"the condition does not compare `{induction.name}` with a bound, "
            "so the number of iterations is not known when the loop starts",
        )
    if loop.increment is None:
        return NotCounted("not-counted", f"the loop header does not increment `{induction.name}`")
    step = _step(loop.increment, induction)
    if step is None or step.value == 0:
        return NotCounted(
            "not-counted", f"the loop header does not step `{induction.name}` by a fixed amount"
        )
    return _assemble(loop, induction, start, declared, condition, step)


def _assemble(
    loop: For,
    induction: Variable,
    start: Expression,
    declared: bool,
    condition: _Condition,
    step: _Step,
) -> CountedLoop | NotCounted:
    match condition.comparison:
        case "<" | "<=":
            ascending = True
        case ">" | ">=":
            ascending = False
        case _:
            if step.value not in (1, -1):
                return NotCounted(
                    "not-counted",
                    f"`{induction.name} !=` with a step other than 1 may miss the bound; "
                    "compare with `<`",
                )
            ascending = step.value == 1
    if step.ascending is not None and step.ascending != ascending:
        return NotCounted(
            "not-counted", f"`{induction.name}` is stepped away from the bound it is compared with"
        )
    return CountedLoop(
        loop,
        induction,
        declared,
        start,
        condition.bound,
        condition.comparison,
        condition.offset,
        step.value,
        step.expression,
        ascending,
        condition.comparison_type,
        step.adds,
    )


def _refuse_induction(induction: Variable) -> NotCounted | None:
    name = induction.name
    if not isinstance(induction.type, ArithmeticType):
        return NotCounted(
            "not-counted", f"the counter `{name}` is not an integer; count with an index"
        )
    if induction.type.kind is not ArithmeticKind.INTEGER:
        return NotCounted(
            "floating-counter",
            f"the counter `{name}` is not an integer, so OpenMP cannot count the iterations",
        )
    if induction.volatile:
        return NotCounted("volatile", f"the counter `{name}` is volatile")
    if induction.storage not in (Storage.LOCAL, Storage.PARAMETER):
        return NotCounted(
            "not-counted", f"the counter `{name}` is not a local variable; declare it in the loop"
        )
    return None


def _condition(condition: Expression, induction: Variable) -> _Condition | None:
    if not isinstance(condition, Binary) or condition.operator not in _MIRRORED:
        return None
    left = _offset_of(condition.left, induction)
    right = _offset_of(condition.right, induction)
    if left is not None and right is None and not mentions(condition.right, induction):
        compared = condition.left.type
        return _Condition(condition.operator, condition.right, left, _integer(compared))
    if right is not None and left is None and not mentions(condition.left, induction):
        compared = condition.right.type
        return _Condition(_MIRRORED[condition.operator], condition.left, right, _integer(compared))
    return None


def _integer(compared: object) -> ArithmeticType | None:
    return compared if isinstance(compared, ArithmeticType) else None


def _offset_of(expression: Expression, induction: Variable) -> int | None:
    """``c`` if ``expression`` is ``induction + c``, implicit conversions aside."""
    match expression:
        case Name(variable=variable) if variable.id == induction.id:
            return 0
        case Cast(explicit=False, conversion="IntegralCast", operand=operand):
            return _offset_of(operand, induction)
        case Binary(operator="+", left=left, right=right):
            return _sum(left, right, induction, 1) or _sum(right, left, induction, 1)
        case Binary(operator="-", left=left, right=right):
            return _sum(left, right, induction, -1)
        case _:
            return None


def _sum(variable: Expression, constant: Expression, induction: Variable, sign: int) -> int | None:
    value = literal(constant)
    if value is None or _offset_of(variable, induction) != 0:
        return None
    return sign * value


def _step(increment: Expression, induction: Variable) -> _Step | None:
    match increment:
        case Unary(operator="++pre" | "post++", operand=operand) if _is(operand, induction):
            return _Step(1, None, True)
        case Unary(operator="--pre" | "post--", operand=operand) if _is(operand, induction):
            return _Step(-1, None, False)
        case Assignment(operator="+=", target=target, value=value) if _is(target, induction):
            return _by(value, induction, 1)
        case Assignment(operator="-=", target=target, value=value) if _is(target, induction):
            return _by(value, induction, -1)
        case Assignment(operator="=", target=target, value=value) if _is(target, induction):
            return _assigned(unconverted(value), induction)
        case _:
            return None


def _assigned(value: Expression, induction: Variable) -> _Step | None:
    match value:
        case Binary(operator="+", left=left, right=right):
            if _is(unconverted(left), induction):
                return _by(right, induction, 1)
            if _is(unconverted(right), induction):
                return _by(left, induction, 1)
            return None
        case Binary(operator="-", left=left, right=right) if _is(unconverted(left), induction):
            return _by(right, induction, -1)
        case _:
            return None


def _by(value: Expression, induction: Variable, sign: int) -> _Step | None:
    constant = literal(value)
    if constant is not None:
        return _Step(sign * constant, None, sign * constant > 0)
    if mentions(value, induction):
        return None
    return _Step(None, value, None, sign > 0)


def text_before_start(loop: CountedLoop, source: SourceText) -> str | None:
    """What the header's initialiser has before the first value; ``None`` if that is in a macro."""
    initialiser = loop.statement.initialiser
    assert initialiser is not None
    first, start = initialiser.span.start, loop.start.span.start
    return source.slice(Span(first, start)) if first <= start else None


def literal(expression: Expression) -> int | None:
    """The value of an integer literal, conversions and a sign included."""
    match expression:
        case IntegerLiteral(value=value):
            return value
        case Name(variable=Variable(constant=int(value))):
            return value
        case Cast(operand=operand, conversion="IntegralCast"):
            inner = literal(operand)
            kind = expression.type
            if inner is None or not isinstance(kind, ArithmeticType):
                return None
            low = -(1 << (kind.bits - 1)) if kind.signed else 0
            return inner if low <= inner < low + (1 << kind.bits) else None
        case Unary(operator="-", operand=operand):
            inner = literal(operand)
            return None if inner is None or not _is_signed(expression) else -inner
        case _:
            return None


def mentions(expression: Expression, variable: Variable) -> bool:
    """Whether ``variable`` is named anywhere in ``expression``."""
    return any(
        isinstance(e, Name) and e.variable.id == variable.id for e in walk_expression(expression)
    )


def _is(expression: Expression, variable: Variable) -> bool:
    return isinstance(expression, Name) and expression.variable.id == variable.id


def _is_signed(expression: Expression) -> bool:
    return isinstance(expression.type, ArithmeticType) and expression.type.signed
