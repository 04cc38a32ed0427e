"""Check: a changed template holds in its other instances, as far as the file has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pcg_engine.action.checks import Laboratory, dynamic_checks
from pcg_engine.action.failures import as_result_of, worst
from pcg_engine.action.other_units import other_units_check, same_text
from pcg_engine.action.outlined import drive
from pcg_engine.action.survey import Survey
from pcg_engine.action.verification import NamedCheck, Plan, run_checks
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.domain.facts import Assumption, flatten
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools.legality import check as legality
from pcg_engine.tools.memo import Once
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.own_code.fallbacks import without_directives
from pcg_engine.tools.subject import Subject

MOST_INSTANCES = 8
"""How many instances besides the first one are run: each takes as long as that."""
_NO_TIME = "there was no time for it; raise the budget with --budget SECONDS"

Pace = Callable[[], Callable[[], bool]]
"""Asked when a check begins, it gives whether there is time for more of it, when asked."""


def unhurried() -> Callable[[], bool]:
    """The ``Pace`` of who has no deadline."""
    return lambda: True


def further_checks(
    found: Survey, laboratory: Laboratory, pace: Pace = unhurried
) -> tuple[NamedCheck, ...]:
    """What a candidate for ``found`` has to pass beyond its own function, before it is timed."""
    units = other_units_check(found, laboratory)

    def run(subject: Subject, cancellation: Cancellation) -> CheckResult:
        return check(subject, found, laboratory, cancellation, pace())

    instances = (NamedCheck(CheckName.INSTANCES, run),) if _has_several(found) else ()
    return instances if units is None else (*instances, units)


def check(
    subject: Subject,
    found: Survey,
    laboratory: Laboratory,
    cancellation: Cancellation,
    has_time: Callable[[], bool],
) -> CheckResult:
    """Run the other instances of the subject's function: results, conflicts, races.

    That the directives follow from what each of them does is the matter of ``legality``. What does
    not pass in one is the result, with the instance's name. An instance that cannot be run leaves
    the result open, unless the directives are proved and, in a text that no rule wrote, nothing
    else is changed: then that it was not run is an assumption. Only in that case are instances left
    out because there is no time; one is run all the same.
    """
    clock = laboratory.instruments.clock
    start = clock.now()
    function = subject.original.function
    others = [one for one in same_text(found, function) if one.key != function.key]
    beyond = [
        _NotRun(one, f"the limit is {MOST_INSTANCES} more instances")
        for one in others[MOST_INSTANCES:]
    ]
    ran: list[Function] = []
    assumptions: list[Assumption] = []
    error = 0.0
    proof = Once(lambda c: _is_proved(subject, laboratory, c))
    for one in others[:MOST_INSTANCES]:
        cancellation.check()
        if ran and not has_time() and proof.get(cancellation):
            beyond.append(_NotRun(one, _NO_TIME))
            continue
        results = _run(one, subject, found, laboratory, cancellation)
        if isinstance(results, _NotRun):
            beyond.append(results)
            continue
        failure = worst(results)
        if failure is not None:
            where = f"the instance `{one.label}` of this template"
            return as_result_of(CheckName.INSTANCES, failure, where, clock.now() - start)
        ran.append(one)
        assumptions += [a for r in results for a in r.assumptions]
        error = max(error, *(r.max_relative_error for r in results))
    if beyond and not proof.get(cancellation):
        return _not_run(beyond[0], clock.now() - start)
    if beyond:
        assumptions.append(_taken_on_proof(beyond))
    return CheckResult(
        CheckName.INSTANCES,
        Outcome.PASSED,
        _told(function, ran, beyond),
        clock.now() - start,
        assumptions=tuple(dict.fromkeys(assumptions)),
        max_relative_error=error,
    )


@dataclass(frozen=True, slots=True)
class _NotRun:
    function: Function
    reason: str


def _has_several(found: Survey) -> bool:
    """Whether the file has any template of which there are two instances."""
    spans = [
        f.span for f in found.unit.functions.values() if f.is_template_instance and f.in_main_file
    ]
    return len(set(spans)) < len(spans)


def _run(
    function: Function,
    subject: Subject,
    found: Survey,
    laboratory: Laboratory,
    cancellation: Cancellation,
) -> tuple[CheckResult, ...] | _NotRun:
    """What running the instance shows; every check that was due is among the results."""
    wanted = {nest.loop.id for nest in subject.original.nests}
    nests = tuple(n for n in flatten(found.nests_in(function)) if n.loop.id in wanted)
    original = found.original(function, nests, subject.original.region)
    driven = drive(original, laboratory.instruments, laboratory.machine, cancellation)
    harness = driven.experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return _NotRun(function, harness.reason)
    plan = Plan(dynamic_checks(driven, laboratory))
    here = Subject(original, subject.candidate, subject.source)
    results = run_checks(here, plan, cancellation, lambda _: None)
    if len(results) < plan.total and all(r.outcome is Outcome.PASSED for r in results):
        reason = "not every check was run"
        missing = CheckResult(CheckName.INSTANCES, Outcome.INCONCLUSIVE, reason, code="not-run")
        return (*results, missing)
    return results


def _not_run(one: _NotRun, seconds: float) -> CheckResult:
    return CheckResult(
        CheckName.INSTANCES,
        Outcome.INCONCLUSIVE,
        f"the instance `{one.function.label}` of this template was not run ({one.reason}), and "
        "that the change is right in it is not proved",
        seconds,
        code="instance-not-run",
    )


def _is_proved(subject: Subject, laboratory: Laboratory, cancellation: Cancellation) -> bool:
    """Whether what the change does in an instance follows without running it."""
    if not _is_no_other_code(subject):
        return False
    return legality.check(subject, laboratory.instruments, cancellation).proved


def _is_no_other_code(subject: Subject) -> bool:
    """Whether the code is the same for all instances but for directives.

    What a rule writes follows from the analysis of every instance.
    """
    if subject.candidate.origin == RULES_ORIGIN:
        return True
    before, after = (
        without_directives(source).data.split()
        for source in (subject.original.source, subject.source)
    )
    return before == after


def _taken_on_proof(beyond: list[_NotRun]) -> Assumption:
    by_reason: dict[str, list[str]] = {}
    for one in beyond:
        by_reason.setdefault(one.reason, []).append(f"`{one.function.label}`")
    told = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in by_reason.items())
    return Assumption(
        "instances-not-run",
        f"the directives, which are proved, are right in instances that were not run: {told}",
    )


def _told(function: Function, ran: list[Function], beyond: list[_NotRun]) -> str:
    parts = [f"`{function.label}` was verified"]
    if ran:
        parts.append(f"and so were {', '.join(f'`{one.label}`' for one in ran)}")
    if beyond:
        names = ", ".join(f"`{one.function.label}`" for one in beyond)
        parts.append(f"the directives are proved, but not run, in {names}")
    if not ran and not beyond:
        return f"`{function.label}` is the only instance"
    return "; ".join(parts)
