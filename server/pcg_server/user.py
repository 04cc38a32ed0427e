"""Whoever sits at the editor: is asked questions, and told what matters."""

from __future__ import annotations

import logging
from typing import Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_server.capabilities import Capabilities

log = logging.getLogger(__name__)


class User(Protocol):
    """Somebody, or nobody."""

    @property
    def can_be_asked(self) -> bool:
        """Whether questions reach anybody."""
        ...

    async def ask(self, question: str, *choices: str) -> str | None:
        """The choice that was taken; ``None`` for no answer."""
        ...

    def tell(self, text: str) -> None:
        """Show a warning."""
        ...


class Nobody:
    """Before an editor is there."""

    @property
    def can_be_asked(self) -> bool:
        """No."""
        return False

    async def ask(self, question: str, *choices: str) -> str | None:  # noqa: ARG002 -- a protocol
        """No answer."""
        return None

    def tell(self, text: str) -> None:
        """Only the log hears it."""
        log.warning("%s", text)


class EditorUser:
    """The user of the connected editor."""

    def __init__(self, server: LanguageServer, capabilities: Capabilities) -> None:
        self._server = server
        self._capabilities = capabilities

    @property
    def can_be_asked(self) -> bool:
        """Whether the editor shows questions."""
        return self._capabilities.message_actions

    async def ask(self, question: str, *choices: str) -> str | None:
        """See ``User.ask``."""
        actions = [types.MessageActionItem(one) for one in choices]
        request = types.ShowMessageRequestParams(types.MessageType.Warning, question, actions)
        try:
            answer = await self._server.window_show_message_request_async(request)
        except JsonRpcException as error:
            log.warning("the editor did not ask the user: %s", error)
            return None
        return None if answer is None else answer.title

    def tell(self, text: str) -> None:
        """See ``User.tell``."""
        message = types.ShowMessageParams(types.MessageType.Warning, text)
        self._server.window_show_message(message)
