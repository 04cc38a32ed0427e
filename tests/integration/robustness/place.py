"""A home, a cache, a project and scratch of their own for one run of the command."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from pcg_engine.cli import main

LOOP = "void scale(double* a, int n) {\n  for (int i = 0; i < n; ++i) a[i] = a[i] * 2.0;\n}\n"
PATIENCE_SECONDS = 120.0
_REPOSITORY = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run said, and what it left."""

    code: int
    stdout: bytes
    stderr: bytes


class Place:
    """Below ``folder``; ``cache`` may be shared with other places, to save time."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.scratch = folder / "scratch"
        self.project = folder / "project"
        for made in (self.scratch, self.project, folder / "home"):
            made.mkdir()
        self.environment = {
            **os.environ,
            "HOME": str(folder / "home"),
            "XDG_CACHE_HOME": str(cache or folder / "cache"),
            "TMPDIR": str(self.scratch),
            "PYTHONPATH": str(_REPOSITORY),
        }

    def file(self, text: bytes | str, name: str = "a.cpp") -> Path:
        """A file of the project."""
        path = self.project / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """The command, still running."""
        return subprocess.Popen(
            self.line(*arguments),
            env={**self.environment, **environment},
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, wrapper: Sequence[str] = (), **environment: str) -> Answer:
        """Run the command to its end."""
        done = subprocess.run(
            [*wrapper, *self.line(*arguments)],
            env={**self.environment, **environment},
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def call(self, *arguments: str) -> Answer:
        """Run the command in this process, for what it answers before it starts others."""
        stdout, stderr = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environment),
            mock.patch.object(tempfile, "tempdir", None),
            contextlib.chdir(self.project),
            contextlib.redirect_stdout(stdout),
            contextlib.redirect_stderr(stderr),
        ):
            code = main(arguments)
        return Answer(code, stdout.getvalue().encode(), stderr.getvalue().encode())

    def line(self, *arguments: str) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "pcg_engine.cli", *arguments]

    def listing(self) -> Mapping[str, bytes]:
        """Every file of the project and of scratch, with its text."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else b""
            for part in (self.project, self.scratch)
            for path in sorted(part.rglob("*"))
        }

    def processes(self) -> list[str]:
        """Living processes that know of this place, by their command lines."""
        found: list[str] = []
        for process in Path("/proc").iterdir():
            if not process.name.isdigit() or int(process.name) == os.getpid():
                continue
            try:
                line = (process / "cmdline").read_bytes()
                told = line + (process / "environ").read_bytes()
            except OSError:
                continue
            if str(self.folder).encode() in told:
                found.append(line.replace(b"\0", b" ").decode("utf-8", "replace"))
        return found

    def wait_for_silence(self) -> list[str]:
        """The processes that are left after a while."""
        end = time.monotonic() + 5
        while (left := self.processes()) and time.monotonic() < end:
            time.sleep(0.05)
        return left
