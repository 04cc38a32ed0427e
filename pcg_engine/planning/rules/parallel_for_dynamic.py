"""``schedule(dynamic)`` where iterations cost differently."""

from __future__ import annotations

import math

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Cost
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import worksharing_edits

ID = "parallel-for-dynamic"

_CHUNK_OPERATIONS = 20_000.0
"""Work that makes the cost of fetching a chunk negligible."""
_LARGEST_CHUNK = 256


def propose(situation: Situation) -> Candidate | None:
    """Chunks handed out on demand, large enough to pay for the handing out."""
    cost = situation.facts.cost
    if cost is None or cost.uniform:
        return None
    chunk = chunk_size(cost)
    schedule = "schedule(dynamic)" if chunk == 1 else f"schedule(dynamic, {chunk})"
    edits = worksharing_edits(situation, "parallel for", [schedule])
    if edits is None:
        return None
    return situation.candidate(
        ID,
        edits,
        rationale(situation, "hand them out on demand, because they cost differently"),
    )


def chunk_size(cost: Cost) -> int:
    """How many iterations are worth fetching at a time."""
    return min(_LARGEST_CHUNK, math.ceil(_CHUNK_OPERATIONS / max(cost.operations, 1.0)))
