"""What is told of a project, to people and to programs."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from pcg_engine.cli.contract import result_object
from pcg_engine.cli.progress import Progress
from pcg_engine.cli.project_report import print_project
from pcg_engine.domain.events import ProjectStepFinished, ProjectStepStarted
from pcg_engine.domain.project import (
    AmdahlBound,
    ApplicationSpeedup,
    BuildChange,
    ProjectCommands,
    ProjectOnly,
    ProjectReport,
    ProjectStep,
    ProjectTrial,
    ShareSource,
    StepName,
)
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from tests.builders import candidate

SOURCE = SourceText("a.cpp", b"void f();\n")
APPLICATION = ApplicationSpeedup(1.5, 1.4, 1.6, 0.969, 6, 2, 3.0, 2.0, "seconds of wall time")
REPORT = ProjectReport(
    commands=ProjectCommands("/p", "make", "make check", "./app", origin="/p/.pcg.toml"),
    steps=(ProjectStep(StepName.BUILD, True, "", 1.23456),),
    openmp="Link OpenMP to `app`",
    changes=(BuildChange("CMakeLists.txt", "--- a\n+++ b\n+[OpenMP]\n"),),
    awakened=("/p/b.cpp:3: #pragma omp simd",),
    trial=ProjectTrial(Outcome.PASSED, "", "the project's own tests pass", APPLICATION),
    bounds=(
        AmdahlBound(ShareSource.TIMED, 0.8, 0.75, 0.9),
        AmdahlBound(ShareSource.SPEEDUPS, 0.75, 0.5, 1.0),
    ),
)


def test_as_an_object() -> None:
    told = result_object(SOURCE, FileResult("a.cpp", (), (), b"new", 1.0, REPORT))

    application = {
        "speedup": 1.5,
        "low": 1.4,
        "high": 1.6,
        "confidence": 0.969,
        "pairs": 6,
        "threads": 2,
        "original": 3.0,
        "candidate": 2.0,
        "measure": "seconds of wall time",
        "busy_processors": 0.0,
    }
    assert told["project"] == {
        "root": "/p",
        "origin": "/p/.pcg.toml",
        "build": "make",
        "test": "make check",
        "bench": "./app",
        "openmp": "Link OpenMP to `app`",
        "verdict": "accepted",
        "reason_code": "",
        "reason": "the project's own tests pass",
        "application": application,
        "amdahl": [
            {
                "source": "timed",
                "share": 0.8,
                "share_low": 0.75,
                "share_high": 0.9,
                "bound": 5.0,
                "bound_low": 4.0,
                "bound_high": 10.0,
            },
            {
                "source": "speedups",
                "share": 0.75,
                "share_low": 0.5,
                "share_high": 1.0,
                "bound": 4.0,
                "bound_low": 2.0,
                "bound_high": None,
            },
        ],
        "untimed": "",
        "changes": [{"path": "CMakeLists.txt", "diff": "--- a\n+++ b\n+[OpenMP]\n"}],
        "awakened": ["/p/b.cpp:3: #pragma omp simd"],
        "steps": [
            {"name": "build", "subject": "", "succeeded": True, "detail": "", "seconds": 1.235}
        ],
        "project_only": [],
    }


def test_the_object_has_no_project_if_none_was_asked() -> None:
    assert "project" not in result_object(SOURCE, FileResult("a.cpp", (), (), None, 1.0))


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    print_project(REPORT)

    assert capsys.readouterr().out.splitlines() == [
        "the project: accepts it: the project's own tests pass",
        "  • application: 1.50× [1.40, 1.60] on 2 threads (6 pairs; 3 → 2 seconds of wall time)",
        (
            "  • Amdahl's bound: the loops take 80% [75%, 90%] of the time of its programs (timed "
            "there): no speedup of theirs can bring more than 5.00× [4.00, 10.00]"
        ),
        (
            "  • Amdahl's bound: the loops take 75% [50%, 100%] of what it measures (computed from "
            "both speedups, not timed): no speedup of theirs can bring more than 4.00× [2.00, ∞]"
        ),
        "  • OpenMP in the copy: Link OpenMP to `app`",
        (
            "  • OpenMP brings to life what was written before, and PCG has not checked: "
            "/p/b.cpp:3: #pragma omp simd"
        ),
        "  your build needs this for it, which is not applied:",
        "--- a",
        "+++ b",
        "+[OpenMP]",
        "",
    ]


def test_a_refusal_and_what_is_tested_by_the_project_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused = ProjectTrial(Outcome.REFUTED, "project-tests", "the tests fail: [1] of 2")
    only = ProjectOnly(candidate(), "Mesh::step", "no constructor", "+#pragma omp\n", refused)

    print_project(replace(REPORT, trial=None, bounds=(), project_only=(only,)))

    told = capsys.readouterr().out
    assert "there was no offer" in told
    assert "tested by the project only: Mesh::step, parallel-for: refuted: " in told
    assert "the tests fail: [1] of 2" in told
    assert "no offer, and not applied (no constructor)" in told
    assert "+#pragma omp\n" in told


def test_steps_are_told_as_they_are_made() -> None:
    console = Console(file=io.StringIO(), width=200)
    failed = ProjectStep(
        StepName.CANDIDATE_TEST, False, "`make check` exited with [1]", 2.0, "f: v"
    )

    with console.status("") as status:
        show = Progress(SOURCE, console, status)
        show.event(ProjectStepStarted(StepName.BUILD, "make [all]"))
        show.event(ProjectStepFinished(REPORT.steps[0]))
        show.event(ProjectStepFinished(failed))

    assert isinstance(console.file, io.StringIO)
    assert [
        line.rstrip() for line in console.file.getvalue().splitlines() if "project" in line
    ] == [
        "  ✓ project · build 1.2 s",
        "  ✗ project · candidate-test (f: v) 2.0 s `make check` exited with [1]",
    ]
