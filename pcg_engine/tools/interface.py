"""Check: a candidate offers, needs and keeps what the original does, and does start a team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.ast import ArrayType, Declaration, Function, Storage, TranslationUnit
from pcg_engine.domain.candidate import RULES_ORIGIN
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.tools import dormant
from pcg_engine.tools.declarations import compare_declarations, compare_headers
from pcg_engine.tools.edited_functions import EditedFunctions, edited_functions
from pcg_engine.tools.exceptions import Cause, Thrower, assumptions_of, escaping
from pcg_engine.tools.forbidden_text import forbidden_additions
from pcg_engine.tools.linked_code import LinkedCode, compare_objects
from pcg_engine.tools.object_listing import ObjectListings, list_objects
from pcg_engine.tools.objects import has_openmp
from pcg_engine.tools.promises import new_promises
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.symbols import Finding, compare_symbols, forks_from
from pcg_engine.tools.team_claims import claim_of


def check(subject: Subject, instruments: Instruments, cancellation: Cancellation) -> CheckResult:
    """Compare both texts, both object files, and what the trees say of functions and types.

    Refutation codes: ``forbidden-construct`` (``tools.forbidden_text``); those of
    ``compare_symbols``, ``compare_objects`` and ``compare_declarations``; ``not-parallel`` for a
    candidate with a ``parallel`` construct that starts no team from the function; and
    ``exception-terminates`` for a ``throw`` that would leave a region. Inconclusive are
    ``not-emitted`` (no symbol tells anything of the function), ``other-code-changed``,
    ``no-object``, ``unchecked-promise`` (``tools.promises``), and ``exception-terminates`` for what
    throws only when it is given something wrong. What may throw besides, and OpenMP that was
    dormant so far, become assumptions.
    """
    start = instruments.clock.now()
    judged = _judge(subject, instruments, cancellation)
    return CheckResult(
        CheckName.INTERFACE,
        judged.outcome,
        judged.detail,
        instruments.clock.now() - start,
        judged.code,
        assumptions=judged.assumptions,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    outcome: Outcome
    code: str
    detail: str
    assumptions: tuple[Assumption, ...] = ()


def _judge(subject: Subject, instruments: Instruments, cancellation: Cancellation) -> _Judged:
    additions = forbidden_additions(
        subject.original.source.data,
        subject.source.data,
        copies=subject.candidate.origin == RULES_ORIGIN,
    )
    if additions:
        shown = ", ".join(f"`{a.text}` in line {a.line}" for a in additions[:3])
        reason = f"the candidate brings in what could deceive the checks: {shown}"
        return _Judged(Outcome.REFUTED, "forbidden-construct", reason)
    listings = list_objects(subject, instruments, cancellation)
    if listings is None:
        reason = "the file does not compile, so there is no object to compare"
        return _Judged(Outcome.INCONCLUSIVE, "no-object", reason)
    findings = compare_symbols(
        listings.symbols_before, listings.symbols_after, listings.symbols_as_written
    )
    if findings:
        return _refuted(findings)
    edited = edited_functions(subject, instruments, cancellation)
    after = edited.under_test
    if after is None and any("error" in d.severity for d in edited.unit.diagnostics):
        reason = "clang did not read the candidate to its end, so there is nothing to compare"
        return _Judged(Outcome.INCONCLUSIVE, "no-tree", reason)
    if after is None or after.body is None:
        name = subject.original.function.name
        reason = f"`{name}` is no longer there with the same parameters"
        return _Judged(Outcome.REFUTED, "signature-changed", reason)
    findings = (
        *compare_declarations(
            subject.original.function, after, subject.original.unit.records, edited.unit.records
        ),
        *compare_headers(edited.changed, edited.names_before, edited.names_after),
    )
    if findings:
        return _refuted(findings)
    linked = compare_objects(listings, edited.pairs)
    if linked.findings:
        return _refuted(linked.findings)
    throwers = escaping(edited.unit, edited.reached, subject.source)
    return (
        _judge_exceptions(subject, throwers)
        or _judge_team(edited, listings, linked)
        or _judge_other_code(linked)
        or _judge_promises(subject)
        or _passed(subject, edited, linked, assumptions_of(throwers))
    )


def _passed(
    subject: Subject,
    edited: EditedFunctions,
    linked: LinkedCode,
    of_exceptions: tuple[Assumption, ...],
) -> _Judged:
    """Nothing was found: what the pass rests on."""
    told = ["same symbols, signature and layouts"]
    if linked.starts_team:
        told.append("starts a team of threads")
    assumptions = list(of_exceptions)
    if not has_openmp(subject.original.command):
        places = dormant.dormant(subject.original.source, edited.spans_before, edited.called_before)
        assumption = dormant.assumption_of(places)
        if assumption is not None:
            assumptions.append(assumption)
        tested = [str(p.line) for p in places if p.reach is dormant.Reach.TESTED]
        if tested:
            told.append(
                f"the OpenMP in line {', '.join(tested)} is in functions that it calls, and was "
                "tested with it"
            )
    assumptions += _stack_assumptions(edited)
    return _Judged(Outcome.PASSED, "", "; ".join(told), tuple(dict.fromkeys(assumptions)))


def _judge_team(
    edited: EditedFunctions, listings: ObjectListings, linked: LinkedCode
) -> _Judged | None:
    claim = claim_of(edited.reached_under_test)
    name = edited.name
    if not claim.functions:
        return None
    if claim.never is not None:
        reason = f"`#pragma omp {claim.never}` says itself that there is one thread"
        return _Judged(Outcome.REFUTED, "not-parallel", reason)
    if linked.starts_team and (
        # A function that nothing uses is in no optimised object file.
        forks_from(claim.functions, listings.symbols_after) or not linked.is_used
    ):
        return None
    if linked.is_emitted:
        reason = "has a parallel construct, but the compiled function starts no team of threads"
        return _Judged(Outcome.REFUTED, "not-parallel", reason)
    reason = (
        f"`{name}` is not in the object file (nothing uses it), so that nothing can be "
        "said of its symbols: call it, or make it visible outside"
    )
    return _Judged(Outcome.INCONCLUSIVE, "not-emitted", reason)


def _judge_exceptions(subject: Subject, throwers: tuple[Thrower, ...]) -> _Judged | None:
    for cause, outcome in (
        (Cause.THROW, Outcome.REFUTED),
        (Cause.CHECK, Outcome.INCONCLUSIVE),
    ):
        for thrower in throwers:
            if thrower.cause is cause:
                line = subject.source.location(thrower.span.start).line
                reason = (
                    f"line {line}: the exception of {thrower.text} would leave an OpenMP region, "
                    "which ends the program; the original passes it to its caller"
                )
                return _Judged(outcome, "exception-terminates", reason)
    return None


def _judge_other_code(linked: LinkedCode) -> _Judged | None:
    if not linked.other_code:
        return None
    shown = ", ".join(f"`{name}`" for name in linked.other_code[:3])
    reason = f"code that the candidate does not edit means something else now: {shown}"
    return _Judged(Outcome.INCONCLUSIVE, "other-code-changed", reason)


def _judge_promises(subject: Subject) -> _Judged | None:
    found = new_promises(subject.original.source.data, subject.source.data)
    if not found:
        return None
    shown = ", ".join(f"`{promise.text}` in line {promise.line}" for promise in found[:3])
    reason = f"the candidate promises the compiler what nothing checks: {shown}; do without"
    return _Judged(Outcome.INCONCLUSIVE, "unchecked-promise", reason)


def _stack_assumptions(edited: EditedFunctions) -> Iterator[Assumption]:
    """Arrays of variable length that only the candidate has."""
    known = {name for name, _ in _variable_length_arrays(edited.unit_before)}
    for name, function in _variable_length_arrays(edited.unit):
        if name not in known and function.in_main_file:
            yield Assumption(
                "stack-suffices",
                f"the stack of every thread has room for the array `{name}`, whose length is "
                "known only at run time",
            )


def _variable_length_arrays(unit: TranslationUnit) -> Iterator[tuple[str, Function]]:
    for function in unit.functions.values():
        if function.body is None:
            continue
        for statement in walk_statements(function.body):
            if not isinstance(statement, Declaration):
                continue
            for declarator in statement.declarators:
                variable = declarator.variable
                if (
                    variable.storage is Storage.LOCAL
                    and isinstance(variable.type, ArrayType)
                    and variable.type.extent is None
                ):
                    yield variable.name, function


def _refuted(findings: tuple[Finding, ...]) -> _Judged:
    detail = "; ".join(finding.message for finding in findings[:3])
    return _Judged(Outcome.REFUTED, findings[0].code, detail)
