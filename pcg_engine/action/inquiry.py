"""Asking a model one question: within its limits, with events, and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.spending import cost
from pcg_engine.domain.conversation import (
    FunctionTool,
    Message,
    ModelRequest,
    Reply,
    ReplySchema,
    Sampling,
)
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.events import Event, ModelAnswered, ModelAsked
from pcg_engine.planning.prompts.task import Task
from pcg_engine.ports import Cancellation


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Puts questions to ``assistant`` and tells ``emit`` of them."""

    assistant: Assistant
    cancellation: Cancellation
    emit: Callable[[Event], None]

    def ask(
        self,
        prompt: str,
        messages: tuple[Message, ...],
        turn: int,
        *,
        sample: int = 0,
        tools: tuple[FunctionTool, ...] = (),
        schema: ReplySchema | None = None,
    ) -> Reply:
        """The answer to ``messages``, the ``turn``-th of a conversation that ``prompt`` began.

        Raises ``EnvironmentUnavailable`` if the model fails, or what it may cost is spent.
        """
        self.cancellation.check()
        assistant = self.assistant
        spent = assistant.spending.why_spent()
        if spent is not None:
            message, _, hint = spent.partition("; ")
            raise EnvironmentUnavailable("budget", message, hint)
        self.emit(ModelAsked(assistant.origin, assistant.endpoint.host, prompt, turn))
        sampling = Sampling(assistant.endpoint.temperature, assistant.endpoint.max_tokens)
        request = ModelRequest(messages, sampling, schema, tools, sample)
        reply = assistant.model.complete(request, self.cancellation)
        if not reply.cached:
            assistant.spending.charge(reply.usage)
        money = 0.0 if reply.cached else cost(reply.usage, assistant.endpoint.price)
        self.emit(
            ModelAnswered(assistant.origin, prompt, reply.usage, money, reply.seconds, reply.cached)
        )
        return reply


def too_long(task: Task, tokens: int, room: int) -> EnvironmentUnavailable:
    """Why ``task`` cannot be asked about in ``room`` tokens."""
    return EnvironmentUnavailable(
        "prompt-too-long",
        f"`{task.name}` is too long for the model: about {tokens:,} tokens, and {room:,} are left "
        "for the question",
        "raise context_tokens in the profile if the model reads more",
    )
