"""``pcg cache`` as a user calls it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from pcg_engine.cli import main


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    builds = tmp_path / "pcg" / "builds"
    builds.mkdir(parents=True)
    for name, days in (("new", 3), ("old", 33)):
        (builds / name).write_bytes(b"x" * (1 << 20))
        moment = time.time() - days * 86_400
        os.utime(builds / name, (moment, moment))
    return tmp_path / "pcg"


def test_it_tells_where_it_is_and_what_is_in_it(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cache"]) == 0
    told = capsys.readouterr().out
    assert told == (
        f"{cache}: 2.0 MB\n"
        "      2.0 MB  builds: PCG's own programs, built (2 entries, last used 3 days ago)\n"
    )


def test_pruning_tells_what_went(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "--prune", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["folder"], told["bytes"], told["removed_bytes"]) == (str(cache), 1 << 20, 1 << 20)
    assert [part["name"] for part in told["parts"]] == ["builds"]
    assert main(["cache", "--prune", "--max-megabytes", "0"]) == 0
    assert capsys.readouterr().out.startswith("removed 1.0 MB\n")
    assert main(["cache", "--clear"]) == 0
    assert capsys.readouterr().out == f"removed 0.0 MB\n{cache}: 0.0 MB\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--days", "3"], "go with --prune"),
        (["--clear", "--max-megabytes", "3"], "go with --prune"),
        (["--captures"], "goes with --clear or --prune"),
        (["--clear", "--prune"], "not allowed with"),
        (["--prune", "--days", "-1"], "is no whole number from 0"),
    ],
)
def test_wrong_usage_removes_nothing(
    words: list[str], told: str, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cache", *words]) == 2
    assert told in capsys.readouterr().err
    assert (cache / "builds" / "old").exists()
