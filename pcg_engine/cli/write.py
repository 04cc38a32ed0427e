"""Writing verified code without ever losing what was there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.source import SourceText


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
    if path.read_bytes() != source.data:
        raise UsageError(
            "stale", f"{path} was changed meanwhile; nothing was written", "run the command again"
        )
    write_atomically(path, result.output_text)


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


def _unguarded_assumptions(result: FileResult) -> list[str]:
    """Assumptions of the offers that no guard in the code checks."""
    offers = [nest.offer for nest in result.nests if nest.offer is not None]
    return [
        assumption.message
        for offer in offers
        for assumption in offer.assumptions
        if assumption.guard is None
    ]
