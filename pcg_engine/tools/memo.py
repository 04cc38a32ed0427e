"""Values that are computed once and shared by threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from pcg_engine.ports import Cancellation

Value = TypeVar("Value")
_WAIT_SECONDS = 0.02


class Once(Generic[Value]):
    """A value computed by the first who asks, while the others wait.

    If the computation raises (cancelled, environment gone), nothing is kept: the next one tries.
    """

    def __init__(self, compute: Callable[[Cancellation], Value]) -> None:
        self._compute = compute
        self._lock = threading.Lock()
        self._values: list[Value] = []

    def get(self, cancellation: Cancellation) -> Value:
        """The value; raises what computing raises, and ``Cancelled`` while waiting."""
        if self._values:
            return self._values[0]
        while not self._lock.acquire(timeout=_WAIT_SECONDS):
            cancellation.check()
        try:
            if not self._values:
                self._values.append(self._compute(cancellation))
            return self._values[0]
        finally:
            self._lock.release()
