"""Policies: what the agent does next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pcg_engine.action.state import Action, AgentState, Edit, Evaluate, Reset, Stop


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
    is worth more than a variant of this one.
    """

    limit: int = 8
    has_time: Callable[[], bool] = lambda: True

    def next_action(self, state: AgentState) -> Action:
        """See the class."""
        if state.exhausted:
            return Stop("every proposal was tried")
        if state.current is not None:
            return Reset() if state.is_evaluated else Evaluate()
        if len(state.attempts) >= self.limit:
            return Stop(f"{self.limit} candidates were tried")
        if state.attempts and not self.has_time():
            return Stop("this nest has had its share of the budget")
        return Edit()
