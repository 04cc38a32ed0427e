"""Runs VS Code's server with PCG's extension installed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.workspace import ROOT

NODE = ROOT / "build" / "tools" / "node" / "bin" / "node"
_START_SECONDS = 60
_STOP_SECONDS = 15

# Nothing that moves, asks or fetches.
_SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.accessibilitySupport": "off",
    "editor.cursorBlinking": "solid",
    "editor.fontSize": 13,
    "editor.minimap.enabled": False,
    "editor.stickyScroll.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
    "files.hotExit": "off",
    "git.enabled": False,
    # Whether the work is shown and applied is tested here, not how fast this machine is.
    "pcg.minimumSpeedup": 0,
    "pcg.budgetSeconds": 300,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "window.menuBarVisibility": "compact",
    "workbench.activityBar.location": "hidden",
    "workbench.colorTheme": "Default Light Modern",
    # Without a graphics card an animated bar costs what the timing of a loop would notice.
    "workbench.reduceMotion": "on",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


@dataclass(frozen=True, slots=True)
class CodeServer:
    """A running server; ``port`` is on this machine alone."""

    port: int

    def address(self, folder: Path, payload: Mapping[str, Path]) -> str:
        """The page that shows ``folder``; ``payload`` is what VS Code is told, with paths in it."""
        entries = [[key, self._remote(path)] for key, path in payload.items()]
        told = urllib.parse.quote(json.dumps(entries), safe="")
        where = urllib.parse.quote(str(folder))
        return f"http://127.0.0.1:{self.port}/?folder={where}&payload={told}"

    def _remote(self, path: Path) -> str:
        return f"vscode-remote://127.0.0.1:{self.port}{urllib.parse.quote(str(path))}"


@contextlib.contextmanager
def serving(
    entry: Path,
    home: Path,
    vsix: Path,
    environment: Mapping[str, str],
    *,
    extension_tests: bool = False,
) -> Generator[CodeServer]:
    """code-server, started by its ``entry``, with the extension ``vsix``; ends with the context."""
    user, extensions = home / "vscode", home / "extensions"
    (user / "User").mkdir(parents=True)
    (user / "User" / "settings.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    # Of the machine that the extension runs on. A login shell, which VS Code asks for its
    # variables, need not leave PATH as it was.
    (user / "Machine").mkdir()
    machine = json.dumps({"pcg.server.path": environment["PCG_E2E_SERVER"]})
    (user / "Machine" / "settings.json").write_text(machine, encoding="utf-8")
    folders = ["--user-data-dir", str(user), "--extensions-dir", str(extensions)]
    subprocess.run(
        [NODE, entry, *folders, "--install-extension", str(vsix)],
        env=environment,
        check=True,
        capture_output=True,
        timeout=120,
    )
    port = _free_port()
    options = [
        "--bind-addr",
        f"127.0.0.1:{port}",
        "--auth",
        "none",
        "--disable-telemetry",
        "--disable-update-check",
        "--disable-workspace-trust",
        "--disable-getting-started-override",
        # Else each closed page leaves an extension host and a language server alive.
        "--reconnection-grace-time",
        "2",
        # With it VS Code runs an extension's tests, and shows no notification.
        *(["--vscode-option", "enable-smoke-test-driver"] if extension_tests else []),
    ]
    with (home / "code-server.log").open("wb") as log:
        server = subprocess.Popen(
            [NODE, entry, *folders, *options],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(port, server)
            yield CodeServer(port)
        finally:
            _end(server)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            url = f"http://127.0.0.1:{port}/healthz"
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.2)
    raise RuntimeError("code-server did not start: see code-server.log in the test's home")


def _end(server: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(_STOP_SECONDS)
            return


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
