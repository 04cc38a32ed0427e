"""User ids of their own for runs started by root.

``RLIMIT_NPROC`` does not bind root and counts by user, so two runs at a time need two users.
"""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterable
from pathlib import Path

_FIRST = 1_900_000_000
_COUNT = 100_000


class SpareUsers:
    """Hands out user ids that no account has, one after another; thread-safe."""

    def __init__(self) -> None:
        self._next = itertools.count(os.getpid() * 64)

    def take(self) -> int | None:
        """A user id to run as; ``None`` where the user cannot be changed."""
        if os.getuid() != 0:
            return None
        uid = _FIRST + next(self._next) % _COUNT
        return uid if _is_mapped(uid) else None


def give(folder: Path, uid: int) -> None:
    """Make ``uid`` the owner of ``folder`` and all in it, following no link."""
    os.chown(folder, uid, uid, follow_symlinks=False)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent, name), uid, uid, follow_symlinks=False)


def is_open_to_others(path: Path) -> bool:
    """Whether a stranger may read ``path`` (and enter or run it), its parents left aside."""
    mode = path.stat().st_mode
    wanted = 0o005 if stat.S_ISDIR(mode) or mode & stat.S_IXUSR else 0o004
    return mode & wanted == wanted


def is_reachable_by_others(paths: Iterable[Path]) -> bool:
    """Whether a stranger may walk through all parents of ``paths``."""
    parents = {parent for path in paths for parent in path.absolute().parents}
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in parents)


def _is_mapped(uid: int) -> bool:
    """Whether this user namespace knows ``uid`` (that of a container may be small)."""
    for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines():
        first, _, count = (int(word) for word in line.split())
        if first <= uid < first + count:
            return True
    return False
