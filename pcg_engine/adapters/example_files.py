"""Where examples are kept: the seed corpus that PCG ships, and the user's own memory.

The user's memory is a folder: ``*.jsonl`` files, which people put there, and ``added.sqlite``, to
which PCG adds. This module deals in lines; what a line means is ``memory.examples``' concern.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError

_BUSY_SECONDS = 10.0
_APPLICATION = 0x50434745
"""SQLite's application id: ``PCGE``."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS example (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, line TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class NamedText:
    """Lines of JSON, and what to call them in messages."""

    name: str
    text: str


def seed_examples() -> NamedText:
    """The seed corpus, as shipped."""
    resource = files("pcg_engine").joinpath("memory", "seed.jsonl")
    return NamedText("the seed corpus", resource.read_text("utf-8"))


class OwnExamples:
    """The user's own memory in ``folder``; safe between threads and processes.

    Unlike a cache it cannot be computed again: a damaged file is reported and left as it is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = folder / "added.sqlite"

    @property
    def folder(self) -> Path:
        """Where the files are; it need not exist yet."""
        return self._folder

    def read(self) -> tuple[NamedText, ...]:
        """All files in the order of their names, then what was added, in its order.

        Raises ``UsageError`` if a file is no text, ``EnvironmentUnavailable`` if one cannot be
        read.
        """
        texts: list[NamedText] = []
        for path in sorted(self._folder.glob("*.jsonl")):
            try:
                texts.append(NamedText(str(path), path.read_text("utf-8")))
            except UnicodeDecodeError as error:
                raise UsageError(
                    "bad-example", f"{path} is not UTF-8", "save it as UTF-8, or remove it"
                ) from error
        added = self._added()
        if added:
            texts.append(NamedText(str(self._database), "".join(added)))
        return tuple(texts)

    def add(self, identity: str, line: str) -> bool:
        """Keep ``line``; false if the example of that ``identity`` was there already."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with closing(self._connect()) as connection, connection:
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                cursor = connection.execute(
                    "INSERT INTO example (id, line) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                    (identity, line),
                )
                return cursor.rowcount == 1
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _added(self) -> list[str]:
        if not self._database.is_file():
            return []
        try:
            with closing(self._connect()) as connection:
                rows = connection.execute("SELECT line FROM example ORDER BY position")
                return [str(row[0]) for row in rows]
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._database, timeout=_BUSY_SECONDS)

    def _damaged(self, error: sqlite3.Error) -> EnvironmentUnavailable:
        return EnvironmentUnavailable(
            "memory-unreadable",
            f"the examples in {self._database} cannot be used: {error}",
            "move the file away to start anew; it holds the examples that you added",
        )
