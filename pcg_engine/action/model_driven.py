"""The model chooses what to do next, by tool calls (paper: the Action component, model-driven)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.feedback import feedback_on
from pcg_engine.action.inquiry import Inquiry, too_long
from pcg_engine.action.state import Action, AgentState, Edit, Evaluate, Proposal, Reset, Stop
from pcg_engine.action.topic import Topic
from pcg_engine.domain.conversation import Message, Reply, Role, ToolCall
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.events import Event, ModelUnavailable
from pcg_engine.domain.verdict import Outcome, Verified
from pcg_engine.planning.prompts import driving
from pcg_engine.planning.prompts.feedback import follow_up
from pcg_engine.planning.prompts.prompt import Prompt, TooLong
from pcg_engine.ports import Cancellation
from pcg_engine.protocol import words

_MOST_MISTAKES = 3
_CALLS_FOR_AN_ATTEMPT = 3


@dataclass(slots=True)
class ModelDriven:
    """Policy and generator in one: the model edits, has evaluated, resets and stops.

    ``attempts`` bounds the versions that are evaluated, and with them the calls. A model that calls
    no tool, or calls them wrongly, is reminded a few times, and then left alone.
    """

    topic: Topic
    assistant: Assistant
    attempts: int
    cancellation: Cancellation
    emit: Callable[[Event], None]
    has_time: Callable[[], bool] = lambda: True
    failure: EnvironmentUnavailable | None = None
    _messages: list[Message] = field(default_factory=list[Message])
    _open: ToolCall | None = None
    _edited: Proposal | None = None
    _calls: int = 0

    def next_action(self, state: AgentState) -> Action:
        """See ``Policy``: what the model calls for next, once told what its last call did."""
        if state.exhausted:
            return Stop("the model was not asked any further")
        evaluated = len(state.attempts)
        if evaluated and not self.has_time():
            return Stop("this nest has had its share of the budget")
        try:
            return self._action(state)
        except EnvironmentUnavailable as error:
            self.failure = error
            self.emit(ModelUnavailable(self.assistant.origin, error))
            return Stop("the model could not be asked any further")

    def propose(self, state: AgentState) -> Proposal | None:
        """See ``Generator``: what the model's last edit holds."""
        del state
        return self._edited

    def _action(self, state: AgentState) -> Action:
        if self._messages:
            self._tell(_result(self._open, state))
        else:
            self._messages += driving_question(self.topic, self.assistant.endpoint).messages
        for _ in range(_MOST_MISTAKES):
            if self._calls >= self.attempts * _CALLS_FOR_AN_ATTEMPT:
                return Stop(f"{self._calls} tool calls were made")
            reply = self._ask()
            action = self._chosen(reply, state)
            if not isinstance(action, str):
                return action
            self._tell(action)
        return Stop("the model called no tool that makes sense")

    def _ask(self) -> Reply:
        self._calls += 1
        inquiry = Inquiry(self.assistant, self.cancellation, self.emit)
        reply = inquiry.ask(driving.ID, tuple(self._messages), self._calls, tools=driving.TOOLS)
        # One call at a time: what else was called in the same breath is not answered, so not kept.
        self._open = reply.tool_calls[0] if reply.tool_calls else None
        calls = () if self._open is None else (self._open,)
        self._messages.append(Message(Role.ASSISTANT, reply.text, calls))
        return reply

    def _chosen(self, reply: Reply, state: AgentState) -> Action | str:
        """The action that ``reply`` asks for, or what is wrong with it."""
        if self._open is None:
            # Some models write code where they should call.
            proposal = self.topic.reader.read(reply, driving.ID, is_stage=False)
            if not proposal.candidate.edits:
                return driving.reminder()
            self._edited = proposal
            return Edit()
        arguments = _arguments(self._open)
        match self._open.name:
            case driving.EDIT:
                code = arguments.get("code")
                if not isinstance(code, str) or not code.strip():
                    return "`edit` needs `code`: the complete function"
                self._edited = self.topic.reader.read(Reply(code), driving.ID, is_stage=False)
                return Edit()
            case driving.EVALUATE:
                if state.current is None:
                    return "there is nothing to evaluate: `edit` first"
                if state.is_evaluated:
                    return "this version has been evaluated: `edit`, `reset` or `stop`"
                return Evaluate()
            case driving.RESET:
                return Reset()
            case driving.STOP:
                return Stop(str(arguments.get("reason") or "the model stopped"))
            case name:
                return f"there is no tool `{name}`. {driving.reminder()}"

    def _tell(self, text: str) -> None:
        if self._open is None:
            self._messages.append(Message(Role.USER, text))
        else:
            self._messages.append(Message(Role.TOOL, text, answers=self._open.id))
            self._open = None


def driving_question(topic: Topic, endpoint: Endpoint) -> Prompt:
    """How a conversation about ``topic`` begins in which the model calls tools.

    Raises ``EnvironmentUnavailable`` if it is too long for the model.
    """
    room = endpoint.context_tokens - endpoint.max_tokens
    match driving.driving(topic.task, topic.pairs, room):
        case Prompt() as prompt:
            return prompt
        case TooLong(tokens=tokens):
            raise too_long(topic.task, tokens, room)


def _arguments(call: ToolCall) -> dict[str, object]:
    try:
        value: object = json.loads(call.arguments or "{}")
    except ValueError:
        return {}
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _result(call: ToolCall | None, state: AgentState) -> str:
    """What the last action did."""
    if call is not None and call.name == driving.RESET:
        return "The function is the original again."
    if state.current is None or not state.is_evaluated:
        return _taken(state.current)
    verdict = state.steps[-1].verdict
    if isinstance(verdict, Verified):
        return f"Verified: {words.speedup(verdict.evidence.speedup)}."
    return follow_up(feedback_on(verdict)).text


def _taken(proposal: Proposal | None) -> str:
    wrong = (
        []
        if proposal is None
        else [check.detail for check in proposal.checks if check.outcome is not Outcome.PASSED]
    )
    if proposal is None or wrong:
        return f"No version could be taken from that: {'; '.join(wrong)}"
    return "The version is in place: `evaluate` has it judged."
