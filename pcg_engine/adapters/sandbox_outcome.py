"""What a supervised run under the launcher means as a ``RunOutcome``."""

from __future__ import annotations

import signal

from pcg_engine.adapters.launcher import read_report
from pcg_engine.adapters.supervision import Ended
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Exited, LimitReached, Limits, RunOutcome


def run_outcome(ended: Ended, limits: Limits) -> RunOutcome:
    """Limits the kernel enforced are told apart from the program's own end.

    Raises ``EnvironmentUnavailable`` if the sandbox itself could not start.
    """
    if ended.limit is not None:
        return LimitReached(ended.limit, ended.stdout, ended.stderr, ended.wall_seconds)
    report = read_report(ended.report)
    if report is None:
        message = ended.stderr.decode("utf-8", "replace").strip()
        raise EnvironmentUnavailable(
            "sandbox-failed",
            f"the sandbox could not start: {message or f'exit code {ended.returncode}'}",
            "run `pcg doctor` to see what this machine allows",
        )
    limit = _kernel_limit(report.code, report.cpu_seconds, limits)
    if limit is None and len(ended.stdout) + len(ended.stderr) > limits.output_bytes:
        limit = "output"
    if limit is not None:
        return LimitReached(limit, ended.stdout, ended.stderr, ended.wall_seconds)
    return Exited(report.code, ended.stdout, ended.stderr, ended.wall_seconds, report.cpu_seconds)


def _kernel_limit(code: int, cpu_seconds: float, limits: Limits) -> str | None:
    if code == -signal.SIGXCPU:
        return "cpu"
    if code == -signal.SIGKILL and cpu_seconds >= limits.cpu_seconds:
        return "cpu"
    if code == -signal.SIGXFSZ:
        return "file-size"
    return None
