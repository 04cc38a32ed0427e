"""Check: the candidate does what the original does, for every team and on all inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Rejected
from pcg_engine.tools import thresholds
from pcg_engine.tools.attempt import attempt, is_spinning
from pcg_engine.tools.contradictions import contradiction
from pcg_engine.tools.expected import applicable, expectations, rests_on_captured
from pcg_engine.tools.experiment import Experiment, Reference, not_built
from pcg_engine.tools.harness import variants
from pcg_engine.tools.harness.build import Program, build
from pcg_engine.tools.harness.run import CallMode
from pcg_engine.tools.leaks import leak
from pcg_engine.tools.obstacle import Obstacle
from pcg_engine.tools.own_code.observe import OwnCode, observe
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.teams import LARGE, Team, few, team_matrix
from pcg_engine.tools.thresholds import OwnInputs
from pcg_engine.tools.trial import UNSTABLE, Expectation, Failure

_TEAMS_OF_LARGE = ("2", "3")


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
    own = thresholds.own_inputs(subject, experiment, cancellation)
    if isinstance(own, Obstacle):
        return own.result(CheckName.EQUIVALENCE, instruments.clock.now() - start)
    return _result(subject, experiment, own, instruments, cancellation, start)


def check_inputs(
    subject: Subject,
    experiment: Experiment,
    instruments: Instruments,
    cancellation: Cancellation,
) -> CheckResult:
    """The same on the inputs of ``experiment`` alone, without those of the candidate's own."""
    nothing = OwnInputs((), ())
    start = instruments.clock.now()
    return _result(subject, experiment, nothing, instruments, cancellation, start)


def _result(
    subject: Subject,
    experiment: Experiment,
    own: OwnInputs,
    instruments: Instruments,
    cancellation: Cancellation,
    start: float,
) -> CheckResult:
    found = _test(subject, experiment, own, instruments, cancellation)
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
                assumptions=(
                    *experiment.assumptions(cancellation),
                    *rests_on_captured(subject, experiment, cancellation),
                ),
                max_relative_error=error,
            )


def _test(
    subject: Subject,
    experiment: Experiment,
    own: OwnInputs,
    instruments: Instruments,
    cancellation: Cancellation,
) -> Obstacle | Failure | tuple[str, float]:
    harness = experiment.harness(cancellation)
    if isinstance(harness, Obstacle):
        return harness
    reference = experiment.reference(cancellation)
    if isinstance(reference, Obstacle):
        return reference
    names = [slot.name for slot in harness.signature.slots]
    contradicted = contradiction(subject.candidate.assumptions, names, reference.cases)
    if contradicted is not None:
        return contradicted
    fresh = expectations(subject, experiment, reference, cancellation)
    if isinstance(fresh, Obstacle):
        return fresh
    second = {id(c): found for c, found in zip(reference.cases, reference.repeated, strict=True)}
    repeated = [replace(e, observation=second[id(e.case)]) for e in fresh]
    variant = variants.user_strict(subject.original.command, openmp=True)
    program = build(harness, subject.source.data, variant, instruments, cancellation)
    if isinstance(program, Rejected):
        return not_built(program, "the candidate")
    stateless = reference.fresh == reference.repeated
    teams = team_matrix(instruments.threads, stateless and not harness.writes_globals)
    spinning = is_spinning(subject.source.data)
    worst = 0.0
    open_: Failure | None = None
    for team in teams:
        # Where calls change each other's results, only the same sequence can be compared.
        if not stateless and team.mode not in (CallMode.ISOLATED, CallMode.REPEATED):
            continue
        wanted = repeated if team.mode is CallMode.REPEATED else fresh
        if team.mode in (CallMode.ONCE, CallMode.ISOLATED):
            wanted = [*wanted, *own.expectations]
            if team.threads not in _TEAMS_OF_LARGE and not team.few:
                wanted = [e for e in wanted if e.case.spec.size < LARGE]
        result = _try(
            program, team, wanted, reference, instruments, cancellation, spinning=spinning
        )
        if isinstance(result, Failure):
            if result.code != UNSTABLE:
                return result
            open_ = open_ or result  # another team may show what is certain
        else:
            worst = max(worst, result)
    if open_ is not None:
        return open_
    lost = leak(program, fresh, experiment, instruments, cancellation)
    if lost is not None:
        return lost
    if own.unmet:
        code = observe(subject, experiment, instruments, cancellation)
        reached = code.reached_spans() if isinstance(code, OwnCode) else ()
        obstacle = thresholds.unmet_numbers(subject, own, reached)
        if obstacle is not None:
            return obstacle
    inputs = [*fresh, *own.expectations]
    aliased = sum(e.case.spec.alias is not None for e in inputs)
    captured = sum(e.case.is_captured for e in inputs)
    left_out = len(applicable(subject, reference.cases)) - len(fresh)
    return _words(len(inputs), aliased, captured, len(teams), worst, left_out), worst


def _words(
    inputs: int, aliased: int, captured: int, teams: int, worst: float, left_out: int
) -> str:
    how = (
        "identical"
        if worst == 0.0
        else f"equal but for reordered rounding (largest relative difference {worst:.1e})"
    )
    sharing = f", {aliased} of them with storage in common" if aliased else ""
    own = f", {captured} of them captured from a run of the program" if captured else ""
    others = (
        f"; {left_out} more, on which the rounding of the original decides about more than digits, "
        "could not be compared"
        if left_out
        else ""
    )
    return f"{how} on {inputs} inputs{sharing}{own}, in {teams} configurations of threads{others}"


def _try(
    program: Program,
    team: Team,
    wanted: Sequence[Expectation],
    reference: Reference,
    instruments: Instruments,
    cancellation: Cancellation,
    *,
    spinning: bool,
) -> float | Failure:
    chosen = few(wanted, team) if team.few else wanted
    result = attempt(
        program,
        chosen,
        team.mode,
        team.environment,
        team.words,
        reference.seconds,
        instruments,
        cancellation,
        spinning=spinning,
    )
    return result if isinstance(result, Failure) else result.agreement.max_relative_error
