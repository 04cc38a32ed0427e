"""Loops over the same range, one right behind the other, as one parallel loop (loop fusion).

What the first loop has just written the second one finds in the cache, and the threads are started
and wait for each other once instead of once a loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pcg_engine.analysis.counted_loops import CountedLoop
from pcg_engine.analysis.loop_fusion import FusedLoop, Part, adjacent_loops, fuse, loop_before
from pcg_engine.domain.ast import (
    Block,
    Declaration,
    ExpressionStatement,
    For,
    If,
    Name,
    RangeFor,
    Statement,
    While,
)
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.traversal import all_expressions
from pcg_engine.planning.rules.parts import body_lines, counter_type, renamed, statement_edit
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    is_editable,
    mentions,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import STEP, counter_is_live, needs_an_iteration
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse

ID = "fusion"


def propose(situation: Situation) -> Candidate | None:
    """One ``parallel for`` over the loop and as many of those behind it as belong to it."""
    loop = situation.statement
    if not isinstance(loop, For) or not situation.is_parallel or not starts_its_line(situation):
        return None
    loops = adjacent_loops(loop, situation.function)
    if len(loops) < 2 or any(_is_rewritten(situation, one.statement) for one in loops):
        return None
    written = {x.span.start: x for x in find_loops(parse(situation.source))}
    written[loop.span.start] = situation.facts.loop
    before = loop_before(loop, situation.function)
    if before is not None and _fused(situation, (before, loop), written) is not None:
        return None  # proposed there
    fused: FusedLoop | None = None
    for length in range(2, len(loops) + 1):
        longer = _fused(situation, [x.statement for x in loops[:length]], written)
        if longer is None:
            break
        fused = longer
    return None if fused is None else _candidate(situation, fused)


def _is_rewritten(situation: Situation, loop: For) -> bool:
    """Whether the tree's loop is another one than the text's."""
    start = loop.span.start
    return start in situation.indexed or start in situation.stepped


def _fused(
    situation: Situation, loops: Sequence[For], written: dict[int, Loop]
) -> FusedLoop | None:
    known = [written[loop.span.start] for loop in loops if loop.span.start in written]
    if len(known) < len(loops) or _between(situation.source, known) is None:
        return None
    counted = adjacent_loops(loops[0], situation.function)[: len(loops)]
    return fuse(counted, known, situation.unit, situation.function, situation.source)


def _between(source: SourceText, loops: Sequence[Loop]) -> list[list[str]] | None:
    """The lines of comments behind each loop but the last; ``None`` if anything else is there."""
    found: list[list[str]] = []
    for one, other in pairwise(loops):
        text = source.slice(Span(one.span.end, other.span.start))
        if "#" in text or "\\" in text or 'R"' in text:
            return None
        found.append([line.strip() for line in text.splitlines() if line.strip()])
    return found


def _candidate(situation: Situation, fused: FusedLoop) -> Candidate | None:
    own = replace(situation, statement=fused.statement, facts=fused.facts)
    canonical = fused.facts.canonical
    if (
        canonical is None
        or canonical.needs_rewrite
        or own.array_reductions
        or counter_is_live(fused.facts)
        or needs_an_iteration(fused.facts)
        or not is_editable(own)
    ):
        return None
    text = _text(own, fused)
    edit = None if text is None else statement_edit(own, text, own.guards)
    if edit is None:
        return None
    claim = (
        f"The {len(fused.parts)} loops run over the same range, and no iteration of one of them "
        "shares what is written with another iteration of any"
    )
    action = "run them as one loop, so that data stay in the cache, and share that out"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _text(own: Situation, fused: FusedLoop) -> str | None:
    """The directive and the loop; ``None`` where a body cannot be moved."""
    first = fused.parts[0].loop
    header = _header(own, first)
    comments = _between(own.source, [p.facts.loop for p in fused.parts])
    if header is None or comments is None:
        return None
    bodies: list[list[str]] = []
    for part in fused.parts:
        lines = _body(own, part, first)
        if lines is None:
            return None
        bodies.append(lines)
    inside: list[str] = []
    for number, (part, lines) in enumerate(zip(fused.parts, bodies, strict=True)):
        behind = "\n".join(line for body in bodies[number + 1 :] for line in body)
        if _may_hide(part.loop.statement.body, behind):
            lines = ["{", *[f"{STEP}{line}" for line in lines], "}"]
        inside += lines
        inside += comments[number] if number < len(comments) else []
    clauses = data_clauses(own.facts.variables, without=frozenset({first.induction.name}))
    lines = [
        *directive("parallel for", clauses, "").splitlines(),
        f"{header} {{",
        *[f"{STEP}{line}" for line in inside],
        "}",
    ]
    return "\n".join(lines)


def _header(own: Situation, first: CountedLoop) -> str | None:
    loop = first.statement
    if loop.condition is None or loop.increment is None:
        return None
    start, condition, step = (
        own.source.slice(part.span) for part in (first.start, loop.condition, loop.increment)
    )
    kind, name = counter_type(own, first), first.induction.name
    header = f"for ({kind} {name} = {start}; {condition}; {step})"
    return None if "//" in header or "\n" in header else header


def _body(own: Situation, part: Part, first: CountedLoop) -> list[str] | None:
    """The lines of a body, in terms of the first loop's counter."""
    loop, name = part.loop, part.loop.induction.name
    to = first.induction.name
    edits: list[Edit] = []
    if name != to:
        uses = [
            e.span
            for e in all_expressions(loop.statement.body)
            if isinstance(e, Name) and e.variable.id == loop.induction.id
        ]
        if any(own.source.slice(span) != name for span in uses):
            return None  # in a macro
        edits = renamed(uses, to)
        if mentions(own.source.slice(part.facts.loop.body), (to,)):
            return None
    situation = replace(own, statement=loop.statement, facts=part.facts)
    lines = body_lines(situation, edits)
    if any("#" in line or 'R"' in line or line.endswith("\\") for line in lines):
        return None
    return lines


def _may_hide(body: Statement, behind: str) -> bool:
    """Whether what ``body`` declares could be taken for what the text ``behind`` it names."""
    statements = body.statements if isinstance(body, Block) else (body,)
    for statement in statements:
        match statement:
            case Declaration(declarators=declarators):
                # Of types and of structured bindings the tree does not tell the names.
                names = [d.variable.name for d in declarators]
                if not names or not all(map(str.isidentifier, names)) or mentions(behind, names):
                    return True
            case ExpressionStatement() | If() | For() | RangeFor() | While() | Block():
                pass
            case _:
                return True
    return False
