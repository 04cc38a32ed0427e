"""Scratch arrays: each thread gets its own, as every iteration fills it before it reads it."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.analysis.remainder import independent_remainder
from pcg_engine.analysis.scratch_arrays import find_scratch_arrays, with_own_arrays
from pcg_engine.domain.candidate import Candidate
from pcg_engine.planning.rules.rationale import rationale
from pcg_engine.planning.rules.situation import Situation
from pcg_engine.planning.rules.worksharing import worksharing_edits

ID = "array-privatization"


def propose(situation: Situation) -> Candidate | None:
    """``private`` for arrays and ``firstprivate`` for containers, whose copies have their size."""
    arrays = find_scratch_arrays(
        situation.statement,
        situation.facts,
        situation.unit,
        situation.function,
        situation.source,
    )
    if not arrays:
        return None
    remainder = independent_remainder(
        situation.facts,
        with_own_arrays(situation.statement, arrays),
        situation.unit,
        situation.function,
        situation.source,
    )
    if remainder is None:
        return None
    own = replace(situation, facts=remainder)
    clauses = [
        f"{clause}({', '.join(names)})"
        for clause, names in (
            ("private", [a.variable.name for a in arrays if not a.is_container]),
            ("firstprivate", [a.variable.name for a in arrays if a.is_container]),
        )
        if names
    ]
    edits = worksharing_edits(own, "parallel for", clauses)
    if edits is None:
        return None
    names = " and ".join(f"`{a.variable.name}`" for a in arrays)
    claim = f"Every iteration fills {names} before it reads it"
    return own.candidate(ID, edits, rationale(own, "give every thread its own", claim))
