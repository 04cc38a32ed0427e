"""Which loops of a file are likely to be worth a programmer's time, without a profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.domain.ast import Call, Function, TranslationUnit
from pcg_engine.domain.facts import Cost, LoopFacts
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import all_expressions

_MOST_EXECUTIONS = 1e15


@dataclass(frozen=True, slots=True)
class Workload:
    """The static cost of a loop and how often the loops around it start it, its callers' too."""

    cost: Cost
    executions: float = 1.0

    @property
    def operations(self) -> float:
        """Assumed operations of all executions; a byte moved counts as a quarter of one."""
        per_iteration = self.cost.operations + self.cost.bytes / 4
        return per_iteration * self.cost.trip_count * self.executions


def rank(workloads: Sequence[Workload]) -> tuple[float, ...]:
    """Hotness of each loop in 0..1: its share of the work of the file's costliest loop."""
    totals = [w.operations for w in workloads]
    most = max(totals, default=0.0)
    return tuple(0.0 if most <= 0 else total / most for total in totals)


def executions(unit: TranslationUnit, nests: Sequence[LoopFacts]) -> Mapping[str, float]:
    """How often each function of ``unit`` is called, by key, for one call of those nobody calls.

    Calls in loops count as often as these are assumed to run. What functions that call each other
    in a circle add to that is not counted.
    """
    loops: dict[str, list[tuple[Span, float]]] = {}
    for nest in nests:
        if nest.function_key is not None:
            loops.setdefault(nest.function_key, []).extend(_trips(nest))
    callers: dict[str, list[tuple[str, float]]] = {}
    for function in unit.functions.values():
        for callee, times in _calls(function, loops.get(function.key, ())):
            callers.setdefault(callee, []).append((function.key, times))
    known: dict[str, float] = {}
    waiting: set[str] = set()

    def count(key: str) -> float:
        if key not in known:
            waiting.add(key)
            calls = [one for one in callers.get(key, ()) if one[0] not in waiting]
            total = sum(times * count(caller) for caller, times in calls)
            waiting.discard(key)
            known[key] = min(max(total, 1.0), _MOST_EXECUTIONS)
        return known[key]

    return {key: count(key) for key in unit.functions}


def _trips(nest: LoopFacts) -> Iterator[tuple[Span, float]]:
    yield nest.loop.span, 1.0 if nest.cost is None else nest.cost.trip_count
    for child in nest.children:
        yield from _trips(child)


def _calls(function: Function, loops: Sequence[tuple[Span, float]]) -> Iterator[tuple[str, float]]:
    """The functions that ``function`` calls, and how often in each of its own calls."""
    if function.body is None:
        return
    for expression in all_expressions(function.body):
        if isinstance(expression, Call) and expression.callee_key is not None:
            times = 1.0
            for span, trips in loops:
                if span.contains(expression.span):
                    times *= trips
            yield expression.callee_key, times
