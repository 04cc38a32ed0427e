"""What becomes of offers that the user's project does or does not accept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from pcg_engine.action.openmp_switch import OpenMPSwitch
from pcg_engine.action.project_judgement import Judgement
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.project import (
    AmdahlBound,
    ApplicationSpeedup,
    BuildChange,
    ProjectCommands,
    ProjectStep,
    ShareSource,
    StepName,
)
from pcg_engine.domain.result import Attempt, FileResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import CheckName, Inconclusive, Outcome, Refuted
from pcg_engine.tools.obstacle import Obstacle, inconclusive
from pcg_engine.tools.project.commands import Failed
from pcg_engine.tools.project.openmp_use import OpenMPUse
from tests.builders import candidate, check, facts, offer

SOURCE = SourceText("a.cpp", b"void f() { for (;;) ; /* a body of many words */ }\n" * 2)
SWITCH = OpenMPSwitch("linked", "make")
FASTER = ApplicationSpeedup(1.5, 1.4, 1.6, 0.97, 6, 2, 3.0, 2.0, "seconds")
SLOWER = replace(FASTER, ratio=0.8, low=0.7, high=0.9)
FAILURE = Failed("`make check` exited with 1", 1.0)


def _always_used(text: bytes) -> Failed | OpenMPUse:
    del text
    return OpenMPUse.USED


def _passes(text: bytes) -> Failed | None:
    del text


@dataclass
class ScriptedSite:
    """A project that builds, passes and is timed as the test says, by the text of the file."""

    commands: ProjectCommands = ProjectCommands("/p", "make", "make check", "make bench")
    builds: Callable[[bytes], Failed | OpenMPUse] = _always_used
    tests: Callable[[bytes], Failed | None] = _passes
    times: ApplicationSpeedup | Obstacle | Failed = FASTER
    unreached_because: str = ""
    shares: tuple[float, ...] | str = (0.5, 0.6, 0.55)
    switched: Failed | None = None
    steps: Sequence[ProjectStep] = ()
    changes: tuple[BuildChange, ...] = (BuildChange("CMakeLists.txt", "+ OpenMP\n"),)
    done: list[str] = field(default_factory=list[str])
    text: bytes = b""

    def switch_on(self, switch: OpenMPSwitch) -> Failed | None:
        assert switch is SWITCH
        self.done.append("switch")
        return self.switched

    def build(self, text: bytes, switch: OpenMPSwitch, subject: str) -> Failed | OpenMPUse:
        assert switch is SWITCH
        del subject
        self.text = text
        self.done.append("build" if text != SOURCE.data else "build original")
        return self.builds(text)

    def test(self, name: StepName, subject: str) -> Failed | None:
        del subject
        self.done.append(name.value)
        return self.tests(self.text)

    def unreached(self, loops: Sequence[Loop], switch: OpenMPSwitch, subject: str) -> str:
        assert switch is SWITCH
        assert loops
        del subject
        self.done.append("reach")
        return self.unreached_because

    def loop_shares(self, loops: Sequence[Loop], switch: OpenMPSwitch) -> tuple[float, ...] | str:
        assert switch is SWITCH
        assert loops
        self.done.append("share")
        return self.shares

    def bench(self, subject: str) -> ApplicationSpeedup | Obstacle | Failed:
        del subject
        self.done.append("bench")
        return self.times


def _nest(text: str = "#pragma omp parallel for\n", ratio: float = 1.8) -> NestResult:
    found = offer(ratio, ratio - 0.1, ratio + 0.1, text)
    attempts = (Attempt(found.candidate, found.verdict),)
    return NestResult(facts(), Outcome.PASSED, "", "", found, attempts)


def _result(*nests: NestResult, text: bytes | None = b"all: pragma omp, pragma omp") -> FileResult:
    return FileResult("a.cpp", (), nests, text, 1.0)


def _judged(site: ScriptedSite, result: FileResult, threshold: float = 1.05) -> FileResult:
    return Judgement(site, SWITCH, SOURCE, result, threshold).judged()


def test_what_the_project_accepts_stays_an_offer() -> None:
    site = ScriptedSite()
    result = _result(_nest())

    found = _judged(site, result)

    assert found.output_text == result.output_text
    assert found.nests == result.nests
    assert site.done == ["switch", "build", "candidate-test", "bench", "reach", "share"]
    assert found.project is not None
    assert found.project.trial is not None
    assert found.project.trial.outcome is Outcome.PASSED
    assert found.project.trial.application == FASTER
    timed, computed = found.project.bounds
    assert timed == AmdahlBound(ShareSource.TIMED, 0.55, 0.5, 0.6)
    assert computed.source is ShareSource.SPEEDUPS
    assert found.project.changes == (BuildChange("CMakeLists.txt", "+ OpenMP\n"),)


def test_without_an_offer_nothing_is_built() -> None:
    site = ScriptedSite()
    nest = NestResult(facts(), Outcome.REFUTED, "flow-dependence", "why", None, ())

    found = _judged(site, _result(nest, text=None))

    assert site.done == []
    assert found.project is not None
    assert (found.project.trial, found.project.changes) == (None, ())


def test_failing_tests_refute_if_they_pass_without_the_candidate() -> None:
    site = ScriptedSite(tests=lambda text: None if text == SOURCE.data else FAILURE)

    found = _judged(site, _result(_nest()))

    (nest,) = found.nests
    assert found.output_text is None
    assert (nest.outcome, nest.code, nest.offer) == (Outcome.REFUTED, "project-tests", None)
    assert "exited with 1" in nest.reason
    assert isinstance(nest.attempts[0].verdict, Refuted)
    assert site.done == [
        *("switch", "build", "candidate-test"),
        *("build original", "original-test"),
    ]


def test_tests_that_fail_without_the_candidate_too_leave_it_open() -> None:
    site = ScriptedSite(tests=lambda _: FAILURE)

    found = _judged(site, _result(_nest()))

    assert found.output_text is None
    assert found.nests[0].outcome is Outcome.INCONCLUSIVE
    assert found.nests[0].code == "project-tests-unsteady"


@pytest.mark.parametrize(
    ("built", "outcome", "code"),
    [
        (FAILURE, Outcome.REFUTED, "project-build"),
        (OpenMPUse.NOT_USED, Outcome.INCONCLUSIVE, "openmp-not-seen"),
        (OpenMPUse.NOTHING_BUILT, Outcome.INCONCLUSIVE, "not-built"),
    ],
)
def test_a_build_that_proves_nothing_is_not_tested(
    built: Failed | OpenMPUse, outcome: Outcome, code: str
) -> None:
    site = ScriptedSite(builds=lambda _: built)

    found = _judged(site, _result(_nest()))

    assert (found.nests[0].outcome, found.nests[0].code) == (outcome, code)
    assert found.output_text is None
    assert site.done == ["switch", "build"]


def test_a_candidate_without_directives_needs_no_openmp() -> None:
    site = ScriptedSite(builds=lambda _: OpenMPUse.NOT_USED)

    found = _judged(site, _result(_nest("serial but faster\n"), text=b"serial but faster"))

    assert found.output_text == b"serial but faster"


def test_a_project_that_does_not_build_with_openmp_says_nothing_of_the_candidate() -> None:
    site = ScriptedSite(switched=FAILURE)

    found = _judged(site, _result(_nest()))

    assert found.nests[0].outcome is Outcome.UNAVAILABLE
    assert found.nests[0].code == "project-openmp-build"
    assert found.output_text is None


def test_a_program_that_becomes_slower_refutes_unless_speed_is_not_asked_for() -> None:
    asked = _judged(ScriptedSite(times=SLOWER), _result(_nest()))
    unasked = _judged(ScriptedSite(times=SLOWER), _result(_nest()), threshold=0.0)

    assert (asked.output_text, asked.nests[0].code) == (None, "not-faster")
    assert unasked.output_text is not None


def test_a_failing_benchmark_refutes_and_a_busy_machine_does_not() -> None:
    fails = _judged(ScriptedSite(times=FAILURE), _result(_nest()))
    busy = _judged(ScriptedSite(times=inconclusive("busy", "others")), _result(_nest()))

    assert (fails.output_text, fails.nests[0].code) == (None, "project-bench")
    assert busy.output_text is not None
    assert busy.project is not None
    assert busy.project.trial is not None
    assert (busy.project.trial.code, busy.project.trial.application) == ("busy", None)
    assert busy.project.bounds == ()


def test_an_offer_that_no_test_runs_stays_one_and_that_is_told() -> None:
    found = _judged(ScriptedSite(unreached_because="no test runs it"), _result(_nest()))

    assert found.output_text is not None
    assert found.project is not None
    assert found.project.trial is not None
    assert found.project.trial.outcome is Outcome.PASSED
    assert found.project.trial.code == "not-reached"
    assert found.project.trial.reason == "the project's own tests pass, but no test runs it"


def test_why_the_loops_were_not_timed_is_told() -> None:
    found = _judged(ScriptedSite(shares="too often"), _result(_nest()))

    assert found.project is not None
    assert found.project.untimed == "too often"
    assert [bound.source for bound in found.project.bounds] == [ShareSource.SPEEDUPS]


def test_of_offers_that_fail_together_the_fastest_that_passes_alone_is_kept() -> None:
    def tests(text: bytes) -> Failed | None:
        return FAILURE if b"wrong" in text else None

    good, fast = _nest("#pragma omp good\n", 1.5), _nest("#pragma omp wrong\n", 1.9)
    slow = _nest("#pragma omp slow\n", 1.2)

    found = _judged(ScriptedSite(tests=tests), _result(good, fast, slow, text=b"wrong good slow"))

    assert [(n.outcome, n.code) for n in found.nests] == [
        (Outcome.PASSED, ""),
        (Outcome.REFUTED, "project-tests"),
        (Outcome.INCONCLUSIVE, "composition"),
    ]
    assert found.output_text is not None
    assert b"good" in found.output_text
    assert b"wrong" not in found.output_text
    assert found.project is not None
    assert found.project.trial is not None
    assert found.project.trial.outcome is Outcome.PASSED


def _undriven(*, proved: bool = True, code: str = "member-function") -> NestResult:
    """A nest whose candidate passed all that runs nothing, and could not be run."""
    checks = (
        check(CheckName.COMPILE),
        check(CheckName.INTERFACE),
        replace(check(CheckName.LEGALITY), proved=proved),
        check(CheckName.EQUIVALENCE, Outcome.INCONCLUSIVE, code),
    )
    attempt = Attempt(candidate(), Inconclusive(code, "no object can be made", checks))
    return NestResult(facts(), Outcome.INCONCLUSIVE, code, "no object", None, (attempt,))


def test_what_is_proved_and_cannot_be_run_is_tried_and_is_no_offer() -> None:
    site = ScriptedSite()

    found = _judged(site, _result(_undriven(), text=None))

    assert found.output_text is None
    assert found.nests[0].offer is None
    assert found.project is not None
    (only,) = found.project.project_only
    assert only.trial.outcome is Outcome.PASSED
    assert only.trial.application == FASTER
    assert "#pragma omp parallel for\n" in only.diff
    assert site.done == ["switch", "build", "candidate-test", "bench", "reach"]


def test_tests_that_do_not_run_the_loop_say_nothing_of_it() -> None:
    site = ScriptedSite(unreached_because="no test runs it")

    found = _judged(site, _result(_undriven(), text=None))

    assert found.project is not None
    (only,) = found.project.project_only
    assert (only.trial.outcome, only.trial.code) == (Outcome.INCONCLUSIVE, "not-reached")
    assert only.trial.reason == "no test runs it"


def test_without_tests_what_cannot_be_run_is_not_tried() -> None:
    site = ScriptedSite(commands=ProjectCommands("/p", "make", bench="make bench"))

    found = _judged(site, _result(_undriven(), text=None))

    assert site.done == []
    assert found.project is not None
    assert found.project.project_only == ()


@pytest.mark.parametrize(
    "nest", [_undriven(proved=False), _undriven(code="non-deterministic")], ids=["unproved", "ran"]
)
def test_what_is_not_proved_or_could_be_run_is_not_tried(nest: NestResult) -> None:
    site = ScriptedSite()

    found = _judged(site, _result(nest, text=None))

    assert site.done == []
    assert found.project is not None
    assert found.project.project_only == ()
