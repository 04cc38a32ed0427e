"""A worker process as the server has one, in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pcg_engine.protocol.codec import decode_event, encode_message
from pcg_engine.protocol.messages import Event, Final, Message, Ready

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """The process, and what it has said so far."""

    process: subprocess.Popen[bytes]
    events: list[Event] = field(default_factory=list[Event])

    def send(self, message: Message) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode_message(message))
        self.process.stdin.flush()

    def receive(self) -> Event:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the worker has gone"
        self.events.append(decode_event(line))
        return self.events[-1]

    def final(self, number: int) -> Final:
        """The event that answers request ``number``."""
        while True:
            event = self.receive()
            if isinstance(event, Final) and event.id == number:
                return event


@contextmanager
def running_worker(folder: Path) -> Generator[WorkerProcess]:
    """A worker that is at home in ``folder``; it must end, and leave no files behind."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "TMPDIR": str(folder / "scratch"),
    }
    (folder / "scratch").mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "pcg_engine.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        worker = WorkerProcess(process)
        assert isinstance(worker.receive(), Ready)
        yield worker
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_SECONDS) in (0, 1)
    assert list((folder / "scratch").iterdir()) == []


def wait_for_its_processes(folder: Path) -> None:
    """Wait until nothing runs that names ``folder``: what a worker there started does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while found := _processes_that_name(folder):
        assert time.monotonic() < end, found
        time.sleep(0.05)


def _processes_that_name(folder: Path) -> list[str]:
    found: list[str] = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                line = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in line:
                found.append(line.decode("utf-8", "replace"))
    return found
