"""The launcher: a small C program that sets limits, starts a program and reports how it ended."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import RunRequest

_SOURCE = Path(__file__).with_name("launcher.c")
_PARTS = (Path(__file__).with_name("system_call_filter.h"),)
_BUILD_SECONDS = 60.0
_TRIAL_SECONDS = 10.0
_UNLIMITED = "-1"


@dataclass(frozen=True, slots=True)
class Launcher:
    """A built launcher; ``command`` puts it before a program's own arguments.

    ``filters`` tells whether it can refuse system calls on this machine (found by trying).
    """

    path: Path
    filters: bool

    def command(
        self,
        request: RunRequest,
        status_fd: int,
        *,
        processes: int,
        uid: int | None = None,
        adopt: bool = False,
    ) -> tuple[str, ...]:
        """The program of ``request`` in its scratch folder and under its limits.

        ``processes`` becomes ``RLIMIT_NPROC``, which may have to be more than the limit asked
        for. ``uid`` is the user to become; with ``adopt`` the launcher ends what the program
        leaves behind, and everything if this process dies.
        """
        limits = request.limits
        return (
            str(self.path),
            str(status_fd),
            _UNLIMITED if uid is None else str(uid),
            str(limits.memory_bytes) if limits.address_space else _UNLIMITED,
            str(max(1, round(limits.cpu_seconds))),
            str(limits.file_bytes),
            str(processes),
            "1" if self.filters else "0",
            str(os.getpid()) if adopt else "0",
            str(request.working_folder),
            *request.argv,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """How the program ended: ``code`` (negative: the signal) and the CPU time it took."""

    code: int
    cpu_seconds: float


def build_launcher(compiler: Tool, folder: Path) -> Launcher:
    """Compile the launcher into ``folder`` (made if missing), or take the one built before.

    Raises ``EnvironmentUnavailable`` if ``compiler`` (a gcc or clang driver) cannot build it.
    """
    source = b"".join(part.read_bytes() for part in (_SOURCE, *_PARTS))
    digest = hashlib.sha256(source + compiler.version.encode()).hexdigest()[:16]
    path = folder / f"launcher-{digest}"
    if path.exists():
        return Launcher(path, _filters(path))
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{path.name}.{os.getpid()}"
    message = ""
    for link in (("-static",), ()):
        command = (compiler.path, "-x", "c", "-std=gnu11", "-O1", "-s", *link)
        try:
            built = subprocess.run(
                (*command, str(_SOURCE), "-o", str(unfinished)),
                capture_output=True,
                check=False,
                timeout=_BUILD_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            message = str(error)
            continue
        if built.returncode == 0:
            unfinished.chmod(0o755)
            unfinished.replace(path)
            return Launcher(path, _filters(path))
        message = built.stderr.decode("utf-8", "replace").strip()
    raise EnvironmentUnavailable(
        "no-launcher",
        f"the sandbox's launcher could not be built with {compiler.path}: {message}",
        "check that this compiler can build and link a small C program (libc development files)",
    )


def _filters(path: Path) -> bool:
    try:
        trial = subprocess.run((path, "filters"), check=False, timeout=_TRIAL_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return trial.returncode == 0


def read_report(report: bytes) -> Report | None:
    """What the launcher wrote about the program.

    ``None`` if the launcher never ran, which is the sandbox's failure and not the program's.
    Raises ``EnvironmentUnavailable`` if the program could not be started.
    """
    lines = report.decode("ascii", "replace").splitlines()
    if not lines:
        return None
    words = lines[-1].split()
    failures = [line.removeprefix("E ") for line in lines if line.startswith("E ")]
    if failures:
        reason = os.strerror(int(failures[0]))
        raise EnvironmentUnavailable(
            "cannot-start", f"the program could not be started: {reason}", "run `pcg doctor`"
        )
    if len(words) != 3:
        # Only what runs under the launcher can have killed it.
        return Report(-signal.SIGKILL, 0.0)
    return Report(os.waitstatus_to_exitcode(int(words[0])), (int(words[1]) + int(words[2])) / 1e6)
