"""The whole command leaves nothing behind: no process, no scratch, no file outside its cache."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox
from pcg_engine.cli import main

if TYPE_CHECKING:
    from pcg_engine.ports import Cancellation, RunOutcome, RunRequest

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_SOURCE = """\
#include <cmath>
#include <vector>
void wave(std::vector<double>& out, const std::vector<double>& in, int n) {
  for (int i = 0; i < n; ++i) out[i] = std::sin(in[i]) * std::exp(-in[i] * in[i]);
}
"""
_PATIENCE_SECONDS = 60.0


def _command(folder: Path, *options: str) -> tuple[list[str], Mapping[str, str]]:
    """The command line and its environment, with a home, a cache and scratch of its own."""
    for name in ("home", "cache", "scratch", "project"):
        (folder / name).mkdir()
    (folder / "home" / "secret").write_text("secret")
    source = folder / "project" / "wave.cpp"
    source.write_text(_SOURCE)
    environment = {
        **os.environ,
        "HOME": str(folder / "home"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "TMPDIR": str(folder / "scratch"),
    }
    line = [sys.executable, "-m", "pcg_engine.cli", "parallelize", str(source), "--json", *options]
    return line, environment


def _listing(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("home", "project", "scratch")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def _processes_of(folder: Path) -> list[str]:
    """Command lines that name ``folder``."""
    found: list[str] = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                line = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in line:
                found.append(line.replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


def _wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


# A build under way, and a program under test.
@pytest.mark.parametrize("pattern", ["pcg-*/artifacts/build-*", "pcg-*/*/observations"])
def test_an_interrupt_ends_everything(tmp_path: Path, pattern: str) -> None:
    line, environment = _command(tmp_path)
    before = _listing(tmp_path)
    with subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        _wait_until(lambda: any((tmp_path / "scratch").glob(pattern)))
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=_PATIENCE_SECONDS)
    assert process.returncode == 130
    assert b'"cancelled"' in output
    _wait_until(lambda: _processes_of(tmp_path) == [])
    assert _listing(tmp_path) == before
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_end_of_the_budget_leaves_nothing(tmp_path: Path) -> None:
    line, environment = _command(tmp_path, "--budget", "2")
    before = _listing(tmp_path)
    done = subprocess.run(line, env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stdout
    assert _processes_of(tmp_path) == []
    assert _listing(tmp_path) == before
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.needs("bubblewrap")
def test_programs_under_test_are_given_nothing_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, environment = _command(tmp_path)
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.setattr(tempfile, "tempdir", None)
    asked: list[RunRequest] = []
    run = BubblewrapSandbox.run

    def noted(
        self: BubblewrapSandbox, request: RunRequest, cancellation: Cancellation
    ) -> RunOutcome:
        asked.append(request)
        return run(self, request, cancellation)

    monkeypatch.setattr(BubblewrapSandbox, "run", noted)
    before = _listing(tmp_path)
    main([*line[3:], "--budget", "150"])

    scratch = tmp_path / "scratch"
    built = [request for request in asked if Path(request.argv[0]).is_relative_to(scratch)]
    assert len(built) > 5
    for request in built:
        assert all(path.is_relative_to(scratch) for path in request.readable)
    for request in asked:
        # Headers that the reader precompiles are made where they are kept, in folders of their own.
        place = request.scratch.parent
        assert place.is_relative_to(scratch) or place.is_relative_to(tmp_path / "cache")
        assert not any((tmp_path / "home").is_relative_to(path) for path in request.readable)
        assert {"HOME", "USER", "XDG_CACHE_HOME"}.isdisjoint(request.environment)
    assert _listing(tmp_path) == before
