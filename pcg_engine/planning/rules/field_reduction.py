"""Sums in the fields of a record: variables stand for them while the loop runs.

No clause can name a field (OpenMP 5.2, section 5.5.5, wants variables), and a declared reduction
of the whole record would have to know how all of its fields are combined.
"""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.record_fields import ReplacedField, find_written_fields, with_variables
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.domain.ast import ArithmeticType
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Role
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
    indented,
    needs_an_iteration,
    rewritten_loop,
)

ID = "field-reduction"


def propose(situation: Situation) -> Candidate | None:
    """``parallel for`` over variables in the place of fields; ``None`` if none is combined."""
    fields = find_written_fields(situation.statement, situation.unit, situation.function)
    if not fields or not fresh_names(situation, *(f.variable.name for f in fields)):
        return None
    remainder = independent_remainder(
        situation.facts,
        with_variables(situation.statement, fields),
        situation.unit,
        situation.function,
        situation.source,
    )
    if remainder is None:
        return None
    own = replace(situation, facts=remainder)
    combined = {v.variable.id for v in remainder.variables if v.role is Role.REDUCTION}
    refused = (
        own.array_reductions
        or counter_is_live(remainder)
        or needs_an_iteration(remainder)
        or not stands_in_block(own)
        or not starts_its_line(own)
        or any(f.variable.id not in combined for f in fields)
    )
    edit = None if refused else _edit(own, fields)
    if edit is None:
        return None
    names = ", ".join(f"`{own.source.slice(f.member.span)}`" for f in fields)
    claim = f"The iterations only combine values into {names}"
    action = "let variables stand for the fields, which clauses can name"
    return own.candidate(ID, (edit,), rationale(own, action, claim))


def _edit(own: Situation, fields: tuple[ReplacedField, ...]) -> Edit | None:
    edits = [e for f in fields for e in renamed(f.places, f.variable.name)]
    edits += header_edits(own)
    loop = rewritten_loop(own, tuple(sorted(edits, key=lambda e: e.span.start)))
    margin = own.indentation
    clauses = clauses_of(own, (own.statement,))
    branch = list(dict.fromkeys(own.branch_guards))
    if branch:
        inner = margin + STEP
        moved = indented(loop)
        if moved is None:
            return None
        run = (
            f"{margin}if ({all_of(branch)}) {{\n"
            f"{directive('parallel for', clauses, inner)}{inner}{moved}\n"
            f"{margin}}} else {{\n{inner}{moved}\n{margin}}}\n"
        )
    else:
        run = f"{directive('parallel for', clauses, margin)}{margin}{loop}\n"
    before = "".join(
        f"{margin}{_type(f)} {f.variable.name} = {own.source.slice(f.member.span)};\n"
        for f in fields
    )
    after = "\n".join(
        f"{margin}{own.source.slice(f.member.span)} = {f.variable.name};" for f in fields
    )
    return Edit(own.facts.loop.span, f"{before}{run}{after}".removeprefix(margin))


def _type(field: ReplacedField) -> str:
    type_ = field.variable.type
    return type_.name if isinstance(type_, ArithmeticType) else "auto"
