"""Check: do a candidate's own directives follow from what its own loops do?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import Function, TranslationUnit
from pcg_engine.domain.facts import flatten
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.ports import Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.legality.constructs import judge_function
from pcg_engine.tools.legality.headers import judge_headers
from pcg_engine.tools.legality.hoisting import judge_hoisting
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.partitions import judge_partitions
from pcg_engine.tools.legality.serial_tree import without_directives
from pcg_engine.tools.subject import Instruments, Subject

_DOUBTS_SHOWN = 3
_DIRECTIVE = re.compile(r"^\s*#\s*pragma\s+omp\b|\b_Pragma\b", re.MULTILINE)
_THREADPRIVATE = re.compile(r"\bthreadprivate\b")
# Legality asks nothing about cost.
_ANY_MACHINE = MachineModel(1, 1e-9, 1e10, 1e10, 1e-5, calibrated=False)


def check(subject: Subject, instruments: Instruments, cancellation: Cancellation) -> CheckResult:
    """Judge the OpenMP constructs of the candidate's function on the candidate's tree.

    ``REFUTED`` for a certain violation. ``PASSED`` with ``proved`` if every directive follows
    from the facts of its loop, with the proof's obligations and the assumptions that no ``if``
    clause tests; ``PASSED`` without ``proved`` if something was not understood, which ``detail``
    names. ``INCONCLUSIVE`` if there is no tree to judge.
    """
    start = instruments.clock.now()
    original = subject.original
    unit = instruments.reader.read(
        subject.source, original.command, (original.function.name,), cancellation, openmp=True
    )
    result = judge(subject, unit)
    seconds = instruments.clock.now() - start
    return CheckResult(
        CheckName.LEGALITY,
        result.outcome,
        result.detail,
        seconds,
        result.code,
        result.proved,
        result.obligations,
        result.assumptions,
    )


def judge(subject: Subject, unit: TranslationUnit) -> CheckResult:
    """The result for ``unit``, the trees of the candidate's file read with OpenMP; pure."""
    function = unit.functions.get(subject.original.function.key)
    if function is None or function.body is None:
        return CheckResult(
            CheckName.LEGALITY,
            Outcome.INCONCLUSIVE,
            "clang delivers no tree of the candidate's function",
            code="no-tree",
        )
    judgement = _judge_instances(unit, function, subject.source)
    for helper in _new_helpers(subject, unit, function):
        judgement.include(_judge_instances(unit, helper, subject.source))
    plain = without_directives(function)
    judge_hoisting(without_directives(subject.original.function), plain, judgement)
    judge_headers(
        subject.original.function,
        plain,
        subject.original.nests,
        subject.original.source,
        subject.source,
        judgement,
    )
    judge_partitions(
        subject.original.function,
        function,
        subject.original.source,
        subject.source,
        judgement,
    )
    if _THREADPRIVATE.search(subject.source.data.decode("utf-8", "replace")):
        judgement.demote_all("the file has threadprivate variables")
    return _result(judgement)


def _judge_instances(unit: TranslationUnit, function: Function, source: SourceText) -> Judgement:
    """All functions built from the same text: several, for a template."""
    together = Judgement()
    loops = tuple(loop for loop in find_loops(parse(source)) if function.span.contains(loop.span))
    written = len(_DIRECTIVE.findall(source.slice(function.span)))
    for instance in unit.functions.values():
        if instance.body is None or instance.span != function.span or not instance.in_main_file:
            continue
        plain = without_directives(instance)
        plain_unit = replace(unit, functions={**unit.functions, instance.key: plain})
        facts = analyze(plain_unit, plain, loops, source, _ANY_MACHINE, as_written=True)
        by_start = {f.loop.span.start: f for f in flatten(facts)}
        found = judge_function(instance, unit.functions, by_start, source)
        if found.directives != written:
            found.doubt("a directive of the function is not in clang's tree (a lambda, a macro)")
        together.include(found)
    return together


def _new_helpers(subject: Subject, unit: TranslationUnit, function: Function) -> Iterator[Function]:
    """Functions with directives that this one calls, and that the original's text does not have."""
    before = "".join(subject.original.source.data.decode("utf-8", "replace").split())
    seen = {function.span}
    for helper in unit.functions.values():
        if helper.body is None or not helper.in_main_file or helper.span in seen:
            continue
        seen.add(helper.span)
        text = subject.source.slice(helper.span)
        if _DIRECTIVE.search(text) and "".join(text.split()) not in before:
            yield helper


def _result(judgement: Judgement) -> CheckResult:
    assumptions = tuple(judgement.assumptions)
    if judgement.violations:
        first = judgement.violations[0]
        return CheckResult(CheckName.LEGALITY, Outcome.REFUTED, first.message, code=first.code)
    if judgement.directives == 0:
        detail = "no OpenMP construct, so there is nothing to prove: tested only"
        return CheckResult(CheckName.LEGALITY, Outcome.PASSED, detail)
    if judgement.unclear:
        told = "; ".join(judgement.unclear[:_DOUBTS_SHOWN])
        more = len(judgement.unclear) - _DOUBTS_SHOWN
        detail = f"not proved, tested only: {told}" + (f"; and {more} more" if more > 0 else "")
        return CheckResult(CheckName.LEGALITY, Outcome.PASSED, detail, assumptions=assumptions)
    count = len(judgement.obligations)
    return CheckResult(
        CheckName.LEGALITY,
        Outcome.PASSED,
        f"the directives follow from {count} proved condition{'' if count == 1 else 's'}",
        proved=True,
        obligations=tuple(judgement.obligations),
        assumptions=assumptions,
    )
