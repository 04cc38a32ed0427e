"""Emacs with eglot, which knows none of the server's additions: hover and code actions alone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.e2e.conftest import Tool
from tests.e2e.workspace import ROOT, Workspace, run_program

_SCRIPT = ROOT / "tests" / "e2e" / "emacs" / "pcg-e2e.el"
_SECONDS = 600


def test_a_loop_is_verified_and_applied_by_code_actions(
    tool: Tool, workspace: Workspace, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    before = run_program(workspace, openmp=False)
    seen_file = tmp_path / "seen.json"
    done = subprocess.run(
        [tool("emacs"), "--batch", "--no-init-file", "--load", _SCRIPT],
        env={
            **surroundings,
            "PCG_E2E_SEEN": str(seen_file),
            "PCG_E2E_FILE": str(workspace.pricing),
        },
        cwd=workspace.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    assert seen_file.exists(), f"Emacs ended early:\n{done.stdout}{done.stderr}"
    seen: dict[str, Any] = json.loads(seen_file.read_text(encoding="utf-8"))
    assert seen["failure"] is None, f"{seen['failure']}\n{done.stderr}"
    assert done.returncode == 0, done.stderr

    assert "price_calls" in seen["hover"]
    assert any(title.startswith("Parallelize with OpenMP") for title in seen["actions_before"])
    assert any(title.startswith("Apply verified ") for title in seen["actions_after"])
    assert "#pragma omp parallel for" not in seen["original"]
    assert "#pragma omp parallel for" in seen["applied"]
    assert workspace.pricing.read_text(encoding="utf-8") == seen["applied"]
    assert run_program(workspace, openmp=True) == before
