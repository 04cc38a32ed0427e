"""What a project's command is given, and what is told of its end."""

from __future__ import annotations

from pathlib import Path

from pcg_engine.domain.project import ProjectCommands
from pcg_engine.ports import (
    FOR_STRANGERS,
    Cancellation,
    Exited,
    LimitReached,
    RunOutcome,
    RunRequest,
)
from pcg_engine.tools.project.commands import Failed, Succeeded, command_environment, run_command

COMMANDS = ProjectCommands(
    "/home/u/p", "make", environment=(("DATA", "small"), ("CXX", "icpx")), readable=("/opt/mkl",)
)


class OneAnswer:
    """``Sandbox`` that gives one answer to all, and keeps the last question."""

    guarantees = FOR_STRANGERS

    def __init__(self, answer: RunOutcome) -> None:
        self._answer = answer
        self.asked: RunRequest | None = None

    def run(self, request: RunRequest, cancellation: Cancellation) -> RunOutcome:
        del cancellation
        self.asked = request
        return self._answer


def _run(answer: RunOutcome) -> tuple[Succeeded | Failed, RunRequest]:
    sandbox = OneAnswer(answer)
    ran = run_command("make check", Path("/copy"), COMMANDS, 9.0, 4, sandbox, Cancellation())
    assert sandbox.asked is not None
    return ran, sandbox.asked


def test_the_copy_stands_in_the_place_of_the_project() -> None:
    ran, asked = _run(Exited(0, b"1 passed\n", b"a warning\n", 2.0, 3.0))

    assert ran == Succeeded("1 passed\na warning\n", 2.0, 3.0)
    assert (asked.scratch, asked.seen_as) == (Path("/copy"), Path("/home/u/p"))
    assert asked.working_folder == Path("/home/u/p")
    assert asked.argv == ("/bin/sh", "-c", "make check")
    assert asked.readable == (Path("/opt/mkl"),)
    assert asked.limits.wall_seconds == 9.0
    assert asked.environment["OMP_NUM_THREADS"] == "4"


def test_a_failure_tells_how_it_ended_and_the_end_of_what_was_written() -> None:
    lines = "".join(f"line {i}\n" for i in range(100)).encode()
    ran, _ = _run(Exited(2, lines, b"", 1.0, 1.0))

    assert isinstance(ran, Failed)
    assert ran.reason.startswith("`make check` exited with 2:\n")
    assert ran.reason.endswith("    line 99")
    assert "line 50" not in ran.reason


def test_a_signal_and_a_time_out_are_failures() -> None:
    killed, _ = _run(Exited(-11, b"", b"", 1.0, 1.0))
    late, _ = _run(LimitReached("wall", b"", b"still here\n", 9.0))

    assert killed == Failed("`make check` was killed by signal 11 and wrote nothing", 1.0)
    assert late == Failed("`make check` took more than 9 seconds:\n    still here", 9.0)


def test_little_of_the_users_environment_is_passed_on() -> None:
    user = {"PATH": "/own:/usr/bin", "CXX": "clang++", "API_KEY": "secret", "HOME": "/home/u"}

    given = command_environment(COMMANDS, 2, user)

    assert given == {
        "PATH": "/own:/usr/bin",
        "CXX": "icpx",
        "HOME": "/tmp",  # noqa: S108 -- the sandbox's own
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "2",
        "DATA": "small",
    }
