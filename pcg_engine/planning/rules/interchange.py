"""Loops exchanged so that the innermost one walks through memory element by element.

A loop whose iterations are independent may run inside of the loop that it contains: of two
iterations that touch the same memory the order stays, since they belong to the same iteration of
the independent loop. What stands beside the inner loop gets a loop of its own (loop distribution),
which is allowed for the same reason. Every element is computed by the same operations in the same
order as before.

Where the independent loop is itself the outermost one, it is cut into blocks first: threads share
out the blocks. So it is where the loop declares numbers, of which each of its iterations has its
own (``double sum = 0; for (…) sum += …;``): they become arrays of one block's length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.access_order import Stride, strides
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.domain.ast import (
    ArithmeticType,
    Block,
    Break,
    Continue,
    Declaration,
    Declarator,
    ExpressionStatement,
    For,
    If,
    Name,
    RangeFor,
    Return,
    Statement,
    Storage,
    Subscript,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import CanonicalForm, LoopFacts, Role
from pcg_engine.domain.source import Edit, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    walk_expression,
    walk_statements,
)
from pcg_engine.planning.rules.parts import (
    block_edit,
    counter_type,
    dedented,
    edited_slice,
    unused_name,
)
from pcg_engine.planning.rules.pragma import all_of, data_clauses, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    counter_name,
    directive_edit,
    mentions,
    stands_in_block,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import (
    STEP,
    counter_is_live,
    in_branch,
    indented,
    needs_an_iteration,
    rewritten_loop,
)

ID = "interchange"

BLOCK = 128
"""Iterations that a thread takes at a time: whole cache lines of each row, and enough blocks for
many threads."""

_OTHER_BLOCKS = (32, 512)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """``outer`` is independent and contains the loop ``inner``, with statements around that.

    ``own`` are the variables that ``outer`` declares. The lines of the statements are those of the
    source, but for these, which are elements of arrays named after them.
    """

    outer: Situation
    inner: LoopFacts
    own: tuple[Variable, ...]
    before: list[str]
    body: list[str]
    after: list[str]


def propose(situation: Situation) -> Candidate | None:
    """The nest with two loops exchanged, its outermost loop shared out among the threads."""
    return _proposed(situation, BLOCK, "")


def variants(situation: Situation) -> Iterator[Candidate]:
    """Where the exchange is done in blocks: smaller ones and larger ones."""
    for block in _OTHER_BLOCKS:
        candidate = _proposed(situation, block, f"block {block}")
        if candidate is not None:
            yield candidate


def _proposed(situation: Situation, block: int, variant: str) -> Candidate | None:
    facts = situation.facts
    if (
        facts.loop.span.start in situation.indexed
        or (facts.canonical is not None and facts.canonical.needs_rewrite)
        or situation.array_reductions
        or counter_is_live(facts)
        or needs_an_iteration(facts)
        or not stands_in_block(situation)
        or not starts_its_line(situation)
    ):
        return None
    exchange = next((e for s in _within(situation) if (e := _exchange(s)) is not None), None)
    if exchange is None:
        return None
    is_outermost = exchange.outer.facts is facts
    if variant and not is_outermost and not exchange.own:
        return None  # no blocks
    compose = _outermost if is_outermost else _inside
    edits = compose(situation, exchange, block)
    if edits is None:
        return None
    action = "exchange two loops, so that elements are used in the order of memory, on all threads"
    assumed = (*situation.unguarded, *exchange.outer.unguarded)
    return situation.candidate(
        ID,
        edits,
        rationale(situation, action),
        assumptions=tuple(dict.fromkeys(assumed)),
        variant=variant,
    )


def _within(situation: Situation) -> Iterator[Situation]:
    """The loops of the nest, outermost first."""
    yield situation
    for child in situation.facts.children:
        inner = situation.inside(child)
        if inner is not None:
            yield from _within(inner)


def _exchange(outer: Situation) -> _Exchange | None:
    loop, canonical = outer.statement, outer.facts.canonical
    if not isinstance(loop, For) or not outer.is_parallel or canonical is None:
        return None
    if canonical.needs_rewrite or counter_is_live(outer.facts) or outer.facts.loop.pragmas:
        return None
    statements = loop.body.statements if isinstance(loop.body, Block) else (loop.body,)
    loops = [s for s in statements if isinstance(s, For | RangeFor | While)]
    if len(loops) != 1 or len(outer.facts.children) != 1:
        return None
    (inner,), (facts,) = loops, outer.facts.children
    if not isinstance(inner, For) or not _may_be_exchanged(outer, inner, facts):
        return None
    others = [s for s in statements if s is not inner]
    declarations = [s for s in others if isinstance(s, Declaration)]
    if not all(_is_plain(s) for s in others if s not in declarations):
        return None
    if not _walks_better(inner, canonical, facts):
        return None
    own = [d for s in declarations for d in s.declarators]
    if not all(isinstance(d.variable.type, ArithmeticType) and d.initialiser for d in own):
        return None
    if any(len(s.declarators) != 1 or s.span.start > inner.span.start for s in declarations):
        return None
    if any(d.variable.storage is not Storage.LOCAL for d in own):
        return None
    return _parts(outer, facts, own)


def _may_be_exchanged(outer: Situation, inner: For, facts: LoopFacts) -> bool:
    """Whether ``inner`` counts the same whatever the iteration of ``outer``, to its end."""
    counted = counted_loop(inner)
    name = counter_name(outer.statement)
    if not isinstance(counted, CountedLoop) or facts.loop.pragmas or name is None:
        return False
    if facts.canonical is None or facts.canonical.needs_rewrite:
        return False
    if mentions(_header(outer, facts), (name,)):
        return False
    header = [e for whole in own_expressions(inner) for e in walk_expression(whole)]
    if any(isinstance(e, Subscript) for e in header):
        return False
    if any(isinstance(s, _NEVER) for s in walk_statements(inner.body)):
        return False
    roles = (Role.SHARED, Role.INDUCTION)
    counters = {counted.induction.id}
    return all(v.role in roles or v.variable.id in counters for v in outer.facts.variables)


_NEVER = (For, RangeFor, While, Break, Return, UnsupportedStatement)


def _is_plain(statement: Statement) -> bool:
    """Whether it may get a loop of its own: nothing is declared in it, and nothing left early."""
    parts = list(walk_statements(statement))
    if any(isinstance(s, (*_NEVER, Continue, Declaration)) for s in parts):
        return False
    return isinstance(statement, ExpressionStatement | If | Block)


def _walks_better(inner: For, canonical: CanonicalForm, facts: LoopFacts) -> bool:
    """Whether fewer subscripts move far from one iteration of the innermost loop to the next."""
    assert facts.canonical is not None
    now = strides(inner.body, facts.canonical.induction.id)
    then = strides(inner.body, canonical.induction.id)
    return then.count(Stride.FAR) < now.count(Stride.FAR) and Stride.UNIT in then


def _parts(outer: Situation, inner: LoopFacts, own: list[Declarator]) -> _Exchange | None:
    whole, loop = outer.facts.loop, inner.loop
    edits = _expanded(outer, own)
    if edits is None:
        return None
    texts = (
        _slice(outer, Span(whole.body.start, loop.span.start), edits).lstrip().removeprefix("{"),
        _slice(outer, loop.body, edits),
        _slice(outer, Span(loop.span.end, whole.body.end), edits).rstrip().removesuffix("}"),
    )
    if any("#" in text or 'R"' in text for text in texts):
        return None
    before, body, after = (_lines(text) for text in texts)
    return _Exchange(outer, inner, tuple(d.variable for d in own), before, body, after)


def _slice(outer: Situation, span: Span, edits: list[Edit]) -> str:
    return edited_slice(outer.source, span, edits)


def _expanded(outer: Situation, own: list[Declarator]) -> list[Edit] | None:
    """Edits that put elements in the place of the variables, and assignments for declarations."""
    counter = counter_name(outer.statement)
    begin = _begin(outer)
    edits: list[Edit] = []
    for declarator in own:
        variable, value = declarator.variable, declarator.initialiser
        array = _array_of(outer, variable)
        if array is None or begin is None or value is None:
            return None
        if value.span.start < declarator.span.start:
            return None  # in a macro
        element = f"{array}[{counter} - {begin}]"
        head = Span(declarator.span.start, value.span.start)
        statement = next(
            s
            for s in walk_statements(outer.statement.body)
            if isinstance(s, Declaration) and declarator in s.declarators
        )
        if not outer.source.slice(head).rstrip().endswith("="):
            return None
        uses = [
            e.span
            for e in all_expressions(outer.statement.body)
            if isinstance(e, Name) and e.variable.id == variable.id
        ]
        if any(outer.source.slice(span) != variable.name for span in uses):
            return None  # in a macro
        edits.append(Edit(Span(statement.span.start, value.span.start), f"{element} = "))
        edits.extend(Edit(span, element) for span in uses)
    return edits


def _begin(outer: Situation) -> str | None:
    return unused_name(outer, "begin", "block")


def _array_of(outer: Situation, variable: Variable) -> str | None:
    return unused_name(outer, f"{variable.name}_of_block", f"block_of_{variable.name}")


def _lines(text: str) -> list[str]:
    """The statements of ``text``, without the braces around them if there are any."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return dedented([line for line in lines if line.strip()])


