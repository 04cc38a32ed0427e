"""The statements of a body as loops of their own, the independent ones parallel (loop fission).

Where a body computes much and carries little along (a filter, a running state, a recurrence over
what it has just computed), the computing becomes a parallel loop and the rest a loop behind it.
Numbers that one loop computes for another one are handed on in an array: then the loops run over
blocks of iterations, so that it stays small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pcg_engine.analysis.body_splitting import Part
from pcg_engine.analysis.cost import body_operations
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.loop_distribution import Distribution, distribution
from pcg_engine.domain.ast import ArithmeticType, Declaration, For, Statement, Variable
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.parts import (
    block_edit,
    bounds,
    counter_type,
    dedented,
    edited_slice,
    names_of_parts,
    unused_name,
)
from pcg_engine.planning.rules.pragma import data_clauses, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    is_editable,
    stands_in_block,
    starts_its_line,
)
from pcg_engine.planning.rules.worksharing import STEP, counter_is_live

ID = "fission"

BLOCK = 8192
"""Iterations whose numbers are kept from one loop to another: some ten microseconds of work."""

_MOST_BYTES = 256 * 1024
"""Of the arrays that hold them, which stand on the stack."""

_WORTH_KEEPING = 30.0
"""Operations of an iteration, below which keeping its numbers costs as much as computing them."""

_NAME_OF_TYPE = re.compile(r"[\w:]+(?: \w+)*")


def propose(situation: Situation) -> Candidate | None:
    """The loop in parts, the independent ones shared out."""
    loop, facts = situation.statement, situation.facts
    start = facts.loop.span.start
    if not isinstance(loop, For) or start in situation.indexed or start in situation.stepped:
        return None
    if not _is_plain(situation):
        return None
    found = distribution(loop, situation.unit, situation.function, situation.source)
    if found is None or any(a.inspection is not None for a in found.assumptions):
        return None
    own = replace(situation, facts=_facts_of(situation, found))
    if not is_editable(own) or not _is_worth_it(own, found):
        return None
    texts = _texts(own, found)
    if texts is None:
        return None
    edit = _in_blocks(own, found, texts) if found.handed_on else _as_loops(own, texts)
    return None if edit is None else own.candidate(ID, (edit,), _rationale(own, found))


def _is_plain(situation: Situation) -> bool:
    canonical = situation.facts.canonical
    return (
        canonical is not None
        and not canonical.needs_rewrite
        and canonical.declared_in_header
        and not counter_is_live(situation.facts)
        and stands_in_block(situation)
        and starts_its_line(situation)
    )


def _facts_of(situation: Situation, found: Distribution) -> LoopFacts:
    """The facts of the loop, with the roles and the guards that its parts rest on."""
    variables = {v.variable.id: v for p in found.parts if p.is_parallel for v in p.variables}
    return replace(
        situation.facts,
        variables=tuple(variables.values()),
        assumptions=found.assumptions,
    )


def _is_worth_it(own: Situation, found: Distribution) -> bool:
    """Whether the parallel parts do most of the work, and enough of it if numbers are kept."""
    shared, rest = (
        sum(
            body_operations(s, own.unit)
            for part in found.parts
            if part.is_parallel is parallel
            for s in part.statements
        )
        for parallel in (True, False)
    )
    return shared > rest and (not found.handed_on or shared >= _WORTH_KEEPING)


def _rationale(own: Situation, found: Distribution) -> str:
    serial = [p for p in found.parts if not p.is_parallel]
    lines = sorted({own.source.location(s.span.start).line for p in serial for s in p.statements})
    if not lines:
        claim = "No statement needs what a later one does in an earlier iteration"
        return rationale(own, "run them as loops of their own, each on all threads", claim)
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"
    ahead = [
        _value(own, o.variable, found) for o in found.operands if o.variable in found.handed_on
    ]
    if ahead:
        listed = " and ".join(f"`{text}`" for text in ahead)
        claim = f"Iterations depend on each other in {where}, but not what they take for {listed}"
        return rationale(own, "compute that ahead, on all threads", claim)
    claim = f"Only iterations of {where} depend on each other, and the others not on them"
    action = "run the others as loops of their own, on all threads"
    return rationale(own, action, claim)


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a part, and of the declarations that it repeats."""

    part: Part
    repeated: Sequence[str]
    body: Sequence[str]


