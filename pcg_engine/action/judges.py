"""The judges of one loop nest's candidates: one for each part of the function that they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from pcg_engine.action.checks import Laboratory, NestJudge
from pcg_engine.action.other_instances import Pace, further_checks
from pcg_engine.action.state import Proposal
from pcg_engine.action.survey import Survey
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.events import Event
from pcg_engine.domain.facts import LoopFacts, flatten
from pcg_engine.domain.loops import LoopKind
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.trial import Trial
from pcg_engine.domain.verdict import Outcome, Verdict, Verified
from pcg_engine.ports import Cancellation
from pcg_engine.tools import extract
from pcg_engine.tools.decide import decide
from pcg_engine.tools.subject import Original
from pcg_engine.tools.suggested import Suggestion


@dataclass(slots=True)
class NestJudges:
    """Judges rules' candidates by ``nest``, a model's by all that it changed of ``function``.

    Candidates that change the same part share their inputs. ``pace`` is that of the template's
    other instances. A context manager: at its end nothing of it is running any more.
    """

    nest: LoopFacts
    function: Function
    found: Survey
    settings: Settings
    laboratory: Laboratory
    cancellation: Cancellation
    emit: Callable[[Event], None]
    pace: Pace
    _stack: ExitStack = field(default_factory=ExitStack)
    _judges: dict[tuple[object, ...], NestJudge] = field(
        default_factory=dict[tuple[object, ...], NestJudge]
    )
    _verdicts: dict[tuple[object, ...], Verdict] = field(
        default_factory=dict[tuple[object, ...], Verdict]
    )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def judge(self, proposal: Proposal) -> Verdict:
        """See ``Judge``; what was judged before, whoever proposed it, is not judged again."""
        candidate = proposal.candidate
        key = _key(candidate)
        if not all(check.outcome is Outcome.PASSED for check in proposal.checks):
            # Whatever became of the same edits: these were not taken over.
            return decide(proposal.checks)
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._of(candidate).judge(candidate, proposal.checks)
            self._verdicts[key] = verdict
        return verdict

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        """See ``Judge``; it counts for whoever proposes the same later, too."""
        candidate = proposal.candidate
        found = self._of(candidate).challenge(candidate, verdict, suggestion)
        self._verdicts[_key(candidate)] = found
        return found

    def trials(
        self, candidates: Sequence[Candidate], has_time: Callable[[], bool]
    ) -> tuple[Trial, ...]:
        """See ``NestJudge``; all of ``candidates`` are rules' ones for this nest."""
        return self._of(candidates[0]).trials(candidates, has_time)

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        """See ``Judge``."""
        return self._of(candidate).offer(candidate, verdict)

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        """See ``NestJudge``."""
        return self._of(offer.candidate).confirm(offer, cancellation)

    def _of(self, candidate: Candidate) -> NestJudge:
        original = self._original(candidate)
        key = (tuple(nest.loop.id for nest in original.nests), original.region)
        if key not in self._judges:
            judge = NestJudge(
                original,
                self.settings,
                self.laboratory,
                self.cancellation,
                self.emit,
                further_checks(self.found, self.laboratory, self.pace),
            )
            self._judges[key] = self._stack.enter_context(judge)
        return self._judges[key]

    def _original(self, candidate: Candidate) -> Original:
        whole = self.function.span
        if candidate.origin == RULES_ORIGIN:
            if any(
                facts.loop.id == candidate.loop_id and facts.loop.kind is LoopKind.RECURSION
                for facts in flatten((self.nest,))
            ):
                return self.found.original(self.function, self._own_nests(), whole)
            return self.found.original(self.function, (self.nest.of_each_instance[0],))
        spans = [
            edit.span
            for edit in candidate.edits
            if whole.contains(edit.span) and edit.span.end > whole.start
        ]
        nests = tuple(
            nest
            for nest in self._own_nests()
            if any(extract.touches(nest.loop.span, span, self.found.source) for span in spans)
        )
        region = extract.edited_region([n.loop.span for n in nests], spans, self.found.source)
        return self.found.original(self.function, nests, region or whole)

    def _own_nests(self) -> tuple[LoopFacts, ...]:
        return self.found.nests_in(self.function)


def _key(candidate: Candidate) -> tuple[object, ...]:
    return (candidate.edits, candidate.reassociates, candidate.assumptions)
