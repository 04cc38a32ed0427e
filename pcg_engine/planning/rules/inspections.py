"""Loops in front of a loop that tell whether its iterations are independent in this run."""

from __future__ import annotations

from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.situation import Situation, stands_in_block, starts_its_line


def with_inspections(situation: Situation, edits: tuple[Edit, ...]) -> tuple[Edit, ...] | None:
    """``edits``, of which the first begins at the loop, with what sets the guards before it.

    ``None`` where no statements can be put before the loop.
    """
    if not situation.inspections:
        return edits
    if not stands_in_block(situation) or not starts_its_line(situation):
        return None
    margin = situation.indentation
    lines = "".join(f"{margin}{line}\n" for line in _lines(situation))
    begin = min(edits, key=lambda e: (e.span.start, e.span.end))
    start = situation.facts.loop.span.start
    if begin.span.start == start:  # behind the loop's own margin
        text = f"{lines.removeprefix(margin)}{margin}{begin.text}"
    elif begin.span.start == situation.source.line_start(start):
        text = lines + begin.text
    else:
        return None
    return (Edit(begin.span, text), *(e for e in edits if e is not begin))


def _lines(situation: Situation) -> list[str]:
    found: list[str] = []
    for assumption in situation.inspections:
        assert assumption.inspection is not None
        assert assumption.guard is not None
        found += assumption.inspection.lines(assumption.guard, is_c=situation.source.is_c)
    return found