def _texts(own: Situation, found: Distribution) -> list[_Text] | None:
    """The lines of every part; ``None`` where the body's text cannot be taken apart."""
    body = own.source.slice(own.facts.loop.body)
    if "#" in body or 'R"' in body or "\\\n" in body:
        return None
    operands = [o for o in found.operands if o.variable in found.handed_on]
    named = [Edit(o.span, o.variable.name) for o in operands]
    written = [_written(part, found) for part in found.parts]
    spans = _spans(own, written)
    if spans is None:
        return None
    return [
        _Text(
            part,
            [_declared(own, d) for d in part.repeated],
            [] if span is None else _lines(own, span, (*named, *_left_out(own, part.unused))),
        )
        for part, span in zip(found.parts, spans, strict=True)
    ]


def _written(part: Part, found: Distribution) -> list[Statement]:
    """The statements of a part that the text has."""
    return [
        s
        for s in part.statements
        if not any(s is operand.declaration for operand in found.operands)
    ]


def _spans(own: Situation, parts: Sequence[Sequence[Statement]]) -> list[Span | None] | None:
    """Where the parts stand: whole lines, comments before a statement with it."""
    data, body = own.source.data, own.facts.loop.body
    is_block = data[body.start : body.start + 1] == b"{"
    filled = [part for part in parts if part]
    ends = [data.find(b"\n", part[-1].span.end) + 1 for part in filled[:-1]]
    last = data.rindex(b"}", body.start, body.end) if is_block else body.end
    places = [body.start + is_block, *ends, last]
    spans = [Span(one, other) for one, other in pairwise(places) if one <= other]
    if len(spans) < len(filled):
        return None
    if any(
        not span.contains(s.span) for span, part in zip(spans, filled, strict=True) for s in part
    ):
        return None
    in_order = iter(spans)
    return [next(in_order) if part else None for part in parts]


def _left_out(own: Situation, unused: Sequence[Declaration]) -> Iterator[Edit]:
    """Edits without the ``unused`` declarations, as far as they have lines of their own."""
    data = own.source.data
    for declaration in unused:
        begin = own.source.line_start(declaration.span.start)
        end = data.index(b"\n", declaration.span.end) + 1
        behind = data[declaration.span.end : end].strip()
        if not data[begin : declaration.span.start].strip() and behind in (b"", b";"):
            yield Edit(Span(begin, end), "")


def _lines(own: Situation, span: Span, edits: Sequence[Edit]) -> list[str]:
    """The text of ``span`` after ``edits``, from its first statement to its last one."""
    text = edited_slice(own.source, span, edits)
    if not text.startswith("\n") and text[:1].strip():
        line = own.source.line_start(span.start)
        if not own.source.data[line : span.start].strip():
            text = own.source.indentation(span.start) + text
    lines = [line.rstrip() for line in text.splitlines()]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return dedented(lines)


def _declared(own: Situation, declaration: Declaration) -> str:
    """The text of a declaration, on one line."""
    return " ".join(own.source.slice(declaration.span).rstrip(";").split()) + ";"


def _as_loops(own: Situation, texts: Sequence[_Text]) -> Edit | None:
    """Every part as a loop with the header of the original."""
    span = own.facts.loop.span
    header = own.source.slice(Span(span.start, own.facts.loop.body.start)).rstrip()
    if "//" in header or "\n" in header:
        return None
    margin = own.indentation
    lines = [line for text in texts for line in _loop(text, header, [], [])]
    if own.guards:
        return block_edit(own, "\n".join(lines), own.guards)
    return Edit(span, f"\n{margin}".join(lines))


