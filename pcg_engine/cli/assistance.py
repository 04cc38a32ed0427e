"""Whether a language model is asked, and whether the user agrees to code being sent to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pcg_engine.adapters.language_model.consent import project_of
from pcg_engine.cli.model_arguments import ModelArguments
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.settings import Generators, ModelSettings
from pcg_engine.wiring import Asking, assistant, consents, models

if TYPE_CHECKING:
    from pcg_engine.action.assistant import Assistant

_UNCONFIGURED = (
    "no language model is configured",
    "write a profile into config.toml, or set PCG_BASE_URL and PCG_MODEL: see docs/models.md",
)


def chosen_endpoint(
    arguments: ModelArguments, file: Path, note: Callable[[str], None], *, may_ask: bool
) -> Endpoint | None:
    """The endpoint that may be asked about ``file``; ``None`` if candidates come from rules alone.

    With ``may_ask`` the user is asked, on the terminal, before code is sent to a host for the first
    time. Raises ``UsageError`` if a model was asked for and there is none, or no consent.
    """
    if arguments.generators is Generators.RULES:
        return None
    endpoint = models(note).endpoint(arguments.profile)
    is_wanted = _wants_model(arguments)
    if endpoint is None:
        if is_wanted:
            raise UsageError("no-endpoint", *_UNCONFIGURED)
        return None
    sends = not (arguments.offline or arguments.show_prompt)
    if not sends or _agreed(arguments, endpoint, file, may_ask=may_ask):
        return endpoint
    refusal = f"code of this project has not been allowed to be sent to {endpoint.host}"
    hint = f"agree with --send-to {endpoint.host}, or leave the model out with --generator rules"
    if is_wanted:
        raise UsageError("no-consent", refusal, hint)
    note(f"{refusal}: the rules work alone; {hint}")
    return None


def generators(arguments: ModelArguments, endpoint: Endpoint | None) -> Generators:
    """Where candidates come from."""
    if endpoint is None:
        return Generators.RULES
    return arguments.generators or Generators.ALL


@contextmanager
def assistance(
    endpoint: Endpoint | None,
    settings: ModelSettings,
    asking: Asking,
    note: Callable[[str], None],
    temporary: Path,
) -> Generator[Assistant | None]:
    """The model that is asked, if any."""
    if endpoint is None:
        yield None
        return
    with assistant(endpoint, settings, asking, note, temporary) as made:
        yield made


def _wants_model(arguments: ModelArguments) -> bool:
    """Whether the user said anything that makes sense with a model only."""
    switches = (arguments.offline, arguments.show_prompt, arguments.profile, arguments.send_to)
    is_recorded = arguments.record is not None
    return arguments.generators is not None or any(switches) or is_recorded


def _agreed(arguments: ModelArguments, endpoint: Endpoint, file: Path, *, may_ask: bool) -> bool:
    given = consents()
    workspace = project_of(file)
    if not given.needed(workspace, endpoint) or arguments.send_to == endpoint.host:
        return True
    if may_ask and _asked(endpoint, workspace):
        given.allow(workspace, endpoint.host)
        return True
    return False


def _asked(endpoint: Endpoint, workspace: Path) -> bool:
    """What the user says, where there is somebody to ask."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(
        f"PCG would send the loops to be parallelised, and what they need to compile, to\n"
        f"    {endpoint.host} (model {endpoint.model}, profile {endpoint.profile}).\n"
        f"Is that all right for all of {workspace}? It is remembered. [y/N] ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return sys.stdin.readline().strip().lower() in ("y", "yes")
