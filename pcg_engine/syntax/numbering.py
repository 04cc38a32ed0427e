"""From what was found in a unit to ``Loop`` values: numbers, nests, and places in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from pcg_engine.domain.loops import EnclosingFunction, Loop, LoopId, Pragma
from pcg_engine.domain.source import Span
from pcg_engine.syntax.units import Found, Unit


def placed_loops(unit: Unit, hidden: frozenset[str], delta: int, outside: int) -> tuple[Loop, ...]:
    """The loops of ``unit`` after it moved by ``delta`` bytes.

    ``hidden`` are bare names that mean functions of the user's; ``outside`` is the number of loops
    outside functions in the units before. The latest answer is kept, since most edits move little.
    """
    relevant = hidden & unit.unqualified
    outside = 0 if unit.is_inside_functions else outside
    key = (relevant, delta, outside)
    placed = unit.placed.get(key)
    if placed is None:
        numbered = unit.numbered.get(relevant)
        if numbered is None:
            found = (one for one in unit.found if one.unqualified not in relevant)
            numbered = unit.numbered[relevant] = _number(tuple(found))
        placed = numbered
        if outside:
            placed = tuple(_renumbered(loop, outside) for loop in placed)
        if delta:
            placed = _moved(placed, delta)
        unit.placed.clear()
        unit.placed[key] = placed
    return placed


@dataclass(slots=True)
class _Nest:
    """The loops of one function so far, and those that are still open."""

    count: int = 0
    open: list[tuple[int, Found]] = field(default_factory=list[tuple[int, Found]])

    def enter(self, found: Found) -> tuple[int, int, int | None]:
        """Ordinal, depth and parent of the next loop."""
        span = found.statement.span
        while self.open and self.open[-1][1].statement.span.end <= span.start:
            self.open.pop()
        # A call in the initialiser of a `for` is inside its text but runs once.
        around = [
            ordinal
            for ordinal, outer in self.open
            if outer.statement.repeats_from <= span.start and outer.statement.span.contains(span)
        ]
        ordinal = self.count
        self.count += 1
        self.open.append((ordinal, found))
        return ordinal, len(around), around[-1] if around else None


def _number(found: tuple[Found, ...]) -> tuple[Loop, ...]:
    nests: dict[EnclosingFunction | None, _Nest] = {}
    loops: list[Loop] = []
    for one in found:
        ordinal, depth, parent = nests.setdefault(one.function, _Nest()).enter(one)
        statement = one.statement
        loops.append(
            Loop(
                LoopId("" if one.function is None else one.function.name, ordinal, one.digest),
                statement.kind,
                statement.span,
                statement.body,
                depth,
                parent,
                one.function,
                statement.induction_variable,
                statement.initialiser,
                statement.condition,
                statement.increment,
                one.algorithm,
                one.pragmas,
            )
        )
    return tuple(loops)


def _renumbered(loop: Loop, outside: int) -> Loop:
    if loop.function is not None:
        return loop
    identity = LoopId(loop.id.function, loop.id.ordinal + outside, loop.id.digest)
    return Loop(
        identity,
        loop.kind,
        loop.span,
        loop.body,
        loop.depth,
        None if loop.parent is None else loop.parent + outside,
        None,
        loop.induction_variable,
        loop.initialiser,
        loop.condition,
        loop.increment,
        loop.algorithm,
        loop.pragmas,
    )


def _moved(loops: tuple[Loop, ...], delta: int) -> tuple[Loop, ...]:
    moved: list[Loop] = []
    before: EnclosingFunction | None = None
    after: EnclosingFunction | None = None
    for loop in loops:
        function = loop.function
        if function is not before:
            before = after = function
            if function is not None:
                after = EnclosingFunction(
                    function.name,
                    _shift(function.span, delta),
                    _shift(function.body, delta),
                    function.is_template,
                )
        span = _shift(loop.span, delta)
        moved.append(
            Loop(
                loop.id,
                loop.kind,
                span,
                # The body of an algorithm is the call itself.
                span if loop.body is loop.span else _shift(loop.body, delta),
                loop.depth,
                loop.parent,
                after,
                loop.induction_variable,
                None if loop.initialiser is None else _shift(loop.initialiser, delta),
                None if loop.condition is None else _shift(loop.condition, delta),
                None if loop.increment is None else _shift(loop.increment, delta),
                loop.algorithm,
                tuple(Pragma(_shift(p.span, delta), p.text) for p in loop.pragmas),
            )
        )
    return tuple(moved)


_new_span = Span.__new__
_set = object.__setattr__


def _shift(span: Span, delta: int) -> Span:
    # Thousands of these are made at every keystroke: past the check of the constructor, which the
    # original has passed, it takes a third of the time.
    shifted = _new_span(Span)
    _set(shifted, "start", span.start + delta)
    _set(shifted, "end", span.end + delta)
    return shifted
