"""Runs one command under a watch: output, time, memory, disk, processes, cancellation."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.disk_usage import cut_deep_folders, kept_bytes
from pcg_engine.adapters.process_tree import descendants, proportional_bytes, usage
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation, Limits

_CANCELLATION_SECONDS = 0.02
_FIRST_WATCH_SECONDS = 0.01
_WATCH_SECONDS = 0.05
_WATCH_SHARE = 50
"""The watch may take one part in so many of a core's time: timed runs go on beside it."""
_DRAIN_SECONDS = 2.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Ended:
    """A supervised command that is gone with all its descendants.

    ``limit`` names the limit for which it was killed, if it was; ``report`` is what was written
    to the status descriptor. ``wall_seconds`` end with the command, or when it was told to.
    """

    limit: str | None
    returncode: int
    stdout: bytes
    stderr: bytes
    report: bytes
    wall_seconds: float


def supervise(
    command: Callable[[int], tuple[str, ...]],
    environment: Mapping[str, str],
    directory: Path,
    stdin: bytes,
    limits: Limits,
    kill: Callable[[subprocess.Popen[bytes]], None],
    cancellation: Cancellation,
) -> Ended:
    """Run ``command(status_fd)`` in a session of its own, in ``directory``, and wait for it.

    ``directory`` is the scratch folder, whose size is watched. ``kill`` ends the process and
    everything it started. Raises ``Cancelled`` (after ``kill``) and ``EnvironmentUnavailable`` if
    the command cannot be started.
    """
    cancellation.check()
    start = time.monotonic()
    with _input(stdin) as input_fd, _start(command, environment, directory, input_fd) as running:
        watch = _Watch(running.process, directory, limits, start)
        streams = _Streams(running)
        finished = False
        limit = None
        try:
            limit = streams.follow(watch, limits, cancellation)
            finished = limit is None and streams.have_ended and _has_ended(running.process)
            seconds = time.monotonic() - start
        finally:
            if not finished:
                kill(running.process)
            # The streams end when the last process that holds them has gone.
            streams.drain(limits)
            cut_deep_folders(directory)
        if limit is None and kept_bytes(directory, (), limits.disk_bytes) > limits.disk_bytes:
            limit = "disk"
        if not _has_ended(running.process):
            raise EnvironmentUnavailable(
                "cannot-kill",
                f"process {running.process.pid} could not be ended",
                "end it by hand; it hangs inside the kernel or belongs to another user",
            )
        return Ended(
            limit,
            running.process.returncode,
            bytes(streams.stdout),
            bytes(streams.stderr),
            bytes(streams.report),
            seconds,
        )


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_DRAIN_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Running:
    process: subprocess.Popen[bytes]
    stdout_fd: int
    stderr_fd: int
    status_fd: int


