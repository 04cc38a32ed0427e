"""A nest's text with the oracle's markers: loops, iterations, declarations, clauses and guards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.analysis.induction_variables import InductionVariable
from pcg_engine.analysis.normal_form import normalised
from pcg_engine.domain.ast import (
    Block,
    Declaration,
    Expression,
    For,
    Function,
    If,
    RangeFor,
    ReferenceType,
    Statement,
    TranslationUnit,
    Unary,
    Variable,
    While,
)
from pcg_engine.domain.facts import Assumption, LoopFacts, Parallelizability, Role, VariableFact
from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import walk_expression, walk_statements

_DECIDED = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)
_ROLES = {
    Role.PRIVATE: "Private",
    Role.FIRSTPRIVATE: "Firstprivate",
    Role.LASTPRIVATE: "Lastprivate",
}
_IN_THIS_RUN = {"no-overlap": "oracle::apart()", "rows-distinct": "oracle::apart()"}
"""What tells of one run whether an assumption holds that no guard can test in general."""
_SUMS = ("+", "-", "*", "&", "|", "^")


@dataclass(frozen=True, slots=True)
class MarkedLoop:
    """A loop of a nest with the loop that it is collapsed into, if any."""

    facts: LoopFacts
    collapsed_into: int | None = None

    @property
    def is_decided(self) -> bool:
        """Whether the analysis says that it may run in parallel."""
        return self.facts.parallelizability in _DECIDED

    @property
    def is_testable(self) -> bool:
        """Whether all assumptions can be evaluated, in these runs at least."""
        return all(_test_of(a) is not None for a in self.facts.assumptions)


def _test_of(assumption: Assumption) -> str | None:
    """C++ that is true only if ``assumption`` holds."""
    if assumption.inspection is not None and assumption.guard is not None:
        lines = assumption.inspection.lines(assumption.guard, is_c=False)
        return f"[&] {{ {' '.join(lines)} return {assumption.guard}; }}()"
    return assumption.guard or _IN_THIS_RUN.get(assumption.code)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text to be put in before the byte ``offset``."""

    offset: int
    text: str


def marked_loops(nests: tuple[LoopFacts, ...]) -> tuple[MarkedLoop, ...]:
    """All loops that are statements, outer before inner."""
    found: list[MarkedLoop] = []

    def add(facts: LoopFacts, into: int | None, levels: int) -> None:
        own = len(found)
        if facts.loop.kind not in (LoopKind.ALGORITHM, LoopKind.RECURSION):
            found.append(MarkedLoop(facts, into))
        starts = facts.collapse if facts.parallelizability in _DECIDED else 0
        rest, target = (levels - 1, into) if levels > 1 else (starts, own)
        for child in facts.children:
            add(child, target if rest > 1 else None, rest)

    for nest in nests:
        add(nest, None, 0)
    return tuple(found)


def insertions(
    function: Function, loops: tuple[MarkedLoop, ...], source: SourceText, unit: TranslationUnit
) -> Iterator[Insertion]:
    """What makes the text of ``function`` record itself."""
    assert function.body is not None
    stepped = normalised(function, unit, source).stepped
    named = [p for p in function.parameters if not isinstance(p.type, ReferenceType)]
    yield Insertion(function.body.span.start + 1, " ".join(_declared(p) for p in named if p.name))
    bodies = _bodies(function.body)
    steps = _last_statements(function.body)
    for index, loop in enumerate(loops):
        start = loop.facts.loop.span.start
        body = bodies[start]
        own = stepped.get(start, ())
        yield Insertion(start, _begin(index, loop, own))
        mark = f"oracle::Iteration pcg_iteration_{index};"
        if isinstance(body, Block) and loop.is_decided and start in steps:
            # The step will stand in the header, which is no part of an iteration.
            yield Insertion(body.span.start + 1, f" {{ {mark}")
            yield Insertion(steps[start].span.start, "} ")
        elif isinstance(body, Block):
            yield Insertion(body.span.start + 1, f" {mark}")
        else:
            yield Insertion(body.span.start, f"{{ {mark} ")
            yield Insertion(_end(body, source.data), " }")
    for statement in _declarations(function.body):
        variables = [d.variable for d in statement.declarators]
        marks = [
            _declared(v)
            for v in variables
            if not isinstance(v.type, ReferenceType) and v.name.isidentifier()
        ]
        yield Insertion(_after_semicolon(source.data, statement.span.end), " " + " ".join(marks))


