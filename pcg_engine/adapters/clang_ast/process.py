"""Runs clang on texts that are trusted: output to files (dumps are large), no shell."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pcg_engine.adapters.dead_mans_switch import guarded, switch
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation

_POLL_SECONDS = 0.004
_KILL_SECONDS = 2.0
_LARGEST_OUTPUT = 1 << 30


@dataclass(frozen=True, slots=True)
class Finished:
    """A clang run that is over; ``limit`` names what it was killed for (``time``, ``output``)."""

    returncode: int
    stdout: bytes
    stderr: str
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class ClangCall:
    """One run of clang.

    It writes into ``writable`` only, a folder of its own, and reads ``readable`` and what belongs
    to the file ``origin``, where there is one. Paths are absolute; ``directory`` is where the
    flags were given.
    """

    argv: tuple[str, ...]
    directory: Path
    writable: Path
    seconds: float
    readable: tuple[Path, ...] = ()
    origin: Path | None = None


class ClangRunner(Protocol):
    """Runs clang."""

    def run(self, call: ClangCall, cancellation: Cancellation) -> Finished:
        """Run to the end or a limit; nothing of it is left when this returns."""
        ...


class TrustingClang:
    """``ClangRunner`` for the user's own texts: no sandbox, the user's environment."""

    def run(self, call: ClangCall, cancellation: Cancellation) -> Finished:
        """See ``ClangRunner``; raises ``EnvironmentUnavailable`` if there is no such clang."""
        cancellation.check()
        if shutil.which(call.argv[0]) is None:
            raise EnvironmentUnavailable(
                "no-clang",
                f"{call.argv[0]} cannot be run",
                "install clang 16 or later, or set its path; `pcg doctor` shows what was found",
            )
        environment = {**os.environ, "LC_ALL": "C"}
        with (
            tempfile.TemporaryFile() as stdout,
            tempfile.TemporaryFile() as stderr,
            switch() as stdin,
        ):
            try:
                process = subprocess.Popen(
                    guarded(call.argv),
                    stdin=stdin,
                    stdout=stdout,
                    stderr=stderr,
                    cwd=call.directory if call.directory.is_dir() else None,
                    env=environment,
                    start_new_session=True,
                )
            except OSError as error:
                raise EnvironmentUnavailable(
                    "cannot-start",
                    f"{call.argv[0]} cannot be run: {error.strerror}",
                    "close some programs, or wait until others have ended",
                ) from error
            deadline = time.monotonic() + call.seconds
            limit: str | None = None
            try:
                while process.poll() is None and limit is None:
                    cancellation.wait(_POLL_SECONDS)
                    cancellation.check()
                    if time.monotonic() > deadline:
                        limit = "time"
                    elif os.fstat(stdout.fileno()).st_size > _LARGEST_OUTPUT:
                        limit = "output"
            finally:
                finished = process.returncode is not None
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                if not finished:
                    _wait_for_group(process.pid)
            stdout.seek(0)
            stderr.seek(0)
            returncode = process.wait()
            told = stderr.read().decode("utf-8", "replace")
            if limit is not None:
                return Finished(returncode, b"", told, limit)
            return Finished(returncode, stdout.read(), told)


def _wait_for_group(leader: int) -> None:
    """Wait until a killed process group has gone."""
    deadline = time.monotonic() + _KILL_SECONDS
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(leader, signal.SIGKILL)
            time.sleep(_POLL_SECONDS)
