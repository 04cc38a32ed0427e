"""Judging the OpenMP constructs of one function, outermost first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pcg_engine.domain.ast import (
    Block,
    Call,
    Declaration,
    Function,
    If,
    OpenMPDirective,
    Statement,
)
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import all_expressions, substatements, walk_statements
from pcg_engine.tools.legality.conditions import all_conjuncts, guards, is_serial, normal
from pcg_engine.tools.legality.data_sharing import (
    DataEnvironment,
    data_environment,
    has_unseen_declarations,
    orphaned_environment,
)
from pcg_engine.tools.legality.independence import (
    Holding,
    LoopConstruct,
    judge_collapse,
    judge_independence,
)
from pcg_engine.tools.legality.inspections import inspected_before
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.loops import associated_loops, inductions
from pcg_engine.tools.legality.phases import judge_phases
from pcg_engine.tools.legality.region import judge_replicated_code
from pcg_engine.tools.legality.roles import judge_variables
from pcg_engine.tools.legality.slots import judge_slots
from pcg_engine.tools.legality.synchronisation import Synchronisation
from pcg_engine.tools.legality.tasks import judge_tasks
from pcg_engine.tools.legality.uniformity import uniformity_of
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
    format_directive,
)
from pcg_engine.tools.openmp.parser import parse_directive

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
_RUN_TIME_CHANGES = re.compile(r"^(?:omp_set_(?!\w*lock)\w+|kmp_set_\w+)$")
_THREAD_NUMBERS = re.compile(r"^omp_get_\w*(?:thread|level|team)\w*$")


@dataclass(frozen=True, slots=True)
class _Region:
    """The ``parallel`` construct around what is being judged."""

    environment: DataEnvironment
    guards: frozenset[str]
    copied: frozenset[str] | None


def judge_function(
    function: Function,
    functions: Mapping[str, Function],
    facts: Mapping[int, LoopFacts],
    source: SourceText,
) -> Judgement:
    """Judge every directive in ``function``.

    ``facts`` are those of the function's loops without the directives, by the offset of the
    loop's keyword; ``functions`` are those that it may call, by key.
    """
    judgement = Judgement()
    if function.body is None:
        return judgement
    synchronisation = Synchronisation(functions)
    for expression in all_expressions(function.body):
        if isinstance(expression, Call) and expression.callee is not None:
            if _RUN_TIME_CHANGES.match(expression.callee):
                judgement.violate(
                    "changes-run-time",
                    f"`{expression.callee}` changes OpenMP for the whole program",
                )
            elif _THREAD_NUMBERS.match(expression.callee):
                judgement.doubt(f"the code depends on `{expression.callee}`")
    judge_tasks(function, synchronisation, judgement)
    _Judge(facts, source, synchronisation, judgement).visit(function.body, None)
    return judgement


@dataclass(frozen=True, slots=True)
class _Judge:
    facts: Mapping[int, LoopFacts]
    source: SourceText
    synchronisation: Synchronisation
    judgement: Judgement

    def visit(
        self,
        statement: Statement,
        region: _Region | None,
        conditions: frozenset[str] = frozenset(),
        inspected: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Judge the outermost directives in ``statement``, and through them the inner ones.

        ``conditions`` hold when ``statement`` begins, and ``inspected`` are the variables that
        were set right before it, each with the text that did so.
        """
        match statement:
            case OpenMPDirective():
                self._directive(statement, region, conditions, inspected)
            case If(condition=condition, then=then, otherwise=otherwise):
                text = self.source.slice(condition.span)
                holding = frozenset(normal(part) for part in all_conjuncts(text))
                self.visit(then, region, holding, inspected)
                if otherwise is not None:
                    self.visit(otherwise, region)
            case Block(statements=statements):
                for position, inner in enumerate(statements):
                    # What was set before a block that begins with the construct.
                    before = inspected_before(statements, position, self.source)
                    self.visit(inner, region, conditions, before if position else inspected)
                    # A declaration changes none of the variables that were tested.
                    if not isinstance(inner, Declaration):
                        conditions = frozenset()
            case _:
                for inner in substatements(statement):
                    self.visit(inner, region)

    def _directive(
        self,
        statement: OpenMPDirective,
        region: _Region | None,
        conditions: frozenset[str],
        inspected: Mapping[str, str],
    ) -> None:
        found = Judgement(directives=1)
        replace(self, judgement=found).judge(statement, region, conditions, inspected)
        directive = parse_directive(statement.text)
        if isinstance(directive, Directive) and is_serial(directive):
            found.demote_all("the team has one thread")
        found.locate(statement.span)
        self.judgement.include(found)

    def judge(
        self,
        statement: OpenMPDirective,
        region: _Region | None,
        conditions: frozenset[str],
        inspected: Mapping[str, str],
    ) -> None:
        """Judge one directive and those inside."""
        directive = parse_directive(statement.text)
        if isinstance(directive, NotADirective):
            self.judgement.doubt(f"`{statement.directive}`: {directive.reason}")
            return
        self._clauses(directive)
        words = directive.words
        if "parallel" in words and region is None:
            self._order(directive, statement)
        if statement.body is None:
            self.judgement.doubt(f"`{directive.name}` is not understood")
        elif "parallel" in words and region is not None:
            self.judgement.doubt("a parallel construct inside another one is not understood")
        elif words == ("parallel",):
            self._parallel_region(directive, statement.body)
        elif words in LOOP_CONSTRUCTS:
            if words[0] == "for" and region is None:
                self.judgement.doubt("a loop construct without a parallel construct around it")
            self._loop(directive, statement.body, region, conditions, inspected)
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
        judge_replicated_code(body, environment, self.facts, self.synchronisation, self.judgement)
        self.visit(body, _Region(environment, guards(directive, "parallel"), _copied(directive)))

    def _order(self, directive: Directive, statement: OpenMPDirective) -> None:
        """What the threads of a region do to each other, whatever construct they do it in."""
        body = statement.body
        if body is None:
            return
        outer, body = _taken_apart(directive, statement, body)
        environment = data_environment(outer, body, ())
        uniformity = uniformity_of(body, environment)
        judge_slots(outer, body, uniformity, self.judgement)
        if uniformity.leaves_early or any(map(self.synchronisation.locks, walk_statements(body))):
            self.judgement.doubt("the threads of the region go ways of their own")
        else:
            judge_phases(body, environment, uniformity, self.source, self.judgement)

    def _loop(
        self,
        directive: Directive,
        body: Statement,
        region: _Region | None,
        conditions: frozenset[str],
        inspected: Mapping[str, str],
    ) -> None:
        nest = associated_loops(body, directive)
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
        if region is None and directive.words[0] == "for":
            # Called in a region, each thread has the function's variables for itself.
            enclosing = orphaned_environment(nest[0])
        environment = data_environment(directive, nest[0], inductions(nest), enclosing)
        if has_unseen_declarations(nest[0]):
            self.judgement.doubt("the loop contains a statement that is not understood")
        around = frozenset[str]() if region is None else region.guards
        held = guards(directive, "parallel") | around
        if "simd" in directive.words:
            # Lanes run together whether or not there is a team: they need a guard of their own.
            lanes = guards(directive, "simd")
            held = held & lanes if len(directive.words) > 1 else lanes
        copied = _copied(directive)
        if region is not None:
            copied = None if copied is None or region.copied is None else copied | region.copied
        construct = LoopConstruct(directive, nest, environment, self.synchronisation)
        holding = Holding(conditions, held, copied, inspected, is_c=self.source.is_c)
        judge_independence(construct, facts, holding, self.judgement)
        judge_collapse(construct, facts, self.facts, self.judgement)
        judge_variables(construct, facts, conditions, self.judgement)
        for inner in substatements(nest[-1]):
            self.visit(inner, _Region(environment, held, copied))


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


_OF_THE_TEAM = ("if", "num_threads", "proc_bind", "default", "shared", "copyin")


def _taken_apart(
    directive: Directive, statement: OpenMPDirective, body: Statement
) -> tuple[Directive, Statement]:
    """``parallel for`` as a ``for`` in a ``parallel`` region (OpenMP 5.2, section 17.2)."""
    if directive.words == ("parallel",):
        return directive, body
    outer = Directive(("parallel",), directive.of(*_OF_THE_TEAM))
    clauses = tuple(c for c in directive.clauses if c not in outer.clauses)
    inner = Directive(directive.words[1:], clauses)
    return outer, OpenMPDirective(inner.name, format_directive(inner), body, statement.span)
