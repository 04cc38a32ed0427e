"""When the next request may be sent: limits of the endpoint, and waits between attempts."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pcg_engine.adapters.clock import SystemClock
from pcg_engine.ports import Clock

_MINUTE = 60.0
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0
LONGEST_WAIT = 60.0
"""Seconds that an endpoint may ask PCG to wait; a longer wait is the user's decision."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """Time as the client sees it; ``jitter`` draws from 0 to 1."""

    clock: Clock = SystemClock()
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random


def backoff(attempt: int, jitter: float) -> float:
    """Seconds before the attempt after the ``attempt``-th (from 0), which nothing else decides.

    Doubled from attempt to attempt, and drawn from the upper half, so that several clients that
    failed together do not come back together.
    """
    return min(_LONGEST_DELAY, _FIRST_DELAY * 2.0**attempt) * (0.5 + 0.5 * jitter)


class RateLimit:
    """At most ``per_minute`` requests begin in any minute (0: any number); for one event loop."""

    def __init__(self, per_minute: int, pacing: Pacing) -> None:
        self._per_minute = per_minute
        self._pacing = pacing
        self._begun: deque[float] = deque()
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Return when one more request may begin; turns are given in the order of asking."""
        if self._per_minute <= 0:
            return
        async with self._queue:
            while len(self._begun) >= self._per_minute:
                left = self._begun[0] + _MINUTE - self._pacing.clock.now()
                if left <= 0:
                    self._begun.popleft()
                else:
                    await self._pacing.sleep(left)
            self._begun.append(self._pacing.clock.now())
