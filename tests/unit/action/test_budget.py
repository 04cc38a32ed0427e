"""A budget cancels the work under it, and only that."""

from __future__ import annotations

from pcg_engine.action.budget import Budget
from pcg_engine.ports import Cancellation
from tests.fakes.worlds import StoppedClock


def test_what_remains_follows_the_clock_and_never_goes_below_zero() -> None:
    clock = StoppedClock()
    budget = Budget(60.0, clock, Cancellation())

    clock.time += 45.0
    assert (budget.remaining, budget.is_spent) == (15.0, False)
    clock.time += 45.0
    assert (budget.remaining, budget.is_spent) == (0.0, True)


def test_a_share_is_a_part_of_what_remains() -> None:
    clock = StoppedClock(100.0)
    budget = Budget(60.0, clock, Cancellation())
    clock.time += 20.0

    has_time = budget.share(4)

    clock.time += 9.0
    assert has_time()
    clock.time += 2.0
    assert not has_time()


def test_at_the_deadline_the_work_is_cancelled_but_not_the_request() -> None:
    request = Cancellation()
    with Budget(0.0, StoppedClock(), request) as budget:
        assert budget.cancellation.wait(30)
    assert not request.is_cancelled


def test_cancelling_the_request_cancels_the_work() -> None:
    request = Cancellation()
    budget = Budget(60.0, StoppedClock(), request)

    request.cancel()

    assert budget.cancellation.is_cancelled
    assert request.child().is_cancelled
