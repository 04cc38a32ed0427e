"""See the package."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from contextlib import suppress

from pcg_engine import __version__
from pcg_engine.adapters.scratch import Scratch
from pcg_engine.protocol.messages import Ready
from pcg_engine.worker.service import Worker, end_children

_NICENESS = 10


def main() -> int:
    """Serve until standard input ends."""
    logging.basicConfig(level=os.environ.get("PCG_LOG", "WARNING"), format="%(message)s")
    # What a library prints must not get among the events.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(OSError):
        os.nice(_NICENESS)
    # The editor's terminal may interrupt the whole group: the server decides what is stopped.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scratch = Scratch()
    worker = Worker(output, scratch)
    reading = threading.Thread(
        target=worker.read, args=(sys.stdin.buffer,), name="read", daemon=True
    )
    worker.tell(Ready(__version__, os.getpid()))
    reading.start()
    try:
        worker.serve()
    finally:
        end_children()
        scratch.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
