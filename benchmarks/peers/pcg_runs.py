"""Running PCG as its user does, from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.pcg_reports import error
from benchmarks.peers.store import digest_of_tree

_GRACE_S = 120.0


@dataclass(frozen=True, slots=True)
class Pcg:
    """The PCG in the checkout ``root``; each request gets ``budget`` seconds on ``threads``."""

    root: Path
    budget: float
    threads: int

    @property
    def identity(self) -> str:
        """Changes with PCG's source text and with how it is asked."""
        return f"{digest_of_tree(self.root / 'pcg_engine')}-{self.budget:g}-{self.threads}"

    @property
    def version(self) -> str:
        """The commit, with a mark if the source differs from it; else a digest of the source."""
        asked = ["git", "-C", str(self.root), "describe", "--always", "--dirty", "--abbrev=10"]
        told = subprocess.run(asked, capture_output=True, text=True, check=False)
        return told.stdout.strip() or digest_of_tree(self.root / "pcg_engine")

    def parallelize(
        self, file: Path, function: str, output: Path, flags: Sequence[str]
    ) -> dict[str, object]:
        """``report`` (the JSON text) and ``text`` (the new file, or none); or ``failure``."""
        output.unlink(missing_ok=True)
        options = ["--function", function, "--budget", f"{self.budget:g}", "--json"]
        options += ["--threads", str(self.threads), "--output", str(output)]
        done = self._run(["parallelize", str(file), *options, "--", *flags])
        if isinstance(done, str):
            return {"failure": done}
        text = output.read_text() if output.exists() else None
        return {"report": done.stdout, "text": text}

    def analyze(self, file: Path, flags: Sequence[str]) -> dict[str, object]:
        """``report`` (the JSON text), or ``failure``."""
        done = self._run(["analyze", str(file), "--format", "json", "--", *flags])
        return {"failure": done} if isinstance(done, str) else {"report": done.stdout}

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str] | str:
        command = [sys.executable, "-m", "pcg_engine.cli", *words]
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=os.environ | {"PYTHONPATH": str(self.root)},
                capture_output=True,
                text=True,
                timeout=self.budget + _GRACE_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"PCG did not end within {self.budget + _GRACE_S:g} s"
        refusal = error(done.stdout, done.stderr)
        return done if refusal is None else f"PCG ended with status {done.returncode}: {refusal}"
