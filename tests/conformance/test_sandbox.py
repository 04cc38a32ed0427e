"""What runs in a sandbox get and what is reported of them.

``test_sandbox_promises`` tries to break what the adapters promise; this is about all the rest.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox, Unusable, probe
from pcg_engine.adapters.launcher import Launcher, build_launcher
from pcg_engine.adapters.limited_sandbox import LimitedSandbox
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import (
    Cancellation,
    Exited,
    Guarantee,
    LimitReached,
    Limits,
    RunOutcome,
    RunRequest,
    Sandbox,
)
from tests.conftest import toolchain

pytestmark = pytest.mark.needs("gxx")

_GXX = Tool("g++", "")
_SOON = Limits(wall_seconds=10, cpu_seconds=10, memory_bytes=512 << 20, processes=16)


@dataclass(frozen=True)
class Cell:
    """A sandbox, the hostile program inside, and its scratch folder."""

    sandbox: Sandbox
    program: Path
    scratch: Path

    @property
    def is_full(self) -> bool:
        return Guarantee.FILES in self.sandbox.guarantees

    def run(
        self,
        *words: str,
        limits: Limits = _SOON,
        environment: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        cancellation: Cancellation | None = None,
    ) -> RunOutcome:
        request = RunRequest(
            (str(self.program), *words),
            self.scratch,
            (self.program,),
            environment or {},
            stdin,
            limits,
        )
        return self.sandbox.run(request, cancellation or Cancellation())

    def prints(self, *words: str) -> str:
        outcome = self.run(*words)
        assert isinstance(outcome, Exited), outcome
        assert outcome.code == 0, outcome
        return outcome.stdout.decode().strip()


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Launcher:
    return build_launcher(_GXX, tmp_path_factory.mktemp("launcher"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("hostile") / "hostile"
    source = Path(__file__).with_name("hostile.cpp")
    compiler = shutil.which("g++")
    assert compiler is not None
    subprocess.run([compiler, "-O1", str(source), "-o", str(program)], check=True)
    return program


@pytest.fixture(params=[pytest.param("full", marks=pytest.mark.needs("bubblewrap")), "limited"])
def cell(request: pytest.FixtureRequest, launcher: Launcher, hostile: Path, tmp_path: Path) -> Cell:
    scratch = tmp_path / "scratch"
    scratch.mkdir(mode=0o700)
    if request.param == "limited":
        return Cell(LimitedSandbox(launcher), hostile, scratch)
    bubblewrap = toolchain().bubblewrap
    assert bubblewrap is not None
    sandbox = probe(bubblewrap, launcher)
    assert isinstance(sandbox, BubblewrapSandbox), sandbox
    return Cell(sandbox, hostile, scratch)


# --- what it hides -------------------------------------------------------------------------------


def test_files_outside(cell: Cell, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    if cell.is_full:
        assert cell.prints("read", str(secret)) == "No such file or directory"
        assert cell.prints("read", str(Path.home())) == "No such file or directory"
        assert cell.prints("read", "/etc/passwd") == "No such file or directory"
        for place in (tmp_path / "new", Path("/new"), Path("/usr/new"), Path("/dev/new")):
            cell.prints("write", str(place))
            assert not place.exists()
        # A place of its own, gone with the run.
        own = Path("/tmp") / tmp_path.name  # noqa: S108 -- the name is what is tested
        assert cell.prints("write", str(own)) == "done"
        assert not own.exists()
    else:
        # Without a file system of its own it sees what the user sees.
        assert cell.prints("read", "/etc/passwd") == "done"


def test_readable_is_not_writable(cell: Cell, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "file").write_text("x")
    request = RunRequest(
        (str(cell.program), "read", str(given / "file")),
        cell.scratch,
        (cell.program, given),
        limits=_SOON,
    )
    outcome = cell.sandbox.run(request, Cancellation())
    assert isinstance(outcome, Exited)
    assert outcome.stdout == b"done\n"
    write = replace(request, argv=(str(cell.program), "write", str(given / "new")))
    outcome = cell.sandbox.run(write, Cancellation())
    assert isinstance(outcome, Exited)
    assert (given / "new").exists() is (outcome.stdout == b"done\n")
    if cell.is_full:
        assert not (given / "new").exists()


def test_a_copy_stands_in_the_place_of_a_folder(cell: Cell, tmp_path: Path) -> None:
    place = tmp_path / "project"
    place.mkdir()
    (place / "own").write_text("the user's")
    (cell.scratch / "copied").write_text("x")
    request = RunRequest(
        (str(cell.program), "read", str(place / "copied")),
        cell.scratch,
        (cell.program,),
        limits=_SOON,
        seen_as=place,
    )
    if not cell.is_full:
        with pytest.raises(EnvironmentUnavailable):
            cell.sandbox.run(request, Cancellation())
        return

    def prints(*words: str) -> bytes:
        argv = (str(cell.program), *words)
        outcome = cell.sandbox.run(replace(request, argv=argv), Cancellation())
        assert isinstance(outcome, Exited)
        return outcome.stdout

    assert prints("read", str(place / "copied")) == b"done\n"
    assert prints("read", "copied") == b"done\n"
    assert prints("read", str(place / "own")) == b"No such file or directory\n"
    assert prints("read", str(cell.scratch)) == b"No such file or directory\n"
    assert prints("write", str(place / "new")) == b"done\n"
    assert (cell.scratch / "new").exists()
    assert sorted(one.name for one in place.iterdir()) == ["own"]


def test_scratch_is_writable_and_stays(cell: Cell) -> None:
    assert cell.prints("write", "relative") == "done"
    assert cell.prints("write", str(cell.scratch / "absolute")) == "done"
    assert sorted(path.name for path in cell.scratch.iterdir()) == ["absolute", "relative"]
    # What a run wrote can be read by the next one and by PCG.
    (cell.scratch / "relative").write_text("x")
    assert cell.prints("read", "relative") == "done"


def test_what_others_may_not_read_can_still_be_given(cell: Cell, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "file").write_text("x")
    (closed / "file").chmod(0o600)
    request = RunRequest(
        (str(cell.program), "read", str(closed / "file")),
        cell.scratch,
        (cell.program, closed),
        limits=_SOON,
    )
    outcome = cell.sandbox.run(request, Cancellation())
    assert isinstance(outcome, Exited)
    assert outcome.stdout == b"done\n"


def test_environment_is_replaced(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCG_TEST_SECRET", "s3cret")
    request = RunRequest(("/usr/bin/env",), cell.scratch, (), {"A": "1", "B": "x y=z"})
    outcome = cell.sandbox.run(request, Cancellation())
    assert isinstance(outcome, Exited)
    variables = dict(line.split("=", 1) for line in outcome.stdout.decode().splitlines())
    variables.pop("PWD", None)
    assert variables == {"A": "1", "B": "x y=z"}


# --- what it bounds ------------------------------------------------------------------------------


def _limited(outcome: RunOutcome) -> str:
    assert isinstance(outcome, LimitReached), outcome
    return outcome.limit


def test_fork_bomb(cell: Cell) -> None:
    outcome = cell.run("fork-bomb")
    match outcome:
        case Exited(stdout=stdout):
            assert 0 < int(stdout) <= _SOON.processes + 4
        case LimitReached(limit=limit):
            assert limit == "processes"


@pytest.mark.parametrize("address_space", [True, False])
def test_memory(cell: Cell, address_space: bool) -> None:
    limits = Limits(
        wall_seconds=20, memory_bytes=128 << 20, processes=16, address_space=address_space
    )
    outcome = cell.run("allocate", str(4 << 30), limits=limits)
    if address_space:
        assert isinstance(outcome, Exited)
        assert outcome.stdout == b"Cannot allocate memory\n"
    else:
        assert _limited(outcome) == "memory"


def test_memory_files_are_bounded(cell: Cell) -> None:
    if not cell.is_full:
        # It has no memory file system of its own; scratch is on the user's disk.
        assert cell.prints("write", str(cell.scratch / "file")) == "done"
        return
    script = "cat /dev/zero > /dev/shm/a; cat /dev/zero > /tmp/a; cat /dev/shm/a /tmp/a | wc -c"
    request = RunRequest(
        ("/bin/sh", "-c", script), cell.scratch, environment={"PATH": "/usr/bin:/bin"}
    )
    outcome = cell.sandbox.run(request, Cancellation())
    assert isinstance(outcome, Exited)
    assert 0 < int(outcome.stdout) <= 512 << 20


def test_output(cell: Cell) -> None:
    limits = Limits(output_bytes=100_000)
    outcome = cell.run("flood", limits=limits)
    assert _limited(outcome) == "output"
    assert outcome.stdout == b"x" * 100_000


def test_file_size(cell: Cell) -> None:
    limits = Limits(file_bytes=1 << 20)
    assert _limited(cell.run("fill-file", limits=limits)) == "file-size"
    assert (cell.scratch / "large").stat().st_size == 1 << 20


def test_cpu_time(cell: Cell) -> None:
    limits = Limits(wall_seconds=20, cpu_seconds=1)
    assert _limited(cell.run("spin", limits=limits)) == "cpu"
    assert _limited(cell.run("spin-twice", limits=limits)) == "cpu"


def test_wall_time(cell: Cell) -> None:
    outcome = cell.run("sleep", limits=Limits(wall_seconds=0.3))
    assert _limited(outcome) == "wall"
    assert 0.3 <= outcome.wall_seconds < 5


def _marked(marker: str) -> list[int]:
    """Processes with ``marker`` among their arguments."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if marker.encode() in words:
                found.append(int(folder.name))
    return found


