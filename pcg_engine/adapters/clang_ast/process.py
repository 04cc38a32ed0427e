"""Runs clang: output to files (dumps are large), cancellation by polling, no shell."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation

_POLL_SECONDS = 0.004
_LARGEST_OUTPUT = 1 << 30


@dataclass(frozen=True, slots=True)
class Finished:
    """A clang run that is over; ``limit`` names what it was killed for (``time``, ``output``)."""

    returncode: int
    stdout: bytes
    stderr: str
    limit: str | None = None


def run_clang(
    argv: list[str], directory: Path, cancellation: Cancellation, seconds: float
) -> Finished:
    """Run ``argv`` in ``directory``; the whole process group is gone when this returns."""
    cancellation.check()
    environment = {**os.environ, "LC_ALL": "C"}
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        try:
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                cwd=directory if directory.is_dir() else None,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise EnvironmentUnavailable(
                "no-clang",
                f"{argv[0]} cannot be run: {error.strerror}",
                "install clang 16 or later, or set its path; `pcg doctor` shows what was found",
            ) from error
        deadline = time.monotonic() + seconds
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
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        stdout.seek(0)
        stderr.seek(0)
        returncode = process.wait()
        told = stderr.read().decode("utf-8", "replace")
        if limit is not None:
            return Finished(returncode, b"", told, limit)
        return Finished(returncode, stdout.read(), told)
