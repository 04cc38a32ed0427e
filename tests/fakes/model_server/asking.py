"""Short ways to ask a model in tests."""

from __future__ import annotations

import asyncio

from pcg_engine.adapters.language_model.client import ChatModel
from pcg_engine.adapters.language_model.keys import Key
from pcg_engine.adapters.language_model.pacing import Pacing
from pcg_engine.domain.conversation import Message, ModelRequest, Role
from pcg_engine.domain.endpoint import Endpoint
from tests.fakes.model_server.server import ModelServer


class FakeTime:
    """Time that passes only by sleeping; a ``Clock``, and the sleeper to go with it."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._now = 1000.0

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += seconds
        await asyncio.sleep(0)

    def pacing(self) -> Pacing:
        """Without chance."""
        return Pacing(self, self.sleep, lambda: 1.0)


def endpoint_of(server: ModelServer, **fields: object) -> Endpoint:
    """A profile named ``test`` for the server's model."""
    given: dict[str, object] = {"timeout": 20.0, "max_tokens": 512, **fields}
    return Endpoint("test", server.url, "test-model", **given)  # pyright: ignore[reportArgumentType]


def model_of(
    server: ModelServer, key: str | None = None, time: FakeTime | None = None, **fields: object
) -> ChatModel:
    """A client of ``server`` that never really sleeps."""
    return ChatModel(
        endpoint_of(server, **fields),
        lambda _: None if key is None else Key(key),
        (time or FakeTime()).pacing(),
    )


def question(text: str = "Make it faster.", system: str = "") -> ModelRequest:
    """The beginning of a conversation."""
    opening = (Message(Role.SYSTEM, system),) if system else ()
    return ModelRequest((*opening, Message(Role.USER, text)))
