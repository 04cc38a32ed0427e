"""Finding what is certainly wrong with the directives that a function has already (pure).

The judgement is that of a candidate's directives: the loop is analysed as if it were serial, and a
fault is told only where no view of the loop makes the directive right. Possible aliasing, unknown
calls, and what a program may well intend (the order of output, one value written by all threads)
are no faults here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pcg_engine.analysis.analyze import analyze
from pcg_engine.domain.ast import (
    Assignment,
    Cast,
    Diagnostic,
    Function,
    IntegerLiteral,
    Name,
    OpenMPDirective,
    Statement,
    TranslationUnit,
    Unary,
)
from pcg_engine.domain.facts import LoopFacts, Parallelizability, flatten
from pcg_engine.domain.loops import Loop, Pragma
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.misuse import Misuse, Repair
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import all_expressions, substatements
from pcg_engine.tools.legality.constructs import LOOP_CONSTRUCTS, judge_function
from pcg_engine.tools.legality.data_sharing import (
    DataEnvironment,
    data_environment,
    declared_inside,
    orphaned_environment,
)
from pcg_engine.tools.legality.judgement import Violation
from pcg_engine.tools.legality.loops import associated_loops, inductions
from pcg_engine.tools.legality.serial_tree import without_directives
from pcg_engine.tools.misuse.repair import (
    clause_repair,
    is_understood,
    repaired,
    serial_repair,
)
from pcg_engine.tools.openmp.directive import Directive
from pcg_engine.tools.openmp.parser import parse_directive

CATALOG: Mapping[str, str | None] = {
    "missing-reduction": "PWD002",
    "wrong-reduction": None,
    "reduction-read": None,
    "shared-temporary": "PWD010",
    "lost-last-value": "PWD011",
    "private-read-before-write": "PWD009",
    "carried-scalar": "PWD007",
    "flow-dependence": "PWD007",
    "anti-dependence": "PWD007",
    "output-dependence": "PWD007",
    "collapse-not-independent": "PWD007",
    "container-modified": None,
}
"""The faults that are told, with their numbers in Codee's Open Catalog."""

_BY_CLAUSES = frozenset(
    (
        "missing-reduction",
        "wrong-reduction",
        "shared-temporary",
        "lost-last-value",
        "private-read-before-write",
        "collapse-not-independent",
    )
)
_INDEPENDENT = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)
_THREADPRIVATE = re.compile(rb"^[ \t]*#[ \t]*pragma[ \t]+omp[ \t]+threadprivate\b", re.MULTILINE)
# Nothing is asked about cost.
_ANY_MACHINE = MachineModel(1, 1e-9, 1e10, 1e10, 1e-5, calibrated=False)


@dataclass(frozen=True, slots=True)
class Program:
    """A file, read twice: ``serial`` without its directives, ``parallel`` with them.

    ``loops`` are those of the syntax.
    """

    source: SourceText
    loops: tuple[Loop, ...]
    serial: TranslationUnit
    parallel: TranslationUnit


def misuse_in(program: Program, key: str, nests: tuple[LoopFacts, ...]) -> tuple[Misuse, ...]:
    """The certain faults of the directives of the function ``key``, in source order.

    ``nests`` are the facts of its outermost loops.
    """
    serial = program.serial.functions.get(key)
    function = program.parallel.functions.get(key)
    found: list[Misuse] = []
    if serial is not None and function is not None and function.body is not None:
        known = nests if _name_alike(serial, function) else _analysed_again(program, function)
        if _THREADPRIVATE.search(program.source.data) is None:
            found += _judged(program, function, known)
    told = {one.directive for one in found}
    found += [one for one in _rejected(program, nests) if one.directive not in told]
    return tuple(sorted(found, key=lambda one: one.directive.start))


def _judged(program: Program, function: Function, nests: tuple[LoopFacts, ...]) -> Iterator[Misuse]:
    facts = {one.loop.span.start: one for one in flatten(nests)}
    judgement = judge_function(function, program.parallel.functions, facts, program.source)
    violations: dict[Span, list[Violation]] = {}
    for violation in judgement.violations:
        if violation.statement is not None and violation.code in CATALOG:
            violations.setdefault(violation.statement, []).append(violation)
    assert function.body is not None
    for construct in _constructs(function.body, None):
        of_loop = facts.get(construct.start)
        pragma = None if of_loop is None else _pragma_at(of_loop.loop, construct.where.start)
        faults = [
            fault
            for fault in violations.get(construct.where, [])
            if not _is_a_flag(fault, construct.body)
        ]
        if of_loop is None or pragma is None or not faults:
            continue
        repair = _repair(program.source, construct, of_loop, pragma, faults)
        for fault in faults:
            yield Misuse(
                fault.code,
                CATALOG[fault.code],
                fault.message,
                pragma.span,
                of_loop.loop.id,
                repair,
            )


