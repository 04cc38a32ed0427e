"""Which hosts may be sent the code of which workspace, as the user has said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pcg_engine.adapters.record_file import Record, RecordFile, real_path
from pcg_engine.adapters.user_folders import state_folder
from pcg_engine.domain.endpoint import Endpoint


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
        self._file = RecordFile(path, ("workspace", "host"))

    def needed(self, workspace: Path, endpoint: Endpoint) -> bool:
        """Whether the user must be asked before ``endpoint`` sees code of ``workspace``.

        Nothing leaves this machine for a local endpoint, so it needs none.
        """
        return not endpoint.is_local and not self.is_allowed(workspace, endpoint.host)

    def is_allowed(self, workspace: Path, host: str) -> bool:
        """Whether the user has allowed to send code of ``workspace`` to ``host``."""
        return _entry(workspace, host) in self._file.read()

    def allow(self, workspace: Path, host: str) -> None:
        """Note the user's consent."""
        with self._file.changing() as given:
            self._file.write(given | {_entry(workspace, host)})

    def forget(self, workspace: Path, host: str | None = None) -> None:
        """Take the consent back, for all hosts if none is named."""
        with self._file.changing() as given:
            gone = _entry(workspace, host or "")
            kept = (one for one in given if one[0] != gone[0] or (host and one != gone))
            self._file.write(frozenset(kept))


def _entry(workspace: Path, host: str) -> Record:
    return (real_path(workspace), host.lower())
