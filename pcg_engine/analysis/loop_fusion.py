"""Adjacent loops over one range as one loop (loop fusion): when is it the same, and parallel?

The fused loop runs iteration ``i`` of every loop in their order before iteration ``i + 1`` of any.
That changes nothing if no two *different* iterations, of one loop or of two, touch the same memory
with a write: which is just what makes the fused loop parallel (Kennedy and McKinley, *Maximizing
loop parallelism and improving data locality via loop fusion and distribution*, 1993, ask the same).
So the fused loop is put together as a tree and analysed as any other, by isl where subscripts are
affine. What the analysis gives iterations for themselves is looked at here: a variable that one
loop leaves to the next would look like a temporary of one iteration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.analysis.analyze import analyze_loop
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import modified_variables, stripped
from pcg_engine.analysis.remainder import with_expressions, with_replaced
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.analysis.variable_uses import escaping_variables
from pcg_engine.domain.ast import (
    ArithmeticType,
    Binary,
    Block,
    Cast,
    Continue,
    Empty,
    Expression,
    For,
    Function,
    IntegerLiteral,
    Member,
    Name,
    RangeFor,
    Statement,
    Storage,
    This,
    TranslationUnit,
    Unary,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.facts import LoopFacts, Parallelizability, Role
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    substatements,
    walk_expression,
    walk_statements,
)

_PARALLEL = (Parallelizability.PARALLEL, Parallelizability.PARALLEL_WITH)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the loops: as the tree and as the syntax has it, and its facts by itself."""

    loop: CountedLoop
    facts: LoopFacts


@dataclass(frozen=True, slots=True)
class FusedLoop:
    """Several loops as one: ``statement`` in the tree, and the ``facts`` of that."""

    parts: tuple[Part, ...]
    statement: For
    facts: LoopFacts


def adjacent_loops(loop: For, function: Function) -> tuple[CountedLoop, ...]:
    """``loop`` and the loops right behind it in its block that count over the same range.

    Nothing where ``loop`` itself does not count in a way that can be told from its header.
    """
    block, first = _block_of(loop, function), counted_loop(loop)
    if block is None or not isinstance(first, CountedLoop) or not _is_plain(first):
        return ()
    at = next(n for n, s in enumerate(block) if s is loop)
    found = [first]
    for statement in block[at + 1 :]:
        other = counted_loop(statement) if isinstance(statement, For) else None
        if not isinstance(other, CountedLoop) or not _same_range(first, other):
            break
        found.append(other)
    return tuple(found)


def loop_before(loop: For, function: Function) -> For | None:
    """The loop right before ``loop`` that counts over the same range."""
    block = _block_of(loop, function)
    if block is None:
        return None
    at = next(n for n, s in enumerate(block) if s is loop)
    before = block[at - 1] if at > 0 else None
    if not isinstance(before, For):
        return None
    return before if len(adjacent_loops(before, function)) > 1 else None


def fuse(
    loops: Sequence[CountedLoop],
    written: Sequence[Loop],
    unit: TranslationUnit,
    function: Function,
    source: SourceText,
) -> FusedLoop | None:
    """``loops``, neighbours in their order, as one parallel loop; ``None`` if they must stay.

    ``written`` are the same loops as the syntax has them.
    """
    if function.body is None or not _bodies_may_be_joined(loops, unit, function):
        return None
    if not all(_shares_data(loops[:n], loops[n]) for n in range(1, len(loops))):
        return None
    alone = [analyze_loop(unit, function, one, (), source) for one in written]
    if any(f.parallelizability not in _PARALLEL for f in alone):
        return None
    statement = _joined(loops)
    replaced: dict[Span, Statement] = {x.statement.span: Empty(x.statement.span) for x in loops}
    replaced[loops[0].statement.span] = statement
    body = with_replaced(function.body, replaced)
    assert isinstance(body, Block)
    changed = replace(function, body=body)
    functions = {**unit.functions, function.key: changed}
    whole = replace(
        written[0],
        span=Span(written[0].span.start, written[-1].span.end),
        body=Span(written[0].body.start, written[-1].body.end),
    )
    facts = analyze_loop(replace(unit, functions=functions), changed, whole, (), source)
    parts = tuple(Part(loop, own) for loop, own in zip(loops, alone, strict=True))
    found = FusedLoop(parts, statement, facts)
    if facts.parallelizability not in _PARALLEL or not _keeps_to_themselves(found):
        return None
    return found


def _block_of(loop: For, function: Function) -> tuple[Statement, ...] | None:
    if function.body is None:
        return None
    for statement in walk_statements(function.body):
        if isinstance(statement, Block) and any(s is loop for s in statement.statements):
            return statement.statements
    return None


