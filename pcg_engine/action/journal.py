"""Writing down what the agent decides and learns, and going through it again exactly.

With the model's recorded replies that is all that a run depends on besides the file: what was
chosen (which depends on the clock) and what the checks said (which depends on the machine).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from pcg_engine.action.agent import Judge
from pcg_engine.action.policy import Policy
from pcg_engine.action.state import Action, AgentState, Edit, Evaluate, Proposal, Reset, Stop
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.errors import Cancelled, UsageError
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.run import ActionTaken, OrderFound, RunEntry, VerdictGiven
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import Verdict, Verified
from pcg_engine.ports import Cancellation
from pcg_engine.tools.suggested import Suggestion

Write = Callable[[RunEntry], None]


class Journal(Protocol):
    """Stands between the agent and whoever decides and judges."""

    def policy(self, nest: str, policy: Policy) -> Policy:
        """``policy``, or what stands for it, for the nest with that id."""
        ...

    def judge(self, nest: str, judge: Judge) -> Judge:
        """``judge``, or what stands for it, for the nest with that id."""
        ...

    def order(self, nest: str, rank: Rank, known: Known) -> tuple[Trial, ...]:
        """What ``rank`` finds, or what stands for it, among the candidates that are ``known``."""
        ...


Rank = Callable[[], tuple[Trial, ...]]
Known = Callable[[], Iterable[Candidate]]


class NoJournal:
    """Nothing is written down."""

    def order(self, nest: str, rank: Rank, known: Known) -> tuple[Trial, ...]:  # noqa: ARG002 -- a protocol
        """What ``rank`` finds."""
        return rank()

    def policy(self, nest: str, policy: Policy) -> Policy:  # noqa: ARG002 -- a protocol
        """``policy`` itself."""
        return policy

    def judge(self, nest: str, judge: Judge) -> Judge:  # noqa: ARG002 -- a protocol
        """``judge`` itself."""
        return judge


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything is passed to ``write`` as it happens."""

    write: Write

    def policy(self, nest: str, policy: Policy) -> Policy:
        """``policy``, whose choices are written down."""
        return _RecordedPolicy(nest, policy, self.write)

    def judge(self, nest: str, judge: Judge) -> Judge:
        """``judge``, whose verdicts are written down."""
        return _RecordedJudge(nest, judge, self.write)

    def order(self, nest: str, rank: Rank, known: Known) -> tuple[Trial, ...]:  # noqa: ARG002 -- a protocol
        """What ``rank`` finds, which is written down."""
        trials = rank()
        names = tuple(digest(t.candidate) for t in trials)
        ratios, worst = tuple(t.ratio for t in trials), tuple(t.worst for t in trials)
        self.write(OrderFound(nest, names, ratios, worst))
        return trials


class Replay:
    """Goes through what was written down: nothing is built, run or timed.

    Raises ``UsageError`` (``replay-differs``) if something else is asked than was then.
    """

    def __init__(self, entries: Iterable[RunEntry]) -> None:
        self._actions: dict[str, deque[ActionTaken]] = {}
        self._verdicts: dict[str, deque[VerdictGiven]] = {}
        self._orders: dict[str, OrderFound] = {}
        for entry in entries:
            match entry:
                case ActionTaken(nest=nest):
                    self._actions.setdefault(nest, deque()).append(entry)
                case VerdictGiven(nest=nest):
                    self._verdicts.setdefault(nest, deque()).append(entry)
                case OrderFound(nest=nest):
                    self._orders[nest] = entry
                case _:
                    pass

    def policy(self, nest: str, policy: Policy) -> Policy:  # noqa: ARG002 -- a protocol
        """What was chosen then."""
        return _ReplayedPolicy(nest, self._actions.setdefault(nest, deque()))

    def judge(self, nest: str, judge: Judge) -> Judge:
        """What was found then; offers are made anew."""
        return _ReplayedJudge(nest, judge, self._verdicts.setdefault(nest, deque()))

    def order(self, nest: str, rank: Rank, known: Known) -> tuple[Trial, ...]:  # noqa: ARG002 -- a protocol
        """What was found then."""
        found = self._orders.get(nest)
        if found is None:
            raise Cancelled  # the budget ended before the order was found
        by_digest = {digest(c): c for c in known()}
        missing = [name for name in found.candidates if name not in by_digest]
        if missing:
            raise _differs(f"other candidates for {nest} were proposed then")
        worst = found.worst or (None,) * len(found.candidates)
        each = zip(found.candidates, found.ratios, worst, strict=True)
        return tuple(Trial(by_digest[name], ratio, least) for name, ratio, least in each)


