"""The full sandbox: no network, a private file system, an own process namespace (bubblewrap)."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.launcher import Launcher
from pcg_engine.adapters.process_tree import descendants
from pcg_engine.adapters.sandbox_outcome import run_outcome
from pcg_engine.adapters.spare_users import SpareUsers, give, is_open_to_others
from pcg_engine.adapters.supervision import supervise
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import (
    Cancellation,
    Exited,
    Guarantee,
    LimitReached,
    Limits,
    RunOutcome,
    RunRequest,
)

_SYSTEM_FOLDERS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SYSTEM_FILES = ("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d")
_TMP = Path("/tmp")  # noqa: S108 -- the sandbox's own, empty
_TMP_BYTES = 256 << 20
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- likewise
_SHARED_MEMORY_BYTES = 64 << 20
_PROBE_SECONDS = 10.0
_OWN_PROCESSES = 3
"""bubblewrap outside, its first process inside, the launcher: the limit counts them too."""

_BY_FILTER = frozenset(
    {Guarantee.NETWORK, Guarantee.PRIVILEGES, Guarantee.SYSTEM_CALLS, Guarantee.MEMORY}
)
"""Namespaces alone leave some sockets, further namespaces, and memory that no process owns."""

_TRIAL = """
! test -e '{secret}' || exit 11
! test -e /etc/passwd || exit 12
test $(grep -c : /proc/net/dev) -le 1 || exit 13
set -- /proc/[0-9]*
test $# -le 4 || exit 14
! (: > /usr/pcg-probe) 2>/dev/null || exit 15
grep -q '^CapEff:.0*$' /proc/self/status || exit 16
grep -q '^NoNewPrivs:.1$' /proc/self/status || exit 17
grep -q '^Seccomp:.{filtered}$' /proc/self/status || exit 18
echo works > file && cat file
"""


@dataclass(frozen=True, slots=True)
class Unusable:
    """bubblewrap does not work on this machine; ``reason`` says what it answered."""

    reason: str


class BubblewrapSandbox:
    """``Sandbox`` with full isolation. Made by ``probe``, which runs it once."""

    def __init__(self, bubblewrap: Tool, launcher: Launcher) -> None:
        self._bubblewrap = bubblewrap
        self._launcher = launcher
        self._users = SpareUsers()

    @property
    def guarantees(self) -> frozenset[Guarantee]:
        """See ``Sandbox``: an instance that cannot keep the rest is never made."""
        every = frozenset(Guarantee)
        return every if self._launcher.filters else every - _BY_FILTER

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        """See ``Sandbox.run``.

        Root gives the run a user of its own, and to that user the scratch folder; unless something
        in ``readable`` is closed to others, then the number of processes is watched instead.
        """
        uid = self._user(request)
        if uid is not None:
            give(request.scratch, uid)
        ended = supervise(
            lambda status_fd: (
                *self._arguments(request, uid),
                *self._launcher.command(
                    request,
                    status_fd,
                    processes=request.limits.processes + _OWN_PROCESSES,
                    uid=uid,
                ),
            ),
            {},
            request.scratch,
            request.stdin,
            request.limits,
            _kill,
            cancellation,
        )
        return run_outcome(ended, request.limits)

    def _user(self, request: RunRequest) -> int | None:
        return self._users.take() if all(map(is_open_to_others, _met(request.readable))) else None

    def _arguments(self, request: RunRequest, uid: int | None) -> tuple[str, ...]:
        arguments = [
            self._bubblewrap.path,
            *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
            *("--unshare-cgroup-try", "--die-with-parent", "--new-session"),
            *("--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv"),
        ]
        if uid is None:
            # Root can do without; anyone else gets the other namespaces only with it.
            arguments += ["--unshare-user-try"]
        else:
            # The launcher uses them up when it changes the user.
            arguments += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        for name, value in request.environment.items():
            arguments += ["--setenv", name, value]
        arguments += _system_mounts(request.limits)
        arguments += _own_mounts((*request.readable, self._launcher.path), request)
        arguments += _covers(request.hidden)
        arguments += ["--remount-ro", "/", "--chdir", "/", "--"]
        return tuple(arguments)


def probe(
    bubblewrap: Tool, launcher: Launcher, folder: Path | None = None
) -> BubblewrapSandbox | Unusable:
    """A sandbox that has been seen to work: to start and to confine a shell.

    It is tried what a shell can try; the conformance suite tries the rest.

    The trial is made in ``folder``, or else in the user's temporary folder.
    Containers, and distributions that forbid user namespaces, answer ``Unusable``.
    """
    sandbox = BubblewrapSandbox(bubblewrap, launcher)
    with tempfile.TemporaryDirectory(prefix="pcg-probe-", dir=folder) as outside:
        secret = Path(outside, "secret")
        secret.write_bytes(b"")
        scratch = Path(outside, "scratch")
        scratch.mkdir(mode=0o700)
        script = _TRIAL.format(secret=secret, filtered="2" if launcher.filters else "[0-2]")
        request = RunRequest(
            argv=("/bin/sh", "-c", script),
            scratch=scratch,
            environment={"PATH": "/usr/bin:/bin"},
            limits=Limits(wall_seconds=_PROBE_SECONDS, cpu_seconds=_PROBE_SECONDS),
        )
        try:
            outcome = sandbox.run(request, Cancellation())
        except EnvironmentUnavailable as error:
            return Unusable(error.message)
    match outcome:
        case Exited(code=0, stdout=b"works\n"):
            return sandbox
        case Exited(code=code, stderr=stderr):
            message = stderr.decode("utf-8", "replace").strip()
            return Unusable(f"a trial run ended with {code}: {message or 'it did not isolate'}")
        case LimitReached(limit=limit):
            return Unusable(f"a trial run reached its {limit} limit")


def _system_mounts(limits: Limits) -> list[str]:
    arguments = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for name in _SYSTEM_FOLDERS:
        folder = Path(name)
        if folder.is_symlink():
            arguments += ["--symlink", str(folder.readlink()), name]
        elif folder.is_dir():
            arguments += ["--ro-bind", name, name]
    arguments += ["--perms", "0755", "--dir", "/etc"]
    for name in _SYSTEM_FILES:
        arguments += ["--ro-bind-try", name, name]
    # Memory files count for no process, so they are bounded by themselves.
    for folder, size in ((_TMP, _TMP_BYTES), (_SHARED_MEMORY, _SHARED_MEMORY_BYTES)):
        bounded = min(size, limits.memory_bytes)
        arguments += ["--perms", "1777", "--size", str(bounded), "--tmpfs", str(folder)]
    return [*arguments, "--remount-ro", "/dev"]


def _own_mounts(readable: tuple[Path, ...], request: RunRequest) -> list[str]:
    mounts = {path.absolute(): ("--ro-bind", str(path.absolute())) for path in readable}
    mounts[request.working_folder] = ("--bind", str(request.scratch.absolute()))
    arguments: list[str] = []
    provided = {Path("/usr")}
    # A folder before what is mounted inside it.
    for path in sorted(mounts, key=lambda path: len(path.parts)):
        # bubblewrap gives the folders on the way the mode that they have outside, where they may
        # be closed to the user that the program becomes.
        for parent in list(reversed(path.parents))[1:]:
            if parent != _TMP and not any(parent.is_relative_to(mounted) for mounted in provided):
                arguments += ["--perms", "0755", "--dir", str(parent)]
        arguments += [*mounts[path], str(path)]
        provided.add(path)
    return arguments


def _met(readable: tuple[Path, ...]) -> Iterator[Path]:
    """What is mounted, and the folders that lead to it inside another mount.

    Those on the way to a mount are bubblewrap's own.
    """
    for path in readable:
        yield path
        yield from (
            parent
            for parent in path.parents
            if any(parent.is_relative_to(mounted) for mounted in readable)
        )


def _covers(hidden: tuple[Path, ...]) -> list[str]:
    arguments: list[str] = []
    for path in hidden:
        if path.is_dir() and not path.is_symlink():
            arguments += ["--perms", "0555", "--tmpfs", str(path), "--remount-ro", str(path)]
        elif path.is_file() and not path.is_symlink():
            arguments += ["--ro-bind", "/dev/null", str(path)]
    return arguments


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the namespace's first process, with which the kernel ends all the others."""
    for pid in descendants(process.pid):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    process.kill()
