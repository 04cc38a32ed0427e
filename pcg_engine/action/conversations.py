"""Candidates from a language model: conversations about one loop nest (paper: its four parts)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.feedback import feedback_on
from pcg_engine.action.inquiry import Inquiry, too_long
from pcg_engine.action.state import AgentState, Proposal, Step
from pcg_engine.action.topic import Topic
from pcg_engine.domain.conversation import Message, Reply, Role
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.events import Event, ModelUnavailable
from pcg_engine.domain.offer import Offer
from pcg_engine.domain.settings import ModelSettings
from pcg_engine.domain.workflow import Workflow
from pcg_engine.planning.prompts.evolution import Verified, evolution
from pcg_engine.planning.prompts.feedback import follow_up
from pcg_engine.planning.prompts.opening import Prompt, TooLong, opening
from pcg_engine.planning.prompts.task import Task
from pcg_engine.ports import Cancellation


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question, and the conversation that it ends."""

    prompt: Prompt
    messages: tuple[Message, ...]
    number: int
    is_stage: bool


@dataclass(slots=True)
class Conversations:
    """Asks ``assistant`` about ``topic``: a generator of candidates.

    Each round of the agent is a conversation of its own; workflows take turns. The first questions
    of ``ahead`` rounds are asked before anybody waits for them, so that the model writes while the
    rules' candidates are being verified. Once each workflow has had its turn, and as soon as there
    are verified versions, whoever found them, conversations begin with the fastest few of those and
    ask for a faster one. A context manager: at its end nothing is asked any more.
    """

    topic: Topic
    assistant: Assistant
    settings: ModelSettings
    cancellation: Cancellation
    emit: Callable[[Event], None]
    ahead: int = 1
    failure: EnvironmentUnavailable | None = None
    _asking: Cancellation = field(init=False)
    _pool: ThreadPoolExecutor = field(init=False)
    _openings: dict[int, Future[Reply]] = field(default_factory=dict[int, "Future[Reply]"])
    _turns: dict[int, _Turn] = field(default_factory=dict[int, _Turn])
    _replies: dict[Proposal, Reply] = field(default_factory=dict[Proposal, Reply])

    def __post_init__(self) -> None:
        self._asking = self.cancellation.child()
        self._pool = ThreadPoolExecutor(
            max_workers=max(1, self.assistant.endpoint.concurrency), thread_name_prefix="ask"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._asking.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def begin(self) -> None:
        """Ask the first questions; whoever proposes later waits for the answers."""
        # What hinders this hinders `propose` as well, which tells it.
        with suppress(EnvironmentUnavailable):
            self._open_ahead(0)

    def propose(self, state: AgentState) -> Proposal | None:
        """See ``Generator``; ``None`` once the model failed or the limits were reached."""
        try:
            if not state.steps:
                return self._first(state)
            return self._next(state.rounds, state.steps)
        except EnvironmentUnavailable as error:
            self.failure = error
            self.emit(ModelUnavailable(self.assistant.origin, error))
            return None

    def _first(self, state: AgentState) -> Proposal:
        round_ = state.rounds
        if round_ not in self._openings and round_ >= len(self.settings.workflows):
            prompt = self._evolution(state.offers)
            if prompt is not None:
                self._begin(round_, prompt, is_stage=False)
        reply = self._open(round_).result()
        self._open_ahead(round_ + 1)
        return self._read(reply, round_)

    def _open_ahead(self, first: int) -> None:
        """Ask what does not depend on what will be found until then."""
        last = min(self.settings.samples, len(self.settings.workflows), first + self.ahead)
        for round_ in range(first, last):
            self._open(round_)

    def _evolution(self, offers: Sequence[Offer]) -> Prompt | None:
        """A question that builds on the fastest of ``offers``; ``None`` if there are none."""
        reader = self.topic.reader
        fastest = sorted(offers, key=lambda offer: -offer.speedup.ratio)
        population = [
            Verified(reader.function_after(offer.candidate), offer.speedup.ratio)
            for offer in fastest[: self.settings.population]
        ]
        if not population:
            return None
        endpoint = self.assistant.endpoint
        room = endpoint.context_tokens - endpoint.max_tokens
        match evolution(self.topic.task, population, room):
            case Prompt() as prompt:
                return prompt
            case TooLong():
                # The original alone may still fit.
                return None

    def _next(self, round_: int, steps: tuple[Step, ...]) -> Proposal:
        last = steps[-1]
        before = self._turns[round_]
        if last.proposal.is_stage and last.is_right:
            code = self.topic.reader.function_after(last.proposal.candidate)
            prompt = self._opening(
                Workflow.MULTI_STAGE, replace(self.topic.task, code=code), stage=2
            )
            turn = _Turn(prompt, prompt.messages, before.number + 1, is_stage=False)
        else:
            said = Message(Role.ASSISTANT, self._replies[last.proposal].text)
            question = follow_up(feedback_on(last.verdict))
            # The first question, and the last answer with what was wrong: what came between would
            # only fill the model's window.
            messages = (*before.prompt.messages, said, question)
            turn = replace(before, messages=messages, number=before.number + 1)
        self._turns[round_] = turn
        return self._read(self._ask(turn, round_), round_)

    def _open(self, round_: int) -> Future[Reply]:
        if round_ not in self._openings:
            workflow = self.settings.workflows[round_ % len(self.settings.workflows)]
            prompt = self._opening(workflow, self.topic.task)
            self._begin(round_, prompt, is_stage=workflow is Workflow.MULTI_STAGE)
        return self._openings[round_]

    def _begin(self, round_: int, prompt: Prompt, *, is_stage: bool) -> None:
        turn = _Turn(prompt, prompt.messages, 1, is_stage)
        self._turns[round_] = turn
        self._openings[round_] = self._pool.submit(self._ask, turn, round_)

    def _opening(self, workflow: Workflow, task: Task, stage: int = 1) -> Prompt:
        topic = replace(self.topic, task=task)
        return opening_question(workflow, topic, self.assistant.endpoint, stage)

    def _ask(self, turn: _Turn, round_: int) -> Reply:
        inquiry = Inquiry(self.assistant, self._asking, self.emit)
        return inquiry.ask(turn.prompt.id, turn.messages, turn.number, sample=round_)

    def _read(self, reply: Reply, round_: int) -> Proposal:
        turn = self._turns[round_]
        proposal = self.topic.reader.read(reply, turn.prompt.id, turn.is_stage)
        self._replies[proposal] = reply
        return proposal


def opening_question(
    workflow: Workflow, topic: Topic, endpoint: Endpoint, stage: int = 1
) -> Prompt:
    """How a conversation about ``topic`` begins.

    Raises ``EnvironmentUnavailable`` if it is too long for the model.
    """
    room = endpoint.context_tokens - endpoint.max_tokens
    match opening(workflow, topic.task, topic.pairs, room, stage):
        case Prompt() as prompt:
            return prompt
        case TooLong(tokens=tokens):
            raise too_long(topic.task, tokens, room)
