"""Runs one command of the project in a copy that stands where the project is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.project import ProjectCommands
from pcg_engine.ports import Cancellation, Exited, LimitReached, Limits, RunRequest, Sandbox

_SHELL = "/bin/sh"
_INHERITED = ("PATH", "CC", "CXX", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS")
_USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_TASKS = 4096
_FILE_BYTES = 64 << 30
_DISK_BYTES = 256 << 30
_OUTPUT_BYTES = 64 << 20
_SHOWN_LINES = 12
_SHOWN_BYTES = 2000


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The command exited with 0; ``output`` is both its streams."""

    output: str
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not; ``reason`` says how it ended, with the end of what it wrote."""

    reason: str
    seconds: float


def run_command(
    line: str,
    folder: Path,
    commands: ProjectCommands,
    seconds: float,
    threads: int,
    sandbox: Sandbox,
    cancellation: Cancellation,
) -> Succeeded | Failed:
    """Run the shell command ``line`` in ``folder``, which it sees as the project's root.

    ``seconds`` bounds it; OpenMP gets ``threads``. Raises ``EnvironmentUnavailable`` if the sandbox
    cannot show the copy in the project's place.
    """
    request = RunRequest(
        argv=(_SHELL, "-c", line),
        scratch=folder,
        readable=tuple(Path(one) for one in commands.readable),
        environment=command_environment(commands, threads, os.environ),
        limits=_limits(seconds),
        seen_as=Path(commands.root),
    )
    match sandbox.run(request, cancellation):
        case Exited(code=0) as ended:
            told = _text(ended.stdout) + _text(ended.stderr)
            return Succeeded(told, ended.wall_seconds, ended.cpu_seconds)
        case Exited(code=code, stdout=stdout, stderr=stderr, wall_seconds=wall):
            how = f"was killed by signal {-code}" if code < 0 else f"exited with {code}"
            return Failed(f"`{line}` {how}{_end_of(stdout, stderr)}", wall)
        case LimitReached(limit=limit, stdout=stdout, stderr=stderr, wall_seconds=wall):
            how = f"took more than {seconds:g} seconds" if limit == "wall" else _beyond(limit)
            return Failed(f"`{line}` {how}{_end_of(stdout, stderr)}", wall)


def command_environment(
    commands: ProjectCommands, threads: int, user: Mapping[str, str]
) -> dict[str, str]:
    """The whole environment of a command: a few variables of the ``user``, and the project's."""
    environment = {
        "PATH": _USUAL_PATH,
        **{name: user[name] for name in _INHERITED if user.get(name)},
        "HOME": "/tmp",  # noqa: S108 -- the sandbox's own, empty
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": str(threads),
    }
    if user.get("OMP_WAIT_POLICY"):
        environment["OMP_WAIT_POLICY"] = user["OMP_WAIT_POLICY"]
    return environment | dict(commands.environment)


def _limits(seconds: float) -> Limits:
    processors = os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Limits(
        wall_seconds=seconds,
        cpu_seconds=seconds * processors,
        memory_bytes=memory * 9 // 10,
        processes=_TASKS,
        file_bytes=_FILE_BYTES,
        disk_bytes=_DISK_BYTES,
        output_bytes=_OUTPUT_BYTES,
        address_space=False,
    )


def _beyond(limit: str) -> str:
    return f"went beyond the sandbox's limit of {limit}"


def _end_of(stdout: bytes, stderr: bytes) -> str:
    """The end of what was written, of the stream that errors go to if there is anything."""
    told = _text(stderr).strip() or _text(stdout).strip()
    if not told:
        return " and wrote nothing"
    lines = told[-_SHOWN_BYTES:].splitlines()[-_SHOWN_LINES:]
    return ":\n" + "\n".join(f"    {line}" for line in lines)


def _text(written: bytes) -> str:
    return written.decode("utf-8", "replace")
