"""Tries every promise of one sandbox, as the user that this process is."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pcg_engine.domain.errors import Cancelled
from pcg_engine.ports import Cancellation, Exited, Guarantee, Limits, RunRequest, Sandbox
from tests.conformance.sandbox.appetites import APPETITES, Appetite
from tests.conformance.sandbox.outside import SECRET_VARIABLE, Outside, outside

FAMILIES = (
    Guarantee.ENVIRONMENT,
    Guarantee.DESCRIPTORS,
    Guarantee.NETWORK,
    Guarantee.FILES,
    Guarantee.WRITES,
    Guarantee.PROCESSES,
    Guarantee.DEVICES,
    Guarantee.PRIVILEGES,
    Guarantee.SYSTEM_CALLS,
)
"""What the intruder tries; the glutton tries the rest."""

_LIMITS = Limits(wall_seconds=20, cpu_seconds=10, processes=32, disk_bytes=64 << 20)
_PATIENCE = 10.0
_EXITING = 0x4
"""``PF_EXITING`` of Linux, in the flags of ``/proc/PID/stat``."""
_PENDING = re.compile(r"(SigPnd|ShdPnd):")
_SECRET = "an-unlikely-secret-value"


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found: for each promise that was tried, how it was broken (nothing: it held)."""

    claimed: frozenset[Guarantee]
    broken: Mapping[Guarantee, tuple[str, ...]]

    @property
    def failures(self) -> list[str]:
        """Every way in which a promise was broken."""
        return [f"{guarantee}: {way}" for guarantee, ways in self.broken.items() for way in ways]

    def verdict(self, guarantee: Guarantee) -> str:
        """The table's word for ``guarantee``."""
        if guarantee not in self.claimed:
            return "not promised"
        return "FAILED" if self.broken.get(guarantee) else "holds"


@dataclass(frozen=True, slots=True)
class Programs:
    """The two hostile programs, built."""

    intruder: Path
    glutton: Path


@dataclass(slots=True)
class Examiner:
    """Runs the hostile programs in ``sandbox``; ``folder`` is an empty one of the user's own."""

    sandbox: Sandbox
    programs: Programs
    folder: Path
    home: Path
    broken: dict[Guarantee, list[str]] = field(default_factory=dict[Guarantee, list[str]])

    def examine(self) -> Examination:
        """Try what is promised; what is not promised is not tried, since it could do harm."""
        claimed = self.sandbox.guarantees
        os.environ[SECRET_VARIABLE] = _SECRET
        for family in FAMILIES:
            if family in claimed:
                self._intrude(family)
        for appetite in APPETITES:
            if appetite.guarantee in claimed:
                self._feed(appetite)
        if Guarantee.END in claimed:
            self._cancel()
            self._kill_the_caller()
        found = {guarantee: tuple(ways) for guarantee, ways in self.broken.items()}
        return Examination(claimed, found)

    def _intrude(self, family: Guarantee) -> None:
        with self._outside() as reachable, self._scratch() as scratch:
            program = self.programs.intruder
            request = RunRequest(
                (str(program), family.value),
                scratch,
                (program,),
                {"GIVEN": "1"},
                reachable.description,
                _LIMITS,
            )
            outcome = self.sandbox.run(request, Cancellation())
            if not isinstance(outcome, Exited) or outcome.code != 0:
                self._tell(family, f"the intruder did not end well: {outcome}")
                return
            for line in parse(outcome.stdout):
                if line.got:
                    self._tell(family, f"{line.name}: {line.detail}")
            for damage in reachable.damage():
                self._tell(family, damage)

    def _feed(self, appetite: Appetite) -> None:
        with self._scratch() as scratch:
            marker = scratch.parent.name
            outcome = self.sandbox.run(
                self._glutton(scratch, appetite.word, appetite.limits), Cancellation()
            )
            wrong = appetite.judge(outcome)
            if wrong is not None:
                self._tell(appetite.guarantee, f"{appetite.name}: {wrong}")
            if outcome.wall_seconds > appetite.limits.wall_seconds + _PATIENCE:
                self._tell(appetite.guarantee, f"{appetite.name}: took {outcome.wall_seconds} s")
            self._look_for_leftovers(appetite.guarantee, appetite.name, marker)

    def _cancel(self) -> None:
        with self._scratch() as scratch:
            cancellation = Cancellation()
            timer = threading.Timer(0.3, cancellation.cancel)
            timer.start()
            start = time.monotonic()
            try:
                self.sandbox.run(
                    self._glutton(scratch, "leave-busy-and-stay", _LIMITS), cancellation
                )
                self._tell(Guarantee.END, "cancellation was not heard")
            except Cancelled:
                pass
            timer.join()
            if time.monotonic() - start > _PATIENCE:
                self._tell(Guarantee.END, "cancellation took long")
            self._look_for_leftovers(Guarantee.END, "cancellation", scratch.parent.name)

    def _kill_the_caller(self) -> None:
        with self._scratch() as scratch:
            marker = scratch.parent.name
            caller = os.fork()
            if caller == 0:
                try:
                    self.sandbox.run(
                        self._glutton(scratch, "leave-busy-and-stay", _LIMITS), Cancellation()
                    )
                finally:
                    os._exit(0)
            # Some of it must have been there, or nothing was tried.
            started = _wait_until(lambda: len(_marked(marker, self.programs.glutton)) == 3)
            os.kill(caller, signal.SIGKILL)
            os.waitpid(caller, 0)
            if not started:
                self._tell(Guarantee.END, "killed caller: the program did not start")
            if not _wait_until(lambda: not _marked(marker)):
                self._tell(Guarantee.END, f"killed caller: left {_marked(marker)}")
                for pid in _marked(marker):
                    os.kill(pid, signal.SIGKILL)

    def _look_for_leftovers(self, guarantee: Guarantee, name: str, marker: str) -> None:
        left = [pid for pid in _marked(marker) if not _is_dying(pid)]
        if left:
            self._tell(guarantee, f"{name}: left {len(left)} processes behind")
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        if _zombies():
            self._tell(guarantee, f"{name}: left {len(_zombies())} zombies")

    def _glutton(self, scratch: Path, word: str, limits: Limits) -> RunRequest:
        program = self.programs.glutton
        return RunRequest(
            (str(program), word, scratch.parent.name), scratch, (program,), limits=limits
        )

    def _tell(self, guarantee: Guarantee, way: str) -> None:
        self.broken.setdefault(guarantee, []).append(way)

    @contextmanager
    def _outside(self) -> Generator[Outside]:
        with (
            tempfile.TemporaryDirectory(dir=self.folder) as folder,
            outside(Path(folder), self.home) as reachable,
        ):
            yield reachable

    @contextmanager
    def _scratch(self) -> Generator[Path]:
        folder = Path(tempfile.mkdtemp(prefix="pcg-run-", dir=self.folder))
        # As wiring does: a run may have another user.
        folder.chmod(0o755)
        scratch = folder / "scratch"
        scratch.mkdir(mode=0o777)
        try:
            yield scratch
        finally:
            # Whatever a program made there, Python can remove it.
            shutil.rmtree(folder)


