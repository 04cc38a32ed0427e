"""What every ``Store`` promises: bytes come back, are bounded, and losing them hurts nobody."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from pcg_engine.adapters.store import SqliteStore
from pcg_engine.adapters.user_folders import cache_folder


def test_keeps_bytes_between_lives(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "new" / "store.sqlite")
    assert store.get("a") is None
    store.put("a", b"\0\xff" * 1000)
    store.put("b", b"")
    store.put("a", b"second")
    store.close()
    again = SqliteStore(tmp_path / "new" / "store.sqlite")
    assert (again.get("a"), again.get("b"), again.get("c")) == (b"second", b"", None)
    again.close()


def test_is_bounded_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite", limit_bytes=1000)
    for number in range(9):
        store.put(str(number), b"x" * 100)
    assert store.get("0") is not None
    store.put("9", b"x" * 100)
    store.put("10", b"x" * 100)
    kept = [number for number in range(11) if store.get(str(number)) is not None]
    assert kept == [0, 5, 6, 7, 8, 9, 10]
    store.put("too large", b"x" * 1001)
    assert store.get("too large") is None
    store.close()


def test_replaces_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is no database" * 1000)
    store = SqliteStore(path)
    assert store.get("a") is None
    store.put("a", b"1")
    assert store.get("a") == b"1"
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["store.sqlite"]


def test_forgets_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = SqliteStore(tmp_path / "file" / "store.sqlite")
    store.put("a", b"1")
    assert store.get("a") is None
    store.close()


def _fill(path: Path, first: int) -> None:
    store = SqliteStore(path)
    for number in range(first, first + 50):
        store.put(str(number), str(number).encode())
    store.close()


def test_is_shared_by_processes(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_fill, args=(path, 50 * i)) for i in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    store = SqliteStore(path)
    assert [store.get(str(number)) for number in range(100)] == [
        str(number).encode() for number in range(100)
    ]
    store.close()


def test_lies_in_the_users_cache_folder() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/pcg")
    assert cache_folder({"XDG_CACHE_HOME": "c"}) == Path.home() / ".cache" / "pcg"
    assert cache_folder({}) == Path.home() / ".cache" / "pcg"
