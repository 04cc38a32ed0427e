"""Self-correction, as in the paper: a model doubts what passed, and its examples are run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pcg_engine.action.agent import Judge
from pcg_engine.action.assistant import Assistant
from pcg_engine.action.inquiry import Inquiry
from pcg_engine.action.state import Proposal, Step
from pcg_engine.action.topic import Topic
from pcg_engine.domain.candidate import RULES_ORIGIN, Candidate
from pcg_engine.domain.conversation import ReplySchema
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.events import Event, ModelUnavailable
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.verdict import Verdict, Verified
from pcg_engine.planning.prompts.input_format import inputs_schema, judgement_schema
from pcg_engine.planning.prompts.input_generator import input_generator
from pcg_engine.planning.prompts.prompt import Prompt, TooLong
from pcg_engine.planning.prompts.self_correction import self_correction
from pcg_engine.ports import Cancellation
from pcg_engine.tools.harness.cases import CaseSpec
from pcg_engine.tools.reply.inputs import judgement, suggested_inputs
from pcg_engine.tools.suggested import Suggestion

_MOST_KEPT = 48
"""Inputs, of those that were named for a nest, that a version is tried on."""


@dataclass(slots=True)
class Critic:
    """Asks ``assistant`` on which inputs versions of ``topic`` might be wrong.

    What it named for one version is tried on the later ones too.
    """

    topic: Topic
    assistant: Assistant
    cancellation: Cancellation
    emit: Callable[[Event], None]
    _named: dict[CaseSpec, None] = field(default_factory=dict[CaseSpec, None])
    _asked_in_general: bool = False
    _failed: bool = False

    def suggestion(self, candidate: Candidate) -> Suggestion | None:
        """What to try ``candidate`` on; ``None`` if the model names nothing or cannot be asked."""
        doubt = ""
        try:
            if not self._failed:
                self._ask_in_general()
                doubt = self._ask_about(candidate)
        except EnvironmentUnavailable as error:
            # The checks have passed without it: this goes no further, and says why.
            self._failed = True
            self.emit(ModelUnavailable(self.assistant.origin, error))
        specs = tuple(self._named)[-_MOST_KEPT:]
        return Suggestion(specs, doubt) if specs else None

    def _ask_in_general(self) -> None:
        """Once for the nest: inputs on which it works hard, or which are easily forgotten."""
        if self._asked_in_general:
            return
        self._asked_in_general = True
        prompt = input_generator(self.topic.task, self._room())
        self._keep(suggested_inputs(self._answer(prompt, inputs_schema())))

    def _ask_about(self, candidate: Candidate) -> str:
        result = self.topic.reader.function_after(candidate)
        prompt = self_correction(self.topic.task, result, self._room())
        found = judgement(self._answer(prompt, judgement_schema()))
        self._keep(found.inputs)
        return found.reason if found.equivalent is False else ""

    def _answer(self, prompt: Prompt | TooLong, schema: ReplySchema) -> str:
        match prompt:
            case TooLong():
                # Original and version together may be too much where the original alone was not.
                return ""
            case Prompt(id=name, messages=messages):
                inquiry = Inquiry(self.assistant, self.cancellation, self.emit)
                return inquiry.ask(name, messages, 1, schema=schema).text

    def _keep(self, specs: tuple[CaseSpec, ...]) -> None:
        self._named.update(dict.fromkeys(specs))

    def _room(self) -> int:
        return self.assistant.endpoint.context_tokens - self.assistant.endpoint.max_tokens


@dataclass(frozen=True, slots=True)
class CriticalJudge:
    """``inner``, after which versions of a model that passed are tried on what ``critic`` names."""

    inner: Judge
    critic: Critic

    def judge(self, proposal: Proposal) -> Verdict:
        """See ``Judge``."""
        verdict = self.inner.judge(proposal)
        is_its_own = proposal.candidate.origin != RULES_ORIGIN
        if not (is_its_own and Step(proposal, verdict).is_right):
            return verdict
        suggestion = self.critic.suggestion(proposal.candidate)
        if suggestion is None:
            return verdict
        return self.inner.challenge(proposal, verdict, suggestion)

    def challenge(self, proposal: Proposal, verdict: Verdict, suggestion: Suggestion) -> Verdict:
        """See ``Judge``."""
        return self.inner.challenge(proposal, verdict, suggestion)

    def offer(self, candidate: Candidate, verdict: Verified) -> Offer:
        """See ``Judge``."""
        return self.inner.offer(candidate, verdict)

    def confirm(self, offer: Offer, cancellation: Cancellation) -> Verdict:
        """See ``Judge``."""
        return self.inner.confirm(offer, cancellation)