def _loop(text: _Text, header: str, taken: Sequence[str], given: Sequence[str]) -> list[str]:
    """One part's loop, with what it takes from the arrays and gives to them."""
    shared: list[str] = []
    if text.part.is_parallel:
        clauses = data_clauses(text.part.variables, without=frozenset())
        shared = directive("parallel for", clauses, "").splitlines()
    inside = [*taken, *text.repeated, *text.body, *given]
    return [*shared, f"{header} {{", *[f"{STEP}{line}" if line else "" for line in inside], "}"]


def _in_blocks(own: Situation, found: Distribution, texts: Sequence[_Text]) -> Edit | None:
    """Blocks of iterations, with an array for each variable that is handed on in one."""
    canonical = own.facts.canonical
    counted = counted_loop(own.statement) if isinstance(own.statement, For) else None
    names = names_of_parts(own)
    if names is None or not isinstance(counted, CountedLoop):
        return None
    if own.source.is_c:
        return None  # whose casts are others
    assert canonical is not None
    if canonical.step != 1 or canonical.comparison not in ("<", "<="):
        return None
    compared = counted.comparison_type
    if compared is None or compared.signed != counted.type.signed:
        return None
    arrays = _arrays(own, found.handed_on)
    done = unused_name(own, "done", "done_before")
    if arrays is None or done is None:
        return None
    counter, kind = counted.induction.name, counter_type(own, counted)
    begin, end, first, length = names.begin, names.end, names.first, names.length
    header = f"for ({kind} {counter} = {begin}; {counter} < {end}; ++{counter})"
    place = f"{counter} - {begin}"
    last = f"({length} - {done} < {BLOCK} ? {length} : {done} + {BLOCK})"
    lines = [
        *bounds(own, names),
        *[f"{type_name} {array}[{BLOCK}];" for type_name, array in arrays.values()],
        f"for (long long {done} = 0; {done} < {length}; {done} += {BLOCK}) {{",
        f"{STEP}const auto {begin} = static_cast<{counted.type.name}>({first} + {done});",
        f"{STEP}const auto {end} = static_cast<{counted.type.name}>({first} + {last});",
    ]
    for text in texts:
        taken = [
            f"const {arrays[v.id][0]} {v.name} = {arrays[v.id][1]}[{place}];"
            for v in text.part.taken
        ]
        given = [
            f"{arrays[v.id][1]}[{place}] = {_value(own, v, found)};"
            for v in found.handed_on
            if v in _declared_in(text.part)
        ]
        lines += [f"{STEP}{line}" for line in _loop(text, header, taken, given)]
    lines.append("}")
    return block_edit(own, "\n".join(lines), own.guards)


def _value(own: Situation, variable: Variable, found: Distribution) -> str:
    """What is kept of a variable: an operand's has no name where it is computed."""
    operand = next((o for o in found.operands if o.variable == variable), None)
    return variable.name if operand is None else " ".join(own.source.slice(operand.span).split())


def _declared_in(part: Part) -> Iterable[Variable]:
    for statement in part.statements:
        if isinstance(statement, Declaration):
            yield from (d.variable for d in statement.declarators)


def _arrays(own: Situation, variables: Sequence[Variable]) -> dict[str, tuple[str, str]] | None:
    """By variable the type of its values, and the name of the array that keeps them."""
    found: dict[str, tuple[str, str]] = {}
    size = 0
    for variable in variables:
        name = unused_name(own, f"{variable.name}_of", f"{variable.name}_of_block")
        type_ = variable.type
        if name is None or not isinstance(type_, ArithmeticType):
            return None
        if not _NAME_OF_TYPE.fullmatch(type_.name):
            return None  # of an unnamed namespace
        if own.function.is_template_instance:
            return None  # its type may be another one in the other instances
        found[variable.id] = (type_.name, name)
        size += BLOCK * (type_.bits // 8)
    return found if size <= _MOST_BYTES else None
