"""Candidates from a language model: conversations about one loop nest (paper: its four parts)."""

from __future__ import annotations

from collections.abc import Callable
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
from pcg_engine.domain.settings import ModelSettings
from pcg_engine.domain.workflow import Workflow
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
    rules' candidates are being verified. A context manager: at its end nothing is asked any more.
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
            for round_ in range(min(self.ahead, self.settings.samples)):
                self._open(round_)

    def propose(self, state: AgentState) -> Proposal | None:
        """See ``Generator``; ``None`` once the model failed or the limits were reached."""
        try:
            if not state.steps:
                return self._first(state.rounds)
            return self._next(state.rounds, state.steps)
        except EnvironmentUnavailable as error:
            self.failure = error
            self.emit(ModelUnavailable(self.assistant.origin, error))
            return None

    def _first(self, round_: int) -> Proposal:
        reply = self._open(round_).result()
        for later in range(round_ + 1, round_ + self.ahead):
            if later < self.settings.samples:
                self._open(later)
        return self._read(reply, round_)

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
            is_stage = workflow is Workflow.MULTI_STAGE
            turn = _Turn(prompt, prompt.messages, 1, is_stage)
            self._turns[round_] = turn
            self._openings[round_] = self._pool.submit(self._ask, turn, round_)
        return self._openings[round_]

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
