"""Which run is written down, or gone through again."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pcg_engine import __version__
from pcg_engine.action.journal import Journal, NoJournal, Recording, Replay
from pcg_engine.adapters.run_files import (
    REPLIES,
    RunWriter,
    new_run_folder,
    read_run,
)
from pcg_engine.adapters.user_folders import state_folder
from pcg_engine.cli.model_arguments import ModelArguments
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable, UsageError
from pcg_engine.domain.run import RunBegan
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.wiring import Asking

_KEPT_RUNS = 20


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recorded run was about, and how to go through it again."""

    settings: Settings
    endpoint: Endpoint | None
    journal: Journal
    asking: Asking


def recorded(folder: Path, source: SourceText) -> Recorded:
    """The run in ``folder``; raises ``UsageError`` if it is none, or was of another text."""
    began, entries = read_run(folder)
    if began.digest != source.digest:
        raise UsageError(
            "replay-differs",
            f"{source.path} is not as it was when {folder} was recorded",
            "replay with the same file",
        )
    return Recorded(
        began.settings, began.endpoint, Replay(entries), Asking(replay=folder / REPLIES)
    )


@dataclass(frozen=True, slots=True)
class Running:
    """A run that is being written down, or not."""

    journal: Journal
    asking: Asking


@contextmanager
def recording(
    asked: ModelArguments,
    source: SourceText,
    settings: Settings,
    endpoint: Endpoint | None,
    note: Callable[[str], None],
) -> Generator[Running]:
    """Write a run with a model into the folder asked for, or else among the last few that are kept.

    Without a model nothing is written. Raises ``EnvironmentUnavailable`` if a folder was named and
    cannot be written to.
    """
    if endpoint is None or asked.show_prompt:
        yield Running(NoJournal(), Asking())
        return
    try:
        place = asked.record or new_run_folder(state_folder(os.environ) / "runs", _KEPT_RUNS)
        writer = RunWriter(place)
    except EnvironmentUnavailable as error:
        if asked.record is not None:
            raise
        note(f"this run is not kept: {error.message}")
        yield Running(NoJournal(), Asking(asked.offline))
        return
    try:
        writer.write(RunBegan(__version__, source.path, source.digest, settings, endpoint))
        yield Running(Recording(writer.write), Asking(asked.offline, record=place / REPLIES))
    finally:
        writer.close()