def _is_plain(loop: CountedLoop) -> bool:
    """Whether the counter is the loop's own, and steps by a constant from a place that stays."""
    return loop.declared_in_header and loop.step is not None and _is_fixed(loop.start)


def _is_fixed(start: Expression) -> bool:
    """Whether the value is one of constants and local numbers alone."""
    return all(
        isinstance(e, IntegerLiteral | Cast | Binary)
        or (isinstance(e, Unary) and e.operator in ("-", "+"))
        or (isinstance(e, Name) and _is_local_number(e.variable))
        for e in walk_expression(start)
    )


def _is_local_number(variable: Variable) -> bool:
    return (
        isinstance(variable.type, ArithmeticType)
        and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
        and not variable.volatile
    )


def _same_range(one: CountedLoop, other: CountedLoop) -> bool:
    return (
        _is_plain(other)
        and one.type == other.type
        and (one.comparison, one.offset, one.step) == (other.comparison, other.offset, other.step)
        and one.comparison_type == other.comparison_type
        and same_expression(one.start, other.start)
        and same_expression(one.bound, other.bound)
    )


def _bodies_may_be_joined(
    loops: Sequence[CountedLoop], unit: TranslationUnit, function: Function
) -> bool:
    """Whether nothing jumps over what comes behind a body, or changes where the loops begin."""
    effects = EffectAnalysis(unit)
    begin = {e.variable.id for e in walk_expression(loops[0].start) if isinstance(e, Name)}
    if begin & escaping_variables(function, effects, unit):
        return False
    for loop in loops:
        body = loop.statement.body
        if begin & modified_variables(body, unit, effects):
            return False
        if any(isinstance(s, UnsupportedStatement) for s in walk_statements(body)):
            return False
    return not any(_skips_rest(loop.statement.body) for loop in loops[:-1])


def _skips_rest(statement: Statement) -> bool:
    """Whether a ``continue`` of the loop itself is in its body."""
    if isinstance(statement, For | RangeFor | While):
        return False
    return isinstance(statement, Continue) or any(map(_skips_rest, substatements(statement)))


def _shares_data(before: Sequence[CountedLoop], loop: CountedLoop) -> bool:
    """Whether ``loop`` uses an array or object that one before it uses, so that it is in cache."""
    return any(_data(loop) & _data(other) for other in before)


def _data(loop: CountedLoop) -> frozenset[str]:
    found: set[str] = set()
    for expression in all_expressions(loop.statement.body):
        match expression:
            case Name(variable=variable) if not isinstance(stripped(variable.type), ArithmeticType):
                found.add(variable.id)
            case Member(base=This(), field=field):
                found.add(f"this.{field}")
            case _:
                pass
    return frozenset(found)


def _joined(loops: Sequence[CountedLoop]) -> For:
    """The first loop with the bodies of all, in terms of its counter."""
    first, last = loops[0].statement, loops[-1].statement
    bodies = [first.body]
    for loop in loops[1:]:
        own, counter = loop.induction.id, loops[0].induction

        def renamed(part: Expression, own: str = own, to: Variable = counter) -> Expression | None:
            if isinstance(part, Name) and part.variable.id == own:
                return replace(part, variable=to)
            return None

        bodies.append(with_expressions(loop.statement.body, renamed))
    body = Block(tuple(bodies), Span(first.body.span.start, last.body.span.end))
    return replace(first, body=body, span=Span(first.span.start, last.span.end))


def _keeps_to_themselves(fused: FusedLoop) -> bool:
    """Whether each variable that iterations have for themselves, or combine, is one loop's own.

    Or a temporary of each of them, which sets it before it reads it and which nothing reads after
    it: then no value goes from one loop to the next.
    """
    named = [_named(part.loop) for part in fused.parts]
    for fact in fused.facts.variables:
        if fact.role in (Role.SHARED, Role.INDUCTION):
            continue
        users = [n for n, names in enumerate(named) if fact.variable.id in names]
        if len(users) > 1 and not (
            fact.role is Role.PRIVATE
            and all(_role(fused.parts[n].facts, fact.variable) is Role.PRIVATE for n in users)
        ):
            return False
    return True


def _named(loop: CountedLoop) -> frozenset[str]:
    parts = [e for own in own_expressions(loop.statement) for e in walk_expression(own)]
    parts += all_expressions(loop.statement.body)
    return frozenset(e.variable.id for e in parts if isinstance(e, Name))


def _role(facts: LoopFacts, variable: Variable) -> Role | None:
    return next((v.role for v in facts.variables if v.variable.id == variable.id), None)
