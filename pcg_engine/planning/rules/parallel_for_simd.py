"""``#pragma omp parallel for simd``: threads over chunks, vector units inside them."""

from __future__ import annotations

from pcg_engine.analysis.library_functions import library_function
from pcg_engine.domain.ast import Break, Call, Continue, For, If, RangeFor, Return, While
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.traversal import all_expressions, walk_statements
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import worksharing_edits

ID = "parallel-for-simd"

_CHEAP = 30.0


def propose(situation: Situation) -> Candidate | None:
    """For innermost loops of a few operations without branches or out-of-line calls."""
    if not isinstance(situation.statement, For) or not _is_straight(situation.statement):
        return None
    cost = situation.facts.cost
    if cost is not None and cost.operations > _CHEAP:
        return None
    edits = worksharing_edits(situation, "parallel for simd", [])
    if edits is None:
        return None
    return situation.candidate(
        ID, edits, rationale(situation, "run them on all threads and in vector registers")
    )


def _is_straight(loop: For) -> bool:
    statements = walk_statements(loop.body)
    if any(
        isinstance(s, For | RangeFor | While | If | Break | Continue | Return) for s in statements
    ):
        return False
    return all(
        library_function(e) is not None for e in all_expressions(loop.body) if isinstance(e, Call)
    )
