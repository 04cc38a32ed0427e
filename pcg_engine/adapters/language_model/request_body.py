"""A request as the chat-completions protocol writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from pcg_engine.adapters.language_model.dialect import Dialect, Part
from pcg_engine.domain.conversation import Message, ModelRequest, ReplySchema, Role
from pcg_engine.domain.endpoint import Endpoint, Structure


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, and which of the parts in it could be said otherwise."""

    fields: dict[str, object]
    parts: Dialect
    max_tokens: int


def temperature_of(request: ModelRequest, endpoint: Endpoint) -> float | None:
    """The request's own temperature, else the profile's."""
    own = request.sampling.temperature
    return endpoint.temperature if own is None else own


def max_tokens_of(request: ModelRequest, endpoint: Endpoint) -> int:
    """How long the answer may be: both the request and the profile bound it."""
    return max(1, min(request.sampling.max_tokens, endpoint.max_tokens))


def is_shaped(request: ModelRequest, endpoint: Endpoint) -> bool:
    """Whether a shape is asked for at all."""
    return request.schema is not None and endpoint.structure is not Structure.TEXT


def write_body(request: ModelRequest, endpoint: Endpoint, without: Dialect) -> Body:
    """``request`` for ``endpoint``, which does not understand the parts in ``without``."""
    max_tokens = max_tokens_of(request, endpoint)
    parts: set[Part] = set()
    messages = request.messages
    if any(message.role is Role.SYSTEM for message in messages):
        if Part.SYSTEM_ROLE in without:
            messages = _without_system(messages)
        else:
            parts.add(Part.SYSTEM_ROLE)
    fields: dict[str, object] = {
        "model": endpoint.model,
        "messages": [_message(message) for message in messages],
        "stream": True,
    }
    if Part.STREAM_USAGE not in without:
        parts.add(Part.STREAM_USAGE)
        fields["stream_options"] = {"include_usage": True}
    if Part.MAX_TOKENS in without:
        fields["max_completion_tokens"] = max_tokens
    else:
        parts.add(Part.MAX_TOKENS)
        fields["max_tokens"] = max_tokens
    temperature = temperature_of(request, endpoint)
    if temperature is not None and Part.TEMPERATURE not in without:
        parts.add(Part.TEMPERATURE)
        fields["temperature"] = temperature
    if request.schema is not None and is_shaped(request, endpoint):
        if endpoint.structure is Structure.SCHEMA:
            fields["response_format"] = _response_format(request.schema)
        elif Part.STRUCTURE not in without:
            parts.add(Part.STRUCTURE)
            fields["response_format"] = _response_format(request.schema)
    if request.tools:
        fields["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": json.loads(tool.parameters),
                },
            }
            for tool in request.tools
        ]
    return Body(fields, frozenset(parts), max_tokens)


def _message(message: Message) -> dict[str, object]:
    fields: dict[str, object] = {"role": message.role.value, "content": message.text}
    if message.role is Role.TOOL:
        fields["tool_call_id"] = message.answers
    if message.tool_calls:
        fields["content"] = message.text or None
        fields["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    return fields


def _without_system(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The same with what the system says at the head of the next turn of the user."""
    told: list[str] = []
    turns: list[Message] = []
    for message in messages:
        if message.role is Role.SYSTEM:
            told.append(message.text)
        elif message.role is Role.USER and told:
            turns.append(Message(Role.USER, "\n\n".join((*told, message.text))))
            told.clear()
        else:
            turns.append(message)
    if told:
        turns.append(Message(Role.USER, "\n\n".join(told)))
    return tuple(turns)


def _response_format(schema: ReplySchema) -> dict[str, object]:
    shape: object = json.loads(schema.schema)
    return {
        "type": "json_schema",
        "json_schema": {"name": schema.name, "schema": shape, "strict": _allows_strict(shape)},
    }


def _allows_strict(shape: object) -> bool:
    """Whether every object lists all its members as required and forbids others.

    Hosted endpoints refuse ``strict`` with any other schema.
    """
    if isinstance(shape, list):
        return all(_allows_strict(one) for one in cast("list[object]", shape))
    if not isinstance(shape, dict):
        return True
    members = cast("dict[str, object]", shape)
    if members.get("type") == "object":
        properties, required = members.get("properties"), members.get("required")
        if (
            members.get("additionalProperties") is not False
            or not isinstance(properties, dict)
            or not isinstance(required, list)
            or set(cast("dict[str, object]", properties)) != set(cast("list[str]", required))
        ):
            return False
    return all(_allows_strict(one) for one in members.values())
