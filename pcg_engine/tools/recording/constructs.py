"""The numbers by which markers and run-time name constructs and roles (see ``tracker.hpp``)."""

from __future__ import annotations

from enum import IntEnum


class Construct(IntEnum):
    """An OpenMP construct as the recorder sees it."""

    PARALLEL = 1
    LOOP = 2
    SIMD = 3
    SINGLE = 4
    MASTER = 5
    CRITICAL = 6
    ATOMIC = 7
    ATOMIC_READ = 8
    NOWAIT_LOOP = 9
    NOWAIT_SINGLE = 10


class VariableRole(IntEnum):
    """How a variable takes part in a construct."""

    SHARED = 1
    PRIVATE = 2
    FIRSTPRIVATE = 3
    LASTPRIVATE = 4
    REDUCTION = 5
    INDUCTION = 6
    PER_THREAD = 7
    FIRST_LASTPRIVATE = 8
