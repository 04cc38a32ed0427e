"""Check: the candidate does what the original does, for every team and on all inputs."""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Limits, Rejected
from pcg_engine.tools import thresholds
from pcg_engine.tools.experiment import Experiment, Reference, not_built
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.run import CallMode, run
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.rounding import rounding_bound
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.teams import Team, team_matrix
from pcg_engine.tools.trial import Expectation, Failure, judge

_FEW = 6
_NO_OVERLAP = "no-overlap"
_NO_NAN = "no-nan"
"""Codes of assumptions that, unguarded, a person confirms: inputs that break them are left out."""


def check(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """Compare original and candidate, in separate processes, on the same inputs.

    Both are built at the user's flags without contraction and fast-math.

    Aliased inputs (inputs with NaN) are left out only if the candidate rests on an unguarded
    assumption ``no-overlap`` (``no-nan``), which a person confirms. ``max_relative_error`` is above
    zero only for candidates that reassociate.
    """
    start = instruments.clock.now()
    found = _test(subject, experiment, instruments, cancellation)
    seconds = instruments.clock.now() - start
    match found:
        case Obstacle() | Failure():
            return found.result(CheckName.EQUIVALENCE, seconds)
        case (detail, error):
            return CheckResult(
                CheckName.EQUIVALENCE,
                Outcome.PASSED,
                detail,
                seconds,
                max_relative_error=error,
            )


def _test(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Failure | tuple[str, float]:
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    reference = experiment.reference(cancellation)
    if isinstance(reference, Obstacle):
        return reference
    fresh = expectations(subject, experiment, reference, cancellation)
    if isinstance(fresh, Obstacle):
        return fresh
    positions = _applicable(subject, reference)
    repeated = [
        Expectation(e.case, reference.repeated[p], e.bound)
        for e, p in zip(fresh, positions, strict=True)
    ]
    variant = variants.user_strict(subject.original.command, openmp=True)
    program = build(harness, subject.source.data, variant, instruments, cancellation)
    if isinstance(program, Rejected):
        return not_built(program, "the candidate")
    stateless = reference.fresh == reference.repeated
    teams = team_matrix(instruments.threads, stateless and not harness.writes_globals)
    worst = 0.0
    for team in teams:
        # Where calls change each other's results, only the same sequence can be compared.
        if not stateless and team.mode not in (CallMode.ISOLATED, CallMode.REPEATED):
            continue
        wanted = repeated if team.mode is CallMode.REPEATED else fresh
        result = _try(harness, program, team, wanted, reference, instruments, cancellation)
        if isinstance(result, Failure):
            return result
        worst = max(worst, result)
    further = thresholds.expectations(subject, experiment, cancellation)
    if isinstance(further, Obstacle):
        return further
    if further:
        for team in (team for team in teams if team.mode is CallMode.ONCE and not team.few):
            result = _try(harness, program, team, further, reference, instruments, cancellation)
            if isinstance(result, Failure):
                return result
            worst = max(worst, result)
    aliased = sum(e.case.spec.alias is not None for e in fresh)
    return _words(len(fresh) + len(further), aliased, len(teams), worst), worst


def expectations(
    subject: Subject, experiment: Experiment, reference: Reference, cancellation: Cancellation
) -> list[Expectation] | Obstacle:
    """What is expected of the candidate on each case that applies to it."""
    positions = _applicable(subject, reference)
    if not subject.candidate.reassociates:
        return [Expectation(reference.cases[p], reference.fresh[p]) for p in positions]
    directed = experiment.directed(cancellation)
    if isinstance(directed, Obstacle):
        return directed
    return [
        Expectation(
            reference.cases[p],
            reference.fresh[p],
            rounding_bound(directed.upward[p], directed.downward[p], reference.cases[p].largest),
        )
        for p in positions
    ]


def _applicable(subject: Subject, reference: Reference) -> list[int]:
    """Positions of the cases that the candidate has to get right."""
    assumed = {a.code for a in subject.candidate.assumptions if a.guard is None}

    def applies(spec: CaseSpec) -> bool:
        if spec.alias is not None and _NO_OVERLAP in assumed:
            return False
        return not (spec.style is Style.SPECIAL and spec.nan and _NO_NAN in assumed)

    return [p for p, case in enumerate(reference.cases) if applies(case.spec)]


def _few(expectations_: Sequence[Expectation]) -> list[Expectation]:
    """A handful: exact values around the borders, and one large random input."""
    wanted = {(0, Style.EXACT), (1, Style.EXACT), (65, Style.EXACT), (1000, Style.EXACT)}
    chosen = [e for e in expectations_ if (e.case.spec.size, e.case.spec.style) in wanted]
    chosen.extend(e for e in expectations_ if e.case.spec.style is Style.RANDOM)
    return (chosen or list(expectations_))[:_FEW]


def _words(inputs: int, aliased: int, teams: int, worst: float) -> str:
    how = (
        "identical"
        if worst == 0.0
        else f"equal but for reordered rounding (largest relative difference {worst:.1e})"
    )
    sharing = f", {aliased} of them with storage in common" if aliased else ""
    return f"{how} on {inputs} inputs{sharing}, in {teams} configurations of threads"


def _try(
    harness: Harness,
    program: Program,
    team: Team,
    wanted: Sequence[Expectation],
    reference: Reference,
    instruments: Instruments,
    cancellation: Cancellation,
) -> float | Failure:
    chosen = _few(wanted) if team.few else wanted
    limits = Limits(wall_seconds=10.0 + 20.0 * reference.seconds)
    execution = run(
        program,
        [e.case for e in chosen],
        team.mode,
        team.environment,
        limits,
        instruments,
        cancellation,
        case_seconds=int(4 + 10 * reference.seconds),
        stop_at_failure=True,
    )
    result = judge(harness.signature, chosen, execution, team.words)
    return result if isinstance(result, Failure) else result.max_relative_error
