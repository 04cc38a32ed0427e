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
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation, Guarantee, RunOutcome, RunRequest

_STOP_SECONDS = 0.5
_KILL_SECONDS = 10.0
_OWN_PROCESSES = 1
"""The launcher, which runs as the same user."""

_BY_LIMITS = frozenset(
    {
        Guarantee.ENVIRONMENT,
        Guarantee.DESCRIPTORS,
        Guarantee.TASKS,
        Guarantee.OUTPUT,
        Guarantee.TIME,
    }
)
_BY_FILTER = frozenset(
    {Guarantee.NETWORK, Guarantee.PRIVILEGES, Guarantee.SYSTEM_CALLS, Guarantee.END}
)
"""Without the filter a program could end the launcher, which ends what is left of the program."""


class LimitedSandbox:
    """``Sandbox`` without namespaces: files and processes are those of the user.

    The whole environment is replaced, and the scratch folder is the working directory; neither
    ``readable`` nor ``hidden`` is enforced. Root gives the run a user of its own where that user
    can reach the files; elsewhere, for root, the number of processes is only watched.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._users = SpareUsers()

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        """See ``Sandbox``."""
        return _BY_LIMITS | _BY_FILTER if self._launcher.filters else _BY_LIMITS

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        """See ``Sandbox.run``."""
        if request.seen_as is not None:
            raise EnvironmentUnavailable(
                "no-isolation",
                "a copy of the project can only be put in its place by a full sandbox",
                "make bubblewrap work (pcg doctor says how)",
            )
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
        return run_outcome(ended, request.limits)

    def _user(self, request: RunRequest) -> int | None:
        # Unlike in a file system of its own, the way to each file counts here.
        needed = (*request.readable, request.scratch, self._launcher.path)
        if is_reachable_by_others(needed) and all(map(is_open_to_others, request.readable)):
            return self._users.take()
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Let the launcher kill its descendants; help it if it is slow."""
    process.send_signal(signal.SIGTERM)
    start = time.monotonic()
    while process.poll() is None and time.monotonic() - start < _KILL_SECONDS:
        time.sleep(0.005)
        # It goes last, else what is left would escape to whoever adopts orphans next.
        if time.monotonic() - start > _STOP_SECONDS:
            for pid in descendants(process.pid):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
    process.kill()


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
