"""The agent's state and its actions (paper: edit, evaluate, reset; and stop)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt


@dataclass(frozen=True, slots=True)
class AgentState:
    """Where the agent stands with one loop nest.

    ``current`` is the candidate being worked on (``None``: the original text). ``offers`` holds
    one offer for each verified attempt, ``best`` the one shown now. ``exhausted`` is set when the
    generator had nothing more to propose. The last attempt's verdict is the feedback.
    """

    nest: LoopFacts
    current: Candidate | None = None
    attempts: tuple[Attempt, ...] = ()
    offers: tuple[Offer, ...] = ()
    best: Offer | None = None
    exhausted: bool = False

    @property
    def is_evaluated(self) -> bool:
        """Whether the current candidate has been judged."""
        return bool(self.attempts) and self.attempts[-1].candidate is self.current

    def edited(self, candidate: Candidate | None) -> AgentState:
        """After the generator answered: a new current candidate, or nothing more to come."""
        if candidate is None:
            return replace(self, current=None, exhausted=True)
        return replace(self, current=candidate)

    def evaluated(self, attempt: Attempt, offer: Offer | None, best: Offer | None) -> AgentState:
        """After the current candidate was judged."""
        offers = self.offers if offer is None else (*self.offers, offer)
        return replace(self, attempts=(*self.attempts, attempt), offers=offers, best=best)

    def reset(self) -> AgentState:
        """Back to the original text."""
        return replace(self, current=None)


@dataclass(frozen=True, slots=True)
class Edit:
    """Ask the generator for a candidate."""


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Let the tools judge the current candidate."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Go back to the original text."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the work on this nest."""

    reason: str


Action = Edit | Evaluate | Reset | Stop
