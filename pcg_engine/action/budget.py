"""The budget of a request: one deadline that bounds everything."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from pcg_engine.ports import Cancellation, Clock


class Budget:
    """Seconds that a request may take; as a context manager it cancels its flag when they are over.

    ``cancellation`` is a child of the request's: whoever works under it stops at the deadline or
    when the user cancels; ``is_spent`` tells the two apart.
    """

    def __init__(self, seconds: float, clock: Clock, request: Cancellation) -> None:
        self._clock = clock
        self._deadline = clock.now() + seconds
        self.cancellation = request.child()
        self._timer = threading.Timer(seconds, self.cancellation.cancel)
        self._timer.daemon = True

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._deadline - self._clock.now())

    def share(self, parts: int) -> Callable[[], bool]:
        """Whether one of ``parts`` equal parts of what remains now is still unspent, when asked."""
        until = self._clock.now() + self.remaining / parts
        return lambda: self._clock.now() < until

    @property
    def is_spent(self) -> bool:
        """Whether the deadline has passed."""
        return self.remaining <= 0.0

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
