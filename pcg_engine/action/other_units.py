"""Check: a changed header holds in the other translation units that include it, as far as seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pcg_engine.action.checks import Laboratory, dynamic_checks, static_checks
from pcg_engine.action.failures import as_result_of, worst
from pcg_engine.action.outlined import drive
from pcg_engine.action.survey import OtherUnit, Survey, Through
from pcg_engine.action.verification import NamedCheck, Plan, run_checks
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.facts import Assumption, LoopFacts, flatten
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Compiled, Rejected
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools.edited_functions import edited_functions
from pcg_engine.tools.object_listing import list_objects
from pcg_engine.tools.objects import object_request
from pcg_engine.tools.subject import Instruments, Original, Subject
from pcg_engine.tools.symbols import compare_symbols

_HARMLESS = "not-emitted"
"""That the other unit does not use the function: then it is not in its object either."""


def other_units_check(found: Survey, laboratory: Laboratory) -> NamedCheck | None:
    """The check for candidates of the header ``found``; ``None`` for any other file."""
    through = found.through
    if through is None:
        return None

    def run(subject: Subject, cancellation: Cancellation) -> CheckResult:
        return check(subject, through, laboratory, cancellation)

    return NamedCheck(CheckName.UNITS, run)


def check(
    subject: Subject, through: Through, laboratory: Laboratory, cancellation: Cancellation
) -> CheckResult:
    """Compile the changed header in every other unit at hand, and compare the objects.

    Where a unit builds the function, its signature, its types and the candidate's pragmas are
    checked there as well; where the function, or what it uses, is not the same as in the unit
    through which the candidate was verified, everything is that can be run: results, conflicts,
    races. What does not pass in a unit is the result, with the unit's name. ``outside-header``
    refutes what changes more than the header. Units that were not looked at become an assumption.
    """
    clock = laboratory.instruments.clock
    start = clock.now()
    header = through.units.header
    if any(edit.span.end > len(header.data) for edit in subject.candidate.edits):
        reason = "the candidate changes what is behind the end of the header"
        return CheckResult(CheckName.UNITS, Outcome.REFUTED, reason, code="outside-header")
    compiled: list[str] = []
    verified: list[str] = []
    assumptions: list[Assumption] = []
    proved = True
    known = [subject]
    for other in through.others:
        cancellation.check()
        found = _in_unit(subject, through, other, known, laboratory, cancellation)
        if found.failure is not None:
            seconds = clock.now() - start
            where = f"{other.unit}, which includes this header as well"
            return as_result_of(CheckName.UNITS, found.failure, where, seconds)
        (verified if found.is_verified else compiled).append(other.unit)
        proved = proved and found.is_proved
        assumptions += found.assumptions
    assumptions += _not_looked_at(through)
    return CheckResult(
        CheckName.UNITS,
        Outcome.PASSED,
        _told(through, compiled, verified),
        clock.now() - start,
        proved=proved,
        assumptions=tuple(dict.fromkeys(assumptions)),
    )


@dataclass(frozen=True, slots=True)
class _InUnit:
    """What was found in one unit; ``failure`` is the check that did not pass."""

    failure: CheckResult | None = None
    is_verified: bool = False
    is_proved: bool = True
    assumptions: tuple[Assumption, ...] = ()


def _in_unit(
    subject: Subject,
    through: Through,
    other: OtherUnit,
    known: list[Subject],
    laboratory: Laboratory,
    cancellation: Cancellation,
) -> _InUnit:
    """``known`` are the originals with which the candidate was verified; more are added."""
    found = other.survey
    source = apply_edits(found.source, subject.candidate.edits)
    functions = tuple(f for f in same_text(found, subject.original.function) if through.builds(f))
    if not functions:
        original = replace(
            subject.original, source=found.source, command=found.command, unit=found.unit
        )
        return _compiled_only(
            Subject(original, subject.candidate, source), laboratory, cancellation
        )
    wanted = {nest.loop.id for nest in subject.original.nests}
    assumptions: list[Assumption] = []
    is_verified, is_proved = False, True
    for function in functions:
        nests = tuple(nest for nest in flatten(found.nests_in(function)) if nest.loop.id in wanted)
        original = found.original(function, nests, subject.original.region)
        stages = static_checks(laboratory)
        here = Subject(original, subject.candidate, source)
        tools = laboratory.instruments
        differs = all(
            _differs(one.original, original) or _candidate_differs(one, here, tools, cancellation)
            for one in known
        )
        if differs:
            machine = laboratory.machine
            stages += dynamic_checks(drive(original, tools, machine, cancellation), laboratory)
        plan = Plan(stages)
        results = _run(here, plan, cancellation)
        failure = worst(results)
        if failure is None and len(results) < plan.total:
            failure = CheckResult(
                CheckName.UNITS, Outcome.INCONCLUSIVE, "not every check was run", code="not-run"
            )
        if failure is not None:
            return _InUnit(failure)
        if differs:
            known.append(here)
        is_verified |= differs
        is_proved &= any(r.proved for r in results if r.name is CheckName.LEGALITY)
        assumptions += [a for r in results for a in r.assumptions]
    return _InUnit(None, is_verified, is_proved, tuple(assumptions))


def same_text(found: Survey, function: Function) -> Iterator[Function]:
    """What the unit builds of the function's text: perhaps several instantiations, or none."""
    for one in sorted(found.unit.functions.values(), key=lambda f: f.key):
        if one.in_main_file and one.body is not None and one.span == function.span:
            yield one


