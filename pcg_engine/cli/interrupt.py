"""Ctrl-C cancels the request instead of killing the process in the middle of something."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from pcg_engine.ports import Cancellation


@contextmanager
def interruptible() -> Generator[Cancellation]:
    """A cancellation that SIGINT and SIGTERM set; a second signal interrupts at once."""
    cancellation = Cancellation()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if cancellation.is_cancelled:
            raise KeyboardInterrupt
        cancellation.cancel()

    previous = {s: signal.signal(s, on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancellation
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
