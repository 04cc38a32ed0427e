"""Writing verified code without ever losing what was there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.result import FileResult


def write_atomically(path: Path, text: bytes) -> None:
    """Replace ``path`` by ``text`` in one step, keeping its mode and following a symbolic link.

    Raises ``UsageError`` if the folder cannot be written; the old file is then untouched.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise UsageError(
            "cannot-write", f"{path}: {error.strerror or error}", "nothing was changed"
        ) from error


def unguarded_assumptions(result: FileResult) -> list[str]:
    """Assumptions of the offers that no guard in the code checks."""
    offers = [nest.offer for nest in result.nests if nest.offer is not None]
    return [
        assumption.message
        for offer in offers
        for assumption in offer.assumptions
        if assumption.guard is None
    ]
