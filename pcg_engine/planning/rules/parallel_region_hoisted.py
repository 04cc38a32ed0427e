"""One parallel region around a sequential outer loop of independent worksharing loops.

Every thread runs the outer loop; each inner loop is shared out and ends in a barrier (OpenMP 5.2,
section 11.5), so that what one inner loop writes is there for the next and for the next round.
Threads are started once instead of once a round.
"""

from __future__ import annotations

import re

from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.uses import UseKind
from pcg_engine.analysis.variable_uses import escaping_variables, statement_uses
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Block,
    Call,
    Empty,
    Expression,
    For,
    Member,
    Name,
    PointerType,
    RangeFor,
    ReferenceType,
    Storage,
    Subscript,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.domain.source import Edit
from pcg_engine.domain.traversal import all_expressions, own_expressions, walk_expression
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
_READS_MEMORY = re.compile(r"\[|(?<!this)->|\*\s*\(?[A-Za-z_]|\.\w+\b(?!\()")
_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))


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
    if not _hold_in_each_round(situation, outer, guards):
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


def _hold_in_each_round(situation: Situation, outer: For, guards: tuple[str, ...]) -> bool:
    """Whether guards that hold before the first round hold before each.

    They compare pointers and count in integers. What they read of memory stays if the loops write
    none but floating-point numbers.
    """
    effects = EffectAnalysis(situation.unit)
    uses = statement_uses((outer.body,), effects, situation.unit).uses
    changed = [
        u.variable.name
        for u in uses
        if u.kind is not UseKind.READ and isinstance(u.variable.type, ArithmeticType | PointerType)
    ]
    if any(mentions(guard, changed) for guard in guards):
        return False
    if not any(_READS_MEMORY.search(guard) for guard in guards):
        return True
    return not any(_may_write_others(e, effects) for e in all_expressions(outer.body))


def _may_write_others(expression: Expression, effects: EffectAnalysis) -> bool:
    """Whether the expression itself may write memory that is no floating-point number."""
    match expression:
        case Assignment(target=target):
            return _is_other_memory(target)
        case Unary(operator=operator, operand=operand) if operator in _STEPPING:
            return _is_other_memory(operand)
        case Call():
            return not effects.of_call(expression).is_pure
        case UnsupportedExpression():
            return True
        case _:
            return False


def _is_other_memory(target: Expression) -> bool:
    if isinstance(target, Name) and not isinstance(target.variable.type, ReferenceType):
        return False
    kind = target.type
    if isinstance(kind, ReferenceType):
        kind = kind.referent
    return not (isinstance(kind, ArithmeticType) and kind.kind is ArithmeticKind.FLOATING)


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
