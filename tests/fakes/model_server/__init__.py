"""A model server on the loopback: real HTTP, real streams, and no model.

It speaks ``POST /v1/chat/completions`` (with and without ``stream``, tool calls, usage) and
``GET /v1/models``. What it answers is decided request by request (``behaviours``), by a list, by a
function, or by a folder of recorded conversations (``playback``); what it was sent is in
``ModelServer.requests``. As a program, for whatever is driven from outside::

    python -m tests.fakes.model_server --port 0 tests/recorded/replies

prints its base URL, answers from the folder, and ends with its standard input.
"""

from tests.fakes.model_server.behaviours import (
    Behaviour,
    BreaksOff,
    CalledTool,
    Endless,
    Garbage,
    Hangs,
    Received,
    Refuses,
    Says,
)
from tests.fakes.model_server.playback import Playback, read_conversations
from tests.fakes.model_server.server import ModelServer

__all__ = [
    "Behaviour",
    "BreaksOff",
    "CalledTool",
    "Endless",
    "Garbage",
    "Hangs",
    "ModelServer",
    "Playback",
    "Received",
    "Refuses",
    "Says",
    "read_conversations",
]
