"""Policies: what the agent does next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pcg_engine.action.state import Action, AgentState, Edit, Evaluate, Reset, Stop


class Policy(Protocol):
    """Chooses the next action from the state alone."""

    def next_action(self, state: AgentState) -> Action:
        """The action to take in ``state``."""
        ...


@dataclass(frozen=True, slots=True)
class RuleDrivenPolicy:
    """Edit, evaluate, reset, until the generator is exhausted or ``limit`` attempts were made.

    Candidates from rules do not build on each other: each starts from the original text.
    """

    limit: int = 8

    def next_action(self, state: AgentState) -> Action:
        """See the class."""
        if state.exhausted:
            return Stop("every proposal was tried")
        if state.current is not None:
            return Reset() if state.is_evaluated else Evaluate()
        if len(state.attempts) >= self.limit:
            return Stop(f"{self.limit} candidates were tried")
        return Edit()
