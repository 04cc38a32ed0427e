"""Sums of complex numbers and of structures, by a reduction that is declared for their type.

A ``reduction`` clause knows how numbers are added. For a class a directive beside the loop tells
(OpenMP 5.2, section 5.5.11): each thread begins with a record of zeros, and the records are joined
by the function that the loop adds with. The declaration holds in a block of its own, so that two
loops of one function may declare the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pcg_engine.analysis.record_sums import RecordSum, find_record_sums
from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.pragma import all_of, directive
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    clauses_of,
    header_edits,
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

ID = "declared-reduction"


def propose(situation: Situation) -> Candidate | None:
    """``parallel for`` with a declared reduction; ``None`` if no record is summed."""
    sums = find_record_sums(situation.statement, situation.unit, situation.function)
    if not sums:
        return None
    remainder = independent_remainder(
        situation.facts,
        {span: statement for one in sums for span, statement in one.replaced.items()},
        situation.unit,
        situation.function,
        situation.source,
    )
    if remainder is None:
        return None
    own = replace(situation, facts=remainder)
    refused = (
        own.array_reductions
        or counter_is_live(remainder)
        or needs_an_iteration(remainder)
        or not starts_its_line(own)
    )
    edit = None if refused else _edit(own, sums)
    if edit is None:
        return None
    names = " and ".join(f"`{s.variable.name}`" for s in sums)
    return own.candidate(
        ID,
        (edit,),
        rationale(
            own,
            "declare how the sums of the threads are joined",
            f"The iterations only add values to {names}",
        ),
        reassociates=own.reassociates or any(s.reassociates for s in sums),
    )


def _edit(own: Situation, sums: Sequence[RecordSum]) -> Edit | None:
    """The declarations and the loop in a block, or in a branch if a guard must choose."""
    declared: dict[str, str] = {}
    margin = own.indentation
    inner = margin + STEP
    for one in sums:
        text = directive(
            f"declare reduction(+ : {one.type_name} : {one.combiner})",
            [f"initializer(omp_priv = {one.neutral})"],
            inner,
        )
        if declared.setdefault(one.type_name, text) != text:
            return None  # a type has one sum
    loop = indented(rewritten_loop(own, header_edits(own)))
    if loop is None:
        return None
    names = ", ".join(s.variable.name for s in sums)
    clauses = [f"reduction(+:{names})", *clauses_of(own, (own.statement,))]
    inside = (
        f"{''.join(declared.values())}{directive('parallel for', clauses, inner)}{inner}{loop}\n"
    )
    branch = list(dict.fromkeys(own.branch_guards))
    text = in_branch(own, all_of(branch), inside) if branch else f"{{\n{inside}{margin}}}"
    return None if text is None else Edit(own.facts.loop.span, text)
