"""Running PCG as its user does, from the command line."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.pcg_reports import error
from benchmarks.peers.store import digest_of_tree

_GRACE_S = 120.0
_CAPTURE_S = 60.0


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
        self,
        file: Path,
        function: str,
        output: Path,
        flags: Sequence[str] | None,
        options: Sequence[str] = (),
    ) -> dict[str, object]:
        """``report`` (the JSON text) and ``text`` (the new file, or none); or ``failure``.

        Without ``flags`` the nearest compilation database has them.
        """
        output.unlink(missing_ok=True)
        given = ["--function", function, "--budget", f"{self.budget:g}", "--json"]
        given += ["--threads", str(self.threads), "--output", str(output), *options]
        last = [] if flags is None else ["--", *flags]
        done = self._run(["parallelize", str(file), *given, *last])
        if isinstance(done, str):
            return {"failure": done}
        text = _text(output) if output.exists() else None
        return {"report": done.stdout, "text": text}

    def capture(
        self,
        file: Path,
        where: Sequence[str],
        out: Path,
        tree: Path,
        build: str,
        command: Sequence[str],
        flags: Sequence[str] | None = None,
    ) -> dict[str, object]:
        """``report`` of ``pcg capture`` for the loop or function ``where``, or ``failure``.

        What is recorded lies in ``out``. ``tree`` is copied and built with ``build``; ``command``
        runs the program, in ``tree`` as well. ``flags`` are those of ``file``, if no database has
        them.
        """
        options = [*where, "--tree", str(tree), "--build", build, "--out", str(out)]
        options += [] if flags is None else ["--flags", shlex.join(flags)]
        words = ["capture", str(file), *options, "--seconds", f"{_CAPTURE_S:g}", "--json", "--"]
        done = self._run([*words, *command], tree, 3 * _CAPTURE_S)
        return {"failure": done} if isinstance(done, str) else {"report": done.stdout}

    def analyze(self, file: Path, flags: Sequence[str]) -> dict[str, object]:
        """``report`` (the JSON text), or ``failure``."""
        done = self._run(["analyze", str(file), "--format", "json", "--", *flags])
        return {"failure": done} if isinstance(done, str) else {"report": done.stdout}

    def _run(
        self, words: list[str], folder: Path | None = None, limit: float | None = None
    ) -> subprocess.CompletedProcess[str] | str:
        command = [sys.executable, "-m", "pcg_engine.cli", *words]
        limit = limit or self.budget + _GRACE_S
        try:
            done = subprocess.run(
                command,
                cwd=folder or self.root,
                env=os.environ | {"PYTHONPATH": str(self.root)},
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"PCG did not end within {limit:g} s"
        refusal = error(done.stdout, done.stderr)
        return done if refusal is None else f"PCG ended with status {done.returncode}: {refusal}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape")
