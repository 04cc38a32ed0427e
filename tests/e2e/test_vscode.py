"""VS Code: from an opened file to an applied verified edit, in a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import TOOLS, Tool
from tests.e2e.vscode.code_server import NODE, serving
from tests.e2e.workspace import ROOT, Workspace, create_project, run_program

_FOLDER = ROOT / "tests" / "e2e" / "vscode"
_IMAGES = ROOT / "docs" / "images"
_SECONDS = 600


@pytest.fixture(scope="session")
def vsix() -> Path:
    built = subprocess.run(
        [ROOT / "scripts" / "vsix"], check=True, capture_output=True, text=True, timeout=300
    )
    return Path(built.stdout.splitlines()[-1])


def _run(variables: Mapping[str, str], tool: Tool, script: str) -> str:
    """Run a script that opens a browser; what it printed."""
    browser = {
        "PCG_E2E_CHROMIUM": os.path.realpath(tool("chromium")),
        "PCG_E2E_PLAYWRIGHT": str(TOOLS / "playwright"),
    }
    done = subprocess.run(
        [NODE, _FOLDER / script],
        env={**variables, **browser},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    return f"{done.stdout}{done.stderr}"


def test_from_the_lens_to_the_saved_verified_edit(
    vsix: Path,
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
    seen_file = tmp_path / "seen.json"
    entry = tool("code-server").resolve()
    with serving(entry, tmp_path / "home", vsix, surroundings) as server:
        variables = {
            **surroundings,
            "PCG_E2E_ADDRESS": server.address(workspace.folder, {"openFile": workspace.pricing}),
            "PCG_E2E_FILE": str(workspace.pricing),
            "PCG_E2E_SEEN": str(seen_file),
            "PCG_E2E_SCREENSHOTS": str(screenshots),
        }
        printed = _run(variables, tool, "drive.mjs")
    seen = _read(seen_file, printed)

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


def test_the_extension_host_moves_refuses_and_undoes_as_it_should(
    vsix: Path, workspace: Workspace, surroundings: Mapping[str, str], tool: Tool, tmp_path: Path
) -> None:
    seen_file = tmp_path / "seen.json"
    entry = tool("code-server").resolve()
    variables = {
        **surroundings,
        # Nothing is remembered here: the edit must come while the loop is being verified.
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        # Only offered: nothing asks it.
        "PCG_BASE_URL": "https://models.example.com/v1",
        "PCG_MODEL": "coder",
        "PCG_E2E_FILE": str(workspace.pricing),
        "PCG_E2E_HOST_SEEN": str(seen_file),
    }
    with serving(entry, tmp_path / "home", vsix, variables, extension_tests=True) as server:
        host = _FOLDER / "host"
        payload = {"extensionDevelopmentPath": host, "extensionTestsPath": host / "index.js"}
        address = server.address(workspace.folder, payload)
        printed = _run({**variables, "PCG_E2E_ADDRESS": address}, tool, "open.mjs")
    seen = _read(seen_file, printed)

    assert "expected_exercises" in seen["hover"]
    assert any(title.startswith("hot loop, about ") for title in seen["lenses"])
    assert seen["of_rewrite"][0].startswith("Parallelize with OpenMP")
    assert "Parallelize with OpenMP: ask coder" in seen["of_rewrite"]
    assert seen["of_quickfix"] == []
    assert seen["preferred"] is True
    assert seen["text_after_refusal_is_unchanged"] is True
    assert seen["undone"] is True
    assert "reduction(" in seen["applied"]
    assert seen["applied"].startswith("// A remark,\n// of two lines.\n")
    assert seen["one_undo_restores"] is True


def test_a_project_accepts_a_version_after_its_commands_were_agreed_to(
    vsix: Path, surroundings: Mapping[str, str], tool: Tool, tmp_path: Path
) -> None:
    file = create_project(tmp_path / "plate")
    folder = file.parents[1]
    before = sorted(folder.rglob("*"))
    seen_file = tmp_path / "seen.json"
    entry = tool("code-server").resolve()
    with serving(entry, tmp_path / "home", vsix, surroundings) as server:
        variables = {
            **surroundings,
            "PCG_E2E_ADDRESS": server.address(folder, {"openFile": file}),
            "PCG_E2E_SEEN": str(seen_file),
        }
        printed = _run(variables, tool, "project.mjs")
    seen = _read(seen_file, printed)

    assert (
        "test: `cd build && ctest --output-on-failure`; bench: `build/cool 200 20`"
        in (seen["question"])
    )
    assert "Don't run them" in seen["question"]
    assert any("building your project" in one for one in seen["lenses"])
    assert "× as a whole)" in seen["accepted"]
    assert "accepted: the project's own tests pass" in seen["hover"]
    assert "Amdahl's bound: the loops take " in seen["hover"]
    # Nothing was built, run or written in the user's own tree.
    assert sorted(folder.rglob("*")) == before


def _read(seen: Path, printed: str) -> dict[str, Any]:
    """What was seen; fails with the reason if it went wrong."""
    assert seen.exists(), f"the browser or the editor ended early:\n{printed}"
    told: dict[str, Any] = json.loads(seen.read_text(encoding="utf-8"))
    assert told["failure"] is None, f"{told['failure']}\n{told}"
    return told
