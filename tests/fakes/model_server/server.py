"""The server itself: one thread a connection, on the loopback."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from http.server import ThreadingHTTPServer
from typing import Any, Self

from tests.fakes.model_server.behaviours import Behaviour, Received, Refuses
from tests.fakes.model_server.exchange import Exchange

Script = Sequence[Behaviour] | Callable[[Received], Behaviour]


class ModelServer:
    """Serves from construction until ``close``; a context manager.

    ``script`` is what happens to the requests for completions, in order, or a function (called by
    several threads) that decides. Parts of a request named in ``refuses`` are answered with an
    error like a vendor's, whatever the script says, and use nothing of it up.
    """

    def __init__(
        self,
        script: Script,
        *,
        models: Sequence[str] = ("test-model",),
        refuses: Collection[str] = (),
        port: int = 0,
    ) -> None:
        self.models = tuple(models)
        self.refuses = frozenset(refuses)
        self.requests: list[Received] = []
        """For completions, in the order of their arrival."""
        self._script = script
        self._changed = threading.Condition()
        self._hung_up = 0
        self._running = 0
        self._most_running = 0
        self._taken = 0
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), Exchange, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="model server"
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The base URL for clients."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def most_running(self) -> int:
        """The largest number of requests that were being answered at once."""
        with self._changed:
            return self._most_running

    def wait_for(self, *, requests: int = 0, hung_up: int = 0, running: int = 0) -> None:
        """Wait until that many have come, been dropped by their client, are being answered."""
        with self._changed:
            arrived = self._changed.wait_for(
                lambda: (
                    len(self.requests) >= requests
                    and self._hung_up >= hung_up
                    and self._running >= running
                ),
                timeout=20,
            )
        assert arrived, (
            f"{len(self.requests)} requests, {self._hung_up} dropped, {self._running} running"
        )

    def close(self) -> None:
        """Drop all connections and stop; waits for what runs."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.drop_connections()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- for the exchange ------------------------------------------------------------------------

    def received(self, request: Received) -> Behaviour:
        """Note ``request`` and say what happens to it."""
        with self._changed:
            self.requests.append(request)
            self._running += 1
            self._most_running = max(self._most_running, self._running)
            self._changed.notify_all()
            objection = self._objection(request)
            if objection is not None:
                return objection
            if not callable(self._script):
                if self._taken == len(self._script):
                    return Refuses(400, "the script of this test has come to its end")
                self._taken += 1
                return self._script[self._taken - 1]
        return self._script(request)

    def answered(self, *, hung_up: bool) -> None:
        """Note that a request is done with; whether its client went before."""
        with self._changed:
            self._running -= 1
            self._hung_up += hung_up
            self._changed.notify_all()

    def _objection(self, request: Received) -> Refuses | None:
        for part in sorted(self.refuses):
            if part == "system":
                if any(message.get("role") == "system" for message in request.messages):
                    return Refuses(400, "System role not supported by this chat template.")
            elif part in request.body:
                instead = " Use 'max_completion_tokens' instead." * (part == "max_tokens")
                told = f"Unsupported parameter: '{part}' is not supported with this model.{instead}"
                return Refuses(400, told, "unsupported_parameter", part)
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[Exchange], owner: ModelServer):
        self.owner = owner
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what is tested; anything else is a fault of this server."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def drop_connections(self) -> None:
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
