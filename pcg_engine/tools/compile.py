"""Check: the whole file compiles, with the user's compiler and with clang."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import assert_never

from pcg_engine.domain.ast import Diagnostic
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation, Compiled, Rejected
from pcg_engine.tools.forbidden_text import misspelt_pragmas
from pcg_engine.tools.objects import object_request, with_samples
from pcg_engine.tools.subject import Instruments, Subject

_IGNORED_PRAGMA = re.compile(
    r"ignor\w+ ['‘]?#pragma|'#pragma omp[^']*' are ignored|unknown pragma ignored"
)
_UNINITIALISED = re.compile(r"\bis (?:used uninitialized|uninitialized when used here)")
_MESSAGES_SHOWN = 3


def check(subject: Subject, instruments: Instruments, cancellation: Cancellation) -> CheckResult:
    """Compile the candidate's file with the user's flags and OpenMP, then read it with clang.

    Refutation codes: ``compile-error``, ``compile-timeout``, ``compiler-crash`` and the
    compiler's other limits, ``pragma-ignored`` (also for a pragma that was meant for OpenMP and
    is misspelt), ``uninitialised-use`` for a variable that the compiler is sure about.
    ``original-rejected`` and ``original-not-read-by-clang`` are inconclusive: then the failure is
    not the candidate's. Other new warnings are told.
    """
    start = instruments.clock.now()
    outcome, code, detail = _judge(subject, instruments, cancellation)
    seconds = instruments.clock.now() - start
    return CheckResult(CheckName.COMPILE, outcome, detail, seconds, code)


def new_warnings(
    original: Iterable[Diagnostic], candidate: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Warnings of the candidate that the original does not give, wherever their lines moved."""
    known = Counter(d.message for d in original if d.severity == "warning")
    found: list[Diagnostic] = []
    for diagnostic in candidate:
        if diagnostic.severity != "warning":
            continue
        if known[diagnostic.message] > 0:
            known[diagnostic.message] -= 1
        else:
            found.append(diagnostic)
    return tuple(found)


def _judge(
    subject: Subject, instruments: Instruments, cancellation: Cancellation
) -> tuple[Outcome, str, str]:
    original = subject.original
    misspelt = misspelt_pragmas(original.source.data, subject.source.data)
    if misspelt:
        reason = f"line {misspelt[0].line}: compilers ignore `{misspelt[0].text}`"
        return Outcome.REFUTED, "pragma-ignored", reason
    built = instruments.compiler.compile(
        object_request(with_samples(subject.source, original.unit), original.command), cancellation
    )
    before = instruments.compiler.compile(
        object_request(with_samples(original.source, original.unit), original.command),
        cancellation,
    )
    match before, built:
        case Rejected(), Rejected():
            reason = f"the file does not compile with OpenMP as it is: {_first_error(before)}"
            return Outcome.INCONCLUSIVE, "original-rejected", reason
        case _, Rejected(code=code):
            return Outcome.REFUTED, code, _first_error(built)
        case _, Compiled():
            pass
        case _:
            assert_never(built)
    warnings = new_warnings(before.diagnostics, built.diagnostics)
    ignored = [d for d in warnings if _IGNORED_PRAGMA.search(d.message)]
    if ignored:
        return Outcome.REFUTED, "pragma-ignored", _spell(ignored[0])
    unset = [d for d in warnings if d.line is not None and _UNINITIALISED.search(d.message)]
    if unset:
        return Outcome.REFUTED, "uninitialised-use", _spell(unset[0])
    unit = instruments.reader.read(
        subject.source, original.command, (original.function.name,), cancellation, openmp=True
    )
    errors = [d for d in unit.diagnostics if d.severity == "error"]
    if errors:
        if any(d.severity == "error" for d in original.unit.diagnostics):
            reason = f"clang cannot read this file: {_spell(errors[0])}"
            return Outcome.INCONCLUSIVE, "original-not-read-by-clang", reason
        return Outcome.REFUTED, "compile-error", f"clang: {_spell(errors[0])}"
    ignored = [d for d in unit.diagnostics if _IGNORED_PRAGMA.search(d.message)]
    if ignored:
        return Outcome.REFUTED, "pragma-ignored", f"clang: {_spell(ignored[0])}"
    return Outcome.PASSED, "", f"compiles with the given flags{_told(warnings)}"


def _first_error(rejected: Rejected) -> str:
    errors = [d for d in rejected.diagnostics if d.severity == "error"]
    if errors:
        return _spell(errors[0])
    return rejected.output.strip().partition("\n")[0] or "the compiler gave no message"


def _told(warnings: Sequence[Diagnostic]) -> str:
    if not warnings:
        return ""
    shown = "; ".join(_spell(d) for d in warnings[:_MESSAGES_SHOWN])
    more = len(warnings) - _MESSAGES_SHOWN
    return f"; new warnings: {shown}" + (f"; and {more} more" if more > 0 else "")


def _spell(diagnostic: Diagnostic) -> str:
    place = "" if diagnostic.line is None else f"line {diagnostic.line}: "
    return f"{place}{diagnostic.message}"