class _Streams:
    """Collects what the command writes, up to the limit."""

    def __init__(self, running: _Running) -> None:
        self.stdout = bytearray()
        self.stderr = bytearray()
        self.report = bytearray()
        self._process = running.process
        self._selector = selectors.DefaultSelector()
        for descriptor, buffer in (
            (running.stdout_fd, self.stdout),
            (running.stderr_fd, self.stderr),
            (running.status_fd, self.report),
        ):
            os.set_blocking(descriptor, False)
            self._selector.register(descriptor, selectors.EVENT_READ, buffer)

    @property
    def have_ended(self) -> bool:
        """Whether nobody is left who could write."""
        return not self._selector.get_map()

    def follow(self, watch: _Watch, limits: Limits, cancellation: Cancellation) -> str | None:
        """Read until every stream has ended or a limit is reached, whose name is returned."""
        while not self.have_ended:
            self._read(_CANCELLATION_SECONDS)
            cancellation.check()
            if len(self.stdout) + len(self.stderr) > limits.output_bytes:
                return "output"
            limit = watch.exceeded()
            if limit is not None:
                return limit
            if self._process.poll() is not None:
                # Nobody supervised is left; a stream that is still open belongs to a stray.
                return None
        return None

    def drain(self, limits: Limits) -> None:
        """Read what is left after the end, then cut to the limit."""
        deadline = time.monotonic() + _DRAIN_SECONDS
        while not self.have_ended and time.monotonic() < deadline:
            self._read(_CANCELLATION_SECONDS)
            if len(self.stdout) + len(self.stderr) > 2 * limits.output_bytes + _CHUNK:
                break
        del self.stdout[limits.output_bytes :]
        del self.stderr[limits.output_bytes :]
        self._selector.close()

    def _read(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            try:
                chunk = os.read(key.fd, _CHUNK)
            except BlockingIOError:
                continue
            if chunk:
                key.data.extend(chunk)
            else:
                self._selector.unregister(key.fd)


class _Watch:
    """Looks at the process tree now and then, at a bounded cost."""

    def __init__(
        self, process: subprocess.Popen[bytes], scratch: Path, limits: Limits, start: float
    ) -> None:
        self._pid = process.pid
        self._scratch = scratch
        self._limits = limits
        self._deadline = start + limits.wall_seconds
        self._next = start + _FIRST_WATCH_SECONDS

    def exceeded(self) -> str | None:
        now = time.monotonic()
        if now > self._deadline:
            return "wall"
        if now < self._next:
            return None
        reached = self._reached()
        cost = time.monotonic() - now
        self._next = now + max(_WATCH_SECONDS, _WATCH_SHARE * cost)
        return reached

    def _reached(self) -> str | None:
        limits = self._limits
        pids = descendants(self._pid)
        seen = usage(pids)
        if seen.cpu_seconds > limits.cpu_seconds:
            return "cpu"
        # The launcher and the sandbox's own process come on top.
        if seen.threads > limits.processes + 4:
            return "processes"
        # Pages that processes share are in the sum more than once; telling them apart takes time.
        if (
            seen.resident_bytes > limits.memory_bytes
            and proportional_bytes(pids) > limits.memory_bytes
        ):
            return "memory"
        if kept_bytes(self._scratch, pids, limits.disk_bytes) > limits.disk_bytes:
            return "disk"
        return None


@contextmanager
def _input(stdin: bytes) -> Generator[int]:
    descriptor = os.memfd_create("stdin") if stdin else os.open(os.devnull, os.O_RDONLY)
    try:
        if stdin:
            with open(descriptor, "wb", closefd=False) as file:
                file.write(stdin)
            os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _start(
    command: Callable[[int], tuple[str, ...]],
    environment: Mapping[str, str],
    directory: Path,
    input_fd: int,
) -> Generator[_Running]:
    with _pipe() as stdout, _pipe() as stderr, _pipe() as status:
        argv = command(status.write_fd)
        try:
            process = subprocess.Popen(
                argv,
                stdin=input_fd,
                stdout=stdout.write_fd,
                stderr=stderr.write_fd,
                cwd=directory,
                env=dict(environment),
                pass_fds=(status.write_fd,),
                start_new_session=True,
            )
        except OSError as error:
            raise EnvironmentUnavailable(
                "cannot-start", f"{argv[0]} could not be started: {error}", "run `pcg doctor`"
            ) from error
        for pipe in (stdout, stderr, status):
            pipe.close_write()
        with process:
            yield _Running(process, stdout.read_fd, stderr.read_fd, status.read_fd)


class _Pipe:
    """A pipe whose reading end stays and whose writing end goes to the command."""

    def __init__(self) -> None:
        self.read_fd, self.write_fd = os.pipe()
        self._writable = True

    def close_write(self) -> None:
        """Leave the writing end to the command, so that its end can be seen."""
        if self._writable:
            self._writable = False
            os.close(self.write_fd)


@contextmanager
def _pipe() -> Generator[_Pipe]:
    pipe = _Pipe()
    try:
        yield pipe
    finally:
        pipe.close_write()
        os.close(pipe.read_fd)
