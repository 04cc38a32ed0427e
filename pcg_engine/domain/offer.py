"""Offers: verified candidates with their evidence and their diff."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.measurement import Speedup
from pcg_engine.domain.verdict import Verified


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified candidate: ``diff`` is unified, ``text`` the function after the edit."""

    candidate: Candidate
    verdict: Verified
    diff: str
    text: str

    @property
    def speedup(self) -> Speedup:
        """What was measured; offers that compete with each other all were."""
        measured = self.verdict.evidence.speedup
        if measured is None:
            raise ValueError("this candidate was verified without a benchmark")
        return measured

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All that the offer rests on: guarded in the code, or (``guard`` is ``None``) not.

        A guard that the verdict did not find in the code counts for nothing.
        """
        unchecked = tuple(dict.fromkeys(replace(a, guard=None) for a in self.verdict.assumptions))
        messages = {a.message for a in unchecked}
        checked = tuple(a for a in self.candidate.assumptions if a.message not in messages)
        return (*checked, *unchecked)
