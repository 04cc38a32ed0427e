"""``#pragma omp parallel for`` with the clauses that the facts ask for."""

from __future__ import annotations

from pcg_engine.domain.candidate import Candidate
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import worksharing_edits

ID = "parallel-for"


def propose(situation: Situation) -> Candidate | None:
    """The plain form, scheduled as the run-time system likes."""
    edits = worksharing_edits(situation, "parallel for", [])
    if edits is None:
        return None
    return situation.candidate(ID, edits, rationale(situation, "run them on all threads"))
