"""Own copies of variables that every iteration steps, each started with the value it would have.

Before the loop the variable's value is kept, the body declares a variable of the same name, and
after the loop the variable gets the value that all the steps would have left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.induction_variables import InductionVariable
from pcg_engine.analysis.steady_steps import literal_trips
from pcg_engine.domain.ast import ArithmeticType, For, Name
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.counter_after import Trips, trips
from pcg_engine.planning.rules.counter_distance import since_first
from pcg_engine.planning.rules.situation import Situation, mentions

_INT = 1 << 31


@dataclass(frozen=True, slots=True)
class OwnValues:
    """Lines ``before`` and ``after`` the loop, and the edits of its body."""

    before: tuple[str, ...]
    body: tuple[Edit, ...]
    after: tuple[str, ...]


def own_values(situation: Situation, variables: Sequence[InductionVariable]) -> OwnValues | None:
    """The text that gives iterations their own ``variables``; ``None`` if it cannot be written."""
    canonical = situation.facts.canonical
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if canonical is None or not isinstance(counted, CountedLoop):
        return None
    function = situation.source.slice(situation.function.span)
    before: list[str] = []
    declared: list[str] = []
    after: list[str] = []
    for one in variables:
        name, first = one.variable.name, f"{one.variable.name}_first"
        if mentions(function, (first,)):
            return None
        before.append(f"const auto {first} = {name};")
        value = _value(one, first, counted, canonical.lower)
        declared.append(f"auto {name} = {value};")
        if one.named_outside:
            number = trips(situation)
            if number is None:
                return None
            after.append(_after(one, number))
    return OwnValues(tuple(before), _opened(situation, declared), tuple(after))


def _value(one: InductionVariable, first: str, counted: CountedLoop, lower: str) -> str:
    """What the variable is when an iteration begins."""
    number = since_first(counted, lower)
    factor = abs(one.step)
    if counted.step is not None and factor % abs(counted.step) == 0:
        factor //= abs(counted.step)
    elif counted.step is not None:
        number = f"({number} / {abs(counted.step)})"
    else:
        assert isinstance(counted.step_expression, Name)
        number = f"({number} / {counted.step_expression.variable.name})"
    trips = literal_trips(counted.statement)
    # Computed in the types that are there where no product can leave them.
    narrow = trips is not None and abs(one.step) * (trips + 1) < _INT
    text = f"{first} {'+' if one.step > 0 else '-'} {_times(one, factor, narrow=narrow)}{number}"
    if isinstance(one.variable.type, ArithmeticType):
        return f"static_cast<{one.variable.type.name}>({text})"
    return text


def _after(one: InductionVariable, number: Trips) -> str:
    """The statement that adds what all iterations together do."""
    sign = "+=" if one.step > 0 else "-="
    times = _times(one, abs(one.step))
    return f"if ({number.runs}) {one.variable.name} {sign} {times}({number.text});"


def _times(one: InductionVariable, factor: int, *, narrow: bool = False) -> str:
    """What a number of iterations is multiplied with; nothing for a factor of one.

    In 64 bits, unless it is known that 32 (``narrow``) are enough.
    """
    if one.by is not None:
        return f"{factor}LL * {one.by.name} * "
    return "" if factor == 1 else f"{factor}{'' if narrow else 'LL'} * "


def _opened(situation: Situation, declared: Sequence[str]) -> tuple[Edit, ...]:
    """``declared`` as the first statements of the body."""
    span = situation.facts.loop.body
    inner = f"\n{situation.indentation}    "
    lines = "".join(f"{inner}{line}" for line in declared)
    if situation.source.slice(span).startswith("{"):
        return (Edit(Span(span.start + 1, span.start + 1), lines),)
    end = situation.facts.loop.span.end
    return (
        Edit(Span(span.start, span.start), f"{{{lines}{inner}"),
        Edit(Span(end, end), f"\n{situation.indentation}}}"),
    )
