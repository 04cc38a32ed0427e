"""What is written down of a run is enough to go through it again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from pcg_engine.action.agent import Judge, ListGenerator, run
from pcg_engine.action.journal import Journal, Recording, Replay
from pcg_engine.action.policy import RuleDrivenPolicy
from pcg_engine.action.state import AgentState, Proposal
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import Cancelled, UsageError
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.run import RunEntry, VerdictGiven
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import Evidence, Refuted, Verdict, Verified
from pcg_engine.ports import Cancellation
from pcg_engine.tools.harness.cases import CaseSpec, Style
from pcg_engine.tools.suggested import Suggestion
from tests.builders import all_passed, candidate, facts, speedup

FIRST = candidate("parallel-for", "#pragma omp parallel for\n")
SECOND = candidate("parallel-for-simd", "#pragma omp parallel for simd\n")
THIRD = candidate("late", "#pragma omp for\n")
WRONG = Refuted("race", "two threads write `s`", ())


def _verified(ratio: float) -> Verified:
    measured = speedup(ratio, ratio - 0.1, ratio + 0.1)
    return Verified(Evidence(tuple(all_passed()), True, measured, 0.0), ())


@dataclass
class Machine:
    """Judges by a table, until it is switched off; counts how often it is asked."""

    verdicts: dict[Candidate, Verdict] = field(default_factory=dict[Candidate, Verdict])
    asked: int = 0

    def judge(self, proposal: Proposal) -> Verdict:
        self.asked += 1
        if proposal.candidate not in self.verdicts:
            raise Cancelled
        return self.verdicts[proposal.candidate]

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        self.asked += 1
        assert verdict == self.verdicts[proposal.candidate]
        if len(suggestion.specs) > 1:
            raise Cancelled
        return replace(WRONG, code=suggestion.doubt)

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return Offer(candidate, verdict, "diff", "text")

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        self.asked += 1
        cancellation.check()
        assert offer.candidate in self.verdicts
        return _verified(1.5)


def _go(journal: Journal, machine: Machine, *candidates: Candidate) -> tuple[AgentState, Verdict]:
    judge = journal.judge("f", machine)
    policy = journal.policy("f", RuleDrivenPolicy())
    generator = ListGenerator(candidates)
    state = run(AgentState(facts()), policy, generator, judge, lambda _: None)
    assert state.best is not None
    return state, judge.confirm(state.best, Cancellation())


def test_a_run_is_gone_through_again_without_judging_anything() -> None:
    entries: list[RunEntry] = []
    # The budget ends while the third is being judged.
    machine = Machine({FIRST: WRONG, SECOND: _verified(1.8)})
    first = _go(Recording(entries.append), machine, FIRST, SECOND, THIRD)
    idle = Machine()

    again = _go(Replay(entries), idle, FIRST, SECOND, THIRD)

    assert again == first
    assert idle.asked == 0


def test_another_candidate_than_then_is_noticed() -> None:
    entries: list[RunEntry] = []
    _go(Recording(entries.append), Machine({FIRST: _verified(1.8)}), FIRST)

    with pytest.raises(UsageError) as raised:
        _go(Replay(entries), Machine(), SECOND)

    assert raised.value.code == "replay-differs"


def test_a_recording_that_ends_before_the_winner_was_measured_again_is_noticed() -> None:
    entries: list[RunEntry] = []
    _go(Recording(entries.append), Machine({FIRST: _verified(1.8)}), FIRST)
    cut = [e for e in entries if not (isinstance(e, VerdictGiven) and e.confirmed)]

    with pytest.raises(UsageError, match="before the winner was confirmed"):
        _go(Replay(cut), Machine(), FIRST)


def test_what_became_of_named_inputs_is_gone_through_again() -> None:
    entries: list[RunEntry] = []
    spec = CaseSpec(3, Style.EXACT, 0)
    proposal, machine = Proposal(FIRST), Machine({FIRST: _verified(1.8)})

    def go(judge: Judge) -> list[Verdict]:
        right = judge.judge(proposal)
        found = judge.challenge(proposal, right, Suggestion((spec,), "the end"))
        # The budget ends while the same is tried on more.
        with pytest.raises(Cancelled):
            judge.challenge(proposal, right, Suggestion((spec, spec)))
        return [right, found]

    first = go(Recording(entries.append).judge("f", machine))
    again = go(Replay(entries).judge("f", Machine()))

    assert again == first == [_verified(1.8), replace(WRONG, code="the end")]


def test_the_order_of_candidates_is_that_of_the_recording() -> None:
    entries: list[RunEntry] = []
    trials = (Trial(SECOND, 1.8, 0.9), Trial(FIRST, 1.2), Trial(THIRD, None))
    Recording(entries.append).order("f", lambda: trials, lambda: ())

    def never() -> tuple[Trial, ...]:
        raise AssertionError("nothing is timed again")

    again = Replay(entries).order("f", never, lambda: (FIRST, SECOND, THIRD))

    assert again == trials


def test_an_order_of_other_candidates_is_noticed() -> None:
    entries: list[RunEntry] = []
    Recording(entries.append).order("f", lambda: (Trial(FIRST, 1.2),), lambda: ())

    with pytest.raises(UsageError, match="other candidates"):
        Replay(entries).order("f", lambda: (), lambda: (SECOND,))


def test_where_the_budget_ended_before_there_was_an_order_it_does_again() -> None:
    with pytest.raises(Cancelled):
        Replay([]).order("f", lambda: (), lambda: (FIRST,))
