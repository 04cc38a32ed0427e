"""Which commands of which folder the user has agreed to have run."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pcg_engine.adapters.record_file import RecordFile, real_path
from pcg_engine.adapters.user_folders import state_folder


class Purpose(StrEnum):
    """What the commands are run for."""

    PROJECT = "project"
    """A version of a loop is built, tested and timed in a copy of the user's project."""
    CAPTURE = "capture"
    """The user's program is run with a recorder in it."""


def command_consents_file(environment: Mapping[str, str]) -> Path:
    """Where the user's consents are kept."""
    return state_folder(environment) / "commands.json"


class CommandConsents:
    """In the file ``path``, shared between processes.

    A consent is for one folder, one purpose and the very commands with a digest: for others it
    does not hold, and it is forgotten when the user agrees to others. What cannot be read means no
    consent. ``allow`` raises ``EnvironmentUnavailable`` where nothing can be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = RecordFile(path, ("folder", "purpose", "digest"))

    def is_allowed(self, folder: Path, purpose: Purpose, digest: str) -> bool:
        """Whether the user has agreed to these commands being run for ``folder``."""
        return (real_path(folder), purpose.value, digest) in self._file.read()

    def allow(self, folder: Path, purpose: Purpose, digest: str) -> None:
        """Note the user's consent, in the place of an earlier one for this folder and purpose."""
        place = (real_path(folder), purpose.value)
        with self._file.changing() as given:
            others = (one for one in given if one[:2] != place)
            self._file.write(frozenset((*others, (*place, digest))))