def _run(subject: Subject, plan: Plan, cancellation: Cancellation) -> tuple[CheckResult, ...]:
    """The results; that nothing uses the function there is no reason to stop."""
    results: list[CheckResult] = []
    for stage in plan.stages:
        found = run_checks(subject, Plan((stage,)), cancellation, lambda _: None)
        results += (replace(r, outcome=Outcome.PASSED) if r.code == _HARMLESS else r for r in found)
        if any(r.outcome is not Outcome.PASSED for r in results):
            break
    return tuple(results)


def _compiled_only(subject: Subject, laboratory: Laboratory, cancellation: Cancellation) -> _InUnit:
    """A unit that does not build the function: the header compiles, and no symbol changes."""
    tools = laboratory.instruments
    command = subject.original.command
    built = tools.compiler.compile(object_request(subject.source, command), cancellation)
    match built:
        case Rejected(code=code):
            errors = [d.message for d in built.diagnostics if d.severity == "error"]
            before = tools.compiler.compile(
                object_request(subject.original.source, command), cancellation
            )
            told = (*errors, built.output.strip().partition("\n")[0], code)[0]
            outcome = Outcome.REFUTED if isinstance(before, Compiled) else Outcome.INCONCLUSIVE
            return _InUnit(CheckResult(CheckName.COMPILE, outcome, told, code=code))
        case Compiled():
            pass
    listings = list_objects(subject, tools, cancellation)
    if listings is None:
        reason = "it does not compile, so there is no object to compare"
        failure = CheckResult(CheckName.INTERFACE, Outcome.INCONCLUSIVE, reason, code="no-object")
        return _InUnit(failure)
    findings = compare_symbols(
        listings.symbols_before, listings.symbols_after, listings.symbols_as_written
    )
    if findings:
        detail = "; ".join(finding.message for finding in findings[:3])
        failure = CheckResult(CheckName.INTERFACE, Outcome.REFUTED, detail, code=findings[0].code)
        return _InUnit(failure)
    return _InUnit()


def _differs(one: Original, other: Original) -> bool:
    """Whether the function, or anything that both units know besides, is not the same in both."""
    return (
        one.function != other.function
        or [_analysis(nest) for nest in one.nests] != [_analysis(nest) for nest in other.nests]
        or one.unit.strict_aliasing != other.unit.strict_aliasing
        or _reads_differently(one.unit, other.unit)
    )


def _candidate_differs(
    one: Subject, other: Subject, tools: Instruments, cancellation: Cancellation
) -> bool:
    """Whether the candidate is not the same code in both units.

    What it uses and the original does not may be a macro in one unit, or another overload.
    """
    first = edited_functions(one, tools, cancellation)
    second = edited_functions(other, tools, cancellation)
    return first.under_test != second.under_test or _reads_differently(first.unit, second.unit)


def _reads_differently(first: TranslationUnit, second: TranslationUnit) -> bool:
    """Whether a function or a type that both know is not the same in both."""
    return any(second.functions.get(k, f) != f for k, f in first.functions.items()) or any(
        second.records.get(k, r) != r for k, r in first.records.items()
    )


def _analysis(nest: LoopFacts) -> tuple[object, ...]:
    return (nest.parallelizability, nest.with_, nest.assumptions, nest.collapse)


def _told(through: Through, compiled: list[str], verified: list[str]) -> str:
    parts = [f"verified through {through.unit}"]
    if verified:
        parts.append(f"and, since it is not the same there, in {', '.join(verified)}")
    if compiled:
        parts.append(f"compiles, with the same symbols, in {', '.join(compiled)}")
    if not through.others and not through.not_seen:
        parts.append("the only unit that includes it")
    parts += [f"{one.unit} was not looked at ({one.reason})" for one in through.not_seen]
    return "; ".join(parts)


def _not_looked_at(through: Through) -> Iterator[Assumption]:
    if through.not_seen:
        units = ", ".join(f"{one.unit} ({one.reason})" for one in through.not_seen)
        yield Assumption(
            "units-not-seen",
            f"the changed header is right in the units that were not looked at: {units}",
        )
    if not through.units.is_saved:
        yield Assumption(
            "header-not-saved",
            "what follows the header in each unit is the same with its unsaved changes",
        )
