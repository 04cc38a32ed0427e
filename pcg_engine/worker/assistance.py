"""Which language model is asked for a request: the one that the user has agreed to, or none."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine import wiring
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.settings import Generators, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.protocol.messages import Assistance, Parallelize

if TYPE_CHECKING:
    from pcg_engine.action.assistant import Assistant
    from pcg_engine.action.journal import Journal

_ALONE = "the rules work alone"


@dataclass(frozen=True, slots=True)
class Helped:
    """The model that is asked, if any, and who writes the run down."""

    assistant: Assistant | None
    journal: Journal


def agreed_endpoint(
    assistance: Assistance | None, settings: Settings, note: Callable[[str], None]
) -> Endpoint | None:
    """Where the model is, if one is asked; ``note`` is told why not, if one was wanted.

    The configuration is read now, and may not be what it was when the user was asked.
    """
    if assistance is None or settings.generators is Generators.RULES:
        return None
    try:
        endpoint = wiring.models(note).endpoint(assistance.profile)
    except UsageError as error:
        note(f"{error.sentence}: {_ALONE}")
        return None
    if endpoint is None:
        note(f"the model profile '{assistance.profile}' has gone from the configuration: {_ALONE}")
        return None
    if endpoint.host.lower() != assistance.host.lower():
        note(
            f"the model '{endpoint.model}' is at {endpoint.host} now, not at {assistance.host}: "
            f"{_ALONE}; ask again to agree to that"
        )
        return None
    return endpoint


@contextmanager
def helped(
    request: Parallelize, endpoint: Endpoint | None, note: Callable[[str], None], temporary: Path
) -> Generator[Helped]:
    """The model behind ``endpoint`` for ``request``; runs with one are kept for a while."""
    from pcg_engine.action.journal import NoJournal

    if endpoint is None:
        yield Helped(None, NoJournal())
        return
    text, settings = request.text, request.settings
    source = SourceText(text.path, text.data)
    with (
        wiring.kept_run(source, settings, endpoint, note) as run,
        wiring.assistant(endpoint, settings.model, run.asking, note, temporary) as assistant,
    ):
        yield Helped(assistant, run.journal)
