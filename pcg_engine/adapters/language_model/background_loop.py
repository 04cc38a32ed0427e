"""One event loop on one thread of its own, so that blocking calls of many threads overlap."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from pcg_engine.domain.errors import Cancelled
from pcg_engine.ports import Cancellation

_Result = TypeVar("_Result")
_POLL_SECONDS = 0.05


class BackgroundLoop:
    """Runs coroutines for threads that wait; thread-safe. The thread starts with the first one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def run(
        self, begin: Callable[[], Coroutine[Any, Any, _Result]], cancellation: Cancellation
    ) -> _Result:
        """What the coroutine that ``begin`` makes returns or raises.

        Raises ``Cancelled`` as soon as ``cancellation`` is triggered or the loop closed; the
        coroutine is then cancelled too, wherever it waits.
        """
        cancellation.check()
        with self._lock:
            if self._closed:
                raise Cancelled
            future = asyncio.run_coroutine_threadsafe(begin(), self._started())
        try:
            while True:
                done, _ = concurrent.futures.wait((future,), timeout=_POLL_SECONDS)
                # An answer that came together with the cancellation is not wanted any more.
                cancellation.check()
                if done:
                    return future.result()
        except concurrent.futures.CancelledError:
            raise Cancelled from None
        finally:
            # Not only when cancelled: an interrupt from the keyboard arrives here as well.
            future.cancel()

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Cancel what still runs, run ``last``, and end the thread; later calls do nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        with suppress(concurrent.futures.CancelledError):
            asyncio.run_coroutine_threadsafe(_wind_up(last), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._loop.run_forever, name=self._name, daemon=True
            )
            self._thread.start()
        return self._loop


async def _wind_up(last: Callable[[], Coroutine[Any, Any, None]]) -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await last()
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.get_running_loop().shutdown_default_executor()
