"""What the user's project said, in words and as a part of a page (Markdown)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pcg_engine.domain.project import AmdahlBound, ApplicationSpeedup, ShareSource, StepName
from pcg_engine.protocol import words
from pcg_engine.protocol.reports import (
    AmdahlReport,
    ApplicationReport,
    ProjectOnlyReport,
    ProjectReport,
    ProjectStepReport,
)
from pcg_server.jobs import ProjectStep

_STEPS = {
    StepName.COPY: "copying your project",
    StepName.BUILD: "building your project",
    StepName.TEST: "testing your project as it is",
    StepName.OPENMP: "building your project with OpenMP",
    StepName.CANDIDATE_BUILD: "building your project with the new version",
    StepName.CANDIDATE_TEST: "testing your project with the new version",
    StepName.ORIGINAL_TEST: "testing your project without the new version",
    StepName.BENCH: "timing your project",
    StepName.SHARE: "timing the loop in your project",
    StepName.REACH: "finding out whether your tests run the loop",
}

_NEXT = {
    "project-build": "“Why” has the compiler's message; if the project needs other commands to be "
    "built with OpenMP, name them as openmp_build in .pcg.toml",
    "project-tests": "look at that test: if it compares sums of floating-point numbers exactly, "
    "set pcg.floatingPoint to strict and ask again",
    "project-tests-unsteady": "make the tests pass each time when the project is built with "
    "OpenMP, and ask again",
    "project-bench": "run the benchmark by hand with several threads, or leave it out: "
    'bench = "" in .pcg.toml',
    "project-openmp-build": "make the project build with OpenMP, or name the command that builds "
    "it so as openmp_build in .pcg.toml",
    "project-test": "",
    "openmp-not-seen": "",
    "not-built": "",
}
"""What to do about a refusal; where it is empty the reason says so itself."""
_REACH = "name a test or a benchmark that runs this loop, in [project] of .pcg.toml"
_NOT_REACHED = "not-reached"
_ACCEPTED = "accepted"
_SHOWN = 5


def step_text(step: ProjectStep) -> str:
    """“testing your project as it is”."""
    return _STEPS[StepName(step.step)]


def step_detail(step: ProjectStep) -> str:
    """The same with what is run."""
    command = f": `{step.command}`" if step.command else ""
    return f"{step_text(step)}{command}"


def is_of_project(code: str) -> bool:
    """Whether a verdict with this code is the project's."""
    return code in _NEXT


def with_next_step(code: str, reason: str) -> str:
    """The reason of a refusal, and what to do about it where it is the project's."""
    following = _NEXT.get(code, "")
    return f"{reason}; {following}" if following else reason


def in_short(project: ProjectReport | None) -> str:
    """What is said of an offer in a few words: “accepted by your project (1.4× as a whole)”."""
    if project is None or project.verdict != _ACCEPTED:
        return ""
    speedup = None if project.application is None else project.application.speedup
    whole = "" if speedup is None else f" ({speedup:.1f}× as a whole)"
    if _is_unreached(project):
        return f"not seen to be run by your project's tests{whole}"
    if not project.test:
        return f"timed in your project{whole}"
    return f"accepted by your project{whole}"


def told_lines(project: ProjectReport | None) -> list[str]:
    """The project's answer, the figures and the next step, as sentences; nothing without one."""
    if project is None:
        return []
    if project.verdict is None:
        lines = ["it builds and passes as it is; there was no offer to try in it"]
    elif project.verdict == _ACCEPTED:
        lines = [f"accepted: {project.reason}"]
    else:
        lines = [f"{project.verdict}: {with_next_step(project.reason_code, project.reason)}"]
    if project.application is not None:
        lines.append(f"the application: {words.application(_application(project.application))}")
    lines += [f"Amdahl's bound: {words.amdahl(_bound(one))}" for one in project.amdahl]
    if project.untimed:
        lines.append(f"the loop's share of the time was not measured: {project.untimed}")
    if _is_unreached(project):
        lines.append(f"next: {_REACH}")
    elif project.verdict == "refuted" and project.reason_code == "not-faster":
        lines.append("next: to be offered it all the same, set pcg.minimumSpeedup to 0")
    return lines


def project_lines(project: ProjectReport | None) -> list[str]:
    """Everything that the project said, as a part of a page; nothing without one."""
    if project is None:
        return []
    lines = ["", "## Your project", "", f"`{project.root}` ({project.origin})", ""]
    lines += [f"- {line}" for line in told_lines(project)]
    for one in project.project_only:
        lines += _project_only(one)
    if project.verdict is not None or project.project_only:
        lines.append(f"- OpenMP in the copy: {project.openmp}")
        lines += _awakened(project.awakened)
    lines += ["", "### What was run there", "", *_step_lines(project.steps)]
    if project.changes and (project.verdict == _ACCEPTED or project.project_only):
        lines += ["", "### What your build needs for it, which is not applied", ""]
        for change in project.changes:
            lines += ["```diff", change.diff.rstrip("\n"), "```"]
    return lines


def _is_unreached(project: ProjectReport) -> bool:
    """Whether the tests do not run the loop, or nobody knows whether they do."""
    failed = (one.name for one in project.steps if not one.succeeded)
    return project.reason_code == _NOT_REACHED or StepName.REACH.value in failed


def _project_only(one: ProjectOnlyReport) -> list[str]:
    told = (
        f"- **tested by the project only**: `{one.workflow}`: {one.verdict}: {one.reason}. "
        f"Analysis proves its directives, and PCG could not run it ({one.why}): it is no offer, "
        "and not applied."
    )
    lines = [told]
    if one.application is not None:
        lines.append(f"- the application: {words.application(_application(one.application))}")
    return [*lines, "", "```diff", one.diff.rstrip("\n"), "```", ""]


def _awakened(lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        more = len(lines) - _SHOWN
        rest = f"; and {more} more" if more > 0 else ""
        yield (
            "- OpenMP brings to life what was written before, and PCG has not checked: "
            f"{'; '.join(lines[:_SHOWN])}{rest}"
        )


def _step_lines(steps: Iterable[ProjectStepReport]) -> Iterator[str]:
    for one in steps:
        mark = "✓" if one.succeeded else "✗"
        detail = f": {one.detail}" if one.detail else ""
        yield f"- {mark} **{one.name}** {one.seconds:.1f} s{detail}"


def _application(report: ApplicationReport) -> ApplicationSpeedup:
    return ApplicationSpeedup(
        ratio=report.speedup,
        low=report.low,
        high=report.high,
        confidence=report.confidence,
        pairs=report.pairs,
        threads=report.threads,
        original=report.original,
        candidate=report.candidate,
        measure=report.measure,
        foreign=report.busy_processors,
    )


def _bound(report: AmdahlReport) -> AmdahlBound:
    source = ShareSource(report.source)
    return AmdahlBound(source, report.share, report.share_low, report.share_high)
