"""``TreeCopier`` on disk: copies that share blocks where the file system can, and nothing else."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.project_files import DiskProjectFiles
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError, unavailable
from pcg_engine.ports import Cancellation, ProjectFiles

_FICLONE = 0x40049409
_RESERVE_BYTES = 256 << 20
_LEAVE_OUT = 'leave out what the build does not need with exclude = ["…"] in .pcg.toml'


@dataclass(frozen=True, slots=True)
class _Found:
    """A folder (``names`` empty) or its files, relative to the tree."""

    folder: Path
    entries: tuple[os.DirEntry[str], ...]


@dataclass(frozen=True, slots=True)
class DiskTreeCopier:
    """Plain files, folders and symbolic links; sockets, pipes and devices are left out.

    Hard links would let a build in the copy write into the user's files, so that none are made: a
    file is cloned (``ioctl_ficlone(2)``) where source and target can, else its bytes are copied.
    ``remedy`` says what makes the copy smaller.
    """

    remedy: str = _LEAVE_OUT

    def copy(
        self, source: Path, target: Path, left_out: Sequence[Path], cancellation: Cancellation
    ) -> None:
        """See ``TreeCopier.copy``."""
        unwanted = frozenset((*left_out, target))
        try:
            # Copying would stop in the middle, with an error that says less.
            self._require_room(source, target, unwanted, cancellation)
            for found in _walk(source, unwanted):
                cancellation.check()
                _copy_folder(found, target / found.folder.relative_to(source), cancellation)
            # Last, since each new entry changes the time of its folder.
            for found in _walk(source, unwanted):
                _take_times(found.folder, target / found.folder.relative_to(source))
        except PermissionError as error:
            raise UsageError(
                "cannot-copy",
                f"the project cannot be copied: {error.filename}: {error.strerror}",
                f"make it readable, or {self.remedy}",
            ) from error
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise self._no_space(target, "the copy") from error
            raise unavailable(error) from error

    def files(self, folder: Path) -> ProjectFiles:
        """See ``TreeCopier.files``."""
        return DiskProjectFiles(folder)

    def _require_room(
        self, source: Path, target: Path, unwanted: frozenset[Path], cancellation: Cancellation
    ) -> None:
        wanted = 0
        first: Path | None = None
        for found in _walk(source, unwanted):
            cancellation.check()
            for entry in found.entries:
                if entry.is_file(follow_symlinks=False):
                    wanted += entry.stat(follow_symlinks=False).st_blocks * 512
                    first = first or Path(entry.path)
        target.mkdir(parents=True, exist_ok=True)
        if first is not None and _can_clone(first, target):
            return
        state = os.statvfs(target)
        if wanted + _RESERVE_BYTES > state.f_bavail * state.f_frsize:
            raise self._no_space(target, f"{source} with its {wanted >> 20} MB")

    def _no_space(self, target: Path, what: str) -> EnvironmentUnavailable:
        return EnvironmentUnavailable(
            "no-space",
            f"there is no room for {what} in {target.parent}",
            f"{self.remedy}, or set TMPDIR to a folder on another disk",
        )


def _walk(source: Path, unwanted: frozenset[Path]) -> Iterator[_Found]:
    waiting = [source]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            kept = tuple(entry for entry in entries if Path(entry.path) not in unwanted)
        yield _Found(folder, kept)
        waiting += [Path(one.path) for one in kept if one.is_dir(follow_symlinks=False)]


def _copy_folder(found: _Found, target: Path, cancellation: Cancellation) -> None:
    target.mkdir(exist_ok=True)
    target.chmod(stat.S_IMODE(found.folder.stat().st_mode) & 0o777 | stat.S_IRWXU)
    for entry in found.entries:
        cancellation.check()
        own = target / entry.name
        if entry.is_symlink():
            own.symlink_to(Path(entry.path).readlink())
        elif entry.is_file(follow_symlinks=False):
            _copy_file(Path(entry.path), own)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("xb") as new:
        try:
            fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
        except OSError:
            shutil.copyfileobj(old, new, 1 << 20)
        state = os.fstat(old.fileno())
    target.chmod(stat.S_IMODE(state.st_mode) & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
    os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))


def _take_times(source: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        state = source.stat()
        os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))


def _can_clone(file: Path, folder: Path) -> bool:
    trial = folder / ".pcg-clone"
    try:
        with file.open("rb") as old, trial.open("xb") as new:
            fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
    except OSError:
        return False
    finally:
        trial.unlink(missing_ok=True)
    return True
