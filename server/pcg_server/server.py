"""The language server: which feature answers what."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pcg_engine import __version__
from pcg_server.capabilities import resolve
from pcg_server.documents import path_of
from pcg_server.features import (
    capturing,
    code_actions,
    code_lens,
    commands,
    configuration,
    diagnostics,
    hover,
    notifications,
    progress,
    synchronization,
)
from pcg_server.session import Session
from pcg_server.user import EditorUser
from pcg_server.worker_client import COMMAND

if TYPE_CHECKING:
    from pygls.server import ServerErrors

log = logging.getLogger(__name__)

_SHUTDOWN_SECONDS = 0.5


class PcgServer(LanguageServer):
    """One connection to one editor."""

    def __init__(self, worker: tuple[str, ...]) -> None:
        super().__init__("pcg", __version__)  # pyright: ignore[reportUnknownMemberType]
        self.session = Session(worker)
        self._is_reporting = False

    def shutdown(self) -> None:
        """The connection has ended, in whatever way."""
        self.session.leave()
        super().shutdown()

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Show what went wrong, once: showing it fails as well when the editor has gone."""
        if self._is_reporting:
            return
        self._is_reporting = True
        try:
            super().report_server_error(error, source)
        finally:
            self._is_reporting = False


def create_server(worker: tuple[str, ...] = COMMAND) -> PcgServer:
    """A server with all features; it does nothing until an editor says ``initialize``.

    ``worker`` is the command line of its worker processes.
    """
    server = PcgServer(worker)
    session = server.session

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options = _mapping(params.initialization_options)
        encoding = server.protocol.workspace.position_encoding
        name = "utf-16" if encoding is None else types.PositionEncodingKind(encoding).value
        session.capabilities = resolve(params.capabilities, options, name)
        session.user = EditorUser(server, session.capabilities)
        session.trusted = options.get("trusted") is not False
        configuration.take_options(session, options)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri is not None:
            folders = [params.root_uri]
        session.folders = tuple(Path(path_of(uri)) for uri in folders)

    @server.feature(types.SHUTDOWN)
    async def shutdown(_params: None) -> None:
        # Editors wait a second or two for the answer. What is left then ends by itself.
        with suppress(TimeoutError):
            await asyncio.wait_for(session.close(), _SHUTDOWN_SECONDS)

    for feature in (
        synchronization,
        configuration,
        hover,
        code_lens,
        code_actions,
        diagnostics,
        commands,
        progress,
        notifications,
        capturing,
    ):
        feature.register(server, session)
    return server


def _mapping(value: object) -> Mapping[str, Any]:
    """Initialization options as a mapping, whatever form they were parsed into."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, Any]", value)
    fields = getattr(value, "_asdict", None)
    return {} if fields is None else cast("Mapping[str, Any]", fields())
