"""The statements of a body as loops of their own, the independent ones parallel (loop fission).

Where a body computes much and carries little along (a filter, a running state, a recurrence over
what it has just computed), the computing becomes a parallel loop and the rest a loop behind it.
Numbers that one loop computes for another one are handed on in an array: then the loops run over
blocks of iterations, so that it stays small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pcg_engine.analysis.cost import body_operations
from pcg_engine.analysis.counted_loops import CountedLoop, counted_loop
from pcg_engine.analysis.loop_distribution import Distribution, Part, distribution
from pcg_engine.domain.ast import ArithmeticType, Block, Declaration, For, Variable
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
    texts = _texts(own, loop, found)
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
    claim = f"Only iterations of {where} depend on each other, and the others not on them"
    action = "run the others as loops of their own, on all threads"
    return rationale(own, action, claim)


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a part, and of the declarations that it repeats."""

    part: Part
    repeated: Sequence[str]
    body: Sequence[str]


def _texts(own: Situation, loop: For, found: Distribution) -> list[_Text] | None:
    """The lines of every part; ``None`` where the body's text cannot be taken apart."""
    body = own.source.slice(own.facts.loop.body)
    if not body.startswith("{") or "#" in body or 'R"' in body or "\\\n" in body:
        return None
    assert isinstance(loop.body, Block)
    spans = _spans(own, found.parts, own.facts.loop.body)
    if spans is None:
        return None
    return [
        _Text(part, [_declared(own, d) for d in part.repeated], _lines(own, span, part.unused))
        for part, span in zip(found.parts, spans, strict=True)
    ]


def _spans(own: Situation, parts: Sequence[Part], body: Span) -> list[Span] | None:
    """Where the parts stand: whole lines, comments before a statement with it."""
    data = own.source.data
    places = [body.start + 1]
    for part in parts[:-1]:
        line_end = data.find(b"\n", part.statements[-1].span.end)
        places.append(line_end + 1)
    places.append(data.rindex(b"}", body.start, body.end))
    for number, part in enumerate(parts):
        begin, end = places[number], places[number + 1]
        if any(not Span(begin, end).contains(s.span) for s in part.statements):
            return None
    return [Span(one, other) for one, other in pairwise(places)]


def _lines(own: Situation, span: Span, unused: Sequence[Declaration]) -> list[str]:
    """The text of ``span`` without the ``unused`` declarations, as far as they have own lines."""
    data = own.source.data
    left_out: list[Edit] = []
    for declaration in unused:
        begin = own.source.line_start(declaration.span.start)
        end = data.index(b"\n", declaration.span.end) + 1
        behind = data[declaration.span.end : end].strip()
        if not data[begin : declaration.span.start].strip() and behind in (b"", b";"):
            left_out.append(Edit(Span(begin, end), ""))
    text = edited_slice(own.source, span, left_out)
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
            f"{arrays[v.id][1]}[{place}] = {v.name};"
            for v in found.handed_on
            if v in _declared_in(text.part)
        ]
        lines += [f"{STEP}{line}" for line in _loop(text, header, taken, given)]
    lines.append("}")
    return block_edit(own, "\n".join(lines), own.guards)


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
