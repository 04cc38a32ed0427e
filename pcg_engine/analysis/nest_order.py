"""Which iterations of a sequential loop must follow which: what other orders are allowed?

A transformation that reorders iterations is right if no two of them that share memory change
places. It describes the pairs that would as constraints; whether there is such a pair is an integer
problem (isl), and what is not affine counts as if it met anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.analysis.control_flow import obstacles
from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.dependence import DependenceTest, Restriction, pairs
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, recognised
from pcg_engine.analysis.loop_analysis import Independence, examine
from pcg_engine.analysis.nesting import loops_by_offset, scope_of
from pcg_engine.analysis.presburger import ConstraintSystem
from pcg_engine.analysis.scope import FunctionContext, Iteration
from pcg_engine.domain.ast import For, Function, TranslationUnit
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText

Names = Mapping[str, str]
"""The dimension of each counter."""


@dataclass(frozen=True, slots=True)
class Order:
    """A counted loop against whose parallel run speaks nothing but conflicts on single objects."""

    iteration: Iteration
    independence: Independence
    test: DependenceTest

    def forbids(self, restriction: Restriction) -> bool:
        """Whether iterations of which ``restriction`` holds may share memory that one writes."""
        return any(
            self.test.meets(source, sink, restriction)
            for use in self.independence.uses
            if use.is_written
            for source, sink in pairs(use.accesses)
        )


def order_of(
    loop: For, unit: TranslationUnit, function: Function, source: SourceText
) -> Order | None:
    """What orders the iterations of ``loop``; ``None`` if it is more than single objects."""
    context = FunctionContext.of(unit, function, source)
    nested = loops_by_offset(function).get(loop.span.start)
    if nested is None or nested.statement is not loop:
        return None
    found = obstacles(loop, context)
    counted = recognised(loop, context)
    if found.forbidding or found.unclear or isinstance(counted, NotCounted):
        return None
    scope = scope_of(nested, context)
    space = iteration_space(counted, IntegerEvaluator(scope), nested.depth)
    independence = examine(loop, space.iteration, scope, counted.induction)
    if space.wraps or independence.others:
        return None
    return Order(
        space.iteration, independence, DependenceTest(space.iteration, scope.symbols, unit)
    )


_LARGEST_SKEW = 2


def skew(order: Order, inner: Iteration) -> int | None:
    """By how many columns each row must be moved so that blocks may be worked on in fronts.

    The rows are the iterations of ``order``, the columns those of the loop ``inner`` directly in
    it. With that, no dependence leads from a column to one on its left: blocks of rows and columns
    depend on those above and to the left of them alone (Wolfe, *Loops skewing: the wavefront method
    revisited*, 1986). ``None`` if no small number does.
    """
    written = [use for use in order.independence.uses if use.is_written]
    if any(inner.key not in [i.key for i in a.iterations] for u in written for a in u.accesses):
        return None
    for columns in range(_LARGEST_SKEW + 1):
        if not order.forbids(_leftwards(order.iteration, inner, columns)):
            return columns
    return None


def _leftwards(outer: Iteration, inner: Iteration, columns: int) -> Restriction:
    """Pairs whose later one is on the left, each row being moved by ``columns``."""
    moved = Polynomial.constant(columns)

    def restrict(system: ConstraintSystem, source: Names, sink: Names) -> None:
        rows = _forward(outer, source, sink)
        right = _forward(inner, source, sink) + moved * rows
        system.at_least(-right, Polynomial.constant(1))

    return restrict


def _forward(iteration: Iteration, source: Names, sink: Names) -> Polynomial:
    """How far the loop has counted from the source's iteration to the sink's."""
    difference = Polynomial.name(sink[iteration.key]) - Polynomial.name(source[iteration.key])
    return difference if iteration.direction > 0 else -difference


def is_free_but_at(order: Order, place: Polynomial) -> bool:
    """Whether every conflict is one with the iteration in which the counter is ``place``.

    Then the iterations before it are independent of each other, and so are those after it.
    """
    key, one = order.iteration.key, Polynomial.constant(1)

    def below(system: ConstraintSystem, source: Names, sink: Names) -> None:
        for names in (source, sink):
            system.at_least(place - one, Polynomial.name(names[key]))

    def above(system: ConstraintSystem, source: Names, sink: Names) -> None:
        for names in (source, sink):
            system.at_least(Polynomial.name(names[key]), place + one)

    return not (order.forbids(below) or order.forbids(above))


def fixed_places(order: Order) -> tuple[Polynomial, ...]:
    """Values of the counter that subscripts of a conflict name on their own, each once.

    Where an element of the counter's row meets one of row ``k``, that is ``k``.
    """
    found: dict[Polynomial, None] = {}
    counter = Polynomial.name(order.iteration.key)
    for use in order.independence.uses:
        if not use.is_written:
            continue
        inner = {
            i.key for a in use.accesses for i in a.iterations if i.depth >= order.iteration.depth
        }
        for source, sink in pairs(use.accesses):
            for left, right in order.test.subscripts(source, sink):
                place = right - (left - counter)
                if not place.names & inner:
                    found.setdefault(place)
    return tuple(found)


def is_first_iteration(order: Order, place: Polynomial) -> bool:
    """Whether the loop, if it runs at all, begins with the iteration at ``place``."""
    iteration = order.iteration
    return _counts_up(iteration) and iteration.lower == (place,)


def is_last_iteration(order: Order, place: Polynomial) -> bool:
    """Whether the loop, if it runs at all, ends with the iteration at ``place``."""
    iteration = order.iteration
    return _counts_up(iteration) and iteration.upper == (place + Polynomial.constant(1),)


def _counts_up(iteration: Iteration) -> bool:
    """Whether the loop runs through every number between its bounds, upwards."""
    return iteration.exact and iteration.step == 1 and iteration.direction > 0


def is_within(order: Order, place: Polynomial) -> bool:
    """Whether the loop always has an iteration at ``place``, if it stands where it does."""
    iteration, one = order.iteration, Polynomial.constant(1)
    if iteration.step != 1 or not iteration.exact:
        return False
    around = [
        i
        for use in order.independence.uses
        for access in use.accesses
        for i in access.iterations
        if i.depth < iteration.depth
    ]
    outside = [(bound, place + one) for bound in iteration.lower]
    outside += [(place, bound) for bound in iteration.upper]
    for larger, smaller in outside:
        system = ConstraintSystem(order.test.symbols)
        for outer in dict.fromkeys(around):
            system.dimension(outer.key)
        for outer in dict.fromkeys(around):
            system.iterate(outer, {})
        if not system.at_least(larger, smaller) or not system.build().is_empty():
            return False
    return True