@pytest.mark.parametrize("words", [("children", "5"), ("sleep",)])
def test_nothing_is_left_behind(cell: Cell, words: tuple[str, ...], tmp_path: Path) -> None:
    marker = tmp_path.name
    outcome = cell.run(*words, marker, limits=Limits(wall_seconds=0.5))
    assert outcome.wall_seconds < 10
    assert _marked(marker) == []


# --- what it reports -----------------------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 1, 66, 126, 127, 134, 139, 255])
def test_exit_codes(cell: Cell, code: int) -> None:
    outcome = cell.run("exit", str(code))
    assert isinstance(outcome, Exited)
    assert outcome.code == code


@pytest.mark.parametrize(
    "number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGKILL, signal.SIGTERM]
)
def test_signals(cell: Cell, number: signal.Signals) -> None:
    outcome = cell.run("signal", str(int(number)))
    assert isinstance(outcome, Exited)
    assert outcome.code == -number


def test_the_end_cannot_be_forged(cell: Cell) -> None:
    outcome = cell.run("forge-report")
    assert isinstance(outcome, Exited)
    assert outcome.code == 7


def test_the_launcher_cannot_be_killed(cell: Cell) -> None:
    assert cell.prints("kill-launcher") == "Operation not permitted"


def test_standard_streams(cell: Cell) -> None:
    data = bytes(range(256)) * 5000
    outcome = cell.run("echo", stdin=data)
    assert isinstance(outcome, Exited)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, data, b"")


