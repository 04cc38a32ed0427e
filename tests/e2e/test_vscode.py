"""VS Code: from an opened file to an applied verified edit, in a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import TOOLS, Tool
from tests.e2e.vscode.code_server import NODE, CodeServer, serving
from tests.e2e.workspace import ROOT, Workspace, run_program

_FOLDER = ROOT / "tests" / "e2e" / "vscode"
_IMAGES = ROOT / "docs" / "images"
_SECONDS = 500


@pytest.fixture
def code_server(
    surroundings: Mapping[str, str], tool: Tool, tmp_path: Path
) -> Iterator[CodeServer]:
    entry = tool("code-server").resolve()
    built = subprocess.run(
        [ROOT / "scripts" / "vsix"], check=True, capture_output=True, text=True, timeout=300
    )
    vsix = Path(built.stdout.splitlines()[-1])
    home = tmp_path / "home"
    with serving(entry, home, vsix, surroundings, extension_tests=False) as server:
        yield server


def _drive(variables: Mapping[str, str], seen: Path, script: str) -> dict[str, Any]:
    """What the script saw in a browser."""
    done = subprocess.run(
        [NODE, _FOLDER / script],
        env={
            **variables,
            "PCG_E2E_SEEN": str(seen),
            "PCG_E2E_PLAYWRIGHT": str(TOOLS / "playwright"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    assert seen.exists(), f"the browser ended early:\n{done.stdout}{done.stderr}"
    told: dict[str, Any] = json.loads(seen.read_text(encoding="utf-8"))
    assert told["failure"] is None, f"{told['failure']}\nseen: {told['steps']}"
    return told


def test_from_the_lens_to_the_saved_verified_edit(
    code_server: CodeServer,
    workspace: Workspace,
    surroundings: Mapping[str, str],
    tool: Tool,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    before = run_program(workspace, openmp=False)
    original = workspace.pricing.read_text(encoding="utf-8")
    screenshots = tmp_path / "screenshots"
    screenshots.mkdir()
    address = code_server.address(workspace.folder, payload={"openFile": workspace.pricing})
    seen = _drive(
        {
            **surroundings,
            "PCG_E2E_ADDRESS": address,
            "PCG_E2E_FILE": str(workspace.pricing),
            "PCG_E2E_SCREENSHOTS": str(screenshots),
            "PCG_E2E_CHROMIUM": os.path.realpath(tool("chromium")),
        },
        tmp_path / "seen.json",
        "drive.mjs",
    )

    assert "hot loop, about " in seen["firstLens"]
    assert "price_calls" in seen["hover"]
    assert "Parallelize with OpenMP" in seen["actions"][0]
    assert "price_calls" in seen["progress"]
    assert seen["cancels"] == 1
    assert "#pragma" not in seen["undone"]
    assert seen["saved"] != original
    assert workspace.pricing.read_text(encoding="utf-8") == seen["saved"]
    assert "#pragma omp parallel for" in seen["saved"]
    assert run_program(workspace, openmp=True) == before
    assert run_program(workspace, openmp=False) == before
    if request.config.getoption("--update-screenshots"):
        _IMAGES.mkdir(parents=True, exist_ok=True)
        for name in ("lens", "hover", "diff"):
            shutil.copy(screenshots / f"{name}.png", _IMAGES)
