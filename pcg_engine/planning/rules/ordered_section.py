"""Iterations at the same time, but for a tail of each that runs in their old order.

Where much is computed in each iteration and a little of it depends on the one before (a running
checksum, a filter, a state that is carried along), threads compute ahead while one of them is in
the section (OpenMP 5.2, section 15.10.2).
"""

from __future__ import annotations

from pcg_engine.analysis.ordered_sections import OrderedSection, ordered_section
from pcg_engine.domain.ast import Block, For
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Role
from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import STEP, indented, worksharing_edits

ID = "ordered-section"

_WORTH_IT = 100.0
"""Operations of an iteration, below which waiting for one's turn costs more than it gains."""


def propose(situation: Situation) -> Candidate | None:
    """The directive with ``ordered``, and a section around the statements that need it."""
    loop, facts = situation.statement, situation.facts
    start = facts.loop.span.start
    if not isinstance(loop, For) or start in situation.indexed or start in situation.stepped:
        return None
    if facts.cost is None or facts.cost.operations < _WORTH_IT or facts.canonical is None:
        return None
    section = ordered_section(loop, situation.unit, situation.function, situation.source)
    if section is None or any(v.role is Role.LASTPRIVATE for v in facts.variables):
        return None
    inner = _section_edit(situation, section)
    edits = worksharing_edits(situation, "parallel for", ["ordered", "schedule(dynamic)"])
    if inner is None or edits is None or any(e.span.contains(inner.span) for e in edits):
        return None
    names = " and ".join(f"`{v.name}`" for v in section.variables) or "what comes after it"
    claim = f"Only what an iteration does to {names} depends on the one before"
    action = "run the rest of the iterations at the same time"
    return situation.candidate(ID, (*edits, inner), rationale(situation, action, claim))


def _section_edit(situation: Situation, section: OrderedSection) -> Edit | None:
    """The tail in a section of its own."""
    first, source = section.statements[0], situation.source
    line = source.line_start(first.span.start)
    body = situation.statement.body
    assert isinstance(body, Block)
    if source.data[line : first.span.start].strip():
        return None
    end = source.data[: body.span.end].rindex(b"}")
    span = Span(line, source.line_start(end))
    if source.data[span.end : end].strip():
        return None
    margin = source.indentation(first.span.start)
    text = source.slice(span)
    if "#" in text or indented(text) is None:
        return None
    lines = [f"{STEP}{x}" if x.strip() else x for x in text.removesuffix("\n").split("\n")]
    inside = "\n".join(lines)
    return Edit(span, f"{margin}#pragma omp ordered\n{margin}{{\n{inside}\n{margin}}}\n")