def marked(source: SourceText, insertions_: list[Insertion]) -> str:
    """The text with everything inserted."""
    parts: list[bytes] = []
    end = len(source.data)
    # Of two at one place the first given comes first.
    for _, one in sorted(enumerate(insertions_), key=lambda x: (x[1].offset, x[0]), reverse=True):
        parts.append(source.data[one.offset : end])
        parts.append(one.text.encode())
        end = one.offset
    parts.append(source.data[:end])
    return b"".join(reversed(parts)).decode()


def _declarations(body: Statement) -> Iterator[Declaration]:
    headers = {
        id(s.initialiser) for s in walk_statements(body) if isinstance(s, For) and s.initialiser
    }
    for statement in walk_statements(body):
        if isinstance(statement, Declaration) and id(statement) not in headers:
            yield statement


def _declared(variable: Variable) -> str:
    return f"oracle::declare((const void*)&{variable.name}, sizeof {variable.name});"


def _begin(index: int, loop: MarkedLoop, own: Sequence[InductionVariable]) -> str:
    """Statements that the loop becomes the body of.

    Of the variables ``own`` every iteration will have one with the value that the steps before it
    would have left.
    """
    guard = "false"
    clauses: list[str] = []
    if loop.is_decided and loop.is_testable:
        guards = dict.fromkeys(_test_of(a) for a in loop.facts.assumptions)
        guard = " && ".join(f"({g})" for g in guards) or "true"
    if loop.is_decided:
        clauses = [c for v in loop.facts.variables if (c := _clause(v)) is not None]
        clauses += map(_stepped, own)
    if loop.collapsed_into is not None:
        guard = f"({guard}) || pcg_loop_{loop.collapsed_into}.guard"
    listed = ", ".join((*clauses, "oracle::Clause{}"))
    return (
        f"if (oracle::pause()) if (const oracle::Clause pcg_clauses_{index}[] = {{{listed}}}; true)"
        f" if (oracle::Loop pcg_loop_{index}({index}, {guard}, pcg_clauses_{index}); true) "
    )


def _clause(fact: VariableFact) -> str | None:
    name = fact.variable.name
    if fact.role is Role.REDUCTION:
        role = "Sum" if fact.operator in _SUMS else "Choice"
        if fact.section is not None:
            return f"oracle::clause(oracle::Role::{role}, &({name})[0], {fact.section})"
        return f"oracle::clause(oracle::Role::{role}, &{name}, 1)"
    role = _ROLES.get(fact.role)
    return None if role is None else f"oracle::clause(oracle::Role::{role}, &{name}, 1)"


def _stepped(one: InductionVariable) -> str:
    amount = f"(long)({one.step})" + ("" if one.by is None else f" * (long)({one.by.name})")
    return f"oracle::stepped(&{one.variable.name}, {amount})"


def _bodies(body: Statement) -> dict[int, Statement]:
    """The bodies of loops by the offset of their keyword."""
    return {
        s.span.start: s.body for s in walk_statements(body) if isinstance(s, For | RangeFor | While)
    }


def _last_statements(body: Statement) -> dict[int, Statement]:
    """The last statements of the bodies of loops that have no step in their header.

    In a loop that is decided all the same this is the step.
    """
    found: dict[int, Statement] = {}
    for loop in walk_statements(body):
        match loop:
            case While(body=Block(statements=(*_, last)), span=span):
                found[span.start] = last
            case For(
                condition=condition, increment=None, body=Block(statements=(*_, last)), span=span
            ) if condition is not None and not _steps(condition):
                found[span.start] = last
            case _:
                pass
    return found


def _steps(condition: Expression) -> bool:
    return any(
        isinstance(e, Unary) and e.operator in ("post--", "--pre", "post++", "++pre")
        for e in walk_expression(condition)
    )


def _end(statement: Statement, text: bytes) -> int:
    """Where ``statement`` ends, its semicolon included."""
    match statement:
        case Block(span=span):
            return span.end
        case For(body=body) | RangeFor(body=body) | While(body=body, test_last=False):
            return _end(body, text)
        case If(then=then, otherwise=otherwise):
            return _end(then if otherwise is None else otherwise, text)
        case _:
            return _after_semicolon(text, statement.span.end)


def _after_semicolon(text: bytes, end: int) -> int:
    return end if text[end - 1 : end] == b";" else text.index(b";", end) + 1
