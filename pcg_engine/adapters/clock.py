"""The machine's clock."""

from __future__ import annotations

import time


class SystemClock:
    """``Clock`` by ``time.monotonic``, in seconds."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        return time.monotonic()
