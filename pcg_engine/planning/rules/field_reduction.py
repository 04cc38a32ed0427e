"""Sums in memory, of fields, elements and what pointers lead to: variables stand for them.

No clause can name them (OpenMP 5.2, section 5.5.5, wants variables), and a declared reduction of
a whole record would have to know how all of its fields are combined.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pcg_engine.analysis.combined_places import find_combined_places
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.record_fields import find_written_fields
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.analysis.replaced_places import ReplacedPlace, with_variables
from pcg_engine.domain.ast import ArithmeticType, ArrayType, ContainerType, Name, RangeFor
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Assumption, Role
from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.partial_results import fresh_names
from pcg_engine.planning.rules.parts import renamed
from pcg_engine.planning.rules.pragma import all_of, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    clauses_of,
    header_edits,
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
    runs_condition,
)

ID = "field-reduction"


def propose(situation: Situation) -> Candidate | None:
    """``parallel for`` over variables in the places' stead; ``None`` if none is combined."""
    fields = find_written_fields(situation.statement, situation.unit, situation.function)
    named = {f.mentions for f in fields}
    elsewhere = find_combined_places(
        situation.statement,
        situation.facts,
        situation.unit,
        situation.function,
        situation.source,
    )
    places = (*fields, *(p for p in elsewhere if p.mentions not in named))
    if not places or not fresh_names(situation, *(p.variable.name for p in places)):
        return None
    remainder = independent_remainder(
        situation.facts,
        with_variables(situation.statement, places),
        situation.unit,
        situation.function,
        situation.source,
    )
    if remainder is None:
        return None
    combined = {v.variable.id for v in remainder.variables if v.role is Role.REDUCTION}
    added = tuple(dict.fromkeys(a for p in places for a in p.assumptions))
    known = tuple(a for a in remainder.assumptions if a not in added)
    own = replace(situation, facts=replace(remainder, assumptions=(*known, *added)))
    refused = (
        own.array_reductions
        or counter_is_live(remainder)
        or needs_an_iteration(remainder)
        or not stands_in_block(own)
        or not starts_its_line(own)
        or any(p.variable.id not in combined for p in places)
    )
    edit = None if refused else _edit(own, places, added)
    if edit is None:
        return None
    names = ", ".join(f"`{own.source.slice(p.place.span)}`" for p in places)
    claim = f"The iterations only combine values into {names}"
    action = "let variables stand for them, which clauses can name"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _edit(
    own: Situation, places: tuple[ReplacedPlace, ...], apart: tuple[Assumption, ...]
) -> Edit | None:
    """The loop between statements that set the variables and store them.

    Where something else may lead to a place (``apart`` tells when it does not), or clauses make
    copies of what a guard is about, the loop as it was is the other branch.
    """
    edits = [e for p in places for e in renamed(p.mentions, p.variable.name)]
    edits += header_edits(own)
    loop = rewritten_loop(own, tuple(sorted(edits, key=lambda e: e.span.start)))
    copied = {" ".join(a.guard.split()) for a in apart if a.guard is not None}
    branch = [g for g in own.guards if g in copied or g in own.branch_guards]
    clauses = clauses_of(own, (own.statement,), tuple(g for g in own.guards if g not in branch))
    conditions = list(dict.fromkeys(_before_the_loop(own, g, places) for g in branch))
    otherwise = bool(conditions)
    if any(p.needs_iteration for p in places):
        runs = _runs(own)
        if runs is None:
            return None
        conditions = [*([runs] if runs else []), *conditions]
    margin = own.indentation
    if not conditions:
        text = _statements(own, places, clauses, loop, margin)
        return Edit(own.facts.loop.span, text.removeprefix(margin).rstrip("\n"))
    moved = indented(loop)
    if moved is None:
        return None
    inside = _statements(own, places, clauses, moved, margin + STEP)
    text = in_branch(own, all_of(conditions), inside, otherwise=otherwise)
    return None if text is None else Edit(own.facts.loop.span, text)


def _statements(
    own: Situation, places: tuple[ReplacedPlace, ...], clauses: list[str], loop: str, margin: str
) -> str:
    """Whole lines: what sets the variables, the loop (with its first line's margin to come)."""
    before = "".join(
        f"{margin}{_type(p)} {p.variable.name} = {own.source.slice(p.place.span)};\n"
        for p in places
    )
    after = "".join(
        f"{margin}{own.source.slice(p.place.span)} = {p.variable.name};\n" for p in places
    )
    return f"{before}{directive('parallel for', clauses, margin)}{margin}{loop}\n{after}"


def _before_the_loop(own: Situation, guard: str, places: tuple[ReplacedPlace, ...]) -> str:
    """``guard`` about the places themselves, whose variables do not exist yet."""
    for place in places:
        text = own.source.slice(place.place.span)
        text = f"({text})" if text.startswith("*") else text
        guard = re.sub(rf"\b{re.escape(place.variable.name)}\b", lambda _, t=text: t, guard)
    return guard


def _runs(own: Situation) -> str | None:
    """The condition that the loop runs at least once; empty if it does, ``None`` if not known."""
    if not isinstance(own.statement, RangeFor):
        return runs_condition(own.facts.canonical)
    sequence = own.statement.range
    match stripped(sequence.type):
        case ArrayType(extent=int(extent)) if extent > 0:
            return ""
        case ContainerType() if isinstance(sequence, Name):
            return f"!{sequence.variable.name}.empty()"
        case _:
            return None


def _type(place: ReplacedPlace) -> str:
    type_ = place.variable.type
    return type_.name if isinstance(type_, ArithmeticType) else "auto"
