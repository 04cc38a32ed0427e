"""The text of a region in which every thread has results of its own, joined one thread at a time.

Before the region a variable is made for the results of all threads, as they are before the loop. In
the region (``parallel firstprivate(…)``) every thread runs its share of the loop on its own copies
and then joins them into those of all, under ``critical``. After it these are copied back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.pragma import data_clauses, directive, if_clause
from pcg_engine.planning.rules.situation import (
    Situation,
    counter_name,
    mentions,
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


@dataclass(frozen=True, slots=True)
class Region:
    """What stands around the loop, statement by statement without margins.

    ``before`` and ``after`` frame the region; ``clauses`` are those of ``parallel``; ``own`` are
    declarations of each thread; ``join`` is a statement (its lines) that one thread runs at a time.
    ``edits`` change the loop itself.
    """

    before: Sequence[str] = ()
    clauses: Sequence[str] = ()
    own: Sequence[str] = ()
    join: Sequence[str] = ()
    after: Sequence[str] = ()
    schedule: str = "static"
    edits: tuple[Edit, ...] = field(default=())


def remaining_situation(situation: Situation, remainder: LoopFacts) -> Situation | None:
    """``situation`` with the facts of the loop without its idiom, if a region can be put around it.

    Every thread runs its share of the loop as it stands, so that nothing may need a branch.
    """
    own = replace(situation, facts=remainder)
    refused = (
        own.array_reductions
        or own.branch_guards
        or counter_is_live(remainder)
        or needs_an_iteration(remainder)
        or not stands_in_block(own)
        or not starts_its_line(own)
    )
    return None if refused else own


def fresh_names(situation: Situation, *names: str) -> bool:
    """Whether the function uses none of ``names`` yet, and they differ."""
    text = situation.source.slice(situation.function.span)
    return len(set(names)) == len(names) and not mentions(text, names)


def condition_lines(condition: str) -> list[str]:
    """``if (condition) {``, on a line for each alternative if one line would be too long."""
    head = f"if ({condition}) {{"
    if len(head) <= _LONGEST_CONDITION:
        return [head]
    pieces = re.split(r"(?<=\|\|) ", head)
    return [pieces[0], *[f"{STEP}{piece}" for piece in pieces[1:]]]


_LONGEST_CONDITION = 88


def region_edit(situation: Situation, region: Region) -> Edit | None:
    """The whole text in the place of the loop; ``None`` if the loop's lines must not move."""
    loop = indented(rewritten_loop(situation, region.edits))
    if loop is None:
        return None
    margin = situation.indentation
    inner = margin + STEP
    counter = counter_name(situation.statement)
    without = frozenset((counter,)) if counter is not None else frozenset[str]()
    clauses = [
        f"schedule({region.schedule})",
        "nowait",
        *data_clauses(situation.facts.variables, without=without),
    ]
    opening = directive("parallel", [*region.clauses, *if_clause(situation.guards)], margin)
    lines = [
        *[f"{margin}{line}\n" for line in region.before],
        opening,
        f"{margin}{{\n",
        *[f"{inner}{line}\n" for line in region.own],
        directive("for", clauses, inner),
        f"{inner}{loop}\n",
        directive("critical", [], inner),
        *[f"{inner}{line}\n" for line in region.join],
        f"{margin}}}",
        *[f"\n{margin}{line}" for line in region.after],
    ]
    # The loop's own line has its margin already.
    return Edit(situation.facts.loop.span, "".join(lines).removeprefix(margin))
