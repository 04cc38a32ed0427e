"""The values that induction variables take, as bounds in polynomials."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, NotCounted, counted_loop, literal
from pcg_engine.analysis.integers import (
    IntegerEvaluator,
    IntegerValue,
    integer_type,
    structural_key,
    type_range,
)
from pcg_engine.analysis.local_jumps import forward_jumps
from pcg_engine.analysis.modification import modified_variables, stripped
from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import FunctionContext, Iteration, Symbol
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Binary,
    Break,
    Call,
    Cast,
    Conditional,
    ContainerType,
    Expression,
    For,
    RangeFor,
    Return,
    Statement,
    UnsupportedExpression,
    UnsupportedStatement,
    While,
)
from pcg_engine.domain.facts import Obligation
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import all_expressions, substatements

_ONE = Polynomial.constant(1)
_JUMPS = ("GotoStmt", "IndirectGotoStmt", "CoreturnStmt")


@dataclass(frozen=True, slots=True)
class IterationSpace:
    """An iteration with the obligations that its description rests on.

    ``wraps`` is set if the induction variable may wrap around before the loop ends.
    """

    iteration: Iteration
    obligations: tuple[Obligation, ...]
    wraps: bool


def recognised(loop: For, context: FunctionContext) -> CountedLoop | NotCounted:
    """``loop`` as a counted loop whose body leaves the induction variable alone."""
    counted = counted_loop(loop)
    if isinstance(counted, NotCounted):
        return counted
    name = counted.induction.name
    if counted.induction.id in modified_variables(loop.body, context.unit, context.effects):
        return NotCounted("counter-modified", f"the loop body modifies the counter `{name}`")
    if counted.induction.id in context.exposed:
        return NotCounted(
            "counter-exposed", f"a pointer or reference to the counter `{name}` is taken"
        )
    return counted


def iteration_space(
    loop: CountedLoop, evaluator: IntegerEvaluator, depth: int, *, stops: bool = False
) -> IterationSpace:
    """The values of ``loop``'s induction variable; bounds are evaluated at the current place.

    ``stops``: a guard makes sure that the last step does not wrap around.
    """
    builder = _SpaceBuilder(loop, evaluator, stops)
    return builder.build(depth)


def range_iteration(loop: RangeFor, evaluator: IntegerEvaluator, depth: int) -> Iteration | None:
    """The hidden counter of a range loop over a contiguous container or array, from 0."""
    sequence = stripped(loop.range.type)
    key = f"range:{loop.variable.id}"
    upper: tuple[Polynomial, ...] = ()
    match sequence:
        case ArrayType(extent=int(extent)) | ContainerType(extent=int(extent)):
            upper = (Polynomial.constant(extent),)
        case ContainerType():
            size = evaluator.size_of(loop.range)
            upper = () if size is None else (size,)
        case _:
            return None
    evaluator.scope.add_symbol(Symbol(key, "", 0, None, exact=True))
    zero = Polynomial()
    return Iteration(key, "", (zero,), upper, zero, 1, 1, bool(upper), depth, loop.span)


def leaves_early(body: Statement) -> bool:
    """Whether control may leave the loop around ``body`` before its condition fails."""
    return leaving_statement(body) is not None or any(
        isinstance(e, UnsupportedExpression) and e.construct == "CXXThrowExpr"
        for e in all_expressions(body)
    )


def leaving_statement(body: Statement) -> Statement | None:
    """The first statement of ``body`` that leaves the loop around it, exceptions aside."""
    return _leaving(body, forward_jumps(body), in_loop=False, in_switch=False)


def _leaving(
    statement: Statement, staying: frozenset[int], *, in_loop: bool, in_switch: bool
) -> Statement | None:
    match statement:
        case Break():
            return None if in_loop or in_switch else statement
        case Return():
            return statement
        case UnsupportedStatement(construct=construct):
            if construct in _JUMPS and statement.span.start not in staying:
                return statement
            in_switch = in_switch or construct == "SwitchStmt"
        case For() | While() | RangeFor():
            in_loop = True
        case _:
            pass
    for inner in substatements(statement):
        found = _leaving(inner, staying, in_loop=in_loop, in_switch=in_switch)
        if found is not None:
            return found
    return None


class _SpaceBuilder:
    def __init__(self, loop: CountedLoop, evaluator: IntegerEvaluator, stops: bool) -> None:
        self.loop = loop
        self.evaluator = evaluator
        self.stops = stops
        self.early = leaves_early(loop.statement.body)
        self.obligations: list[Obligation] = []
        self.inexact = False

    def build(self, depth: int) -> IterationSpace:
        loop = self.loop
        start = self.evaluator.value(loop.start)
        bounds = self._bounds(loop.bound, start)
        ranges = self.evaluator.ranges()
        if loop.ascending:
            lower = self._start_bound(start)
            upper = self._far_bounds(bounds, start, ranges)
        else:
            lower = self._far_bounds(bounds, start, ranges)
            upper = tuple(p + _ONE for p in self._start_bound(start))
        wraps = self._wraps(lower, upper, ranges)
        if wraps:
            lower, upper, self.inexact = (), (), True
        polynomial = start.polynomial if start is not None and (lower and upper) else None
        induction = loop.induction
        low, high = type_range(loop.type)
        maximum = high if loop.type.bits < 64 else None
        context = self.evaluator.scope.context
        # The counter of a loop that counts in the tree alone has no name in the text.
        text = "" if loop.statement.span.start in context.indexed else induction.name
        self.evaluator.scope.add_symbol(Symbol(induction.id, text, low, maximum, exact=True))
        iteration = Iteration(
            induction.id,
            induction.name,
            lower,
            upper,
            polynomial,
            None if loop.step is None else abs(loop.step),
            1 if loop.ascending else -1,
            exact=not self.inexact and bool(lower) and bool(upper) and loop.step is not None,
            depth=depth,
            span=loop.statement.span,
        )
        return IterationSpace(iteration, tuple(self.obligations), wraps)

    def _start_bound(self, start: IntegerValue | None) -> tuple[Polynomial, ...]:
        if start is None:
            self.inexact = True
            return ()
        if start.exact:
            return (start.polynomial,)
        if self.loop.ascending or self.early:
            self.inexact = True
            return ()
        self._no_endless_run(self.loop.start)
        return (start.polynomial,)

    def _bounds(
        self, bound: Expression, start: IntegerValue | None
    ) -> list[tuple[Expression, IntegerValue]]:
        """The values whose minimum (ascending) or maximum (descending) the bound is."""
        name = "std::min" if self.loop.ascending else "std::max"
        if self.loop.ascending:
            block = end_of_block(self.evaluator.settled(bound))
            if block is not None:
                return [found for part in block for found in self._bounds(part, start)]
        match bound:
            case Call(callee=callee, arguments=(first, second)) if callee == name:
                return self._bounds(first, start) + self._bounds(second, start)
            case _:
                value = None
                if self._counts_up_from_zero(start):
                    value = clamped_at_zero(bound, self.evaluator)
                if value is None:
                    value = self.evaluator.value(bound)
                if value is None:
                    self.inexact = True
                    return []
                return [(bound, value)]

    def _counts_up_from_zero(self, start: IntegerValue | None) -> bool:
        """Whether the counter is never negative, so that a bound below zero is as good as zero."""
        return (
            self.loop.ascending
            and self.loop.comparison == "<"
            and start is not None
            and start.exact
            and self.evaluator.ranges().is_non_negative(start.polynomial)
        )

    def _far_bounds(
        self,
        bounds: list[tuple[Expression, IntegerValue]],
        start: IntegerValue | None,
        ranges: Ranges,
    ) -> tuple[Polynomial, ...]:
        loop = self.loop
        if not self._compares_values(start, ranges):
            self.inexact = True
            return ()
        found: list[Polynomial] = []
        for expression, value in bounds:
            if not value.exact:
                known = (
                    start is not None and start.exact and start.polynomial.as_constant is not None
                )
                if self.early or not known or not loop.ascending:
                    self.inexact = True
                    continue
                self._no_endless_run(expression)
            limit = value.polynomial - Polynomial.constant(loop.offset)
            match loop.comparison:
                case "<" | ">=":
                    found.append(limit)
                case "<=" | ">":
                    found.append(limit + _ONE)
                case _:
                    if not self._reaches(start, limit, ranges):
                        self.inexact = True
                        continue
                    found.append(limit if loop.ascending else limit + _ONE)
        return tuple(found)

    def _compares_values(self, start: IntegerValue | None, ranges: Ranges) -> bool:
        """Whether the comparison is that of the mathematical values of counter and bound."""
        compared = self.loop.comparison_type
        if compared is None:
            return False
        low, high = type_range(self.loop.type)
        compared_low, compared_high = type_range(compared)
        if compared_low <= low and high <= compared_high:
            return True
        if compared.bits < self.loop.type.bits:
            return False
        # A signed counter against an unsigned bound: fine as long as it is never negative.
        return (
            self.loop.ascending
            and start is not None
            and start.exact
            and ranges.is_non_negative(start.polynomial)
        )

    def _reaches(self, start: IntegerValue | None, limit: Polynomial, ranges: Ranges) -> bool:
        """Whether a counter compared by ``!=`` starts on the right side of its bound."""
        name = self.loop.induction.name
        value_type = self.loop.type
        if self.early or start is None or not start.exact:
            return False
        distance = limit - start.polynomial
        if ranges.is_non_negative(distance if self.loop.ascending else -distance):
            return True
        if value_type.signed and value_type.bits >= 32:
            self.obligations.append(
                Obligation(
                    f"`{name}` reaches its bound without overflow",
                    "signed overflow is undefined, so the original has the same obligation",
                )
            )
            return True
        if value_type.bits == 64:
            self._no_endless_run(self.loop.bound)
            return True
        return False

    def _wraps(
        self, lower: tuple[Polynomial, ...], upper: tuple[Polynomial, ...], ranges: Ranges
    ) -> bool:
        value_type = self.loop.type
        if value_type.bits == 64 or (value_type.signed and value_type.bits >= 32) or self.stops:
            return False
        step = self.loop.step
        if step is None:
            return True
        low, high = type_range(value_type)
        if self.loop.ascending:
            fits = any(
                ranges.is_non_negative(Polynomial.constant(high + 1 - step) - p) for p in upper
            )
        else:
            fits = any(ranges.is_non_negative(p - Polynomial.constant(low - step)) for p in lower)
        if fits:
            return False
        if value_type.bits == 32 and abs(step) == 1 and not self.early:
            self.obligations.append(
                Obligation(
                    f"`{self.loop.induction.name}` does not wrap around",
                    "stepping by one it would never meet its bound, and the loop would not end",
                )
            )
            return False
        return True

    def _no_endless_run(self, expression: Expression) -> None:
        text = self.evaluator.scope.context.source.slice(expression.span)
        self.obligations.append(
            Obligation(
                f"the unsigned `{text}` does not wrap around",
                "the loop would run almost 2^64 times, which no run completes",
            )
        )


def unsigned_never_ends(loop: CountedLoop) -> bool:
    """Whether the condition is ``unsigned >= 0``, which always holds."""
    compared = integer_type(loop.comparison_type) if loop.comparison_type is not None else None
    return (
        loop.comparison == ">="
        and isinstance(compared, ArithmeticType)
        and not compared.signed
        and _is_zero(loop.bound)
    )


def end_of_block(expression: Expression) -> tuple[Expression, Expression] | None:
    """``a`` and ``b + c`` for ``a - b < c ? a : b + c``, which is the lesser of the two.

    Computed in a signed type: nothing wraps around.
    """
    match expression:
        case Conditional(
            condition=Binary(
                operator="<", left=Binary(operator="-", left=whole, right=begin), right=length
            ),
            then=then,
            otherwise=Binary(operator="+", left=again, right=added),
            type=kind,
        ):
            pass
        case _:
            return None
    same = (
        structural_key(whole) == structural_key(then)
        and structural_key(begin) == structural_key(again)
        and literal(length) is not None
        and literal(length) == literal(added)
        and whole.type == then.type == expression.otherwise.type
    )
    if not same or not isinstance(kind, ArithmeticType) or not kind.signed or kind.bits < 32:
        return None
    return then, expression.otherwise


def clamped_at_zero(expression: Expression, evaluator: IntegerEvaluator) -> IntegerValue | None:
    """``e - c`` for ``e > c ? e - c : 0`` and ``e - c + 1`` for ``e >= c ? e - c + 1 : 0``.

    The value is that only where it is positive; elsewhere the expression is zero.
    """
    while isinstance(expression, Cast) and _keeps_non_negative(expression):
        expression = expression.operand
    match expression:
        case Conditional(
            condition=Binary(operator=">", left=tested, right=least),
            then=Binary(operator="-", left=reduced, right=taken),
            otherwise=otherwise,
        ):
            extra = 0
        case Conditional(
            condition=Binary(operator=">=", left=tested, right=least),
            then=Binary(
                operator="+", left=Binary(operator="-", left=reduced, right=taken), right=one
            ),
            otherwise=otherwise,
        ) if literal(one) == 1:
            extra = 1
        case _:
            return None
    offset = literal(taken)
    if offset is None or offset < 0 or literal(least) != offset or not _is_zero(otherwise):
        return None
    if structural_key(tested) != structural_key(reduced) or tested.type != reduced.type:
        return None
    value = evaluator.value(tested)
    if value is None or not value.exact:
        return None
    return IntegerValue(value.polynomial + Polynomial.constant(extra - offset), True)


def _keeps_non_negative(cast: Cast) -> bool:
    """Whether the conversion changes no value that is not negative."""
    source, target = integer_type(cast.operand.type), integer_type(cast.type)
    if source is None or target is None:
        return False
    return type_range(source)[1] <= type_range(target)[1]


def _is_zero(expression: Expression) -> bool:
    return literal(expression) == 0
