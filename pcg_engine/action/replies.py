"""From a model's reply to a candidate: what it may change is what any stranger's file may."""

from __future__ import annotations

from dataclasses import dataclass

from pcg_engine.action.state import Proposal
from pcg_engine.domain.ast import Function
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.conversation import Reply
from pcg_engine.domain.loops import LoopId
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools import extract
from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.outcome import Extracted, NoCode


@dataclass(frozen=True, slots=True)
class ReplyReader:
    """Reads replies about ``function`` of ``source``; ``loop_id`` is the nest that was asked about.

    ``reassociates`` is what the user allows: a reply cannot widen it.
    """

    source: SourceText
    function: Function
    loop_id: LoopId
    origin: str
    reassociates: bool

    def read(self, reply: Reply, prompt: str, is_stage: bool) -> Proposal:
        """The candidate in ``reply``; one without edits, and refuted, if it holds none."""
        match candidate_text(reply, self.source, self.function.span):
            case NoCode(code=code, reason=reason):
                return self._none(prompt, code, reason, is_stage)
            case Extracted(data=data):
                return self._candidate(SourceText(self.source.path, data), prompt, is_stage)

    def function_after(self, candidate: Candidate) -> str:
        """The function's text after ``candidate``'s edits, and what they add outside of it."""
        whole = self.function.span
        inside = [e for e in candidate.edits if whole.contains(e.span) and e.span.end > whole.start]
        moved = sum(e.growth for e in candidate.edits if e.span.end <= whole.start)
        after = apply_edits(self.source, candidate.edits)
        grown = sum(e.growth for e in inside)
        text = after.data[whole.start + moved : whole.end + moved + grown]
        added = [e.text for e in candidate.edits if e not in inside]
        return "".join(added) + text.decode("utf-8", "replace")

    def _candidate(self, after: SourceText, prompt: str, is_stage: bool) -> Proposal:
        comparison = extract.compare(self.source, after)
        change = next(
            (c for c in comparison.changed if c.before.span.contains(self.function.span)), None
        )
        if change is None:
            if comparison.intrusions:
                intrusion = comparison.intrusions[0]
                return self._none(prompt, intrusion.code, intrusion.message, is_stage)
            reason = f"`{self.function.name}` is unchanged, but for comments and white space"
            return self._none(prompt, "unchanged", reason, is_stage)
        check = extract.check(comparison, change, alone=True)
        candidate = self._of(prompt, comparison.edits)
        return Proposal(candidate, (check,), is_stage)

    def _none(self, prompt: str, code: str, reason: str, is_stage: bool) -> Proposal:
        check = CheckResult(CheckName.EXTRACT, Outcome.REFUTED, reason, code=code)
        return Proposal(self._of(prompt, ()), (check,), is_stage)

    def _of(self, prompt: str, edits: tuple[Edit, ...]) -> Candidate:
        return Candidate(
            self.loop_id,
            self.origin,
            prompt,
            edits,
            f"written by {self.origin} ({prompt})",
            reassociates=self.reassociates,
        )
