"""The agent's state and its actions (paper: edit, evaluate, reset; and stop)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt
from pcg_engine.domain.verdict import (
    CheckName,
    CheckResult,
    Inconclusive,
    Outcome,
    Refuted,
    Unavailable,
    Verdict,
    Verified,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate as its generator made it.

    ``checks`` are what was found while it was made: of a model's reply, whether it holds code that
    may stand in the original's place (if not, the candidate has no edits). ``is_stage`` tells that
    a right candidate is only what the next one builds on.
    """

    candidate: Candidate
    checks: tuple[CheckResult, ...] = ()
    is_stage: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A proposal with its verdict."""

    proposal: Proposal
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        """Whether every check of correctness passed, however fast it is, if that is known."""
        match self.verdict:
            case Verified():
                return True
            case Refuted() | Inconclusive() | Unavailable():
                # Nothing is timed before all that is required has passed.
                checks = self.verdict.checks
                return any(c.name is CheckName.BENCHMARK for c in checks) and all(
                    c.outcome is Outcome.PASSED for c in checks if c.name is not CheckName.BENCHMARK
                )

    @property
    def is_too_slow(self) -> bool:
        """Whether it is right, and was measured not to be faster."""
        return self.is_right and isinstance(self.verdict, Refuted)


@dataclass(frozen=True, slots=True)
class AgentState:
    """Where the agent stands with one loop nest.

    ``current`` is the proposal being worked on (``None``: the original text), ``steps`` what was
    judged since the last reset, ``rounds`` the number of resets. ``offers`` holds one offer for
    each verified attempt, ``best`` the one shown now, found in round ``best_round`` (-1: by another
    generator). ``exhausted`` is set when the generator had nothing more to propose.
    """

    nest: LoopFacts
    current: Proposal | None = None
    steps: tuple[Step, ...] = ()
    rounds: int = 0
    attempts: tuple[Attempt, ...] = ()
    offers: tuple[Offer, ...] = ()
    best: Offer | None = None
    best_round: int = 0
    exhausted: bool = False

    @property
    def is_evaluated(self) -> bool:
        """Whether the current proposal has been judged."""
        return bool(self.steps) and self.steps[-1].proposal is self.current

    def edited(self, proposal: Proposal | None) -> AgentState:
        """After the generator answered: a new current proposal, or nothing more to come."""
        if proposal is None:
            return replace(self, current=None, exhausted=True)
        return replace(self, current=proposal)

    def evaluated(self, step: Step, offer: Offer | None, best: Offer | None) -> AgentState:
        """After the current proposal was judged."""
        return replace(
            self,
            steps=(*self.steps, step),
            attempts=(*self.attempts, Attempt(step.proposal.candidate, step.verdict)),
            offers=self.offers if offer is None else (*self.offers, offer),
            best=best,
            best_round=self.best_round if best is self.best else self.rounds,
        )

    def reset(self) -> AgentState:
        """Back to the original text."""
        return replace(self, current=None, steps=(), rounds=self.rounds + 1)

    def handed_on(self) -> AgentState:
        """For another generator, which begins anew with what was found."""
        return replace(self, current=None, steps=(), rounds=0, best_round=-1, exhausted=False)


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
