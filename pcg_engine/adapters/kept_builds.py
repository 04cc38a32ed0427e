"""Builds of PCG's own texts, kept in the user's cache folder from one run to the next."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_SYSTEM_FOLDERS = ("/usr/include", "/usr/lib", "/usr/local/include", "/etc/ld.so.cache")
_UNUSED_SECONDS = 60 * 86_400


class KeptBuilds:
    """Artifacts by key in ``folder``. Losing one is allowed; a half-written one is never seen.

    Keys hold what was built; the files in the folder also bear the state of the system's headers
    and libraries, as far as the dates of their folders tell.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._system = _state_of(*map(Path, _SYSTEM_FOLDERS))

    def take(self, key: str, compiler: Path, target: Path) -> bool:
        """Copy the artifact to ``target``; false if there is none."""
        kept = self._path(key, compiler)
        try:
            shutil.copy2(kept, target)
            os.utime(kept)
        except OSError:
            return False
        os.utime(target)
        return True

    def keep(self, key: str, compiler: Path, built: Path) -> None:
        """Keep a copy of ``built``, if the folder can be written to."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix="new-", dir=self._folder)
            os.close(handle)
            try:
                shutil.copy2(built, name)
                Path(name).replace(self._path(key, compiler))
            finally:
                Path(name).unlink(missing_ok=True)
            self._forget_unused()

    def _path(self, key: str, compiler: Path) -> Path:
        text = f"{key} {self._system} {_state_of(compiler.resolve())}"
        return self._folder / hashlib.sha256(text.encode()).hexdigest()[:32]

    def _forget_unused(self) -> None:
        oldest = time.time() - _UNUSED_SECONDS
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def _state_of(*paths: Path) -> str:
    states: list[str] = []
    for path in paths:
        with suppress(OSError):
            state = path.stat()
            states.append(f"{path}:{state.st_mtime_ns}:{state.st_size}")
    return " ".join(states)
