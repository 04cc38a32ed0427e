"""The one folder of a process for what must be gone when it ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pcg_engine.domain.errors import EnvironmentUnavailable

_PREFIX = "pcg-run-"
_ATTEMPTS = 100
_PAUSE_SECONDS = 0.02
_LEAST_FREE_BYTES = 64 << 20


class Scratch:
    """A fresh folder below the user's temporary folder.

    As long as the process lives it holds a lock on the folder. Whoever makes one first removes
    those that nobody holds any more: their processes were killed.
    """

    def __init__(self) -> None:
        """Raises ``EnvironmentUnavailable`` if there is no room for temporary files."""
        try:
            parent = Path(tempfile.gettempdir())
            _remove_stale(parent)
            self.path, self._lock = _locked_folder(parent)
        except OSError as error:
            raise EnvironmentUnavailable(
                "no-temporary-folder",
                f"no temporary folder can be made: {error}",
                "set TMPDIR to a folder that can be written to",
            ) from error
        self._removal = threading.Lock()
        # Programs under test may run as another user, who must be able to reach their folders.
        self.path.chmod(0o755)

    def require_room(self) -> None:
        """Raises ``EnvironmentUnavailable`` if builds would not fit."""
        state = os.statvfs(self.path)
        free = state.f_bavail * state.f_frsize
        if free < _LEAST_FREE_BYTES:
            raise EnvironmentUnavailable(
                "no-space",
                f"{self.path.parent} has only {free >> 20} MB left for temporary files",
                f"free {_LEAST_FREE_BYTES >> 20} MB there, or set TMPDIR to a folder on another "
                "disk",
            )

    def remove(self) -> None:
        """Remove the folder, also while threads that were told to stop still write to it."""
        with self._removal:
            for _ in range(_ATTEMPTS):
                _remove(self.path)
                if not self.path.exists():
                    break
                time.sleep(_PAUSE_SECONDS)
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None


def _locked_folder(parent: Path) -> tuple[Path, int | None]:
    """A new folder and the descriptor that holds its lock (``None``: no locks on this disk)."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        descriptor = _open(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        except OSError:
            os.close(descriptor)
            return path, None
        # Another process may have taken it for a stale one before it was locked.
        if _is_at(path, descriptor):
            return path, descriptor
        os.close(descriptor)


def _remove_stale(parent: Path) -> None:
    for path in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            state = path.lstat()
            if stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid():
                _if_unlocked(path, _remove)


def _if_unlocked(path: Path, action: Callable[[Path], None]) -> None:
    descriptor = _open(path)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            action(path)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    """Remove a folder with all in it; programs under test may have closed parts of it."""

    def opened(_function: object, name: str, _error: object) -> None:
        with suppress(OSError):
            Path(name).parent.chmod(0o700)
            if not Path(name).is_symlink():
                Path(name).chmod(0o700)

    shutil.rmtree(path, onerror=opened)
    shutil.rmtree(path, ignore_errors=True)
