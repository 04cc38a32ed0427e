"""What is in the cache, and what of it goes when."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pcg_engine.adapters.cache_contents import CacheContents, Pruning
from pcg_engine.adapters.store import SqliteStore

_DAY = 86_400.0
_NOW = 1_900_000_000.0


def _put(path: Path, size: int, days: float) -> None:
    """A file that was last used so many days before ``_NOW``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    _use(path, days)


def _use(path: Path, days: float) -> None:
    moment = _NOW - days * _DAY
    os.utime(path, (moment, moment))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    folder = tmp_path / "pcg"
    _put(folder / "builds" / "new", 1000, 1)
    _put(folder / "builds" / "old", 500, 40)
    headers = folder / "reader" / "headers"
    _put(headers / "a.hpp", 10, 90)
    _put(headers / "a.json", 10, 90)
    _put(headers / "a.pch", 400, 2)
    _put(headers / "b.hpp", 10, 90)
    _put(headers / "b.pch", 300, 80)
    _put(folder / "units" / "u" / "rest.hpp", 50, 60)
    _use(folder / "units" / "u", 60)
    _put(folder / "captures" / "one" / "capture.json", 200, 70)
    _use(folder / "captures" / "one", 70)
    _put(folder / "benchmark.lock", 0, 100)
    return folder


def _files(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_parts_have_their_size_and_use(cache: Path) -> None:
    parts = {part.name: part for part in CacheContents(cache).parts()}

    assert list(parts) == ["builds", "captures", "reader", "units"]
    assert (parts["builds"].bytes, parts["builds"].entries) == (1500, 2)
    assert parts["builds"].used == _NOW - _DAY
    assert (parts["reader"].bytes, parts["reader"].entries) == (730, 2)
    assert (parts["units"].bytes, parts["units"].entries) == (50, 1)


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    contents = CacheContents(tmp_path / "nothing")
    contents.clear()
    contents.prune(Pruning(before=_NOW))
    assert contents.parts() == ()
    assert not (tmp_path / "nothing").exists()


def test_by_age_goes_what_was_not_used_and_what_belongs_to_it(cache: Path) -> None:
    CacheContents(cache).prune(Pruning(before=_NOW - 30 * _DAY))

    kept = {"a.hpp", "a.json", "a.pch"}
    assert _files(cache) == {
        *("builds/new", "captures/one/capture.json", "benchmark.lock"),
        *(f"reader/headers/{name}" for name in kept),
    }


def test_by_size_the_longest_unused_goes_first(cache: Path) -> None:
    CacheContents(cache).prune(Pruning(most_bytes=1500))

    # b (80 days), u (60) and the old build (40) go; 1,420 bytes are left without the captures.
    assert _files(cache) == {
        *("builds/new", "captures/one/capture.json", "benchmark.lock"),
        *(f"reader/headers/{name}" for name in ("a.hpp", "a.json", "a.pch")),
    }


def test_captures_go_where_that_is_asked_for(cache: Path) -> None:
    contents = CacheContents(cache)
    contents.prune(Pruning(before=_NOW - 65 * _DAY, captures=True))
    assert not (cache / "captures" / "one").exists()
    assert (cache / "units" / "u").exists()


def test_clearing_leaves_captures_and_the_lock(cache: Path) -> None:
    contents = CacheContents(cache)
    contents.clear()
    assert _files(cache) == {"captures/one/capture.json", "benchmark.lock"}
    contents.clear(captures=True)
    assert _files(cache) == {"benchmark.lock"}


def test_a_link_goes_and_not_what_it_leads_to(cache: Path, tmp_path: Path) -> None:
    _put(tmp_path / "precious" / "file", 5, 90)
    (cache / "builds" / "link").symlink_to(tmp_path / "precious")
    CacheContents(cache).clear()
    assert (tmp_path / "precious" / "file").exists()


def test_entries_of_a_store_go_by_their_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter((_NOW - 50 * _DAY, _NOW - 10 * _DAY))
    monkeypatch.setattr("pcg_engine.adapters.store.time.time", lambda: next(moments))
    store = SqliteStore(tmp_path / "cache.sqlite")
    store.put("old", b"o" * 900_000)
    store.put("new", b"n" * 100)
    store.close()
    monkeypatch.undo()
    contents = CacheContents(tmp_path)
    (before,) = contents.parts()
    assert (before.name, before.entries, before.used) == ("cache.sqlite", 2, _NOW - 10 * _DAY)

    contents.prune(Pruning(before=_NOW - 30 * _DAY))

    (after,) = contents.parts()
    assert after.entries == 1
    assert after.bytes < 100_000 < before.bytes
    assert SqliteStore(tmp_path / "cache.sqlite").get("new") == b"n" * 100
    contents.clear()
    assert _files(tmp_path) == set()
