"""Servers for tests, each in a home of its own; none may outlive its test."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest_asyncio
from lsprotocol import types

from tests.server.editor import Editor, create_client, profile

ALL = {"showDiff": True, "showMarkdown": True, "jobs": True, "status": True}
_SERVE = Path(__file__).parent / "serve.py"


class Launch(Protocol):
    """Starts a server and says ``initialize`` to it as an editor would."""

    async def __call__(
        self,
        name: str = "vscode",
        *,
        configuration: Any = None,
        client: Mapping[str, bool] = ALL,
        options: Mapping[str, Any] | None = None,
        variables: Mapping[str, str] | None = None,
        without: tuple[str, ...] = (),
        command: tuple[str, ...] = (sys.executable, str(_SERVE)),
    ) -> Editor: ...


@pytest_asyncio.fixture
async def launch(tmp_path: Path) -> AsyncIterator[Launch]:
    script = tmp_path / "script"
    script.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    editors: list[Editor] = []

    async def start(
        name: str = "vscode",
        *,
        configuration: Any = None,
        client: Mapping[str, bool] = ALL,
        options: Mapping[str, Any] | None = None,
        variables: Mapping[str, str] | None = None,
        without: tuple[str, ...] = (),
        command: tuple[str, ...] = (sys.executable, str(_SERVE)),
    ) -> Editor:
        capabilities = profile(name, without)
        connection = create_client()
        editor = Editor(connection, capabilities, script, configuration)
        for method, handler in editor.features().items():
            connection.feature(method)(handler)
        environment = {
            **os.environ,
            "HOME": str(home),
            **{
                f"XDG_{name}_HOME": str(home / name.lower())
                for name in ("CONFIG", "DATA", "STATE", "CACHE")
            },
            "PCG_SCRIPT": str(script),
            **(variables or {}),
        }
        for name in ("CXX", "PCG_BASE_URL", "PCG_MODEL", "PCG_KEY_VARIABLE"):
            if name not in (variables or {}):
                environment.pop(name, None)
        await connection.start_io(  # pyright: ignore[reportUnknownMemberType]
            *command, env=environment
        )
        editors.append(editor)
        result = await connection.initialize_session(
            types.InitializeParams(
                capabilities,
                initialization_options={"client": dict(client), **(options or {})},
            )
        )
        editor.encoding = str(result.capabilities.position_encoding or "utf-16")
        editor.result = result
        return editor

    yield start
    for editor in editors:
        if editor.process.returncode is None:
            status = await editor.quit()
            assert status == 0
        await editor.until(lambda one=editor: not one.workers(), "the end of the workers")
        assert editor.faults == []
        assert connection_error(editor) is None


def connection_error(editor: Editor) -> Exception | None:
    """What the server sent that is no message."""
    return editor.client.error