def _header(situation: Situation, facts: LoopFacts) -> str:
    loop = facts.loop
    return situation.source.slice(Span(loop.span.start, loop.body.start)).rstrip()


def _exchanged(exchange: _Exchange, header: str) -> list[str]:
    """The loops after the exchange; ``header`` is that of the independent one."""
    inner = _header(exchange.outer, exchange.inner)
    middle = [f"{inner} {{", *_moved([f"{header} {{", *_moved(exchange.body), "}"]), "}"]
    around = [
        [f"{header} {{", *_moved(lines), "}"] if lines else []
        for lines in (exchange.before, exchange.after)
    ]
    return [*around[0], *middle, *around[1]]


def _moved(lines: list[str]) -> list[str]:
    return [f"{STEP}{line}" for line in lines]


def _inside(situation: Situation, exchange: _Exchange, block: int) -> tuple[Edit, ...] | None:
    """The exchange inside of the outermost loop."""
    outer = exchange.outer
    margin = outer.indentation
    if exchange.own:
        lines = _in_blocks(exchange, block)
    else:
        lines = _exchanged(exchange, _header(outer, outer.facts))
    if lines is None:
        return None
    if len(lines) > 1 and not exchange.own and not stands_in_block(outer):
        lines = ["{", *_moved(lines), "}"]
    edit = Edit(outer.facts.loop.span, f"\n{margin}".join(lines))
    without = frozenset({counter_name(situation.statement) or ""})
    clauses = data_clauses(situation.facts.variables, without=without)
    if not situation.guards:
        return (directive_edit(situation, "parallel for", clauses), edit)
    loop = indented(rewritten_loop(situation, (edit,)))
    if loop is None:
        return None
    inner = situation.indentation + STEP
    inside = f"{directive('parallel for', clauses, inner)}{inner}{loop}\n"
    text = in_branch(situation, all_of(list(dict.fromkeys(situation.guards))), inside)
    return None if text is None else (Edit(situation.facts.loop.span, text),)


