"""Which run is written down, or gone through again."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.action.journal import Journal, NoJournal, Replay
from pcg_engine.adapters.run_files import REPLIES, read_run
from pcg_engine.cli.model_arguments import ModelArguments
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.settings import Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.wiring import Asking, KeptRun, kept_run


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


@contextmanager
def recording(
    asked: ModelArguments,
    source: SourceText,
    settings: Settings,
    endpoint: Endpoint | None,
    note: Callable[[str], None],
) -> Generator[KeptRun]:
    """Write a run with a model into the folder asked for, or else among the last few that are kept.

    Without a model nothing is written. Raises ``EnvironmentUnavailable`` if a folder was named and
    cannot be written to.
    """
    if endpoint is None or asked.show_prompt:
        yield KeptRun(NoJournal(), Asking())
        return
    with kept_run(source, settings, endpoint, note, asked.record, offline=asked.offline) as running:
        yield running
