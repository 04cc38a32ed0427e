"""The canonical form of a counted loop: its header as OpenMP accepts it (5.2, section 4.4.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import (
    CountedLoop,
    NotCounted,
    literal,
    mentions,
    text_before_start,
)
from pcg_engine.analysis.disguised_loops import is_disguised
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import IterationSpace, unsigned_never_ends
from pcg_engine.analysis.scope import Iteration
from pcg_engine.domain.ast import (
    ArithmeticType,
    Cast,
    Expression,
    Member,
    Name,
    RangeFor,
    This,
)
from pcg_engine.domain.facts import STEP_ASSUMPTION, Assumption, CanonicalForm
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import unconverted, walk_expression

_LONGEST_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class _Bound:
    comparison: str
    text: str
    rewritten: bool


def canonical_form(
    loop: CountedLoop, space: IterationSpace, evaluator: IntegerEvaluator
) -> CanonicalForm | NotCounted:
    """``loop`` with a header for OpenMP, or why the number of its iterations is not fixed."""
    refused = _refusal(loop, space, evaluator)
    if refused is not None:
        return refused
    source = evaluator.scope.context.source
    lower = source.slice(loop.start.span)
    bound = _bound(loop, evaluator)
    if isinstance(bound, NotCounted):
        return bound
    statement = loop.statement
    name = loop.induction.name
    indexed = evaluator.scope.context.indexed.get(statement.span.start)
    if indexed is not None:
        return CanonicalForm(
            induction=loop.induction,
            declared_in_header=True,
            lower=indexed.lower,
            upper=indexed.upper,
            comparison=indexed.comparison,
            step=indexed.step,
            header=indexed.header,
            needs_rewrite=True,
            rectangular=_is_rectangular(loop, evaluator),
            trip_count=_trip_count(space, evaluator),
        )
    stepped = statement.span.start in evaluator.scope.context.stepped
    rewritten = bound.rewritten or stepped or is_disguised(statement)
    if rewritten:
        assert statement.increment is not None
        type_name = _declared_type(loop, source) if loop.declared_in_header else ""
        start = f"{type_name}{name} = {lower}"
        increment = source.slice(statement.increment.span)
        header = f"for ({start}; {name} {bound.comparison} {bound.text}; {increment})"
    else:
        header = (
            source.data[statement.span.start : statement.body.span.start]
            .decode("utf-8", "replace")
            .rstrip()
        )
    return CanonicalForm(
        induction=loop.induction,
        declared_in_header=loop.declared_in_header,
        lower=lower,
        upper=bound.text,
        comparison=bound.comparison,
        step=loop.step,
        header=header,
        needs_rewrite=rewritten,
        rectangular=_is_rectangular(loop, evaluator),
        trip_count=_trip_count(space, evaluator),
    )


def range_form(
    loop: RangeFor, iteration: Iteration | None, evaluator: IntegerEvaluator
) -> CanonicalForm | NotCounted:
    """A range loop over a container or array, which OpenMP 5 accepts as it stands."""
    if iteration is None:
        return NotCounted(
            "not-counted",
            "the loop runs over a range that is no vector, array or span; "
            "its elements cannot be reached by index",
        )
    if not iteration.upper:
        return NotCounted(
            "bound-not-invariant",
            "the range may change while the loop runs, or PCG cannot tell",
        )
    source = evaluator.scope.context.source
    header = source.data[loop.span.start : loop.body.span.start].decode("utf-8", "replace")
    size = source_polynomial(iteration.upper[0], evaluator)
    return CanonicalForm(
        induction=loop.variable,
        declared_in_header=True,
        lower="0",
        upper=str(size) if size is not None else source.slice(loop.range.span),
        comparison="<",
        step=1,
        header=header.rstrip(),
        needs_rewrite=False,
        rectangular=False,
        trip_count=size,
    )


def _refusal(
    loop: CountedLoop, space: IterationSpace, evaluator: IntegerEvaluator
) -> NotCounted | None:
    name = loop.induction.name
    if loop.step_expression is not None and not _is_plain(loop.step_expression):
        return NotCounted(
            "not-counted",
            f"the step of `{name}` is computed in the loop header; name it before the loop",
        )
    if unsigned_never_ends(loop):
        return NotCounted(
            "not-counted", f"`{name} >= 0` always holds for an unsigned counter, so no run ends"
        )
    if space.wraps:
        return NotCounted(
            "counter-may-wrap",
            f"`{name}` is a `{loop.type.name}` and may wrap around before it meets its bound; "
            "use `int` or `std::size_t` as its type",
        )
    for part, what in ((loop.bound, "bound"), (loop.step_expression, "step")):
        if part is not None and not evaluator.is_invariant(part):
            text = evaluator.scope.context.source.slice(part.span)
            return NotCounted(
                "bound-not-invariant",
                f"the {what} `{text}` may change while the loop runs, or PCG cannot tell",
            )
    if mentions(loop.start, loop.induction):
        return NotCounted("not-counted", f"`{name}` is initialised from itself")
    iteration = space.iteration
    if not loop.statement.span or (loop.step is None and not iteration.lower):
        return NotCounted("not-counted", f"PCG cannot tell which values `{name}` takes")
    if loop.comparison_type is not None and not _is_plainly_compared(loop, space):
        return NotCounted(
            "mixed-sign-comparison",
            f"`{name}` is compared as `{loop.comparison_type.name}` but is a `{loop.type.name}`, "
            "and PCG cannot prove that both agree; give the counter the type of its bound",
        )
    if loop.comparison == "!=" and not iteration.exact:
        return NotCounted(
            "not-counted",
            f"PCG cannot prove that `{name}` meets the bound it is compared with by `!=`; "
            "compare with `<`",
        )
    return None


def step_assumptions(loop: CountedLoop, source: SourceText) -> tuple[Assumption, ...]:
    """What OpenMP asks of a step that is no constant (5.2, section 4.4.2).

    It leads to the bound, and the number of iterations can be computed: also where the original
    runs no iteration and never looks at the step.
    """
    if loop.step_expression is None:
        return ()
    text = source.slice(loop.step_expression.span)
    sign = 1 if loop.ascending is loop.adds else -1
    least = f"{text} {'>' if sign > 0 else '<'} 0"
    most = f"{text} {'<=' if sign > 0 else '>='} {sign * _LONGEST_STEP}"
    return (
        Assumption(STEP_ASSUMPTION, f"the step `{text}` leads to the bound", least),
        Assumption(STEP_ASSUMPTION, f"the step `{text}` is not excessively long", most),
    )


def last_step_fits(loop: CountedLoop, source: SourceText) -> Assumption | None:
    """That an unsigned counter in 32 bits does not wrap around in its last step.

    ``None`` where the bound is not one of unsigned numbers that can be compared before the loop. A
    loop that wraps around runs other iterations than OpenMP counts.
    """
    name, step, kind, bound = loop.induction.name, loop.step, loop.type, loop.bound.type
    if step is None or abs(step) == 1 or kind.signed or kind.bits != _NARROW or loop.offset:
        return None
    if not isinstance(bound, ArithmeticType) or bound.signed or bound.bits < _NARROW:
        return None
    if not _may_be_compared(loop.bound):
        return None
    text = source.slice(loop.bound.span)
    match loop.comparison:
        case "<":
            guard = f"{text} <= {(1 << _NARROW) - step}u"
        case "<=":
            guard = f"{text} <= {(1 << _NARROW) - 1 - step}u"
        case ">=":
            guard = f"{text} >= {-step}u"
        case ">":
            guard = f"{text} >= {-step - 1}u"
        case _:
            return None
    return Assumption(STEP_ASSUMPTION, f"`{name}` does not wrap around in its last step", guard)


_NARROW = 32


def _may_be_compared(bound: Expression) -> bool:
    """Whether the text of ``bound`` is one operand, and means before the loop what it means in it.

    A conversion to the type that is compared in changes no unsigned number.
    """
    match bound:
        case Cast(operand=operand, explicit=False):
            inner = operand.type
            return (
                isinstance(inner, ArithmeticType) and not inner.signed and _may_be_compared(operand)
            )
        case Name(variable=variable):
            return not variable.volatile
        case Member(base=This()):
            return True
        case _:
            return False


def _is_plain(step: Expression) -> bool:
    """Whether evaluating the step where the loop runs no iteration is harmless."""
    match step:
        case Name():
            return True
        case Member(base=base, arrow=arrow):
            return isinstance(base, This) if arrow else _is_plain(base)
        case Cast(operand=operand, explicit=False):
            return _is_plain(operand)
        case _:
            return False


def _is_plainly_compared(loop: CountedLoop, space: IterationSpace) -> bool:
    compared = loop.comparison_type
    assert compared is not None
    if compared.signed == loop.type.signed and compared.bits >= loop.type.bits:
        return True
    if compared.signed and compared.bits > loop.type.bits:
        return True
    # A signed counter against an unsigned bound: the bounds exist only if it is never negative.
    return bool(space.iteration.lower) and bool(space.iteration.upper)


def _bound(loop: CountedLoop, evaluator: IntegerEvaluator) -> _Bound | NotCounted:
    text = evaluator.scope.context.source.slice(loop.bound.span)
    if loop.offset == 0:
        return _Bound(loop.comparison, text, rewritten=False)
    name = loop.induction.name
    start = evaluator.value(loop.start)
    if (
        loop.offset < 0
        or not loop.ascending
        or loop.comparison not in ("<", "<=")
        or start is None
        or not start.exact
        or not evaluator.ranges().is_non_negative(start.polynomial)
    ):
        return NotCounted(
            "not-counted",
            f"the condition computes with `{name}`, which OpenMP does not accept; "
            f"compare `{name}` itself with the bound",
        )
    constant = literal(loop.bound)
    if constant is not None and text.rstrip("uUlLzZ").isdigit():
        return _Bound(loop.comparison, str(constant - loop.offset), rewritten=True)
    operand = (
        text if isinstance(unconverted(loop.bound), Name) or text.isidentifier() else f"({text})"
    )
    if text.endswith(".size()") and text.removesuffix(".size()").isidentifier():
        operand = text
    if isinstance(loop.bound, Cast) and loop.bound.explicit:
        operand = text  # a cast binds more tightly than what follows
    # For a bound below the offset there is no iteration, and the subtraction would wrap around.
    if loop.comparison == "<":
        clamped = f"({operand} > {loop.offset} ? {operand} - {loop.offset} : 0)"
        return _Bound("<", clamped, rewritten=True)
    clamped = f"({operand} >= {loop.offset} ? {operand} - {loop.offset} + 1 : 0)"
    return _Bound("<", clamped, rewritten=True)


def _declared_type(loop: CountedLoop, source: SourceText) -> str:
    """What stands before the counter's name in its declaration, with the blank after it."""
    head = text_before_start(loop, source) or ""
    name = re.search(rf"\b{re.escape(loop.induction.name)}\b\W*$", head)
    return f"{loop.type.name} " if name is None else head[: name.start()]


