"""Two copies of the user's project: one as it is, one in which candidates are tried."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self, assert_never

from pcg_engine.action.checks import Laboratory
from pcg_engine.action.openmp_switch import OpenMPSwitch, find_switch
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError
from pcg_engine.domain.events import Event, ProjectStepFinished, ProjectStepStarted
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.project import (
    ApplicationSpeedup,
    BuildChange,
    ProjectCommands,
    ProjectStep,
    StepName,
)
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.planning.openmp_build.propose import BuildQuestion
from pcg_engine.ports import Cancellation, Guarantee, TreeCopier
from pcg_engine.syntax.splice import apply_edits, unified_diff
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.project.bench import BenchPair, compare_benches
from pcg_engine.tools.project.commands import Failed, Succeeded, run_command
from pcg_engine.tools.project.loop_timer import (
    REPORT_NAME,
    loop_times,
    was_reached,
    with_timers,
)
from pcg_engine.tools.project.measure import cost_of
from pcg_engine.tools.project.openmp_use import OpenMPUse, openmp_use

_SHARE_RUNS = 3
_LARGEST_REPORT = 1 << 20


@dataclass(frozen=True, slots=True)
class Project:
    """The user's project, and who copies it."""

    commands: ProjectCommands
    copier: TreeCopier


class ProjectSite:
    """The copies of ``project`` for one request about ``source``, and what is run in them.

    Everything runs in the sandbox, which shows a copy in the place of the user's tree: absolute
    paths in build folders stay right, and nothing of the user's is written to.
    """

    def __init__(
        self,
        project: Project,
        source: SourceText,
        command: CompileCommand,
        settings: Settings,
        laboratory: Laboratory,
        cancellation: Cancellation,
        emit: Callable[[Event], None],
    ) -> None:
        """Raises ``UsageError`` if ``source`` is not in the project or nothing would be learnt.

        Raises ``EnvironmentUnavailable`` if there is no full sandbox.
        """
        self.commands = project.commands
        self.steps: list[ProjectStep] = []
        self.changes: tuple[BuildChange, ...] = ()
        self._edited: dict[Path, bytes] = {}
        self._copier = project.copier
        self._source = source
        self._command = command
        self._settings = settings
        self._laboratory = laboratory
        self._cancellation = cancellation
        self._emit = emit
        root = Path(self.commands.root)
        self._place = _place_in(root, Path(source.path))
        folder = laboratory.instruments.workspace / "project"
        self._original = folder / "original"
        self._candidate = folder / "candidate"
        self._require_sense()

    def _require_sense(self) -> None:
        if not (self.commands.test or self.commands.bench):
            raise UsageError(
                "no-tests",
                f"neither tests nor a benchmark of the project are known ({self.commands.origin})",
                'name test = "…" or bench = "…" in [project] of its .pcg.toml',
            )
        missing = {Guarantee.FILES, Guarantee.WRITES} - (
            self._laboratory.instruments.sandbox.guarantees
        )
        if missing:
            raise EnvironmentUnavailable(
                "no-isolation",
                "a project's commands are run in a full sandbox only, which shows them a copy in "
                "the place of your files, and there is none here",
                "make bubblewrap work (pcg doctor says how)",
            )

    def prepare(self) -> OpenMPSwitch:
        """Copy the project, build and test it as it is, and copy that; how OpenMP is switched on.

        Raises ``UsageError`` if it does not build, its tests fail or its benchmark does, or if
        nobody knows how it is built with OpenMP: nothing could be said of a candidate then.
        """
        root = Path(self.commands.root)
        unwanted = (
            *map(Path, self.commands.left_out),
            self._laboratory.instruments.workspace,
        )
        with self._step(StepName.COPY, "") as step:
            self._copier.copy(root, self._original, unwanted, self._cancellation)
            step.succeeded = True
        try:
            is_same = (self._original / self._place).read_bytes() == self._source.data
        except OSError:
            is_same = False
        if not is_same:
            raise UsageError(
                "stale",
                f"{self._source.path} was changed meanwhile, or is left out of the project's copy",
                "run the command again",
            )
        switch = find_switch(
            self.commands,
            BuildQuestion(str(self._original / self._place), self._command.flags),
            self._copier.files(self._original),
        )
        self._note_changes(switch)
        self._require(StepName.BUILD, self.commands.build, "does not build")
        self._copier.copy(self._original, self._candidate, (), self._cancellation)
        if self.commands.test:
            self._require(StepName.TEST, self.commands.test, "fails its tests")
        if self.commands.bench:
            ran = self._require(StepName.BENCH, self.commands.bench, "fails its benchmark")
            problem = cost_of(ran, self.commands.measure)
            if isinstance(problem, str):
                raise UsageError(
                    "project-bench", f"`{self.commands.bench}`: {problem}", self._remedy("bench")
                )
        return switch

    def _note_changes(self, switch: OpenMPSwitch) -> None:
        """Read the build files to be edited, while no command can have put others there."""
        changes: list[BuildChange] = []
        for name, edits in switch.edits.items():
            old = SourceText(name.as_posix(), (self._original / name).read_bytes())
            new = apply_edits(old, edits)
            self._edited[name] = new.data
            changes.append(BuildChange(name.as_posix(), unified_diff(old, new)))
        self.changes = tuple(changes)

    def _require(self, name: StepName, line: str, told: str) -> Succeeded:
        ran = self._run(name, line, self._original)
        if isinstance(ran, Failed):
            raise UsageError(
                f"project-{name.value}",
                f"the project {told} before anything is changed, in a copy without network and "
                f"with nothing of your home folder: {ran.reason}",
                self._remedy(name.value),
            )
        return ran

    def _remedy(self, field_: str) -> str:
        return (
            f"make that work, or name another {field_} (or folders outside of the project that it "
            f"needs: readable) in [project] of .pcg.toml; it is from {self.commands.origin}"
        )

    def switch_on(self, switch: OpenMPSwitch) -> Failed | None:
        """Build the second copy with OpenMP and the file as it is; the failure, if it does not."""
        for path, text in self._edited.items():
            self._write(path, text)
        self._write_text(self._source.data)
        ran = self._run(StepName.OPENMP, switch.build, self._candidate)
        return ran if isinstance(ran, Failed) else None

    def build(self, text: bytes, switch: OpenMPSwitch, subject: str) -> Failed | OpenMPUse:
        """Build the second copy with the file's ``text``; what the result has of OpenMP."""
        since = self._write_text(text)
        ran = self._run(StepName.CANDIDATE_BUILD, switch.build, self._candidate, subject)
        if isinstance(ran, Failed):
            return ran
        return openmp_use(self._candidate, since)

    def test(self, name: StepName, subject: str) -> Failed | None:
        """Run the tests in the second copy; the failure, if there is one."""
        ran = self._run(name, self.commands.test, self._candidate, subject)
        return ran if isinstance(ran, Failed) else None

    def bench(self, subject: str) -> ApplicationSpeedup | Obstacle | Failed:
        """How much faster the second copy's benchmark is than the first one's."""
        instruments = self._laboratory.instruments

        def run(folder: Path, cancellation: Cancellation) -> Succeeded | Failed:
            return run_command(
                self.commands.bench,
                folder,
                self.commands,
                self.commands.limits.bench,
                self._settings.threads,
                instruments.sandbox,
                cancellation,
            )

        with self._step(StepName.BENCH, self.commands.bench, subject) as step:
            found = compare_benches(
                BenchPair(self._original, self._candidate),
                self.commands,
                run,
                self._settings.threads,
                self._laboratory.timing,
                instruments.clock,
                self._cancellation,
                insists_on_quiet=self._settings.threshold > 0,
            )
            match found:
                case ApplicationSpeedup():
                    step.succeeded = True
                case Failed(reason=reason) | Obstacle(reason=reason):
                    step.detail = reason
                case _:
                    assert_never(found)
        return found

    def loop_shares(self, loops: Sequence[Loop], switch: OpenMPSwitch) -> tuple[float, ...] | str:
        """The part of the original program's time that ``loops`` take, in a few runs of its bench.

        The second copy is built with timers around them, and run alone on the machine. A text says
        why there is no such number.
        """
        report = self._candidate / REPORT_NAME
        seen = str(Path(self.commands.root) / REPORT_NAME)
        text = with_timers(self._source, loops, seen)
        if isinstance(text, str):
            return text
        with self._step(StepName.SHARE, self.commands.bench) as step:
            self._write_text(text)
            found = self._timed_runs(report, switch)
            step.succeeded = not isinstance(found, str)
            step.detail = found if isinstance(found, str) else ""
        return found

    def unreached(self, loops: Sequence[Loop], switch: OpenMPSwitch, subject: str) -> str:
        """Why the project's tests say nothing of ``loops``; empty if they run one of them.

        The second copy is built with timers around them, which count.
        """
        report = self._candidate / REPORT_NAME
        text = with_timers(self._source, loops, str(Path(self.commands.root) / REPORT_NAME))
        if isinstance(text, str):
            return f"whether its tests run what is changed is not known: {text}"
        with self._step(StepName.REACH, self.commands.test, subject) as step:
            self._write_text(text)
            built = self._ran(switch.build, self._candidate, self.commands.limits.build)
            if isinstance(built, Succeeded):
                with suppress(IsADirectoryError):
                    report.unlink(missing_ok=True)
                built = self._ran(self.commands.test, self._candidate, self.commands.limits.test)
            if isinstance(built, Failed):
                step.detail = f"whether its tests run what is changed is not known: {built.reason}"
            elif not was_reached(_plain_text(report)):
                step.detail = "none of the project's own tests runs what is changed"
            step.succeeded = not step.detail
        return step.detail

    def _timed_runs(self, report: Path, switch: OpenMPSwitch) -> tuple[float, ...] | str:
        """The shares that programs with timers tell of, one for each run of the benchmark."""
        built = self._ran(switch.build, self._candidate, self.commands.limits.build)
        if isinstance(built, Failed):
            return f"with timers around the loops {built.reason}"
        shares: list[float] = []
        with self._laboratory.timing.hold(self._cancellation):
            for _ in range(_SHARE_RUNS):
                with suppress(IsADirectoryError):
                    report.unlink(missing_ok=True)
                ran = self._ran(self.commands.bench, self._candidate, self.commands.limits.bench)
                if isinstance(ran, Failed):
                    return f"with timers around the loops {ran.reason}"
                told = loop_times(_plain_text(report))
                if isinstance(told, str):
                    return told
                shares.append(told.share)
        return tuple(shares)

    def _ran(self, line: str, folder: Path, seconds: float) -> Succeeded | Failed:
        return run_command(
            line,
            folder,
            self.commands,
            seconds,
            self._settings.threads,
            self._laboratory.instruments.sandbox,
            self._cancellation,
        )

    def _run(
        self, name: StepName, line: str, folder: Path, subject: str = ""
    ) -> Succeeded | Failed:
        limits = self.commands.limits
        seconds = {
            StepName.TEST: limits.test,
            StepName.CANDIDATE_TEST: limits.test,
            StepName.ORIGINAL_TEST: limits.test,
            StepName.BENCH: limits.bench,
        }.get(name, limits.build)
        with self._step(name, line, subject) as step:
            ran = self._ran(line, folder, seconds)
            step.succeeded = isinstance(ran, Succeeded)
            step.detail = ran.reason if isinstance(ran, Failed) else ""
        return ran

    def _step(self, name: StepName, line: str, subject: str = "") -> _RunningStep:
        return _RunningStep(self, name, line, subject)

    def began(self, name: StepName, line: str) -> float:
        """Tell that a step begins; the time."""
        self._emit(ProjectStepStarted(name, line))
        return self._laboratory.instruments.clock.now()

    def ended(self, step: _RunningStep) -> None:
        """Keep a step that was made, and tell of it."""
        seconds = self._laboratory.instruments.clock.now() - step.start
        made = ProjectStep(step.name, step.succeeded, step.detail, seconds, step.subject)
        self.steps.append(made)
        self._emit(ProjectStepFinished(made))

    def _write_text(self, text: bytes) -> int:
        """Put ``text`` into the second copy's file; its time of change in nanoseconds."""
        return self._write(self._place, text)

    def _write(self, place: Path, text: bytes) -> int:
        """Replace the second copy's file ``place``; its time of change in nanoseconds.

        Whatever ran there may have put links in its place, which must not lead PCG out of the copy.
        """
        path = self._candidate / place
        inside = path.parent.resolve().is_relative_to(self._candidate.resolve())
        if not inside or not stat.S_ISREG(path.lstat().st_mode):
            raise UsageError(
                "cannot-write",
                f"in a copy of the project {place} is no plain file, or leads out of it",
                "replace the link by what it leads to, or leave --project out",
            )
        mode = stat.S_IMODE(path.lstat().st_mode)
        path.unlink()
        path.write_bytes(text)
        path.chmod(mode)
        return path.lstat().st_mtime_ns


@dataclass(slots=True)
class _RunningStep:
    """A step under way; what leaves it by an exception is told by that."""

    site: ProjectSite
    name: StepName
    line: str
    subject: str
    succeeded: bool = False
    detail: str = ""
    start: float = 0.0

    def __enter__(self) -> Self:
        self.start = self.site.began(self.name, self.line)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self.site.ended(self)


def _place_in(root: Path, file: Path) -> Path:
    """``file`` relative to the project's root."""
    whole = Path(os.path.normpath(file.absolute()))
    if not whole.is_relative_to(root) or root == Path(root.anchor):
        raise UsageError(
            "not-in-project", f"{file} is not in the project {root}", "name a file of the project"
        )
    return whole.relative_to(root)


def _plain_text(path: Path) -> str:
    """What a program wrote into the file ``path``; nothing, if it left something else there."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return ""
        return file.read(_LARGEST_REPORT).decode("ascii", "replace")
