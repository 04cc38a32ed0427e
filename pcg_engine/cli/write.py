"""Writing verified code without ever losing what was there."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import IO

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.source import SourceText

_AGAIN = "run the command again"


def deliver(result: FileResult, source: SourceText, *, output: Path | None, apply: bool) -> None:
    """Write the verified text to ``output``, and with ``apply`` to the file it was made from.

    Raises ``UsageError``, and leaves the file alone, if it is no longer ``source`` or if an offer
    rests on what no guard checks.
    """
    if result.output_text is None:
        return
    if output is not None:
        write_atomically(output, result.output_text)
    if not apply:
        return
    unchecked = _unguarded_assumptions(result)
    if unchecked:
        raise UsageError(
            "needs-confirmation",
            "not applied, since it rests on what nothing checks: " + "; ".join(unchecked),
            "if that holds, write it with --output FILE",
        )
    path = Path(source.path)
    try:
        # Two of PCG at once: the second waits, and then sees the first one's text.
        with path.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            unchanged = path.read_bytes() == source.data
            if unchanged:
                write_atomically(path, result.output_text)
    except OSError as error:
        raise UsageError(
            "stale", f"{path}: {error.strerror or error}; nothing was written", _AGAIN
        ) from error
    if not unchanged:
        raise UsageError("stale", f"{path} was changed meanwhile; nothing was written", _AGAIN)


def require_writable(output: Path | None, source: Path | None) -> None:
    """Raises ``UsageError`` if ``output``, or ``source`` to be replaced, cannot be written.

    To be asked before the work rather than after it.
    """
    for path in (output, source):
        if path is None:
            continue
        target = path.resolve()
        if target.is_dir():
            raise UsageError("cannot-write", f"{path}: Is a directory", "name a file")
        place = target.parent if target.is_file() or not target.exists() else target
        if not place.exists():
            raise UsageError("cannot-write", f"{place}: No such folder", "make the folder first")
        if not os.access(place, os.W_OK):
            raise UsageError(
                "cannot-write", f"{place} is not writable", "write elsewhere with --output FILE"
            )
    if source is not None and source.stat().st_nlink > 1:
        raise UsageError(
            "hard-link",
            f"{source} has other names (hard links), which would keep the old text",
            "write to a new file with --output FILE, and copy it over the old one",
        )


def write_atomically(path: Path, text: bytes) -> None:
    """Replace ``path`` by ``text`` in one step, keeping its mode and following a symbolic link.

    What is no plain file (a device, a pipe) is written to. Raises ``UsageError`` if that fails;
    an old file is then untouched.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(text)
            return
        state = target.stat() if target.exists() else None
        with _nameless(temporary) as stream:
            stream.write(text)
            stream.flush()
            if state is not None:
                _take_over(stream.fileno(), state)
            else:
                os.fchmod(stream.fileno(), 0o644)
            os.fsync(stream.fileno())
            if not temporary.exists():
                _name(stream.fileno(), temporary)
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UsageError(
            "cannot-write", f"{path}: {error.strerror or error}", "nothing was changed"
        ) from error


def _nameless(name: Path) -> IO[bytes]:
    """A new file without a name, so that a process that is killed leaves none behind.

    On a file system that cannot do that it has ``name`` from the beginning.
    """
    try:
        made = os.open(name.parent, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR):
            raise
        made = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    return os.fdopen(made, "wb")


def _name(descriptor: int, name: Path) -> None:
    folder = os.open(name.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # Only with a folder does Python follow the link that stands for the file (open(2)).
        os.link(f"/proc/self/fd/{descriptor}", name.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _take_over(descriptor: int, state: os.stat_result) -> None:
    with suppress(PermissionError):
        os.fchown(descriptor, state.st_uid, state.st_gid)
    os.fchmod(descriptor, state.st_mode & 0o7777)


def _unguarded_assumptions(result: FileResult) -> list[str]:
    """Assumptions of the offers that no guard in the code checks."""
    offers = [nest.offer for nest in result.nests if nest.offer is not None]
    return [
        assumption.message
        for offer in offers
        for assumption in offer.assumptions
        if assumption.needs_confirmation
    ]
