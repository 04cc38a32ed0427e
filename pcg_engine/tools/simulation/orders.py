"""The orders in which a candidate is run (pure): what OpenMP leaves open, decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Policy(IntEnum):
    """Who continues where several threads could; the numbers are those of the run-time."""

    ASCENDING = 0
    DESCENDING = 1
    ROUND_ROBIN = 2
    RANDOM = 3


class TaskPolicy(IntEnum):
    """When a task runs; the numbers are those of the run-time."""

    DEFERRED = 0
    IMMEDIATE = 1
    MIXED = 2


@dataclass(frozen=True, slots=True)
class Order:
    """One way to run a program.

    ``threads`` is what ``OMP_NUM_THREADS`` asks for, ``limit`` the thread limit, ``levels`` how
    many regions may be active inside each other. ``greedy``: static schedules round up.
    ``inside``: the function is called by one thread of a parallel region. ``preempt``: about how
    many accesses lie between two switches (0: only synchronisation switches).
    """

    threads: int
    policy: Policy = Policy.ASCENDING
    tasks: TaskPolicy = TaskPolicy.DEFERRED
    limit: int = 1 << 20
    levels: int = 1
    greedy: bool = False
    inside: bool = False
    preempt: int = 0
    seed: int = 1

    def encode(self) -> str:
        """What the run-time reads (``configuration.hpp``)."""
        return (
            f"{self.threads} {self.limit} {self.levels} {self.policy.value} {self.tasks.value} "
            f"{int(self.greedy)} {int(self.inside)} {self.preempt} {self.seed}"
        )

    @property
    def words(self) -> str:
        """For a person."""
        who = f"{self.threads} simulated thread{'s' if self.threads > 1 else ''}"
        limit = f" (no more than {self.limit})" if self.limit < self.threads else ""
        match self.policy:
            case Policy.ASCENDING:
                how = "lower numbers first"
            case Policy.DESCENDING:
                how = "higher numbers first"
            case Policy.ROUND_ROBIN:
                how = "in turn"
            case Policy.RANDOM:
                how = f"in random order {self.seed}"
        where = ", called from inside a region" if self.inside else ""
        return f"{who}{limit}, {how}{where}" if self.threads > 1 else who


SERIAL = Order(1, limit=1)
"""One thread, whatever is asked for: what the candidate does without any other order."""

FIRST = Order(3, Policy.ASCENDING)
"""The order that is run on every case, to see what each costs."""

USUAL = (
    Order(2, Policy.DESCENDING, TaskPolicy.DEFERRED),
    Order(5, Policy.RANDOM, TaskPolicy.MIXED, preempt=16),
    Order(3, Policy.ROUND_ROBIN, TaskPolicy.IMMEDIATE, greedy=True, levels=2),
    Order(2, Policy.RANDOM, TaskPolicy.DEFERRED, preempt=3, seed=2),
    Order(4, Policy.RANDOM, TaskPolicy.MIXED, limit=3, preempt=64, levels=3, seed=3),
    Order(7, Policy.DESCENDING, TaskPolicy.IMMEDIATE, greedy=True),
    Order(3, Policy.RANDOM, TaskPolicy.DEFERRED, preempt=7, seed=4),
    Order(16, Policy.ROUND_ROBIN, TaskPolicy.DEFERRED),
)
LARGE = (
    Order(257, Policy.ROUND_ROBIN, TaskPolicy.DEFERRED),
    Order(257, Policy.DESCENDING, TaskPolicy.MIXED),
    Order(67, Policy.RANDOM, TaskPolicy.DEFERRED, preempt=200, seed=5),
)
"""As many threads as a loop has iterations, and more."""