def _is_rectangular(loop: CountedLoop, evaluator: IntegerEvaluator) -> bool:
    outer = {i.key for i in evaluator.scope.iterations.values() if i.key != loop.induction.id}
    for part in (loop.start, loop.bound):
        value = evaluator.value(part)
        if value is None or value.polynomial.names & outer:
            return False
        if any(
            not evaluator.scope.symbols[n].exact and _names_outer(part, outer)
            for n in value.polynomial.names
        ):
            return False
    return True


def _names_outer(expression: Expression, outer: set[str]) -> bool:
    return any(isinstance(e, Name) and e.variable.id in outer for e in walk_expression(expression))


def _trip_count(space: IterationSpace, evaluator: IntegerEvaluator) -> Polynomial | None:
    """The number of iterations over names of the source, for unit steps and single bounds."""
    iteration = space.iteration
    if iteration.step != 1 or len(iteration.lower) != 1 or len(iteration.upper) != 1:
        return None
    return source_polynomial(iteration.upper[0] - iteration.lower[0], evaluator)


def source_polynomial(polynomial: Polynomial, evaluator: IntegerEvaluator) -> Polynomial | None:
    """``polynomial`` with the names of the source instead of keys."""
    renamed = Polynomial()
    for monomial, coefficient in polynomial.terms:
        term = Polynomial.constant(coefficient)
        for key in monomial:
            symbol = evaluator.scope.symbols.get(key)
            if symbol is None or not symbol.text or not symbol.exact:
                return None
            term = term * Polynomial.name(symbol.text)
        renamed = renamed + term
    return renamed
