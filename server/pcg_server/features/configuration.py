"""Settings are pulled where the editor can be asked, else taken from what it sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_server.payload import field_of, plain
from pcg_server.session import Session
from pcg_server.settings import parse

log = logging.getLogger(__name__)

_SECTION = "pcg"
_ANSWER_SECONDS = 10.0
"""How long the editor may take to tell the settings; then the defaults hold."""


def take_options(session: Session, options: Mapping[str, Any]) -> None:
    """Settings among the initialization options, for editors that cannot be asked."""
    session.settings = parse(plain(options.get("settings"))).settings


def register(server: LanguageServer, session: Session) -> None:
    """Pull after ``initialized`` and whenever the editor says that something changed."""
    told: set[str] = set()

    def take(section: object) -> None:
        parsed = parse(section)
        before = session.settings
        session.settings = parsed.settings
        for complaint in parsed.complaints:
            if complaint not in told:
                told.add(complaint)
                server.window_show_message(
                    types.ShowMessageParams(types.MessageType.Warning, f"PCG: {complaint}")
                )
        if before != parsed.settings:
            session.settings_changed()

    async def pull() -> None:
        item = types.ConfigurationItem(section=_SECTION)
        try:
            sections = await asyncio.wait_for(
                server.workspace_configuration_async(types.ConfigurationParams([item])),
                _ANSWER_SECONDS,
            )
        except (JsonRpcException, TimeoutError) as error:
            log.warning("settings: %s", error or "no answer")
            return
        section = plain(sections[0]) if sections else None
        if section is not None:
            take(section)

    async def watch() -> None:
        registration = types.Registration(
            "pcg-settings",
            types.WORKSPACE_DID_CHANGE_CONFIGURATION,
            types.DidChangeConfigurationRegistrationOptions(_SECTION),
        )
        try:
            await server.client_register_capability_async(types.RegistrationParams([registration]))
        except JsonRpcException as error:
            log.warning("changes of settings: %s", error)

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        if session.capabilities.configuration:
            await pull()
        session.settle()
        if session.capabilities.watch_configuration:
            await watch()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        if session.capabilities.configuration:
            await pull()
            return
        section = field_of(params.settings, _SECTION)
        take(plain(params.settings) if section is None else section)
