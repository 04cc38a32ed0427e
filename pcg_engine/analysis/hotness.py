"""Which loops of a file are likely to be worth a programmer's time, without a profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.domain.facts import Cost


@dataclass(frozen=True, slots=True)
class Workload:
    """The static cost of a loop and how often the loops around it start it."""

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
