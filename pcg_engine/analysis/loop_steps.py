"""Values of variables that inner loops step: from what they began with, and how far they come.

``ti = begin; for (; li < begin; ++ti, ++li) …; for (; ti < end; ++ti) …``: in the first loop ``ti``
is ``begin`` and as much more as iterations are over; the condition says how many these are at
most, if it compares what the loop steps. After the loop all its iterations are over: how many, is
a number of its own where it is not known, and the second loop goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pcg_engine.analysis.assigned_values import AssignedValues, State
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import leaves_early
from pcg_engine.analysis.ranges import split_linear
from pcg_engine.analysis.scope import BOUNDED, TRIPS, IntegerValue, Iteration, Symbol
from pcg_engine.analysis.steady_steps import Step, steady_steps
from pcg_engine.domain.ast import Binary, Expression, For
from pcg_engine.domain.polynomial import Polynomial

_ONE = Polynomial.constant(1)
_ZERO = Polynomial()
_TURN = "turn:"
_PASSED_DEPTH = 500
"""Further in than every loop, further out than other values that are known by their bounds."""


@dataclass(frozen=True, slots=True)
class StepsOfLoop:
    """A loop that is being walked: what it steps, from what, and how often it runs.

    ``turn`` counts its iterations where its own counter does not. It runs at least ``least``
    times, which may be less than none; just so often (or not at all) if that is ``exact``.
    """

    loop: For
    entry: Mapping[str, IntegerValue]
    steps: Mapping[str, Step]
    turn: str | None
    least: Polynomial | None


class LoopSteps:
    """What a walk calls at the beginning and at the end of every loop with a header."""

    def __init__(self, assigned: AssignedValues, evaluator: IntegerEvaluator) -> None:
        self._assigned = assigned
        self._evaluator = evaluator
        self._scope = evaluator.scope

    def rebased(self, loop: For, iteration: Iteration) -> Iteration:
        """``iteration`` of ``loop``, or one from zero if a product with counters starts it.

        ``for (k = i * w; k < i * w + w; ++k)``: ``k`` is ``i * w`` and what is counted from there,
        which tells the rows of ``a[k]`` apart.
        """
        start = iteration.start
        if start is None or iteration.step != 1 or iteration.direction < 0:
            return iteration
        counters = self._scope.iterations.keys()
        if not any(len(m) > 1 and counters & set(m) for m, _ in start.terms):
            return iteration
        turn = f"{_TURN}{self._scope.place_of(loop)}"
        upper = tuple(bound - start for bound in iteration.upper)
        self._scope.add_symbol(Symbol(turn, "", 0, None, exact=False))
        value = IntegerValue(start + Polynomial.name(turn), exact=True)
        self._assigned.set({iteration.key: value})
        return replace(
            iteration, key=turn, lower=(_ZERO,), upper=upper, start=_ZERO, exact=iteration.exact
        )

    def enter(
        self, loop: For, entry: State, iteration: Iteration | None, depth: int
    ) -> StepsOfLoop | None:
        """Set what ``loop`` steps to its values in an iteration.

        ``entry`` holds those before it, ``iteration`` its counter, if it has one.
        """
        context = self._scope.context
        steps = steady_steps(loop, context.unit, context.effects, context.exposed)
        known = {k: v for k, v in entry.items() if k in steps}
        if not known:
            return None
        if iteration is not None and iteration.step == 1 and iteration.start is not None:
            counter = Polynomial.name(iteration.key)
            done = (
                counter - iteration.start if iteration.direction > 0 else iteration.start - counter
            )
            inside = {k: v for k, v in known.items() if k != iteration.key}
            self._set(inside, steps, done)
            return StepsOfLoop(loop, known, steps, None, _trips(iteration))
        turn = f"{_TURN}{self._scope.place_of(loop)}"
        around = Iteration(
            turn, "", (_ZERO,), (), _ZERO, 1, 1, exact=False, depth=depth, span=loop.span
        )
        self._scope.add_symbol(Symbol(turn, "", 0, None, exact=False))
        self._scope.iterations[turn] = around
        inside = {k: v for k, v in known.items() if iteration is None or k != iteration.key}
        self._set(inside, steps, Polynomial.name(turn))
        limit = None if iteration is not None else self._limit(loop.condition, turn)
        if limit is not None:
            self._scope.iterations[turn] = replace(around, upper=(limit,))
        return StepsOfLoop(loop, known, steps, turn, limit)

    def leave(self, run: StepsOfLoop | None) -> None:
        """Set what the loop stepped to its values after it."""
        if run is None:
            return
        if run.turn is not None:
            del self._scope.iterations[run.turn]
        if not leaves_early(run.loop.body):
            self._set(run.entry, run.steps, self._passed(run))

    def _set(
        self, entry: Mapping[str, IntegerValue], steps: Mapping[str, Step], times: Polynomial
    ) -> None:
        moved = {k: self._assigned.moved(v, steps[k], times) for k, v in entry.items()}
        self._assigned.set({k: v for k, v in moved.items() if v is not None})

    def _limit(self, condition: Expression | None, turn: str) -> Polynomial | None:
        """The number of the first iteration in which the condition does not hold.

        ``None`` where it does not compare what grows or shrinks by one.
        """
        match condition:
            case Binary(operator="<" | "<=" as operator, left=less, right=more):
                pass
            case Binary(operator=">" | ">=" as operator, left=more, right=less):
                pass
            case _:
                return None
        first, second = self._evaluator.value(less), self._evaluator.value(more)
        if first is None or second is None or not (first.exact and second.exact):
            return None
        distance = second.polynomial - first.polynomial
        if any(n.startswith(BOUNDED) and not n.startswith(TRIPS) for n in distance.names):
            return None  # another number in every iteration, perhaps
        split = split_linear(distance, turn)
        if split is None or split[0].as_constant != -1:
            return None
        return split[1] if operator in ("<", ">") else split[1] + _ONE

    def _passed(self, run: StepsOfLoop) -> Polynomial:
        """How often the loop ran."""
        if run.least is not None and self._evaluator.ranges().is_non_negative(run.least):
            return run.least
        key = f"{TRIPS}{self._scope.place_of(run.loop)}"
        lower = (_ZERO,) if run.least is None else (run.least, _ZERO)
        self._scope.bounded[key] = Iteration(
            key, "", lower, (), None, 1, 1, exact=False, depth=_PASSED_DEPTH, span=run.loop.span
        )
        return self._scope.add_symbol(Symbol(key, "", 0, None, exact=False))


def _trips(iteration: Iteration) -> Polynomial | None:
    """How often a loop runs that goes on until its condition fails, if that is above zero."""
    if not iteration.exact or len(iteration.lower) != 1 or len(iteration.upper) != 1:
        return None
    return iteration.upper[0] - iteration.lower[0]
