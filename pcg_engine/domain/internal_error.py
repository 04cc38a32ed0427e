"""A fault of PCG itself, in words: which loop it cost, and that it cost nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from pcg_engine.domain.facts import LoopFacts, Reason, flatten
from pcg_engine.domain.next_steps import with_next_step

INTERNAL_ERROR = "internal-error"
"""The code of everything that PCG's own faults left without an answer."""


def internal_error(error: Exception, work: str) -> str:
    """“PCG itself failed while analysing this loop (KeyError: 'x'); …”, with what to do next."""
    told = str(error).strip()
    what = f"{type(error).__name__}: {told}" if told else type(error).__name__
    return with_next_step(INTERNAL_ERROR, f"PCG itself failed while {work} ({what})")


def internal_errors(nests: Iterable[LoopFacts]) -> tuple[Reason, ...]:
    """What is said of the loops in ``nests`` that PCG's own faults left without an answer."""
    every = flatten(tuple(nests))
    return tuple(r for facts in every for r in facts.reasons if r.code == INTERNAL_ERROR)
