"""``schedule(dynamic)`` where iterations cost differently."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Cost
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import worksharing_edits

ID = "parallel-for-dynamic"

_CHUNK_OPERATIONS = 20_000.0
"""Work that makes the cost of fetching a chunk negligible."""
_LARGEST_CHUNK = 256
_FACTOR = 8
_ON_DEMAND = "hand them out on demand, because they cost differently"


def propose(situation: Situation) -> Candidate | None:
    """Chunks handed out on demand, large enough to pay for the handing out."""
    cost = situation.facts.cost
    if cost is None or cost.uniform:
        return None
    return _scheduled(situation, _dynamic(chunk_size(cost)), "", _ON_DEMAND)


def variants(situation: Situation) -> Iterator[Candidate]:
    """Smaller and larger chunks, chunks that shrink, and iterations dealt out in turn."""
    cost = situation.facts.cost
    if cost is None or cost.uniform:
        return
    usual = chunk_size(cost)
    schedules = {
        _dynamic(max(1, usual // _FACTOR)): _ON_DEMAND,
        _dynamic(min(_LARGEST_CHUNK, usual * _FACTOR)): _ON_DEMAND,
        "guided": "hand them out on demand, ever fewer at a time, because they cost differently",
        "static, 1": "deal them out in turn, because they cost differently",
    }
    schedules.pop(_dynamic(usual), None)
    for schedule, action in schedules.items():
        candidate = _scheduled(situation, schedule, f"schedule({schedule})", action)
        if candidate is not None:
            yield candidate


def _dynamic(chunk: int) -> str:
    return "dynamic" if chunk == 1 else f"dynamic, {chunk}"


def _scheduled(situation: Situation, schedule: str, variant: str, action: str) -> Candidate | None:
    edits = worksharing_edits(situation, "parallel for", [f"schedule({schedule})"])
    if edits is None:
        return None
    return situation.candidate(ID, edits, rationale(situation, action), variant=variant)


def chunk_size(cost: Cost) -> int:
    """How many iterations are worth fetching at a time."""
    return min(_LARGEST_CHUNK, math.ceil(_CHUNK_OPERATIONS / max(cost.operations, 1.0)))
