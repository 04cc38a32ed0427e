"""Check: a candidate offers, needs and keeps what the original does, and does start a team."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.ast import Function, OpenMPDirective, Record
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.traversal import walk_statements
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Compiled, Exited, Limits, RunRequest
from pcg_engine.tools.additions import forbidden_additions
from pcg_engine.tools.objects import object_request
from pcg_engine.tools.subject import Instruments, Subject
from pcg_engine.tools.symbols import (
    Finding,
    Symbol,
    compare_symbols,
    defines,
    forks_from,
    parse_symbols,
)

_NM_LIMITS = Limits(wall_seconds=30.0, cpu_seconds=30.0, output_bytes=64 << 20)


def check(subject: Subject, instruments: Instruments, cancellation: Cancellation) -> CheckResult:
    """Compare the symbols of both objects, then signature and records in both trees.

    Refutation codes: those of ``compare_symbols`` and ``compare_declarations``,
    ``forbidden-construct`` for text that could deceive the checks (``tools.additions``), and
    ``not-parallel`` for a candidate with a ``parallel`` construct that starts no team from the
    function. ``not-emitted`` is inconclusive: no symbol tells anything of the function.
    """
    start = instruments.clock.now()
    judged = _judge(subject, instruments, cancellation)
    seconds = instruments.clock.now() - start
    return CheckResult(CheckName.INTERFACE, judged.outcome, judged.detail, seconds, judged.code)


def compare_declarations(
    original: Function,
    candidate: Function,
    records_before: Mapping[str, Record],
    records_after: Mapping[str, Record],
) -> tuple[Finding, ...]:
    """What a caller could notice without a symbol: result, ``noexcept``, attributes, layouts.

    Codes: ``signature-changed``, ``record-changed``. Names of parameters may change.
    """
    found = [
        Finding("signature-changed", f"the {what} of `{original.name}` changed")
        for what, before, after in (
            ("result type", original.return_type, candidate.return_type),
            (
                "parameter types",
                [p.type for p in original.parameters],
                [p.type for p in candidate.parameters],
            ),
            ("linkage", original.linkage, candidate.linkage),
            ("noexcept", original.is_noexcept, candidate.is_noexcept),
            ("constexpr", original.is_constexpr, candidate.is_constexpr),
            ("attributes", sorted(original.attributes), sorted(candidate.attributes)),
            (
                "membership in a class",
                (original.record, original.is_member, original.is_static_member),
                (candidate.record, candidate.is_member, candidate.is_static_member),
            ),
        )
        if before != after
    ]
    found += [
        Finding("record-changed", f"the layout of `{name}` changed")
        for name in sorted(records_before.keys() & records_after.keys())
        if records_before[name] != records_after[name]
    ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Judged:
    outcome: Outcome
    code: str
    detail: str


def _judge(subject: Subject, instruments: Instruments, cancellation: Cancellation) -> _Judged:
    original = subject.original
    additions = forbidden_additions(original.source.data, subject.source.data)
    if additions:
        shown = ", ".join(f"`{addition.text}`" for addition in additions[:3])
        reason = f"the candidate brings in what could deceive the checks: {shown}"
        return _Judged(Outcome.REFUTED, "forbidden-construct", reason)
    before = _symbols(subject, instruments, cancellation, of_candidate=False)
    after = _symbols(subject, instruments, cancellation, of_candidate=True)
    if before is None or after is None:
        reason = "the file does not compile, so there is no object to compare"
        return _Judged(Outcome.INCONCLUSIVE, "no-object", reason)
    findings = compare_symbols(before, after)
    if findings:
        return _refuted(findings)
    unit = instruments.reader.read(
        subject.source, original.command, (original.function.name,), cancellation, openmp=True
    )
    function = unit.functions.get(original.function.key)
    if function is None or function.body is None:
        reason = f"`{original.function.name}` is no longer there with the same parameters"
        return _Judged(Outcome.REFUTED, "signature-changed", reason)
    findings = compare_declarations(
        original.function, function, original.unit.records, unit.records
    )
    if findings:
        return _refuted(findings)
    return _judge_fork(function, before, after)


def _judge_fork(
    function: Function,
    before: frozenset[Symbol],
    after: frozenset[Symbol],
) -> _Judged:
    same = "same symbols, signature and layouts"
    if not _claims_to_be_parallel(function):
        return _Judged(Outcome.PASSED, "", same)
    if forks_from(function.name, after):
        return _Judged(Outcome.PASSED, "", f"{same}; starts a team of threads")
    if defines(function.name, before) or defines(function.name, after):
        reason = "has a parallel construct, but the compiled function starts no team of threads"
        return _Judged(Outcome.REFUTED, "not-parallel", reason)
    reason = (
        f"`{function.name}` is not in the object file (nothing uses it), so that nothing can be "
        "said of its symbols: call it, or make it visible outside"
    )
    return _Judged(Outcome.INCONCLUSIVE, "not-emitted", reason)


def _claims_to_be_parallel(function: Function) -> bool:
    return function.body is not None and any(
        isinstance(statement, OpenMPDirective) and "parallel" in statement.directive.split()
        for statement in walk_statements(function.body)
    )


def _refuted(findings: tuple[Finding, ...]) -> _Judged:
    detail = "; ".join(finding.message for finding in findings[:3])
    return _Judged(Outcome.REFUTED, findings[0].code, detail)


def _symbols(
    subject: Subject, instruments: Instruments, cancellation: Cancellation, *, of_candidate: bool
) -> frozenset[Symbol] | None:
    source = subject.source if of_candidate else subject.original.source
    request = object_request(source, subject.original.command)
    built = instruments.compiler.compile(request, cancellation)
    if not isinstance(built, Compiled):
        return None
    nm = instruments.toolchain.nm
    if nm is None:
        raise EnvironmentUnavailable("no-nm", "nm was not found", "install binutils or llvm")
    with tempfile.TemporaryDirectory(prefix="nm-", dir=instruments.workspace) as scratch:
        outcome = instruments.sandbox.run(
            RunRequest(
                argv=(nm.path, "-C", "-P", str(built.path)),
                scratch=Path(scratch),
                readable=(built.path,),
                environment={"LC_ALL": "C"},
                limits=_NM_LIMITS,
            ),
            cancellation,
        )
    if not isinstance(outcome, Exited) or outcome.code != 0:
        message = outcome.stderr.decode("utf-8", "replace").strip()
        raise EnvironmentUnavailable(
            "nm-failed", f"{nm.path} failed on the object file: {message}", "run `pcg doctor`"
        )
    return parse_symbols(outcome.stdout.decode("utf-8", "replace"))
