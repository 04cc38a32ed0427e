"""Policies: what the agent does next (paper: the Action component, driven by rules)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pcg_engine.action.state import Action, AgentState, Edit, Evaluate, Reset, Step, Stop
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import BUSY, Inconclusive, Unavailable, Verdict

_BEYOND_DIRECTIVES = 1.4
_NO_TIME = "this nest has had its share of the budget"


class Policy(Protocol):
    """Chooses the next action."""

    def next_action(self, state: AgentState) -> Action:
        """The action to take in ``state``."""
        ...


@dataclass(frozen=True, slots=True)
class RuleDrivenPolicy:
    """Edit, evaluate, reset, until the generator is exhausted or ``limit`` attempts were made.

    Candidates from rules do not build on each other: each starts from the original text. After
    the first, another is begun only while ``has_time``: the simplest candidate of the next nest
    is worth more than a variant of this one. So it is once the lower end of a verified speedup has
    reached ``enough``, near what the threads can give; where code was rewritten, what directives
    alone could not give. On a machine that is too busy to time one, no other one is begun. And
    where they come in the order of their speed (``fastest_first``) the first that is verified is
    the last.
    """

    limit: int = 8
    has_time: Callable[[], bool] = lambda: True
    enough: float = math.inf
    fastest_first: bool = False

    def next_action(self, state: AgentState) -> Action:
        """See the class."""
        if state.exhausted:
            return Stop("every proposal was tried")
        if state.current is not None:
            return Reset() if state.is_evaluated else Evaluate()
        if len(state.attempts) >= self.limit:
            return Stop(f"{self.limit} candidates were tried")
        if state.best is not None and self.fastest_first:
            return Stop("the others were slower in trials")
        if state.attempts and _is_busy(state.attempts[-1].verdict):
            return Stop("the machine is too busy to time anything")
        if state.best is not None and self._is_enough(state.best):
            return Stop("the threads can hardly give more")
        if state.attempts and not self.has_time():
            return Stop(_NO_TIME)
        return Edit()

    def _is_enough(self, offer: Offer) -> bool:
        only_adds = all(len(edit.span) == 0 for edit in offer.candidate.edits)
        return offer.speedup.low >= self.enough * (1.0 if only_adds else _BEYOND_DIRECTIVES)


def _is_busy(verdict: Verdict) -> bool:
    return isinstance(verdict, Inconclusive) and verdict.code == BUSY


@dataclass(frozen=True, slots=True)
class ConversationPolicy:
    """``samples`` conversations with a model, each of up to ``attempts`` answers.

    With ``feedback`` a failed answer is followed by another question in the same conversation,
    which tells what was wrong; without, the next conversation begins, so that ``samples`` times
    ``attempts`` of them fail at most (paper: feedback for large models, regeneration for small
    ones). Once something was verified, ``patience`` conversations in a row that find nothing
    better are the last.
    """

    samples: int
    attempts: int
    feedback: bool
    patience: int
    has_time: Callable[[], bool] = lambda: True

    def next_action(self, state: AgentState) -> Action:
        """See the class."""
        if state.exhausted:
            return Stop("the model was not asked any further")
        if state.current is None:
            return self._begin(state)
        if not state.is_evaluated:
            return Evaluate()
        return self._after(state.steps)

    def _begin(self, state: AgentState) -> Action:
        most = self.samples if self.feedback else self.samples * self.attempts
        if state.rounds >= most:
            return Stop(f"{most} conversations were had")
        if state.best is not None and state.rounds - 1 - state.best_round >= self.patience:
            return Stop(f"{self.patience} conversations in a row found nothing better")
        return Edit() if self.has_time() else Stop(_NO_TIME)

    def _after(self, steps: tuple[Step, ...]) -> Action:
        last = steps[-1]
        if isinstance(last.verdict, Unavailable) and not last.is_right:
            return Stop("a tool that every candidate needs is not available")
        if last.proposal.is_stage and last.is_right:
            return Edit()
        if last.is_right and not last.is_too_slow:
            # Verified, or the machine was too busy to tell: nothing that the model could repair.
            return Reset()
        failed = sum(1 for step in steps if not (step.proposal.is_stage and step.is_right))
        if not self.feedback or failed >= self.attempts:
            return Reset()
        return Edit() if self.has_time() else Stop(_NO_TIME)
