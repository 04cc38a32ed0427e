"""One parallel region around a sequential outer loop of independent worksharing loops.

Every thread runs the outer loop; each inner loop is shared out and ends in a barrier (OpenMP 5.2,
section 11.5), so that what one inner loop writes is there for the next and for the next round.
Threads are started once instead of once a round.
"""

from __future__ import annotations

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.uses import UseKind
from pcg_engine.analysis.variable_uses import escaping_variables, statement_uses
from pcg_engine.domain.ast import (
    ArithmeticType,
    Block,
    Call,
    Empty,
    For,
    Member,
    Name,
    RangeFor,
    Storage,
    Subscript,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.domain.source import Edit
from pcg_engine.domain.traversal import own_expressions, walk_expression
from pcg_engine.planning.rules.pragma import data_clauses, if_clause
from pcg_engine.planning.rules.situation import (
    Situation,
    counter_name,
    directive_edit,
    header_edits,
    is_editable,
    mentions,
)
from pcg_engine.planning.rules.worksharing import counter_is_live

ID = "parallel-region-hoisted"


def propose(situation: Situation) -> Candidate | None:
    """For a counted outer loop whose body is nothing but parallel loops."""
    outer = situation.statement
    if situation.is_parallel or not isinstance(outer, For):
        return None
    counted = counted_loop(outer)
    if not isinstance(counted, CountedLoop) or not counted.declared_in_header:
        return None
    inner = _worksharing_loops(situation, outer)
    if not inner or not _header_is_stable(situation, outer, counted):
        return None
    guards = tuple(g for s in inner for g in s.guards)
    if any(mentions(g, (counted.induction.name,)) for g in guards):
        return None
    edits: list[Edit] = [directive_edit(situation, "parallel", if_clause(guards))]
    for loop in inner:
        counter = counter_name(loop.statement)
        without = frozenset((counter,)) if counter is not None else frozenset[str]()
        clauses = data_clauses(loop.facts.variables, without=without)
        edits.append(directive_edit(loop, "for", clauses))
        edits.extend(header_edits(loop))
    return situation.candidate(
        ID,
        tuple(edits),
        "Rounds follow each other, but the iterations inside a round do not depend on each "
        "other: start the threads once and share out each inner loop.",
        reassociates=any(s.reassociates for s in inner),
        assumptions=tuple(dict.fromkeys(a for s in inner for a in s.unguarded)),
    )


def _worksharing_loops(situation: Situation, outer: For) -> list[Situation] | None:
    """The inner loops, if the body holds nothing else and all of them can be shared out."""
    statements = outer.body.statements if isinstance(outer.body, Block) else (outer.body,)
    statements = tuple(s for s in statements if not isinstance(s, Empty))
    by_start: dict[int, LoopFacts] = {f.loop.span.start: f for f in situation.facts.children}
    found: list[Situation] = []
    for statement in statements:
        facts = by_start.get(statement.span.start)
        if facts is None or not isinstance(statement, For | RangeFor):
            return None
        inner = situation.inside(facts)
        if inner is None or not inner.is_parallel or not is_editable(inner):
            return None
        if facts.loop.span.start in inner.stepped:
            return None
        if inner.array_reductions or inner.branch_guards or counter_is_live(facts):
            return None
        if any(v.role in (Role.LASTPRIVATE, Role.FIRSTPRIVATE) for v in facts.variables):
            return None
        found.append(inner)
    return found


def _header_is_stable(situation: Situation, outer: For, counted: CountedLoop) -> bool:
    """Whether every thread computes the same number of rounds, whatever the others do.

    The header may name only the counter and local scalars that nothing in the body may write: a
    thread evaluates it while another one is already in the next round.
    """
    effects = EffectAnalysis(situation.unit)
    body = statement_uses((outer.body,), effects, situation.unit)
    changed = {u.variable.id for u in body.uses if u.kind is not UseKind.READ}
    changed |= body.captured | escaping_variables(situation.function, effects, situation.unit)
    initial = () if outer.initialiser is None else own_expressions(outer.initialiser)
    for own in (*initial, *own_expressions(outer)):
        for expression in walk_expression(own):
            match expression:
                case Name(variable=variable):
                    if variable.id in changed or not _is_plain_local(variable):
                        return False
                case Subscript() | Member() | Call() | UnsupportedExpression():
                    return False
                case Unary(operator="*" | "&"):
                    return False
                case _:
                    pass
    return counted.induction.id not in changed


def _is_plain_local(variable: Variable) -> bool:
    return (
        variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and isinstance(variable.type, ArithmeticType)
        and not variable.volatile
    )
