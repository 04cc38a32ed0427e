"""``pcg project`` and ``pcg parallelize --project`` as a user calls them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pcg_engine.cli import main
from tests.integration.action.project_files import TABLE, make_project

TOOLS = pytest.mark.needs("gxx", "clang", "archer", "llvm-tools", "bubblewrap")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_init_writes_what_is_found_behind_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_project(tmp_path / "p").parent
    (root / ".pcg.toml").write_text("[relations]\n")

    assert main(["project", "init", str(root)]) == 0

    written = (root / ".pcg.toml").read_text()
    assert written.startswith("[relations]\n\n[project]\n")
    assert '\ntest = "make check"\nbench = "make bench"\n' in written
    assert str(root / ".pcg.toml") in capsys.readouterr().out
    assert main(["project", "init", str(root)]) == 2
    assert (root / ".pcg.toml").read_text() == written


def test_show_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_project(tmp_path / "p").parent
    before = sorted(root.iterdir())

    assert main(["project", "show", str(root / ".." / "p"), "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "schema": 1,
        "root": str(root),
        "origin": str(root / ".pcg.toml"),
        "build": "make",
        "test": "make check",
        "bench": "make bench",
    }
    assert sorted(root.iterdir()) == before


def test_without_a_project_nothing_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    source = tmp_path / "a.cpp"
    source.write_text("void f(int* x) { for (int i = 0; i < 9; ++i) x[i] = i; }\n")

    assert main(["parallelize", str(source), "--project", "--json"]) == 2

    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no-project"


@TOOLS
def test_an_offer_that_the_project_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make_project(tmp_path / "p")
    text = source.read_text()
    words = ["parallelize", str(source), "--project", "--json", "--threads", "2"]

    code = main([*words, "--min-speedup", "0", "--budget", "300", "--", "-O2"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0, told
    assert told["project"]["verdict"] == "accepted", told["project"]
    assert told["project"]["application"]["pairs"] >= 6
    assert [step["name"] for step in told["project"]["steps"]] == [
        *("copy", "build", "test", "bench", "openmp"),
        *("candidate-build", "candidate-test", "bench", "loop-reached", "loop-share"),
    ]
    assert "pragma omp" in told["output_text"]
    assert source.read_text() == text


@TOOLS
def test_a_project_that_fails_is_told_so_before_any_loop_is_worked_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = TABLE.replace("make check", "echo two are missing; exit 1")
    source = make_project(tmp_path / "p", table)

    assert main(["parallelize", str(source), "--project"]) == 2

    told = capsys.readouterr()
    assert "fails its tests before anything is changed" in told.err
    assert "two are missing" in told.err
    assert "verifying" not in told.err


@pytest.mark.needs("gxx", "clang", "bubblewrap")
def test_an_interrupt_ends_the_projects_commands_and_removes_the_copies(tmp_path: Path) -> None:
    table = TABLE.replace("make check", "touch started; sleep 3600")
    source = make_project(tmp_path / "p", table)
    before = sorted((tmp_path / "p").iterdir())
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    words = [sys.executable, "-m", "pcg_engine.cli", "parallelize", str(source), "--project"]
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 120.0
        while not any(scratch.glob("pcg-run-*/project/original/started")):
            assert time.monotonic() < end, "the tests were not started"
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(120.0) == 130
    assert list(scratch.iterdir()) == []
    assert sorted((tmp_path / "p").iterdir()) == before