def _outermost(situation: Situation, exchange: _Exchange, block: int) -> tuple[Edit, ...] | None:
    """The outermost loop in blocks, which threads share out, with the exchange in each of them."""
    lines = _in_blocks(exchange, block)
    if lines is None:
        return None
    name = counter_name(situation.statement) or ""
    clauses = data_clauses(situation.facts.variables, without=frozenset({name}))
    text = directive("parallel for", clauses, "") + "\n".join(lines)
    edit = block_edit(situation, text, situation.guards)
    return None if edit is None else (edit,)


def _in_blocks(exchange: _Exchange, block: int) -> list[str] | None:
    """The independent loop in blocks; ``None`` where its header is of another form."""
    outer = exchange.outer
    canonical = outer.facts.canonical
    counted = counted_loop(outer.statement) if isinstance(outer.statement, For) else None
    begin, end = _begin(outer), unused_name(outer, "end", "behind")
    if canonical is None or not isinstance(counted, CountedLoop) or begin is None or end is None:
        return None
    if canonical.comparison != "<" or canonical.step != 1 or not canonical.lower.isdigit():
        return None
    kind = counter_type(outer, counted) if canonical.declared_in_header else counted.type.name
    name, upper = counted.induction.name, canonical.upper
    bound = upper if upper.isidentifier() or upper.isdigit() else f"({upper})"
    header = f"for ({kind} {name} = {begin}; {name} < {end}; ++{name})"
    rest = f"{bound} - {begin} < {block} ? {upper} : {begin} + {block}"
    arrays = [
        f"{v.type.name} {_array_of(outer, v)}[{block}];"
        for v in exchange.own
        if isinstance(v.type, ArithmeticType)
    ]
    return [
        f"for ({kind} {begin} = {canonical.lower}; {begin} < {upper}; {begin} += {block}) {{",
        f"{STEP}const {kind} {end} = {rest};",
        *_moved([*arrays, *_exchanged(exchange, header)]),
        "}",
    ]