def unconfined(programs: Programs, family: Guarantee, folder: Path, home: Path) -> frozenset[str]:
    """What the intruder gets of ``family`` without any sandbox: the suite's own control."""
    os.environ[SECRET_VARIABLE] = _SECRET
    with tempfile.TemporaryDirectory(dir=folder) as scratch, outside(folder, home) as reachable:
        finished = subprocess.run(
            (programs.intruder, family.value),
            input=reachable.description,
            cwd=scratch,
            capture_output=True,
            check=True,
            pass_fds=(reachable.inherited,),
        )
        got = {line.name for line in parse(finished.stdout) if line.got}
        return frozenset(got | set(reachable.damage()))


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the intruder says of one attempt."""

    name: str
    got: bool
    detail: str


def parse(output: bytes) -> list[Attempt]:
    """The intruder's output; raises ``ValueError`` unless it was written to the end."""
    *lines, last = output.decode("utf-8", "replace").splitlines()
    if last != "done":
        raise ValueError(f"the intruder stopped after {last!r}")
    words = [line.split("\t", 2) for line in lines]
    return [Attempt(name, got == "got", detail) for name, got, detail in words]


def _marked(marker: str, program: Path | None = None) -> list[int]:
    """Processes (of ``program``) that have ``marker`` among their arguments."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if marker.encode() in words and (program is None or words[0] == os.fsencode(program)):
                found.append(int(folder.name))
    return found


def _is_dying(pid: int) -> bool:
    """Whether the process runs no more code of its own: it was killed, or is being taken apart."""
    try:
        fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
        status = Path("/proc", str(pid), "status").read_text()
    except OSError:
        return True
    pending = [int(line.split()[1], 16) for line in status.splitlines() if _PENDING.match(line)]
    is_killed = any(mask >> (signal.SIGKILL - 1) & 1 for mask in pending)
    return is_killed or fields[0] in "ZX" or bool(int(fields[6]) & _EXITING)


def _zombies() -> list[int]:
    found: list[int] = []
    for children in Path("/proc/self/task").glob("*/children"):
        for pid in children.read_text().split():
            try:
                state = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state == "Z":
                found.append(int(pid))
    return found


def _wait_until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
