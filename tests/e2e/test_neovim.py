"""Neovim, of the oldest line that the plugin supports and of the newest."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Tool
from tests.e2e.workspace import ROOT, Workspace, create_project, run_program

_FOLDER = ROOT / "tests" / "e2e" / "neovim"
_PLUGIN = ROOT / "editors" / "nvim"
_START = {"nvim-trixie": "setup", "nvim-forky": "enable"}
_SECONDS = 600


@pytest.fixture(params=sorted(_START))
def neovim(request: pytest.FixtureRequest, tool: Tool) -> Path:
    return tool(request.param)


def _editor(neovim: Path) -> list[str | Path]:
    return [neovim, "--headless", "-n", "-i", "NONE", "-u", _FOLDER / "init.lua"]


def _play(
    neovim: Path, scenario: str, file: Path, variables: Mapping[str, str], folder: Path
) -> dict[str, Any]:
    """What the scenario saw in an editor that was opened on ``file``."""
    seen = folder / f"{scenario}.json"
    script = _FOLDER / f"{scenario}.lua"
    done = subprocess.run(
        [*_editor(neovim), file, "-S", script],
        env={**variables, "PCG_E2E_SEEN": str(seen), "PCG_E2E_START": _START[neovim.name]},
        cwd=file.parent,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    assert seen.exists(), f"the editor ended early:\n{done.stdout}{done.stderr}"
    told: dict[str, Any] = json.loads(seen.read_text(encoding="utf-8"))
    assert told["failure"] is None, f"{told['failure']}\n{told['last_messages']}\n{done.stderr}"
    assert done.returncode == 0, done.stderr
    return told


def test_a_loop_is_verified_shown_applied_and_undone(
    neovim: Path, workspace: Workspace, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    before = run_program(workspace, openmp=False)
    seen = _play(neovim, "apply", workspace.pricing, surroundings, tmp_path)

    assert "`price_calls`" in seen["hover"]
    assert "Parallelize all hot loops in this file" in seen["actions_before"][1]
    assert seen["actions_before"][0].startswith("Parallelize with OpenMP")
    assert any("verifying" in state for state in seen["states"]) or len(seen["states"]) == 1
    assert seen["actions_after"][0].startswith("Apply verified ")
    assert any("Show diff" in title for title in seen["actions_after"])
    assert "Checks passed" in seen["hover_after"]
    assert "### Evidence" in seen["why"]
    assert {one["kind"] for one in seen["progress"]} >= {"begin", "end"}

    assert seen["diff_windows"] == 2
    assert seen["diff_clients"] == 0
    assert "#pragma omp parallel for" in seen["modified"]
    assert "#pragma omp parallel for" not in seen["original"]
    assert seen["applied"] == seen["modified"]
    assert seen["undone"] == seen["original"]
    assert workspace.pricing.read_text(encoding="utf-8") == seen["modified"]
    assert run_program(workspace, openmp=True) == before
    assert run_program(workspace, openmp=False) == before


def test_edits_elsewhere_move_an_offer_and_edits_of_it_are_never_overwritten(
    neovim: Path, workspace: Workspace, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    # Nothing is remembered here: the edit must come while the loop is being verified.
    variables = {**surroundings, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    seen = _play(neovim, "edits", workspace.pricing, variables, tmp_path)

    assert "…" in seen["text_while_working"]
    assert seen["after_refusal"] == seen["edited"]
    assert "expected_exercises" in seen["refusal"]
    assert "reduction(+:expected)" in seen["applied"].replace(" ", "")
    assert seen["applied"].startswith("// A remark,\n// of two lines.\n")
    assert seen["reverted"] == seen["before"]
    # The project's CMakeLists.txt knows nothing of OpenMP; asked once, and nothing is written.
    assert len(seen["questions"]) == 1
    assert "compiled without OpenMP" in seen["questions"][0]
    assert "OpenMP" not in (workspace.folder / "CMakeLists.txt").read_text(encoding="utf-8")


def test_a_language_model_elsewhere_is_asked_after_consent_only(
    neovim: Path, workspace: Workspace, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    elsewhere = {"PCG_BASE_URL": "https://models.example.com/v1", "PCG_MODEL": "coder"}
    seen = _play(neovim, "ask", workspace.pricing, {**surroundings, **elsewhere}, tmp_path)

    assert "Parallelize with OpenMP: ask coder" in seen["actions"]
    assert len([title for title in seen["actions"] if title.startswith("Ask coder: ")]) == 4
    assert "to models.example.com (model coder, profile environment)?" in seen["question"]
    assert "code is not sent to models.example.com" in seen["told"]
    assert not (tmp_path / "home" / "state" / "pcg" / "consents.json").exists()


def test_a_project_accepts_a_version_after_its_commands_were_agreed_to(
    neovim: Path, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    file = create_project(tmp_path / "plate")
    before = sorted(file.parents[1].rglob("*"))
    seen = _play(neovim, "project", file, surroundings, tmp_path)

    assert len(seen["questions"]) == 1
    assert (
        "test: `cd build && ctest --output-on-failure`; bench: `build/cool 200 20`"
        in (seen["questions"][0])
    )
    assert any("testing your project with the new version" in one for one in seen["states"])
    assert seen["actions_after"][0].startswith("Apply verified ")
    assert seen["actions_after"][0].endswith("× as a whole)")
    assert "accepted: the project's own tests pass" in seen["hover_after"]
    assert "Amdahl's bound: the loops take " in seen["hover_after"]
    assert "## Your project" in seen["why"]
    assert "+find_package(OpenMP REQUIRED)" in seen["why"]
    assert sorted(file.parents[1].rglob("*")) == before


def test_what_a_function_is_given_is_captured_in_a_run_of_the_program(
    neovim: Path, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    file = create_project(tmp_path / "plate")
    before = sorted(file.parents[1].rglob("*"))
    seen = _play(neovim, "capture", file, surroundings, tmp_path)

    assert seen["inputs"] == [
        "cmake -S . -B build && cmake --build build --parallel 2",
        "build/cool 200 20",
    ]
    assert len(seen["questions"]) == 1
    assert "run: `build/cool 200 20`" in seen["questions"][0]
    assert "conduct, line 13, in `build/cool 200 20`: 20 calls" in seen["told"]
    assert "captured and replayed" in seen["told"]
    assert "PCG: capturing what conduct is given" in {one["title"] for one in seen["progress"]}
    assert sorted(file.parents[1].rglob("*")) == before


def test_beside_clangd_each_server_keeps_what_is_its_own(
    neovim: Path, tool: Tool, workspace: Workspace, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    variables = {**surroundings, "PCG_E2E_CLANGD": str(tool("clangd"))}
    seen = _play(neovim, "beside", workspace.pricing, variables, tmp_path)

    assert not seen["keys_of_pcg"]  # an empty table of Lua is a list or an object
    assert seen["definitions"] == ["clangd"]
    assert "price_calls" in seen["hover"]
    assert "#pragma omp parallel for" in seen["applied"]
    assert workspace.pricing.read_text(encoding="utf-8") == seen["applied"]
    told = {(one["source"], one["line"]) for one in seen["diagnostics"]}
    assert told == {("clang", seen["error_line"])}
    # Neovim warns where servers of one buffer count characters differently.
    assert seen["encodings"]["pcg"] == seen["encodings"]["clangd"]
    assert not [text for text in seen["last_messages"] if "offset_encoding" in text]


def test_checkhealth_finds_the_server(
    neovim: Path, workspace: Workspace, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    seen = _play(neovim, "health", workspace.pricing, surroundings, tmp_path)
    assert "ERROR" not in seen["health"]
    assert "a server runs for" in seen["health"]
    assert "pcg " in seen["health"]


def test_the_help_file_has_an_entry_for_each_command(neovim: Path, tmp_path: Path) -> None:
    folder = tmp_path / "doc"
    shutil.copytree(_PLUGIN / "doc", folder)
    tagged = f"helptags {folder}"
    commands = "lua for name in pairs(vim.api.nvim_get_commands({})) do print(name) end"
    done = subprocess.run(
        [*_editor(neovim), "-c", tagged, "-c", commands, "-c", "qall!"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PCG_E2E_SERVER": "pcg", "PCG_E2E_START": _START[neovim.name], "HOME": str(tmp_path)},
    )
    names = {name for name in done.stderr.split() if name.startswith("Pcg")}
    tags = {line.split("\t")[0] for line in (folder / "tags").read_text("utf-8").splitlines()}
    assert "PcgApply" in names
    assert {f":{name}" for name in names} <= tags