def test_cpu_time_is_told(cell: Cell) -> None:
    script = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"
    outcome = cell.sandbox.run(RunRequest(("/bin/sh", "-c", script), cell.scratch), Cancellation())
    assert isinstance(outcome, Exited)
    assert 0 < outcome.cpu_seconds <= outcome.wall_seconds + 0.05


def test_address_space_randomization_can_be_switched_off(cell: Cell) -> None:
    assert cell.prints("no-randomization", str(cell.program), "read", "/dev/null") == "done"


def test_a_missing_program_is_the_environments_fault(cell: Cell) -> None:
    with pytest.raises(EnvironmentUnavailable) as caught:
        cell.sandbox.run(RunRequest(("/nonexistent/program",), cell.scratch), Cancellation())
    assert caught.value.code == "cannot-start"


def test_cancellation_is_prompt(cell: Cell, tmp_path: Path) -> None:
    cancellation = Cancellation()
    timer = threading.Timer(0.2, cancellation.cancel)
    timer.start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        cell.run("sleep", tmp_path.name, limits=Limits(wall_seconds=60), cancellation=cancellation)
    assert time.monotonic() - start < 10
    assert _marked(tmp_path.name) == []


def test_two_runs_at_a_time_have_limits_of_their_own(cell: Cell, tmp_path: Path) -> None:
    outcomes: list[RunOutcome] = []

    def run(number: int) -> None:
        scratch = tmp_path / f"scratch{number}"
        scratch.mkdir(mode=0o700)
        mine = replace(cell, scratch=scratch)
        outcomes.append(mine.run("children", "9", limits=Limits(wall_seconds=5, processes=24)))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(outcome) for outcome in outcomes] == [Exited, Exited]


def test_bubblewrap_that_does_not_work_is_found_out(launcher: Launcher, tmp_path: Path) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    broken.chmod(0o755)
    answer = probe(Tool(str(broken), ""), launcher)
    assert isinstance(answer, Unusable)
    assert "No permissions to create new namespace" in answer.reason


def test_bubblewrap_that_does_not_isolate_is_found_out(launcher: Launcher, tmp_path: Path) -> None:
    feigned = tmp_path / "bwrap"
    feigned.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    feigned.chmod(0o755)
    assert isinstance(probe(Tool(str(feigned), ""), launcher), Unusable)


@pytest.mark.needs("bubblewrap")
def test_a_kernel_without_filters_gives_less_and_still_runs(
    launcher: Launcher, hostile: Path, tmp_path: Path
) -> None:
    plain = replace(launcher, filters=False)
    bubblewrap = toolchain().bubblewrap
    assert bubblewrap is not None
    probed = probe(bubblewrap, plain)
    assert isinstance(probed, BubblewrapSandbox), probed
    for sandbox in (probed, LimitedSandbox(plain)):
        assert Guarantee.SYSTEM_CALLS not in sandbox.guarantees
        scratch = tmp_path / type(sandbox).__name__
        scratch.mkdir(mode=0o700)
        assert Cell(sandbox, hostile, scratch).prints("write", "file") == "done"


def test_a_compiler_that_cannot_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentUnavailable) as caught:
        build_launcher(Tool("/nonexistent/g++", ""), tmp_path)
    assert caught.value.code == "no-launcher"
    assert "/nonexistent/g++" in caught.value.message
