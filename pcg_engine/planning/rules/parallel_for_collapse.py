"""``collapse``: one iteration space out of perfectly nested loops."""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import Block, For, RangeFor
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.source import Edit
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import (
    Situation,
    counter_name,
    find_statement,
    header_edits,
    is_editable,
    mentions,
)
from pcg_engine.planning.rules.worksharing import counter_is_live, worksharing_edits

ID = "parallel-for-collapse"


def propose(situation: Situation) -> Candidate | None:
    """All loops that may be collapsed, so that short outer loops still feed every thread."""
    return _collapsed(situation, situation.facts.collapse, "")


def variants(situation: Situation) -> Iterator[Candidate]:
    """Fewer of the loops: what is left inside may be turned into vector instructions."""
    for depth in range(2, situation.facts.collapse):
        candidate = _collapsed(situation, depth, f"collapse({depth})")
        if candidate is not None:
            yield candidate


def _collapsed(situation: Situation, depth: int, variant: str) -> Candidate | None:
    if depth < 2:
        return None
    nest = perfect_nest(situation, depth)
    if nest is None:
        return None
    loops = (situation.statement, *(s.statement for s in nest))
    # What is assumed of one row, naming the outer counters, follows from that of the whole array.
    counters = _counters(loops)
    inner_guards = (g for s in nest for g in s.guards if not mentions(g, counters))
    inner = (a for s in nest for a in s.unguarded if not mentions(_code_in(a.message), counters))
    assumed = tuple(dict.fromkeys((*situation.unguarded, *inner)))
    guards = (*situation.guards, *inner_guards)
    collapse = [f"collapse({depth})"]
    edits = worksharing_edits(situation, "parallel for", collapse, loops, guards)
    if edits is None:
        return None
    headers: tuple[Edit, ...] = tuple(e for s in nest for e in header_edits(s))
    return situation.candidate(
        ID,
        (*edits, *headers),
        rationale(situation, f"share out the iterations of all {depth} loops together"),
        assumptions=assumed,
        variant=variant,
    )


def _code_in(message: str) -> str:
    """What a sentence quotes."""
    return " ".join(message.split("`")[1::2])


def _counters(loops: tuple[For | RangeFor, ...]) -> list[str]:
    return [name for name in map(counter_name, loops) if name is not None]


def perfect_nest(situation: Situation, depth: int) -> list[Situation] | None:
    """The inner loops that may be collapsed; ``None`` if the nest is not perfect in the text."""
    found: list[Situation] = []
    outer: For | RangeFor = situation.statement
    facts: LoopFacts = situation.facts
    for _ in range(depth - 1):
        if len(facts.children) != 1:
            return None
        facts = facts.children[0]
        statement = find_statement(situation.function, facts)
        body = outer.body
        if isinstance(body, Block) and len(body.statements) == 1:
            body = body.statements[0]
        inner = situation.inside(facts)
        if statement is None or body is not statement or inner is None:
            return None
        if not is_editable(inner) or counter_is_live(facts):
            return None
        if facts.canonical is None or not facts.canonical.rectangular:
            return None
        found.append(inner)
        outer = statement
    return found
