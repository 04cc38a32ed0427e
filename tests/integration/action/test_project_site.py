"""Projects with real builds, in copies of them: make and CMake."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.action.checks import Laboratory
from pcg_engine.action.project_judgement import Judgement
from pcg_engine.action.project_site import Project, ProjectSite
from pcg_engine.action.result_cache import ResultCache
from pcg_engine.adapters.project_configuration import find_project
from pcg_engine.adapters.tree_copy import DiskTreeCopier
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.events import Event, ProjectStepFinished
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.project import ProjectCommands, ShareSource, StepName
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.verdict import Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.benchmark.exclusive import ExclusiveTiming
from tests.fakes.worlds import DictStore
from tests.integration.action.project_files import PRAGMA, TABLE, make_project, offered
from tests.integration.tools.instruments import make_instruments

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("bubblewrap")]

Opened = Callable[..., "Bench"]
PLATE = Path(__file__).parents[3] / "examples" / "plate"


class Bench:
    """A project that is being worked on, and where its copies are."""

    def __init__(self, source: Path, folder: Path, commands: ProjectCommands | None) -> None:
        folder.mkdir()
        instruments = make_instruments(folder)
        machine = MachineModel(2, 1e-9, 1e9, 1e9, 1e-6, calibrated=False)
        timing = ExclusiveTiming(folder / "lock")
        laboratory = Laboratory(instruments, machine, timing, ResultCache(DictStore(), instruments))
        self.events: list[Event] = []
        self.source = SourceText(str(source), source.read_bytes())
        self.copies = instruments.workspace / "project"
        self.site = ProjectSite(
            Project(commands or find_project(source), DiskTreeCopier()),
            self.source,
            CompileCommand("g++", ("-O2",), str(source.parent)),
            Settings(threads=2, threshold=0.0),
            laboratory,
            Cancellation(),
            self.events.append,
        )

    def judged(self, before: bytes, text: str, length: int = 0) -> FileResult:
        """What the project says of an offer that puts ``text`` at ``before``."""
        switch = self.site.prepare()
        result = offered(self.source, before, text, length)
        return Judgement(self.site, switch, self.source, result, 0.0).judged()

    def steps(self) -> list[tuple[StepName, bool]]:
        """What was done, and whether it succeeded."""
        return [(one.name, one.succeeded) for one in self.site.steps]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    def opening(table: str = TABLE, commands: ProjectCommands | None = None) -> Bench:
        source = make_project(tmp_path / "p", table)
        return Bench(source, tmp_path / "laboratory", commands)

    return opening


def _listing(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_right_version_is_accepted_and_measured(opened: Opened, tmp_path: Path) -> None:
    bench = opened()
    before = _listing(tmp_path / "p")

    found = bench.judged(b"for (int i", PRAGMA)

    assert _listing(tmp_path / "p") == before
    assert found.output_text is not None
    report = found.project
    assert report is not None
    assert report.trial is not None
    assert (report.trial.outcome, report.trial.code) == (Outcome.PASSED, "")
    assert report.trial.application is not None
    assert report.trial.application.pairs >= 6
    (change,) = report.changes
    assert change.path == "Makefile"
    assert "+CXXFLAGS += -fopenmp" in change.diff
    assert bench.steps() == [
        (StepName.COPY, True),
        (StepName.BUILD, True),
        (StepName.TEST, True),
        (StepName.BENCH, True),
        (StepName.OPENMP, True),
        (StepName.CANDIDATE_BUILD, True),
        (StepName.CANDIDATE_TEST, True),
        (StepName.BENCH, True),
        (StepName.REACH, True),
        (StepName.SHARE, True),
    ]
    timed = report.bounds[0]
    assert timed.source is ShareSource.TIMED
    assert 0 < timed.share_low <= timed.share <= timed.share_high <= 1
    told = [event.step for event in bench.events if isinstance(event, ProjectStepFinished)]
    assert told == list(report.steps)
    # The build went on where that of the original had been.
    assert (bench.copies / "candidate" / "main.o").stat().st_mtime_ns == (
        bench.copies / "original" / "main.o"
    ).stat().st_mtime_ns


def test_what_does_not_build_there_is_refuted(opened: Opened) -> None:
    found = opened().judged(b"for (int i", PRAGMA + "no_such_name;\n  ")

    assert found.output_text is None
    assert (found.nests[0].outcome, found.nests[0].code) == (Outcome.REFUTED, "project-build")


def test_wrong_results_are_refuted(opened: Opened) -> None:
    at = b"for (int i = 0; i < n; ++i) {\n    out[i] = factor * in[i];"
    wrong = at.decode().replace("factor * in", "1 + factor * in")

    found = opened().judged(at, PRAGMA + wrong, len(at))

    assert found.output_text is None
    assert (found.nests[0].outcome, found.nests[0].code) == (Outcome.REFUTED, "project-tests")
    assert "out[0] is 7" in found.nests[0].reason


def test_a_build_that_ignores_the_directives_tests_nothing(opened: Opened) -> None:
    found = opened(TABLE + 'openmp_build = "make"\n').judged(b"for (int i", PRAGMA)

    assert found.output_text is None
    assert found.nests[0].outcome is Outcome.INCONCLUSIVE
    assert found.nests[0].code == "openmp-not-seen"


def test_a_build_that_does_not_compile_the_file_tests_nothing(opened: Opened) -> None:
    table = '[project]\nbuild = "touch built"\ntest = "true"\nbench = ""\nopenmp_build = "true"\n'

    found = opened(table).judged(b"for (int i", PRAGMA)

    assert (found.nests[0].outcome, found.nests[0].code) == (Outcome.INCONCLUSIVE, "not-built")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('build = "make nothing"', "project-build"),
        ('test = "echo it is wrong; exit 3"', "project-test"),
        ('bench = "exit 4"', "project-bench"),
        ('bench = "echo no time"', "project-bench"),
        ('test = ""\nbench = ""', "no-tests"),
    ],
)
def test_a_project_that_fails_before_is_told_so(tmp_path: Path, line: str, code: str) -> None:
    given = {one.split(" = ")[0] for one in line.splitlines()}
    rest = [one for one in TABLE.splitlines() if one.split(" = ")[0] not in given]
    source = make_project(tmp_path / "p", "\n".join((*rest, line)) + "\n")

    with pytest.raises(UsageError) as caught:
        Bench(source, tmp_path / "laboratory", None).site.prepare()

    assert caught.value.code == code


def test_neither_the_users_files_nor_a_network_are_there(opened: Opened, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    script = f"test ! -e {secret} && test $(pwd) = {tmp_path / 'p'} && test ! -e {Path.home()}/.ssh"
    bench = opened(f'[project]\nbuild = "make"\ntest = "{script}"\nbench = ""\n')

    bench.site.prepare()

    assert bench.steps()[-1] == (StepName.TEST, True)


@pytest.mark.parametrize(
    "trick",
    [
        "rm scale.cpp && ln -s {outside}/scale.cpp scale.cpp",
        "mv src away && ln -s {outside} src",
    ],
    ids=["file", "folder"],
)
def test_links_do_not_lead_pcg_out_of_the_copy(tmp_path: Path, trick: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "scale.cpp").write_text("mine\n")
    done = trick.format(outside=outside)
    table = f'[project]\nbuild = "true"\ntest = "true"\nbench = ""\nopenmp_build = "{done}"\n'
    source = make_project(tmp_path / "p", table)
    if "src" in trick:
        (tmp_path / "p" / "src").mkdir()
        source = source.rename(tmp_path / "p" / "src" / "scale.cpp")

    with pytest.raises(UsageError) as caught:
        Bench(source, tmp_path / "laboratory", None).judged(b"for (int i", PRAGMA)

    assert caught.value.code == "cannot-write"
    assert (outside / "scale.cpp").read_text() == "mine\n"


@pytest.mark.parametrize(
    ("test", "why"),
    [("make check", ""), ("true", "none of the project's own tests runs")],
    ids=["reached", "not reached"],
)
def test_whether_the_tests_run_a_loop(opened: Opened, test: str, why: str) -> None:
    bench = opened(f'[project]\nbuild = "make"\ntest = "{test}"\nbench = ""\n')
    switch = bench.site.prepare()
    assert bench.site.switch_on(switch) is None
    (nest,) = offered(bench.source, b"for (int i", PRAGMA).nests

    told = bench.site.unreached([nest.facts.loop], switch, "scale")

    assert (why in told) if why else told == ""


def test_a_file_of_another_project_is_refused(tmp_path: Path) -> None:
    source = make_project(tmp_path / "p")
    elsewhere = replace(find_project(source), root=str(tmp_path / "q"))

    with pytest.raises(UsageError) as caught:
        Bench(source, tmp_path / "laboratory", elsewhere)

    assert caught.value.code == "not-in-project"


@pytest.mark.needs("cmake")
def test_a_configured_cmake_build_goes_on_in_the_copy(tmp_path: Path) -> None:
    root = tmp_path / "plate"
    shutil.copytree(PLATE, root, ignore=shutil.ignore_patterns("build"))
    cmake = str(shutil.which("cmake"))
    subprocess.run([cmake, "-S", root, "-B", root / "build"], check=True, capture_output=True)
    subprocess.run([cmake, "--build", root / "build"], check=True, capture_output=True)
    source = root / "src" / "plate.cpp"
    commands = replace(find_project(source), bench="build/cool 100 20")
    bench = Bench(source, tmp_path / "laboratory", commands)
    before = _listing(root)

    found = bench.judged(b"for (int i = 1; i < rows", PRAGMA)

    assert _listing(root) == before
    assert found.output_text is not None
    assert found.project is not None
    assert found.project.trial is not None
    assert found.project.trial.outcome is Outcome.PASSED
    (change,) = found.project.changes
    assert change.path == "CMakeLists.txt"
    assert "+target_link_libraries(plate PRIVATE OpenMP::OpenMP_CXX)" in change.diff
    # What was built before was not built again.
    built = root / "build" / "CMakeFiles" / "cool.dir" / "src" / "cool.cpp.o"
    copied = bench.copies / "original" / built.relative_to(root)
    assert copied.stat().st_mtime_ns == built.stat().st_mtime_ns
