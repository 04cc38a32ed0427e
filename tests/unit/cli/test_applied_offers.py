"""What was applied becomes an example of the user's own memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.cli.applied_offers import keep
from pcg_engine.domain.result import FileResult, NestResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from pcg_engine.wiring import known_examples
from tests.builders import facts, offer

SOURCE = SourceText(
    "f.cpp", b"void f(double* x, int n) { for (int i = 0; i < n; ++i) x[i] = 0; }\n"
)


def _applied() -> FileResult:
    nest = NestResult(facts(), Outcome.PASSED, "", "", offer(1.8), ())
    return FileResult("f.cpp", (facts(),), (nest,), b"void f() {}", 1.0)


def test_an_applied_offer_is_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    notes: list[str] = []

    keep(_applied(), SOURCE, notes.append)
    keep(_applied(), SOURCE, notes.append)

    own = [one for one in known_examples() if one.source == "user"]
    assert [(one.title, one.fast, one.speedup) for one in own] == [("f", "void f() {}", 1.8)]
    assert own[0].slow == SOURCE.data[:52].decode()
    assert own[0].verified_by.startswith("pcg ")
    assert notes == []


def test_a_memory_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    notes: list[str] = []

    keep(_applied(), SOURCE, notes.append)

    assert len(notes) == 1
    assert "not kept as an example" in notes[0]
