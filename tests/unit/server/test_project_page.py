"""What a project is doing for a job, and what it said, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pcg_server.jobs import (
    Begun,
    CandidatesProposed,
    Ended,
    Generating,
    Inconclusive,
    ProjectBusy,
    ProjectStep,
    Queued,
    Refuted,
    State,
    Stopped,
    Unavailable,
    Verified,
    Verifying,
    advance,
)
from pcg_server.project_page import in_short, project_lines, step_text, told_lines
from pcg_server.words import state_detail, state_text

from pcg_engine.domain.project import StepName
from pcg_engine.protocol.messages import Verification
from pcg_engine.protocol.reports import (
    ApplicationReport,
    BuildChangeReport,
    OfferReport,
    ProjectOnlyReport,
    ProjectReport,
    ProjectStepReport,
)

APPLICATION = ApplicationReport(1.42, 1.38, 1.47, 0.95, 12, 2, 8.1, 5.7, "seconds", 0.5)
ACCEPTED = ProjectReport(
    root="/p",
    origin="/p/.pcg.toml",
    build="make",
    test="make check",
    bench="make bench",
    openmp="Link OpenMP to `app`",
    verdict="accepted",
    reason_code="",
    reason="the project's own tests pass",
    application=None,
    amdahl=(),
    untimed="it is a C file",
    changes=(BuildChangeReport("Makefile", "+CXXFLAGS += -fopenmp\n"),),
    awakened=tuple(f"/p/b.cpp:{line}: #pragma omp simd" for line in range(7)),
    steps=(ProjectStepReport("test", "", True, "", 1.25),),
    project_only=(),
)
UNREACHED = ProjectStepReport("loop-reached", "f", False, "none of them runs it", 0.5)
_UNSEEN = "not seen to be run by your project's tests"
OFFER = OfferReport("rules", "for", "tested", 1.9, 1.8, 2.0, 2, 0.0, (), (), "", "")


def _after(state: State, *happenings: object) -> State:
    for happening in happenings:
        state = advance(state, happening)  # pyright: ignore[reportArgumentType]
    return state


@pytest.mark.parametrize("name", list(StepName))
def test_each_step_has_words_of_its_own(name: StepName) -> None:
    others = {step_text(ProjectStep(one.value, "")) for one in StepName if one is not name}
    assert step_text(ProjectStep(name.value, "")) not in others


def test_what_is_done_in_the_project_is_shown_before_and_after_the_loop_is_worked_on() -> None:
    busy = ProjectBusy(ProjectStep("test", "make check"))
    before = _after(Queued(), Begun(), busy)
    assert isinstance(before, Generating)
    told = (state_text(before), state_detail(before))
    as_it_is = "testing your project as it is"
    assert told == (f"{as_it_is} …", f"{as_it_is}: `make check`")
    working = _after(before, ProjectBusy(None), CandidatesProposed(2))
    assert working == Verifying(2)
    after = _after(working, ProjectBusy(ProjectStep("copy", "")))
    assert (state_text(after), state_detail(after)) == (
        "copying your project …",
        "copying your project",
    )
    assert state_text(_after(after, Stopped())) == "cancelled"
    assert _after(Queued(), busy) == Queued()


@pytest.mark.parametrize(
    ("project", "told"),
    [
        (None, ""),
        (ACCEPTED, "accepted by your project"),
        (replace(ACCEPTED, application=APPLICATION), "accepted by your project (1.4× as a whole)"),
        (replace(ACCEPTED, reason_code="busy"), "accepted by your project"),
        (replace(ACCEPTED, reason_code="not-reached"), _UNSEEN),
        (replace(ACCEPTED, reason_code="busy", steps=(UNREACHED,)), _UNSEEN),
        (replace(ACCEPTED, test=""), "timed in your project"),
        (replace(ACCEPTED, verdict="refuted"), ""),
        (replace(ACCEPTED, verdict=None), ""),
    ],
)
def test_no_more_is_said_of_an_offer_than_the_project_said(
    project: ProjectReport | None, told: str
) -> None:
    assert in_short(project) == told
    state = _after(
        Queued(),
        Begun(),
        Ended("verified", "", "", Verification(OFFER, (), (), project)),
    )
    assert isinstance(state, Verified)
    assert state_text(state) == ", ".join(filter(None, ("verified 1.9×", told)))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (Refuted("project-tests", "they fail"), "not accepted by your project"),
        (Inconclusive("project-tests-unsteady", "they fail"), "your project could not judge it"),
        (Unavailable("project-openmp-build", "it fails"), "your project could not judge it"),
        (Unavailable("project-test", "it fails", "make that work"), "your project could not judge"),
        (Refuted("race", "a race"), "cannot be parallelised"),
        (Refuted("not-faster", "slower"), "not faster in parallel"),
    ],
)
def test_whose_refusal_it_was_is_said(state: State, told: str) -> None:
    assert state_text(state).startswith(told)


def test_a_refusal_by_the_project_says_what_to_do_next() -> None:
    for code in ("project-build", "project-tests", "project-tests-unsteady", "project-bench"):
        detail = state_detail(Refuted(code, "it fails"))
        assert detail.startswith("it fails; ")
    # The reason says so itself.
    assert state_detail(Inconclusive("openmp-not-seen", "name openmp_build")) == "name openmp_build"
    assert state_detail(Unavailable("project-test", "it fails", "repair it")) == (
        "it fails; repair it"
    )


def test_figures_and_what_was_not_measured_are_told() -> None:
    lines = told_lines(replace(ACCEPTED, application=APPLICATION))
    assert lines == [
        "accepted: the project's own tests pass",
        (
            "the application: 1.42× [1.38, 1.47] on 2 threads (12 pairs; 8.1 → 5.7 seconds), while "
            "others used 0.5 processors"
        ),
        "the loop's share of the time was not measured: it is a C file",
    ]
    slower = replace(ACCEPTED, verdict="refuted", reason_code="not-faster", reason="slower")
    assert told_lines(slower)[-1] == (
        "next: to be offered it all the same, set pcg.minimumSpeedup to 0"
    )


def test_the_page_shows_what_the_build_needs_and_what_comes_alive() -> None:
    page = "\n".join(project_lines(ACCEPTED))
    assert "`/p` (/p/.pcg.toml)" in page
    assert "- OpenMP in the copy: Link OpenMP to `app`" in page
    assert "/p/b.cpp:4: #pragma omp simd; and 2 more" in page
    assert "- ✓ **test** 1.2 s" in page
    assert "```diff\n+CXXFLAGS += -fopenmp\n```" in page
    refused = "\n".join(project_lines(replace(ACCEPTED, verdict="refuted")))
    assert "CXXFLAGS" not in refused
    assert project_lines(None) == []


def test_what_only_the_project_tested_is_called_no_offer() -> None:
    only = ProjectOnlyReport(
        "f", "rules", "parallel-for", "`Mesh` cannot be made", "accepted", "", "its tests pass",
        APPLICATION, "+#pragma omp parallel for\n",
    )  # fmt: skip
    page = "\n".join(project_lines(replace(ACCEPTED, verdict=None, project_only=(only,))))
    assert "there was no offer to try in it" in page
    assert "**tested by the project only**: `parallel-for`: accepted: its tests pass" in page
    assert "PCG could not run it (`Mesh` cannot be made): it is no offer" in page
    assert "```diff\n+#pragma omp parallel for\n```" in page
    assert in_short(replace(ACCEPTED, verdict=None, project_only=(only,))) == ""
