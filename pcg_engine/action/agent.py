"""The loop of the agent: ask the policy, act, until it says stop (paper: the Action component)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, assert_never

from pcg_engine.action.policy import Policy
from pcg_engine.action.selection import best_offer
from pcg_engine.action.state import AgentState, Edit, Evaluate, Reset, Stop
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.events import CandidateJudged, Event, OfferFound
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import Attempt
from pcg_engine.domain.verdict import Verdict, Verified


class Generator(Protocol):
    """Where candidates come from: rules, or a model with a workflow."""

    def propose(self, state: AgentState) -> Candidate | None:
        """The next candidate, or ``None`` if there is none left."""
        ...


@dataclass(frozen=True, slots=True)
class ListGenerator:
    """Proposes given candidates in order, each once."""

    candidates: tuple[Candidate, ...]

    def propose(self, state: AgentState) -> Candidate | None:
        """The first candidate that has not been attempted."""
        tried = {attempt.candidate for attempt in state.attempts}
        return next((c for c in self.candidates if c not in tried), None)


class Judge(Protocol):
    """Judges candidates of one nest."""

    def judge(self, candidate: Candidate) -> Verdict:
        """The verdict; raises ``Cancelled`` when the budget or the user ended the work."""
        ...

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        """The offer that a verified candidate becomes."""
        ...


def run(
    nest: LoopFacts,
    policy: Policy,
    generator: Generator,
    judge: Judge,
    emit: Callable[[Event], None],
) -> AgentState:
    """Work on ``nest`` until the policy stops or the budget ends; what was found is kept."""
    state = AgentState(nest)
    while True:
        action = policy.next_action(state)
        match action:
            case Edit():
                state = state.edited(generator.propose(state))
            case Evaluate():
                try:
                    state = _evaluate(state, judge, emit)
                except Cancelled:
                    return state
            case Reset():
                state = state.reset()
            case Stop():
                return state
            case _:
                assert_never(action)


def _evaluate(state: AgentState, judge: Judge, emit: Callable[[Event], None]) -> AgentState:
    candidate = state.current
    if candidate is None:
        raise ValueError("nothing to evaluate: the policy must ask for an edit first")
    verdict = judge.judge(candidate)
    emit(CandidateJudged(candidate, verdict))
    attempt = Attempt(candidate, verdict)
    if not isinstance(verdict, Verified):
        return state.evaluated(attempt, None, state.best)
    offer = judge.offer(candidate, verdict)
    best = best_offer((*state.offers, offer))
    if best is not state.best and best is not None:
        emit(OfferFound(best))
    return state.evaluated(attempt, offer, best)
