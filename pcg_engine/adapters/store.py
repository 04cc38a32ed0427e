"""The persistent cache: one SQLite file that several processes share."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_Result = TypeVar("_Result")

_DEFAULT_BYTES = 512 << 20
_KEPT_SHARE = 0.75
"""A full store is emptied down to this share, so that not every further entry evicts one."""
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, value BLOB NOT NULL, bytes INTEGER NOT NULL, used REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_used ON entry (used);
"""
_ROOM_BYTES = 4 << 20
"""What must fit into a cache folder: a launcher, some builds."""


def why_unusable(folder: Path) -> str | None:
    """Why nothing can be kept in ``folder`` (made if missing); ``None`` if a trial succeeded."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as trial:
            os.posix_fallocate(trial.fileno(), 0, _ROOM_BYTES)
    except OSError as error:
        return error.strerror or str(error)
    return None


@dataclass(frozen=True, slots=True)
class StoredUse:
    """One entry: when it was last used (seconds of the epoch), and the bytes of its value."""

    used: float
    bytes: int


class SqliteStore:
    """``Store`` in the file ``path``, bounded by ``limit_bytes``; the least recently used goes.

    Thread-safe and safe between processes. A damaged file is replaced by an empty one, and where
    nothing can be written (a full disk, a read-only home, a file that another process keeps
    locked) the store just forgets.
    """

    def __init__(self, path: Path, limit_bytes: int = _DEFAULT_BYTES) -> None:
        self._path = path
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._given_up = False

    def get(self, key: str) -> bytes | None:
        """See ``Store.get``."""

        def look_up(connection: sqlite3.Connection) -> bytes | None:
            row = connection.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            connection.execute("UPDATE entry SET used = ? WHERE key = ?", (time.time(), key))
            return bytes(row[0])

        return self._attempt(look_up)

    def put(self, key: str, value: bytes) -> None:
        """See ``Store.put``; a value larger than the store is not kept."""
        if len(value) > self._limit_bytes:
            return

        def insert(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)",
                (key, value, len(value), time.time()),
            )
            self._evict(connection)

        self._attempt(insert)

    def usage(self) -> tuple[StoredUse, ...]:
        """Every entry; none of a file that is not there, which is not made for this."""
        if not self._path.is_file():
            return ()

        def listed(connection: sqlite3.Connection) -> tuple[StoredUse, ...]:
            rows = connection.execute("SELECT used, bytes FROM entry")
            return tuple(StoredUse(float(used), int(size)) for used, size in rows)

        return self._attempt(listed) or ()

    def forget_unused(self, before: float) -> None:
        """Remove what was not used since ``before``, and give its room back to the disk."""
        if not self._path.is_file():
            return

        def remove(connection: sqlite3.Connection) -> int:
            return connection.execute("DELETE FROM entry WHERE used < ?", (before,)).rowcount

        def shrink(connection: sqlite3.Connection) -> None:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        if self._attempt(remove):
            # Where another process uses the store just now, the room is free for new entries.
            self._attempt(shrink)

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        with self._lock:
            self._disconnect()

    def _evict(self, connection: sqlite3.Connection) -> None:
        total = connection.execute("SELECT COALESCE(SUM(bytes), 0) FROM entry").fetchone()[0]
        if total <= self._limit_bytes:
            return
        excess = total - self._limit_bytes * _KEPT_SHARE
        # Running totals in order of use: what reaches into the excess goes.
        connection.execute(
            "DELETE FROM entry WHERE key IN ("
            "SELECT key FROM (SELECT key, SUM(bytes) OVER (ORDER BY used, key) - bytes AS before"
            " FROM entry) WHERE before < ?)",
            (excess,),
        )

    def _attempt(self, action: Callable[[sqlite3.Connection], _Result]) -> _Result | None:
        with self._lock:
            if self._given_up:
                return None
            try:
                return self._transact(action)
            except sqlite3.OperationalError as error:
                # Full or read-only: the entry is not had this time. Whoever had to wait in vain
                # for another process does not do so again.
                self._given_up = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                return None
            except sqlite3.DatabaseError:
                self._discard()
            with suppress(sqlite3.Error):
                return self._transact(action)
            return None

    def _transact(self, action: Callable[[sqlite3.Connection], _Result]) -> _Result:
        if self._connection is None:
            self._connection = self._connect()
        with self._connection:
            return action(self._connection)

    def _connect(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            cannot = sqlite3.OperationalError(str(error))
            cannot.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise cannot from error
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_SCHEMA)
            columns = [row[1] for row in connection.execute("PRAGMA table_info(entry)")]
            if columns != ["key", "value", "bytes", "used"]:
                raise sqlite3.DatabaseError("not a store of this version")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _discard(self) -> None:
        """Move the damaged file away in one step: another process may hold it open."""
        self._disconnect()
        with suppress(OSError):
            damaged = self._path.with_name(f"{self._path.name}.damaged-{os.getpid()}")
            self._path.replace(damaged)
            damaged.unlink()
        for suffix in ("-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()
