"""The value that a loop leaves in its counter, where that is read after the loop.

In the construct the counter is private, so it is set again after it: to the bound that it meets by
steps of one, or to the value it starts with if the loop runs no iteration. Both are computed anew,
so they may name only what the loop surely leaves alone, whichever way it runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.domain.ast import ArithmeticType, For, Name, ReferenceType, Storage, Variable
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.planning.rules.counter_distance import first_value, to_bound
from pcg_engine.planning.rules.situation import Situation

_BEYOND = {"<": 0, "!=": 0, ">": 0, "<=": 1, ">=": -1}
_MET = {"<": "", "!=": "", ">": "", "<=": " + 1", ">=": " - 1"}


@dataclass(frozen=True, slots=True)
class Trips:
    """``text`` is the C++ number of iterations where ``runs`` holds; elsewhere there is none."""

    runs: str
    text: str


def counter_after(situation: Situation) -> str | None:
    """The statement that sets the counter as the loop does; ``None`` if that cannot be told."""
    met = _met(situation)
    if met is None:
        return None
    return f"{met.counted.induction.name} = {met.runs} ? {met.text} : {met.lower};"


def trips(situation: Situation) -> Trips | None:
    """How often the loop runs; ``None`` if that cannot be told after it."""
    met = _met(situation, any_step=True)
    if met is None:
        return None
    beyond = _BEYOND[met.counted.comparison]
    number = to_bound(met.counted, met.lower, met.text, beyond)
    step = met.counted.step
    if step is None or abs(step) > 1:
        # The last step may lead beyond the bound.
        number = f"({number} - 1) / {abs(step) if step else met.step} + 1"
    return Trips(met.runs, number)


@dataclass(frozen=True, slots=True)
class _Met:
    """The value ``text`` that ends the loop, which starts with ``lower`` if ``runs`` holds."""

    counted: CountedLoop
    lower: str
    runs: str
    text: str
    step: str = ""


def _met(situation: Situation, *, any_step: bool = False) -> _Met | None:
    canonical = situation.facts.canonical
    loop = situation.statement
    counted = counted_loop(loop) if isinstance(loop, For) else None
    if canonical is None or not isinstance(counted, CountedLoop) or counted.offset:
        return None
    start = counted.start.type
    if not isinstance(start, ArithmeticType) or start.name != counted.type.name:
        return None
    step = ""
    if counted.step not in (1, -1) or counted.comparison not in _MET:
        if not any_step or counted.comparison not in _MET:
            return None
        if counted.step is None:
            if not isinstance(counted.step_expression, Name):
                return None
            step = counted.step_expression.variable.name
            if not _is_fixed(step, situation.facts):
                return None
    lower, upper = canonical.lower, canonical.upper
    if not (_is_fixed(lower, situation.facts) and _is_fixed(upper, situation.facts)):
        return None
    own = counted.type.name
    bound = counted.bound.type
    if not isinstance(bound, ArithmeticType) or bound.name != own:
        upper = f"static_cast<{own}>({upper})"
    runs = f"{first_value(counted, lower)} {counted.comparison} {canonical.upper}"
    return _Met(counted, lower, runs, f"{upper}{_MET[counted.comparison]}", step)


def _is_fixed(text: str, facts: LoopFacts) -> bool:
    if _SIMPLE.fullmatch(text) is None:
        return False
    known = {v.variable.name: v.variable for v in facts.variables if v.role is Role.SHARED}
    return all(
        word.isdigit() or (word in known and _is_own(known[word])) for word in _WORD.findall(text)
    )


def _is_own(variable: Variable) -> bool:
    return variable.constant is not None or (
        isinstance(variable.type, ArithmeticType)
        and not isinstance(variable.type, ReferenceType)
        and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
    )


_SIMPLE = re.compile(r"[\w\s+-]+")
_WORD = re.compile(r"\w+")