def _is_a_flag(fault: Violation, body: Statement) -> bool:
    """Whether all threads that write the variable write the same constant: ``found = true``.

    The program has a race, but not one that could change what it computes.
    """
    named = re.search(r"`(\w+)`", fault.message)
    if fault.code not in ("missing-reduction", "shared-temporary") or named is None:
        return False
    values: set[int] = set()
    for part in all_expressions(body):
        match part:
            case Assignment(operator="=", target=Name(variable=variable), value=value):
                while isinstance(value, Cast):
                    value = value.operand
                if variable.name != named[1]:
                    continue
                if not isinstance(value, IntegerLiteral):
                    return False
                values.add(value.value)
            case Assignment(target=target) | Unary(operand=target):
                if isinstance(target, Name) and target.variable.name == named[1]:
                    return False
            case _:
                pass
    return len(values) == 1


def _repair(
    source: SourceText,
    construct: _Construct,
    facts: LoopFacts,
    pragma: Pragma,
    faults: list[Violation],
) -> Repair:
    by_clauses = (
        all(fault.code in _BY_CLAUSES for fault in faults)
        and facts.parallelizability is not Parallelizability.SEQUENTIAL
        and is_understood(construct.directive)
    )
    if by_clauses:
        after = repaired(construct.directive, construct.environment, facts)
        if after != construct.directive:
            return clause_repair(source, pragma, construct.directive, after)
    return serial_repair(source, pragma, construct.directive)


@dataclass(frozen=True, slots=True)
class _Construct:
    """A loop construct: where it and its loop begin, and the sharing inside."""

    where: Span
    start: int
    body: Statement
    directive: Directive
    environment: DataEnvironment


def _constructs(statement: Statement, region: DataEnvironment | None) -> Iterator[_Construct]:
    inside = region
    if isinstance(statement, OpenMPDirective) and statement.body is not None:
        directive = parse_directive(statement.text)
        if isinstance(directive, Directive) and directive.words == ("parallel",):
            inside = data_environment(directive, statement.body, ())
        elif isinstance(directive, Directive) and directive.words in LOOP_CONSTRUCTS:
            nest = associated_loops(statement.body, directive)
            if nest is not None:
                enclosing = region
                if region is None and directive.words[0] == "for":
                    enclosing = orphaned_environment(nest[0])
                inside = data_environment(directive, nest[0], inductions(nest), enclosing)
                start = nest[0].span.start
                yield _Construct(statement.span, start, statement.body, directive, inside)
    for inner in substatements(statement):
        yield from _constructs(inner, inside)


def _rejected(program: Program, nests: tuple[LoopFacts, ...]) -> Iterator[Misuse]:
    """Loops of which the compiler says that their directive cannot apply to them."""
    before = {(d.line, d.message) for d in program.serial.diagnostics}
    errors = [
        d
        for d in program.parallel.diagnostics
        if d.severity == "error" and (d.line, d.message) not in before
    ]
    for facts in flatten(nests):
        directive = _directive_of(facts.loop)
        if directive is None:
            continue
        pragma, parsed = directive
        error = next((e for e in errors if _is_inside(program.source, e, facts)), None)
        if error is None:
            continue
        leaves = any(reason.code == "early-exit" for reason in facts.reasons)
        repair = None
        if facts.parallelizability not in _INDEPENDENT or "parallel" not in parsed.words:
            repair = serial_repair(program.source, pragma, parsed)
        yield Misuse(
            "early-exit" if leaves else "non-canonical-loop",
            None,
            f"OpenMP cannot share out this loop: {error.message}",
            pragma.span,
            facts.loop.id,
            repair,
        )


def _is_inside(source: SourceText, error: Diagnostic, facts: LoopFacts) -> bool:
    """Whether the error is of this loop, not of one inside that has a directive of its own."""

    def holds(loop: Loop) -> bool:
        first = source.location(loop.span.start).line
        last = source.location(max(loop.span.end - 1, 0)).line
        return error.line is not None and first <= error.line <= last

    return holds(facts.loop) and not any(
        holds(inner.loop) and inner.loop.is_openmp for inner in flatten(facts.children)
    )


def _directive_of(loop: Loop) -> tuple[Pragma, Directive] | None:
    """The loop construct written directly before ``loop``."""
    for pragma in reversed(loop.pragmas):
        match = re.match(r"#pragma omp (.*)", pragma.text)
        if match is not None:
            directive = parse_directive(match[1])
            if isinstance(directive, Directive) and directive.words in LOOP_CONSTRUCTS:
                return pragma, directive
    return None


def _pragma_at(loop: Loop, offset: int) -> Pragma | None:
    return next((p for p in loop.pragmas if p.span.start == offset), None)


def _name_alike(serial: Function, parallel: Function) -> bool:
    """Whether variables have the same identities in both readings."""
    one, other = _variables(serial), _variables(parallel)
    return all(other.get(key) == span for key, span in one.items())


def _variables(function: Function) -> dict[str, Span]:
    if function.body is None:
        return {}
    found = {v.id: v.span for v in declared_inside(function.body)}
    for expression in all_expressions(function.body):
        if isinstance(expression, Name):
            found.setdefault(expression.variable.id, expression.variable.span)
    return found


def _analysed_again(program: Program, function: Function) -> tuple[LoopFacts, ...]:
    """The facts of the loops without the directives, from the reading that has them."""
    plain = without_directives(function)
    unit = replace(program.parallel, functions={**program.parallel.functions, plain.key: plain})
    loops = tuple(loop for loop in program.loops if function.span.contains(loop.span))
    return analyze(unit, plain, loops, program.source, _ANY_MACHINE, as_written=True)
