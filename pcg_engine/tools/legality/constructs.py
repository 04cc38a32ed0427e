"""Judging the OpenMP constructs of one function, outermost first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Block,
    Call,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Name,
    OpenMPDirective,
    RangeFor,
    Statement,
    Variable,
)
from pcg_engine.domain.facts import STEP_ASSUMPTION, Assumption, LoopFacts, Parallelizability
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import (
    all_expressions,
    substatements,
    walk_expression,
    walk_statements,
)
from pcg_engine.tools.legality.data_sharing import (
    DataEnvironment,
    data_environment,
    has_unseen_declarations,
)
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.region import judge_replicated_code
from pcg_engine.tools.legality.roles import judge_variables, mentions
from pcg_engine.tools.openmp.directive import (
    Attribute,
    CollapseClause,
    DefaultClause,
    Directive,
    ExpressionClause,
    IfClause,
    NotADirective,
    ReductionClause,
    ScheduleClause,
    SharingClause,
    clause_name,
    format_clause,
)
from pcg_engine.tools.openmp.parser import parse_directive
from pcg_engine.tools.openmp.text import conjuncts

LOOP_CONSTRUCTS = frozenset(
    (
        ("parallel", "for"),
        ("parallel", "for", "simd"),
        ("for",),
        ("for", "simd"),
        ("simd",),
    )
)
_HARMLESS_CLAUSES = frozenset(("simdlen", "proc_bind"))
_RUN_TIME_CHANGES = re.compile(r"^(?:omp_set_\w+|omp_\w*lock\w*|kmp_set_\w+)$")
_THREAD_NUMBERS = re.compile(r"^omp_get_\w*(?:thread|level|team)\w*$")


@dataclass(frozen=True, slots=True)
class _Region:
    """The ``parallel`` construct around what is being judged."""

    environment: DataEnvironment
    guards: frozenset[str]
    copied: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Holding:
    """What is known to hold where a loop construct runs its iterations at once.

    ``conditions`` are those of an ``if`` statement around the construct, ``guards`` those of its
    ``if`` clause. ``copied`` are the names of which a clause makes copies (``None``: of memory
    behind a name): a team of one thread works on copies too, so that an ``if`` clause does not
    restore the serial loop where something else overlaps with what is copied.
    """

    conditions: frozenset[str]
    guards: frozenset[str]
    copied: frozenset[str] | None

    def what_tests(self, assumption: Assumption) -> str | None:
        """What makes sure of ``assumption``, in words; ``None`` if nothing does."""
        if assumption.guard is None:
            return None
        guard = _normal(assumption.guard)
        if guard in self.conditions:
            return "the if statement around it"
        if guard not in self.guards or self.copied is None:
            return None
        if assumption.code == STEP_ASSUMPTION:
            return None  # the iterations are counted before anything is switched off
        names = frozenset(re.findall(r"[A-Za-z_]\w*", guard))
        return None if names & self.copied else "the if clause"


def judge_function(
    function: Function, facts: Mapping[int, LoopFacts], source: SourceText
) -> Judgement:
    """Judge every directive in ``function``.

    ``facts`` are those of the function's loops without the directives, by the offset of the
    loop's keyword.
    """
    judgement = Judgement()
    if function.body is None:
        return judgement
    for expression in all_expressions(function.body):
        if isinstance(expression, Call) and expression.callee is not None:
            if _RUN_TIME_CHANGES.match(expression.callee):
                judgement.violate(
                    "changes-run-time",
                    f"`{expression.callee}` changes OpenMP for the whole program",
                )
            elif _THREAD_NUMBERS.match(expression.callee):
                judgement.doubt(f"the code depends on `{expression.callee}`")
    _Judge(facts, source, judgement).visit(function.body, None)
    return judgement


@dataclass(frozen=True, slots=True)
class _Judge:
    facts: Mapping[int, LoopFacts]
    source: SourceText
    judgement: Judgement

    def visit(
        self,
        statement: Statement,
        region: _Region | None,
        conditions: frozenset[str] = frozenset(),
    ) -> None:
        """Judge the outermost directives in ``statement``, and through them the inner ones.

        ``conditions`` hold when ``statement`` begins.
        """
        match statement:
            case OpenMPDirective():
                self._directive(statement, region, conditions)
            case If(condition=condition, then=then, otherwise=otherwise):
                text = self.source.slice(condition.span)
                holding = frozenset(_normal(part) for part in _all_conjuncts(text))
                self.visit(then, region, holding)
                if otherwise is not None:
                    self.visit(otherwise, region)
            case Block(statements=statements):
                for inner in statements:
                    self.visit(inner, region, conditions)
                    # A declaration changes none of the variables that were tested.
                    if not isinstance(inner, Declaration):
                        conditions = frozenset()
            case _:
                for inner in substatements(statement):
                    self.visit(inner, region)

    def _directive(
        self, statement: OpenMPDirective, region: _Region | None, conditions: frozenset[str]
    ) -> None:
        self.judgement.directives += 1
        directive = parse_directive(statement.text)
        if isinstance(directive, NotADirective):
            self.judgement.doubt(f"`{statement.directive}`: {directive.reason}")
            return
        self._clauses(directive)
        words = directive.words
        if statement.body is None:
            self.judgement.doubt(f"`{directive.name}` is not understood")
        elif "parallel" in words and region is not None:
            self.judgement.doubt("a parallel construct inside another one is not understood")
        elif words == ("parallel",):
            self._parallel_region(directive, statement.body)
        elif words in LOOP_CONSTRUCTS:
            if words[0] == "for" and region is None:
                self.judgement.doubt("a loop construct without a parallel construct around it")
            self._loop(directive, statement.body, region, conditions)
        else:
            self.judgement.doubt(f"`{directive.name}` is not understood")
            self.visit(statement.body, region)

    def _clauses(self, directive: Directive) -> None:
        for clause in directive.clauses:
            match clause:
                case SharingClause(modifier=None) | ReductionClause(modifier=None | "default"):
                    pass
                case DefaultClause() | ScheduleClause() | IfClause() | CollapseClause():
                    pass
                case ExpressionClause(name="num_threads"):
                    self.judgement.doubt(
                        "num_threads overrides the number of threads that the user chose"
                    )
                case _ if clause_name(clause) in _HARMLESS_CLAUSES:
                    pass
                case _:
                    self.judgement.doubt(f"the clause `{format_clause(clause)}` is not understood")

    def _parallel_region(self, directive: Directive, body: Statement) -> None:
        environment = data_environment(directive, body, ())
        if any(isinstance(clause, ReductionClause) for clause in directive.clauses):
            self.judgement.doubt("a reduction over a whole region is not understood")
        judge_replicated_code(body, environment, self.facts, self.judgement)
        self.visit(body, _Region(environment, _guards(directive, "parallel"), _copied(directive)))

    def _loop(
        self,
        directive: Directive,
        body: Statement,
        region: _Region | None,
        conditions: frozenset[str],
    ) -> None:
        nest = _associated(body, directive)
        if nest is None:
            self.judgement.doubt(
                f"the loops that belong to `{directive.name}` are not plain nested for loops"
            )
            return
        facts = self.facts.get(nest[0].span.start)
        if facts is None:
            self.judgement.doubt("the analysis knows nothing of the loop")
            return
        starts_team = "parallel" in directive.words
        enclosing = None if starts_team or region is None else region.environment
        environment = data_environment(directive, nest[0], _inductions(nest), enclosing)
        if has_unseen_declarations(nest[0]):
            self.judgement.doubt("the loop contains a statement that is not understood")
        around = frozenset[str]() if region is None else region.guards
        guards = _guards(directive, "parallel") | around
        if "simd" in directive.words:
            # Lanes run together whether or not there is a team: they need a guard of their own.
            lanes = _guards(directive, "simd")
            guards = guards & lanes if len(directive.words) > 1 else lanes
        copied = _copied(directive)
        if region is not None:
            copied = None if copied is None or region.copied is None else copied | region.copied
        self._independence(facts, environment, nest[0], _Holding(conditions, guards, copied))
        self._collapse(nest, facts)
        found = Judgement()
        judge_variables(facts, environment, conditions, found)
        if _excludes_others(nest[0].body):
            found.demote("missing-reduction", "the body updates it under mutual exclusion")
        self.judgement.include(found)
        for inner in substatements(nest[-1]):
            self.visit(inner, _Region(environment, guards, copied))

    def _independence(
        self,
        facts: LoopFacts,
        environment: DataEnvironment,
        loop: For | RangeFor,
        holding: _Holding,
    ) -> None:
        is_protected = any(
            isinstance(inner, OpenMPDirective) and inner.directive != "simd"
            for inner in walk_statements(loop.body)
        )
        copies = _copied_names(facts, environment)
        empty = _copied_names(facts, environment, only_empty=True)
        match facts.parallelizability:
            case Parallelizability.SEQUENTIAL:
                for position, reason in enumerate(facts.reasons):
                    # What forbids stands first; what was merely not understood comes after it.
                    is_certain = position == 0 or reason.distance is not None
                    if is_protected:
                        self.judgement.doubt(f"{reason.message}; the body synchronises itself")
                    elif reason.code == "carried-scalar" and mentions(reason, empty):
                        self.judgement.violate(
                            "private-read-before-write",
                            f"{reason.message}; a private copy starts without a value",
                        )
                    elif mentions(reason, copies):
                        self.judgement.doubt(f"{reason.message}; a clause gives copies of it")
                    elif is_certain:
                        self.judgement.violate(reason.code, reason.message)
                    else:
                        self.judgement.doubt(reason.message)
                if not facts.reasons:
                    self.judgement.doubt("the loop is sequential, for a reason that is not told")
            case Parallelizability.UNKNOWN:
                for reason in facts.reasons:
                    self.judgement.doubt(reason.message)
                if not facts.reasons:
                    self.judgement.doubt("it is not known whether the iterations are independent")
            case Parallelizability.PARALLEL | Parallelizability.PARALLEL_WITH:
                if not facts.proved:
                    self.judgement.doubt("the independence of the iterations is not proved")
                self.judgement.obligations += [
                    o for o in facts.obligations if o not in self.judgement.obligations
                ]
        for assumption in facts.assumptions:
            tested_by = holding.what_tests(assumption)
            if tested_by is None:
                self.judgement.assume(assumption)
            else:
                self.judgement.prove(assumption.message, f"{tested_by} tests {assumption.guard}")

    def _collapse(self, nest: Sequence[For | RangeFor], facts: LoopFacts) -> None:
        if len(nest) <= max(facts.collapse, 1):
            return
        inner = [self.facts.get(loop.span.start) for loop in nest[1:]]
        sequential = [f for f in inner if f and f.parallelizability is Parallelizability.SEQUENTIAL]
        if sequential and sequential[0].reasons:
            reason = sequential[0].reasons[0]
            self.judgement.violate("collapse-not-independent", reason.message)
        else:
            self.judgement.doubt(
                f"collapse({len(nest)}): only {facts.collapse} loops are known to be independent"
            )


def _associated(body: Statement, directive: Directive) -> tuple[For | RangeFor, ...] | None:
    """The loops that belong to the directive: one, or as many as ``collapse`` says."""
    count = next((c.count for c in directive.clauses if isinstance(c, CollapseClause)), 1)
    nest: list[For | RangeFor] = []
    statement = body
    while len(nest) < count:
        while isinstance(statement, Block) and len(statement.statements) == 1:
            statement = statement.statements[0]
        if not isinstance(statement, For | RangeFor):
            return None
        nest.append(statement)
        statement = statement.body
    return tuple(nest)


def _excludes_others(body: Statement) -> bool:
    """Whether something in ``body`` runs in one thread at a time."""
    return any(
        isinstance(inner, OpenMPDirective) and inner.directive in ("atomic", "critical")
        for inner in walk_statements(body)
    )


def _inductions(nest: Sequence[For | RangeFor]) -> tuple[Variable, ...]:
    found: list[Variable] = []
    for loop in nest:
        match loop:
            case RangeFor(variable=variable):
                found.append(variable)
            case For(initialiser=Declaration(declarators=declarators)):
                found += [declarator.variable for declarator in declarators]
            case For(initialiser=ExpressionStatement(expression=expression)):
                found += _assigned(expression)[:1]
            case _:
                pass
    return tuple(found)


def _assigned(expression: Expression) -> list[Variable]:
    return [e.variable for e in walk_expression(expression) if isinstance(e, Name)]


def _copied(directive: Directive) -> frozenset[str] | None:
    """The names of which clauses make copies; ``None`` if of memory behind a name."""
    names: set[str] = set()
    for clause in directive.clauses:
        match clause:
            case ReductionClause(items=items):
                if any(item.sections for item in items):
                    return None
                names |= {item.name for item in items}
            case SharingClause(attribute=attribute, names=listed):
                if attribute is not Attribute.SHARED:
                    names |= set(listed)
            case _:
                pass
    return frozenset(names)


def _guards(directive: Directive, construct: str) -> frozenset[str]:
    """The conditions under which ``construct``, a part of ``directive``, takes effect at all."""
    return frozenset(
        _normal(part)
        for clause in directive.clauses
        if isinstance(clause, IfClause)
        and construct in directive.words
        and clause.directive in (None, construct, directive.name)
        for part in _all_conjuncts(clause.condition)
    )


def _all_conjuncts(condition: str) -> list[str]:
    """The conjuncts, and those of conjuncts in parentheses; each is itself one as well."""
    found: list[str] = []
    waiting = [condition]
    while waiting:
        text = waiting.pop()
        found.append(text)
        parts = conjuncts(text)
        if len(parts) > 1:
            waiting += parts
        elif _unwrapped(text) != text.strip():
            waiting.append(_unwrapped(text))
    return found


def _normal(text: str) -> str:
    """``text`` without white space where C++ needs none, and without parentheses around it."""
    text = re.sub(r"(?<=\w)\s+(?=\w)", "\0", text.strip())
    text = re.sub(r"\s+", "", text).replace("\0", " ")
    while _unwrapped(text) != text:
        text = _unwrapped(text)
    return text


def _unwrapped(text: str) -> str:
    text = text.strip()
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and position < len(text) - 1:
            return text
    return text[1:-1].strip()


def _copied_names(
    facts: LoopFacts, environment: DataEnvironment, *, only_empty: bool = False
) -> frozenset[str]:
    """Names of which clauses give each thread a copy, or only those without a first value."""
    return frozenset(
        fact.variable.name
        for fact in facts.variables
        if (sharing := environment.of(fact.variable)).explicit
        and not sharing.is_shared
        and not (only_empty and (sharing.is_copied_in or sharing.is_reduction))
    )
