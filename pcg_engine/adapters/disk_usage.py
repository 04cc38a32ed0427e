"""What a run keeps on the disk: files in its scratch folder, and deleted ones it holds open."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_LEAST_BYTES = 16 << 10
"""What any file or folder counts, so that their number is bounded as well."""
_DEEPEST = 32
_BLOCK = 512


def kept_bytes(scratch: Path, pids: Iterable[int], enough: int) -> int:
    """Bytes on the disk that ``scratch`` and the processes keep; counting stops above ``enough``.

    Sparse files count in full: whoever reads them gets that much. A folder closed to PCG counts
    as more than ``enough``.
    """
    total = 0
    waiting = [scratch]
    while waiting and total <= enough:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    total += max(_bytes(status), _LEAST_BYTES)
                    if total > enough:
                        break
                    if stat.S_ISDIR(status.st_mode):
                        waiting.append(folder / entry.name)
        except PermissionError:
            return enough + 1
        except OSError:
            # It was removed meanwhile, or its path is too long to be looked at.
            continue
    for pid in pids:
        if total > enough:
            break
        total += _deleted_bytes(pid)
    return total


def cut_deep_folders(scratch: Path) -> None:
    """Bring folders that are nested deeper than any program needs up into ``scratch``.

    Python's own removal of a tree fails on one that is thousands of folders deep. Only for a
    folder to which nobody writes any more.
    """
    waiting = [scratch]
    while waiting:
        level = [waiting.pop()]
        for _ in range(_DEEPEST):
            level = [folder for parent in level for folder in _folders(parent)]
        for folder in level:
            target = Path(tempfile.mkdtemp(dir=scratch))
            with suppress(OSError):
                folder.rename(target)
                waiting.append(target)


def _bytes(status: os.stat_result) -> int:
    return max(status.st_blocks * _BLOCK, status.st_size)


def _folders(parent: Path) -> list[Path]:
    try:
        with os.scandir(parent) as entries:
            return [parent / e.name for e in entries if e.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _deleted_bytes(pid: int) -> int:
    total = 0
    try:
        descriptors = list(Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0
    for descriptor in descriptors:
        try:
            status = descriptor.stat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
            total += _bytes(status)
    return total
