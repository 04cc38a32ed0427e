"""The loop of the agent: ask the policy, act, until it says stop (paper: the Action component)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, assert_never

from pcg_engine.action.policy import Policy
from pcg_engine.action.selection import best_offer
from pcg_engine.action.state import AgentState, Edit, Evaluate, Proposal, Reset, Step, Stop
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import Cancelled
from pcg_engine.domain.events import CandidateJudged, Event, OfferFound
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import Verdict, Verified
from pcg_engine.ports import Cancellation
from pcg_engine.tools.suggested import Suggestion


class Generator(Protocol):
    """Where candidates come from: rules, or a model with a workflow."""

    def propose(self, state: AgentState) -> Proposal | None:
        """The next candidate, or ``None`` if there is none left.

        Raises ``Cancelled`` when the budget or the user ended the work.
        """
        ...


@dataclass(frozen=True, slots=True)
class ListGenerator:
    """Proposes given candidates in order, each once."""

    candidates: tuple[Candidate, ...]

    def propose(self, state: AgentState) -> Proposal | None:
        """The first candidate that has not been attempted."""
        tried = {attempt.candidate for attempt in state.attempts}
        return next((Proposal(c) for c in self.candidates if c not in tried), None)


class Judge(Protocol):
    """Judges candidates of one nest."""

    def judge(self, proposal: Proposal) -> Verdict:
        """The verdict; raises ``Cancelled`` when the budget or the user ended the work."""
        ...

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        """``verdict``, with what became of ``proposal`` on the inputs of ``suggestion``.

        Raises ``Cancelled`` when the budget or the user ended the work.
        """
        ...

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        """The offer that a verified candidate becomes."""
        ...

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        """The verdict with the speedup measured again: what is shown of the winner."""
        ...


def run(
    state: AgentState,
    policy: Policy,
    generator: Generator,
    judge: Judge,
    emit: Callable[[Event], None],
) -> AgentState:
    """Go on from ``state`` until the policy stops or the budget ends; what was found is kept."""
    while True:
        action = policy.next_action(state)
        try:
            match action:
                case Edit():
                    state = state.edited(generator.propose(state))
                case Evaluate():
                    state = _evaluate(state, judge, emit)
                case Reset():
                    state = state.reset()
                case Stop():
                    return state
                case _:
                    assert_never(action)
        except Cancelled:
            return state


def _evaluate(state: AgentState, judge: Judge, emit: Callable[[Event], None]) -> AgentState:
    proposal = state.current
    if proposal is None:
        raise ValueError("nothing to evaluate: the policy must ask for an edit first")
    candidate = proposal.candidate
    verdict = judge.judge(proposal)
    emit(CandidateJudged(candidate, verdict))
    step = Step(proposal, verdict)
    if not isinstance(verdict, Verified):
        return state.evaluated(step, None, state.best)
    offer = judge.offer(candidate, verdict)
    best = best_offer((*state.offers, offer))
    if best is not state.best and best is not None:
        emit(OfferFound(best))
    return state.evaluated(step, offer, best)
