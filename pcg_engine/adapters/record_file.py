"""A small file of records that several processes share: what a user has agreed to."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from pcg_engine.adapters.language_model.json_values import elements, member, text
from pcg_engine.domain.errors import unavailable

_VERSION = 1
_LIST = "consents"

Record = tuple[str, ...]
Records = frozenset[Record]


class RecordFile:
    """Records of the texts ``names`` in the JSON file ``path``, for the user alone.

    What cannot be read holds no record; a damaged file is kept aside when a new one is written.
    """

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self._path = path
        self._names = names

    def read(self) -> Records:
        """The records that are there."""
        return self._read() or frozenset()

    @contextmanager
    def changing(self) -> Generator[Records]:
        """The records, while nobody else can ``write``.

        Raises ``EnvironmentUnavailable`` where nothing can be written.
        """
        # Not above: the server loads this module on systems that have no such locks.
        import fcntl

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = self._path.with_name(f"{self._path.name}.lock")
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                given = self._read()
                if given is None:
                    self._path.replace(self._path.with_name(f"{self._path.name}.damaged"))
                yield given or frozenset()
            finally:
                os.close(descriptor)
        except OSError as error:
            raise unavailable(error) from error

    def write(self, records: Records) -> None:
        """Put ``records`` in the place of those that are there; only within ``changing``."""
        listed = [dict(zip(self._names, one, strict=True)) for one in sorted(records)]
        data = json.dumps({"version": _VERSION, _LIST: listed}, indent=1)
        prefix = f".{self._path.stem}-"
        descriptor, written = tempfile.mkstemp(dir=self._path.parent, prefix=prefix)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(data)
            Path(written).replace(self._path)
        except OSError:
            with suppress(OSError):
                Path(written).unlink()
            raise

    def _read(self) -> Records | None:
        """What is written; ``None`` if that is nothing that this version of PCG wrote."""
        try:
            content: object = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, RecursionError):
            return None
        if member(content, "version") != _VERSION:
            return None
        return frozenset(
            tuple(text(member(one, name)) for name in self._names)
            for one in elements(member(content, _LIST))
        )


def real_path(folder: Path) -> str:
    """How a folder is written into a record: folders are told apart by their real path."""
    # Paths may be any bytes; what JSON cannot hold is escaped alike each time.
    real = os.path.realpath(folder).encode("utf-8", "surrogateescape")
    return real.decode("utf-8", "backslashreplace")
