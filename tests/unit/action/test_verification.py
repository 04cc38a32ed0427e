"""Checks run in stages; the first refutation stops the rest; a broken check is not a pass."""

from __future__ import annotations

import threading

import pytest

from pcg_engine.action.verification import NamedCheck, Plan, run_checks
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.domain.events import CheckFinished, CheckStarted, Event
from pcg_engine.domain.verdict import (
    CheckName,
    CheckResult,
    Outcome,
    Refuted,
    Unavailable,
    Verified,
)
from pcg_engine.ports import Cancellation
from pcg_engine.tools.decide import REQUIRED, decide
from pcg_engine.tools.subject import Subject
from tests.builders import check
from tests.fakes.subjects import subject


def _passing(name: CheckName) -> NamedCheck:
    return NamedCheck(name, lambda _subject, _cancellation: check(name))


def _ignore(_event: Event) -> None:
    return


def test_all_stages_passed_is_verified() -> None:
    plan = Plan(tuple((_passing(name),) for name in REQUIRED))
    events: list[Event] = []

    verdict = decide(run_checks(subject(), plan, Cancellation(), events.append))

    assert isinstance(verdict, Verified)
    assert sum(isinstance(e, CheckStarted) for e in events) == len(REQUIRED)
    assert sum(isinstance(e, CheckFinished) for e in events) == len(REQUIRED)


def test_a_refuted_stage_keeps_later_stages_from_running() -> None:
    ran: list[CheckName] = []

    def refute(_subject: Subject, _cancellation: Cancellation) -> CheckResult:
        return check(CheckName.COMPILE, Outcome.REFUTED, "does-not-compile")

    def later(_subject: Subject, _cancellation: Cancellation) -> CheckResult:
        ran.append(CheckName.INTERFACE)
        return check(CheckName.INTERFACE)

    plan = Plan(
        ((NamedCheck(CheckName.COMPILE, refute),), (NamedCheck(CheckName.INTERFACE, later),))
    )

    verdict = decide(run_checks(subject(), plan, Cancellation(), _ignore))

    assert isinstance(verdict, Refuted)
    assert ran == []


def test_a_refutation_stops_the_other_checks_of_its_stage() -> None:
    refuted = threading.Event()

    def refute(_subject: Subject, _cancellation: Cancellation) -> CheckResult:
        refuted.set()
        return check(CheckName.ELISION, Outcome.REFUTED, "different-result")

    def endless(_subject: Subject, cancellation: Cancellation) -> CheckResult:
        assert refuted.wait(30)
        while not cancellation.wait(30):
            pytest.fail("was not cancelled")
        raise Cancelled

    plan = Plan(((NamedCheck(CheckName.RACES, endless), NamedCheck(CheckName.ELISION, refute)),))

    results = run_checks(subject(), plan, Cancellation(), _ignore)

    assert [r.code for r in results] == ["different-result"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EnvironmentUnavailable("no-archer", "no Archer", "install it"), "no-archer"),
        (ZeroDivisionError("oops"), "internal-error"),
    ],
)
def test_a_check_that_breaks_is_unavailable(error: Exception, code: str) -> None:
    def broken(_subject: Subject, _cancellation: Cancellation) -> CheckResult:
        raise error

    plan = Plan(((NamedCheck(CheckName.RACES, broken),),))

    verdict = decide(run_checks(subject(), plan, Cancellation(), _ignore))

    assert isinstance(verdict, Unavailable)
    assert verdict.code == code


def test_cancelling_from_outside_raises() -> None:
    cancellation = Cancellation()
    cancellation.cancel()

    with pytest.raises(Cancelled):
        run_checks(subject(), Plan(((_passing(CheckName.COMPILE),),)), cancellation, _ignore)
