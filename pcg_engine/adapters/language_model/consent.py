"""Which hosts may be sent the code of which workspace, as the user has said."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pcg_engine.adapters.language_model.json_values import elements, member, text
from pcg_engine.adapters.user_folders import state_folder
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import unavailable

_VERSION = 1
_Given = frozenset[tuple[str, str]]


def consents_file(environment: Mapping[str, str]) -> Path:
    """Where the user's consents are kept."""
    return state_folder(environment) / "consents.json"


def project_of(file: Path, folders: Sequence[Path] = ()) -> Path:
    """The project that ``file`` belongs to, which a consent is for.

    That is what lies under version control with it, else the one of ``folders`` (those that an
    editor has opened) that holds it most closely, else its own folder.
    """
    path = file.resolve()
    versioned = next((one for one in path.parents if (one / ".git").exists()), None)
    if versioned is not None:
        return versioned
    opened = [one for one in map(Path.resolve, folders) if path.is_relative_to(one)]
    return max(opened, key=lambda one: len(one.parts), default=path.parent)


class Consents:
    """In the file ``path`` (``consents.json`` in PCG's state folder), shared between processes.

    A consent is for one workspace and one host with its port; folders are told apart by their real
    path. What cannot be read means no consent; a damaged file is kept aside when a new one is
    written. ``allow`` and ``forget`` raise ``EnvironmentUnavailable`` where nothing can be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def needed(self, workspace: Path, endpoint: Endpoint) -> bool:
        """Whether the user must be asked before ``endpoint`` sees code of ``workspace``.

        Nothing leaves this machine for a local endpoint, so it needs none.
        """
        return not endpoint.is_local and not self.is_allowed(workspace, endpoint.host)

    def is_allowed(self, workspace: Path, host: str) -> bool:
        """Whether the user has allowed to send code of ``workspace`` to ``host``."""
        given = self._read()
        return given is not None and _entry(workspace, host) in given

    def allow(self, workspace: Path, host: str) -> None:
        """Note the user's consent."""
        with self._changing() as given:
            self._write(given | {_entry(workspace, host)})

    def forget(self, workspace: Path, host: str | None = None) -> None:
        """Take the consent back, for all hosts if none is named."""
        with self._changing() as given:
            gone = _entry(workspace, host or "")
            kept = (one for one in given if one[0] != gone[0] or (host and one != gone))
            self._write(frozenset(kept))

    @contextmanager
    def _changing(self) -> Generator[_Given]:
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

    def _read(self) -> _Given | None:
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
            (text(member(one, "workspace")), text(member(one, "host")))
            for one in elements(member(content, "consents"))
        )

    def _write(self, given: _Given) -> None:
        listed = [{"workspace": workspace, "host": host} for workspace, host in sorted(given)]
        data = json.dumps({"version": _VERSION, "consents": listed}, indent=1)
        descriptor, written = tempfile.mkstemp(dir=self._path.parent, prefix=".consents-")
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(data)
            Path(written).replace(self._path)
        except OSError:
            with suppress(OSError):
                Path(written).unlink()
            raise


def _entry(workspace: Path, host: str) -> tuple[str, str]:
    # Paths may be any bytes; what JSON cannot hold is escaped alike each time.
    real = os.path.realpath(workspace).encode("utf-8", "surrogateescape")
    return real.decode("utf-8", "backslashreplace"), host.lower()
