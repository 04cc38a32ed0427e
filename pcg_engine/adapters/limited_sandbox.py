"""Resource limits and a kill that leaves nothing behind, where no namespaces can be had."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from pcg_engine.adapters.launcher import Launcher
from pcg_engine.adapters.process_tree import descendants, usage
from pcg_engine.adapters.sandbox_outcome import run_outcome
from pcg_engine.adapters.spare_users import (
    SpareUsers,
    give,
    is_open_to_others,
    is_reachable_by_others,
)
from pcg_engine.adapters.supervision import supervise
from pcg_engine.ports import Cancellation, Guarantee, RunOutcome, RunRequest

_STOP_SECONDS = 0.5
_OWN_PROCESSES = 1
"""The launcher, which runs as the same user."""

GUARANTEES = frozenset(
    {
        Guarantee.ENVIRONMENT,
        Guarantee.DESCRIPTORS,
        Guarantee.OUTPUT,
        Guarantee.TIME,
        Guarantee.TASKS,
    }
)


class LimitedSandbox:
    """``Sandbox`` without isolation: network and files are those of the user.

    It promises the limits of the request, the whole environment replaced, the scratch folder as
    working directory, and that the processes are gone afterwards. ``readable`` is not enforced.
    Root gives the run a user of its own where that user can reach the files; elsewhere, for root,
    the number of processes is only watched.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._users = SpareUsers()

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        """See ``Sandbox``."""
        return GUARANTEES

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        """See ``Sandbox.run``."""
        uid = self._user(request)
        if uid is not None:
            give(request.scratch, uid)
        ended = supervise(
            lambda status_fd: self._launcher.command(
                request,
                status_fd,
                uid=uid,
                adopt=True,
                processes=request.limits.processes + _OWN_PROCESSES + _processes_of_user(),
            ),
            request.environment,
            request.scratch,
            request.stdin,
            request.limits,
            _kill,
            cancellation,
        )
        # A program that killed the launcher may have left children in its session.
        _kill_group(ended.pid)
        return run_outcome(ended, request.limits)

    def _user(self, request: RunRequest) -> int | None:
        # Unlike in a file system of its own, the way to each file counts here.
        needed = (*request.readable, request.scratch, self._launcher.path)
        if is_reachable_by_others(needed) and all(map(is_open_to_others, request.readable)):
            return self._users.take()
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Let the launcher kill its descendants; do it from here if it does not."""
    process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            _kill_group(process.pid)
            return
        time.sleep(0.005)
    _kill_group(process.pid)
    left = descendants(process.pid)
    while left:
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        left = [pid for pid in descendants(process.pid) if pid not in left]
    process.kill()


def _kill_group(leader: int) -> None:
    """Kill the session's first group, and wait until it has gone."""
    deadline = time.monotonic() + _STOP_SECONDS
    with suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < deadline:
            os.killpg(leader, signal.SIGKILL)
            time.sleep(0.002)


def _processes_of_user() -> int:
    """``RLIMIT_NPROC`` counts all tasks of the user, so what runs already must be added."""
    user = os.getuid()
    if user == 0:
        return 0
    processes = (path for path in Path("/proc").iterdir() if path.name.isdigit())
    return usage([int(path.name) for path in processes if _owner(path) == user]).threads


def _owner(process: Path) -> int:
    try:
        return process.stat().st_uid
    except OSError:
        return -1
