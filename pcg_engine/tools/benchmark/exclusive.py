"""Timing needs the machine for itself: one benchmark at a time, of this process and of others."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation

_WAIT_SECONDS = 0.05


class ExclusiveTiming:
    """A lock among the threads of this process and among the processes that name the same file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def hold(self, cancellation: Cancellation) -> Generator[None]:
        """Wait for the machine and keep it; raises ``Cancelled`` while waiting."""
        while not self._threads.acquire(timeout=_WAIT_SECONDS):
            cancellation.check()
        try:
            handle = self._open()
            try:
                while not _try_lock(handle):
                    cancellation.check()
                    cancellation.wait(_WAIT_SECONDS)
                yield
            finally:
                # Closing the file gives the lock back.
                os.close(handle)
        finally:
            self._threads.release()

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise EnvironmentUnavailable(
                "no-lock-file",
                f"the benchmark's lock file cannot be opened: {error}",
                "make the cache folder writable",
            ) from error


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
