"""Programs that end when PCG does, even if PCG is killed: for what runs outside the sandbox."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager

# The reader waits for the end of standard input, which comes when nobody holds the other end any
# more. In a process group of its own, so that `kill 0` ends the program with all it started.
_SCRIPT = """\
exec 3<&0
{ read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 &
exec 3<&-
"$@" </dev/null &
wait $!
"""


def guarded(argv: Sequence[str]) -> list[str]:
    """``argv`` under a shell that kills its process group when standard input ends.

    To be started in a session of its own, with ``switch`` as standard input.
    """
    return ["/bin/sh", "-c", _SCRIPT, "pcg", *argv]


@contextmanager
def switch() -> Generator[int]:
    """The reading end of a pipe whose other end only this process holds."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(writing)
        os.close(reading)