@dataclass(frozen=True, slots=True)
class _RecordedPolicy:
    nest: str
    policy: Policy
    write: Write

    def next_action(self, state: AgentState) -> Action:
        action = self.policy.next_action(state)
        self.write(_entry(self.nest, action))
        return action


@dataclass(frozen=True, slots=True)
class _RecordedJudge:
    nest: str
    judge_: Judge
    write: Write

    def judge(self, proposal: Proposal) -> Verdict:
        verdict = self.judge_.judge(proposal)
        self.write(VerdictGiven(self.nest, digest(proposal.candidate), verdict))
        return verdict

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        found = self.judge_.challenge(proposal, verdict, suggestion)
        self.write(VerdictGiven(self.nest, digest(proposal.candidate), found, challenged=True))
        return found

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return self.judge_.offer(candidate, verdict)

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        verdict = self.judge_.confirm(offer, cancellation)
        self.write(VerdictGiven(self.nest, digest(offer.candidate), verdict, confirmed=True))
        return verdict


@dataclass(slots=True)
class _ReplayedPolicy:
    nest: str
    actions: deque[ActionTaken] = field(default_factory=deque[ActionTaken])

    def next_action(self, state: AgentState) -> Action:  # noqa: ARG002 -- a protocol
        if not self.actions:
            return Stop("the recording ends here")
        taken = self.actions.popleft()
        match taken.action:
            case "edit":
                return Edit()
            case "evaluate":
                return Evaluate()
            case "reset":
                return Reset()
            case "stop":
                return Stop(taken.reason)
            case other:
                raise _differs(f"an unknown action `{other}`")


@dataclass(slots=True)
class _ReplayedJudge:
    nest: str
    judge_: Judge
    verdicts: deque[VerdictGiven]

    def judge(self, proposal: Proposal) -> Verdict:
        if not self.verdicts or self.verdicts[0].confirmed:
            # The budget ended while this one was being judged.
            raise Cancelled
        return self._next(proposal.candidate)

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:  # noqa: ARG002 -- a protocol
        if not self.verdicts or not self.verdicts[0].challenged:
            # It was then that the budget ended.
            raise Cancelled
        return self._next(proposal.candidate)

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        return self.judge_.offer(candidate, verdict)

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        cancellation.check()
        if not self.verdicts:
            raise _differs("the recording ends before the winner was confirmed")
        return self._next(offer.candidate)

    def _next(self, candidate: Candidate) -> Verdict:
        given = self.verdicts.popleft()
        if given.candidate != digest(candidate):
            raise _differs(f"another candidate for {self.nest} was judged then")
        return given.verdict


def digest(candidate: Candidate) -> str:
    """What tells a candidate's edits from others."""
    told = repr([(e.span.start, e.span.end, e.text) for e in candidate.edits])
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _entry(nest: str, action: Action) -> ActionTaken:
    match action:
        case Edit():
            return ActionTaken(nest, "edit")
        case Evaluate():
            return ActionTaken(nest, "evaluate")
        case Reset():
            return ActionTaken(nest, "reset")
        case Stop(reason=reason):
            return ActionTaken(nest, "stop", reason)
        case _:
            assert_never(action)


def _differs(what: str) -> UsageError:
    return UsageError(
        "replay-differs",
        f"this run does not go as the recorded one did: {what}",
        "replay with the same file, settings and version of PCG",
    )
