"""Interruptions end a command cleanly: no process and no file is left, however often they come."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from types import FrameType

from pcg_engine.adapters.process_tree import descendants
from pcg_engine.ports import Cancellation

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_SECONDS = 2.0
"""Time in which work that was told to stop ends by itself."""


@contextmanager
def interruptible(leave: Callable[[], None]) -> Generator[Cancellation]:
    """A cancellation that SIGINT, SIGTERM and SIGHUP set; no process is left afterwards.

    What does not stop within a moment, or before a second signal, is not waited for: its
    processes are killed, and ``leave`` is called, which cleans up, says why, and ends the process.
    Nothing is thrown into the midst of running code. A signal that the caller ignores (as
    ``nohup`` does) stays ignored.
    """
    cancellation = Cancellation()
    strangers = frozenset(descendants(os.getpid()))
    is_main = threading.current_thread() is threading.main_thread()
    watch = _Watch(cancellation, strangers, leave) if is_main else None
    try:
        yield cancellation
    finally:
        if watch is not None:
            watch.end()
        # Threads that prepare something nobody waits for any more.
        cancellation.cancel()
        _kill_all(strangers)


class _Watch:
    """A thread that is told of signals by the interpreter's own handler, at once.

    The main thread may be busy, or hold the very lock that setting the flag needs.
    """

    def __init__(
        self, cancellation: Cancellation, strangers: frozenset[int], leave: Callable[[], None]
    ) -> None:
        self._cancellation = cancellation
        self._strangers = strangers
        self._leave = leave
        self._ended = threading.Event()
        self._told, self._telling = os.pipe()
        os.set_blocking(self._telling, False)
        os.set_blocking(self._told, True)
        self._former = {
            number: signal.signal(number, _do_nothing)
            for number in _SIGNALS
            if signal.getsignal(number) is not signal.SIG_IGN
        }
        self._former_descriptor = signal.set_wakeup_fd(self._telling, warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._run, name="interrupts", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Give the signals back. From here on the command is cleaning up: let it."""
        self._ended.set()
        signal.set_wakeup_fd(self._former_descriptor)
        os.write(self._telling, b"\0")
        self._thread.join()
        for number, handler in self._former.items():
            signal.signal(number, handler)
        os.close(self._told)
        os.close(self._telling)

    def _run(self) -> None:
        if not self._next():
            return
        self._cancellation.cancel()
        patience = threading.Timer(_GRACE_SECONDS, os.write, (self._telling, b"\1"))
        patience.daemon = True
        patience.start()
        again = self._next()
        patience.cancel()
        patience.join()
        if again:
            _kill_all(self._strangers)
            self._leave()

    def _next(self) -> bool:
        """Wait for a signal; false if the command has ended."""
        os.read(self._told, 1)
        return not self._ended.is_set()


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    """The watching thread has been told already."""


def _kill_all(strangers: frozenset[int]) -> None:
    """Kill every process that the command started and that is still there."""
    left = [pid for pid in descendants(os.getpid()) if pid not in strangers]
    for pid in left:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
