"""The worker process with a project that has a build, tests and a benchmark of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.capture_files import read_capture
from pcg_engine.adapters.project_configuration import find_project
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.messages import (
    Cancel,
    Capture,
    Captured,
    CaptureStage,
    Concluded,
    Failed,
    FailureKind,
    InProject,
    Offered,
    Parallelize,
    ProgramRun,
    StepBegun,
    StepEnded,
    Text,
)
from pcg_engine.syntax.index import LoopIndex
from tests.integration.action.project_files import TABLE, make_project
from tests.integration.worker_process import running_worker, wait_for_its_processes

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_LOOP_LINE = 2
_USES_OPENMP = "nm app | grep -q GOMP_parallel"


def _text(source: Path) -> Text:
    command = CompileCommand("g++", ("-O2",), str(source.parent))
    return Text(str(source), source.read_bytes(), command)


def _agreed(source: Path) -> InProject:
    commands = find_project(source)
    return InProject(commands.root, commands.digest)


def _request(source: Path, project: InProject) -> Parallelize:
    text = _text(source)
    loops = LoopIndex.build(SourceText(text.path, text.data)).loops
    settings = Settings(threads=2, budget_seconds=300.0, threshold=0.0, loop=loops[0].id)
    return Parallelize(1, text, settings, project=project)


def _files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.mark.needs("archer", "llvm-tools")
@pytest.mark.parametrize(
    ("test", "verdict"),
    [("make check", "accepted"), (f"make check && ! {_USES_OPENMP}", "refuted")],
    ids=["accepted", "refused"],
)
def test_there_is_an_offer_only_if_the_project_accepts_it(
    tmp_path: Path, test: str, verdict: str
) -> None:
    source = make_project(tmp_path / "p", TABLE.replace("make check", test))
    before = _files(source.parent)
    with running_worker(tmp_path) as worker:
        worker.send(_request(source, _agreed(source)))
        found = worker.final(1)
    assert isinstance(found, Concluded), found
    assert found.project is not None
    assert found.project.verdict == verdict, found.project
    assert not [one for one in worker.events if isinstance(one, Offered)]
    begun = [one for one in worker.events if isinstance(one, StepBegun)]
    ended = [one for one in worker.events if isinstance(one, StepEnded)]
    assert [one.step for one in begun] == [one.step for one in ended]
    assert [one.step for one in begun][:4] == ["copy", "build", "test", "bench"]
    assert begun[2].command == test
    assert all(one.succeeded for one in ended) is (verdict == "accepted")
    if verdict == "accepted":
        assert found.verification is not None
        assert found.verification.project == found.project
        assert found.project.application is not None
    else:
        assert found.verification is None
        assert (found.result.verdict, found.result.reason_code) == ("refuted", "project-tests")
    assert _files(source.parent) == before


def test_commands_that_were_not_agreed_to_are_not_run(tmp_path: Path) -> None:
    source = make_project(tmp_path / "p", TABLE)
    agreed = _agreed(source)
    changed = TABLE.replace("make check", "touch was-run; make check")
    (source.parent / ".pcg.toml").write_text(changed)
    with running_worker(tmp_path) as worker:
        for project in (agreed, replace(_agreed(source), root=str(tmp_path))):
            worker.send(_request(source, project))
            found = worker.final(1)
            assert isinstance(found, Failed)
            assert (found.kind, found.code) == (FailureKind.USAGE, "project-changed")
    assert not [one for one in worker.events if isinstance(one, StepBegun)]


def test_cancelling_ends_the_projects_commands(tmp_path: Path) -> None:
    source = make_project(tmp_path / "p", TABLE.replace("make check", "sleep 3600"))
    with running_worker(tmp_path) as worker:
        worker.send(_request(source, _agreed(source)))
        while not isinstance(event := worker.receive(), StepBegun) or event.step != "test":
            pass
        worker.send(Cancel(1))
        found = worker.final(1)
    assert isinstance(found, Failed)
    assert found.kind is FailureKind.CANCELLED
    wait_for_its_processes(tmp_path)


def test_what_a_function_is_given_in_a_run_is_kept(tmp_path: Path) -> None:
    source = make_project(tmp_path / "p", TABLE)
    root = str(source.parent)
    before = _files(source.parent)
    program = ProgramRun(("./app", "check"), root, "make", root)
    with running_worker(tmp_path) as worker:
        worker.send(Capture(1, _text(source), _LOOP_LINE, program, 60.0))
        found = worker.final(1)
    assert isinstance(found, Captured), found
    report = found.report
    told = (report.function, report.total_calls, report.is_whole, report.refused, report.dropped)
    assert told == ("scale", 20, True, 0, ())
    assert report.calls
    kept = read_capture(Path(report.folder))
    assert [one.number for one in kept.calls] == [one.number for one in report.calls]
    stages = [one.text for one in worker.events if isinstance(one, CaptureStage)]
    assert "building the program in a copy of the tree …" in stages
    assert _files(source.parent) == before


@pytest.mark.parametrize(
    ("program", "code"),
    [
        (ProgramRun(("./app",), "{root}", "make nothing", "{root}"), "not-built"),
        (ProgramRun(("true",), "{root}", "make", "{root}"), "not-called"),
        (ProgramRun(("./app",), "/usr", "make", "/usr"), "outside-the-tree"),
        (ProgramRun((), "{root}"), "no-program"),
    ],
)
def test_a_run_that_records_nothing_says_why(
    tmp_path: Path, program: ProgramRun, code: str
) -> None:
    source = make_project(tmp_path / "p", TABLE)
    root = str(source.parent)
    there = replace(
        program,
        folder=program.folder.format(root=root),
        tree=program.tree.format(root=root),
    )
    with running_worker(tmp_path) as worker:
        worker.send(Capture(1, _text(source), _LOOP_LINE, there, 60.0))
        found = worker.final(1)
    assert isinstance(found, Failed)
    assert (found.kind, found.code) == (FailureKind.USAGE, code), found
    assert found.hint


def test_cancelling_ends_the_program_that_is_captured(tmp_path: Path) -> None:
    source = make_project(tmp_path / "p", TABLE)
    root = str(source.parent)
    program = ProgramRun(("sleep", "3600"), root, "make", root)
    with running_worker(tmp_path) as worker:
        worker.send(Capture(1, _text(source), _LOOP_LINE, program, 3600.0))
        while worker.receive() != CaptureStage(1, "running it …"):
            pass
        worker.send(Cancel(1))
        found = worker.final(1)
    assert isinstance(found, Failed)
    assert found.kind is FailureKind.CANCELLED
    wait_for_its_processes(tmp_path)
