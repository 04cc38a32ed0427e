"""Runs as they were written down: a folder each, kept for the user to look at or go through again.

``decisions.jsonl`` holds what was decided and found (``domain.run``), ``replies.jsonl`` what a
model was asked and answered.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pcg_engine.domain.errors import UsageError, unavailable
from pcg_engine.domain.run import RunBegan, RunEntry
from pcg_engine.domain.verdict import Verdict

if TYPE_CHECKING:
    from cattrs import Converter

DECISIONS = "decisions.jsonl"
REPLIES = "replies.jsonl"


class RunWriter:
    """Writes entries into ``folder``, line by line as they come; thread-safe.

    Raises ``EnvironmentUnavailable`` where that is not possible.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            descriptor = os.open(folder / DECISIONS, flags, 0o600)
        except OSError as error:
            raise unavailable(error) from error
        self._file = os.fdopen(descriptor, "w", encoding="ascii")

    def write(self, entry: RunEntry) -> None:
        """Add one entry."""
        line = json.dumps(_converter().unstructure(entry, RunEntry), separators=(",", ":"))
        try:
            with self._lock:
                self._file.write(line + "\n")
                self._file.flush()
        except OSError as error:
            raise unavailable(error) from error

    def close(self) -> None:
        """Nothing more will be written."""
        with self._lock:
            self._file.close()


def read_run(folder: Path) -> tuple[RunBegan, tuple[RunEntry, ...]]:
    """What was asked for, and the entries that followed; raises ``UsageError`` if it is no run."""
    path = folder / DECISIONS
    try:
        lines = path.read_text("ascii").split("\n")[:-1]
        entries = [_read(line) for line in lines]
    except (OSError, ValueError) as error:
        raise _no_run(folder, str(error)) from error
    if not entries or not isinstance(entries[0], RunBegan):
        raise _no_run(folder, "it does not say what was asked for")
    return entries[0], tuple(entries[1:])


def new_run_folder(parent: Path, keep: int) -> Path:
    """A folder for one more run in ``parent``, of whose older ones at most ``keep`` are left."""
    runs = sorted(one for one in parent.glob("run-*") if one.is_dir())
    for old in runs[: max(0, len(runs) - keep + 1)]:
        with suppress(OSError):
            shutil.rmtree(old)
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return parent / f"run-{moment}-{os.getpid()}"


def _read(line: str) -> RunEntry:
    try:
        return cast("RunEntry", _converter().structure(json.loads(line), cast("Any", RunEntry)))
    # cattrs raises whatever the fields' constructors raise.
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"this is no entry of a run: {line[:80]!r}") from error


def _no_run(folder: Path, why: str) -> UsageError:
    return UsageError(
        "no-recording", f"{folder} holds no recorded run: {why}", "name a folder that --record made"
    )


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter
    from cattrs.strategies import configure_tagged_union

    converter = make_converter(detailed_validation=False)
    for union in (Verdict, RunEntry):
        configure_tagged_union(union, converter, tag_name="type")
    return converter
