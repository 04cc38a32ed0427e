"""Running the checks of one candidate: cheapest first, overlapped, up to the first refutation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.domain.events import CheckFinished, CheckStarted, Event
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.subject import Subject

log = logging.getLogger(__name__)

Check = Callable[[Subject, Cancellation], CheckResult]


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """One check, ready to be run on a subject."""

    name: CheckName
    run: Check


@dataclass(frozen=True, slots=True)
class Plan:
    """Checks in stages: a stage starts when the one before it has passed whole.

    The checks of one stage overlap. Timing needs the machine for itself, so the benchmark is a
    stage of its own.
    """

    stages: tuple[tuple[NamedCheck, ...], ...]

    @property
    def total(self) -> int:
        """The number of checks."""
        return sum(len(stage) for stage in self.stages)


def run_checks(
    subject: Subject,
    plan: Plan,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
    workers: int = 2,
    *,
    to_the_end: bool = False,
) -> tuple[CheckResult, ...]:
    """The results of the plan's checks, up to the first stage that did not pass whole.

    ``to_the_end`` runs every check, whatever the others say, of a candidate that compiles: to
    learn what each is worth.

    Raises ``Cancelled`` when ``cancellation`` was triggered from outside; a check that breaks is
    ``unavailable``, never passed.
    """
    results: list[CheckResult] = []
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="check") as pool:
        for stage in plan.stages:
            results.extend(_run_stage(stage, subject, pool, cancellation, emit, to_the_end))
            cancellation.check()
            open_ = {r.name for r in results if r.outcome is not Outcome.PASSED}
            if open_ and (not to_the_end or CheckName.COMPILE in open_):
                break
    return tuple(results)


def _run_stage(
    stage: tuple[NamedCheck, ...],
    subject: Subject,
    pool: ThreadPoolExecutor,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
    to_the_end: bool,
) -> list[CheckResult]:
    together = cancellation.child()
    pending: set[Future[CheckResult | None]] = {
        pool.submit(_run_check, check, subject, together, emit) for check in stage
    }
    results: list[CheckResult] = []
    while pending:
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            result = future.result()
            if result is None:
                continue
            results.append(result)
            emit(CheckFinished(subject.candidate, result))
            if result.outcome is Outcome.REFUTED and not to_the_end:
                together.cancel()
    return results


def _run_check(
    check: NamedCheck,
    subject: Subject,
    cancellation: Cancellation,
    emit: Callable[[Event], None],
) -> CheckResult | None:
    """The check's result; ``None`` if it was stopped because another one refuted."""
    try:
        cancellation.check()
        emit(CheckStarted(subject.candidate, check.name))
        return check.run(subject, cancellation)
    except Cancelled:
        return None
    except EnvironmentUnavailable as error:
        detail = f"{error.message} {error.hint}".strip()
        return CheckResult(check.name, Outcome.UNAVAILABLE, detail, code=error.code)
    except Exception as error:  # the job boundary: a broken check must not look like a pass
        log.exception("check %s broke", check.name)
        detail = f"the check “{check.name}” broke ({type(error).__name__}: {error}); see the log"
        return CheckResult(check.name, Outcome.UNAVAILABLE, detail, code="internal-error")
