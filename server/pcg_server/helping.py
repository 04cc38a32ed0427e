"""Whether a language model is asked for a loop, which one, and how."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from pcg_engine.adapters.language_model.consent import project_of
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.settings import Generators, ModelSettings, Settings
from pcg_engine.domain.workflow import Workflow
from pcg_engine.protocol.messages import Assistance
from pcg_server.consent import Agreed, Consenting, Withheld
from pcg_server.models import ConfiguredModels
from pcg_server.refusal import Refusal
from pcg_server.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command asks for besides the settings: nothing, or whose code, and what kind of it.

    ``in_project``: the user's project has to accept it.
    """

    generators: Generators | None = None
    workflows: tuple[Workflow, ...] = ()
    in_project: bool = False


Waiting = Callable[[str], None]
"""Is told of a question that the user has to answer first."""
Consult = Callable[[Waiting], Awaitable[Assistance | Withheld]]
"""Finds out whether a model may be asked."""


@dataclass(frozen=True, slots=True)
class Help:
    """How a language model would be asked for a job, and whoever finds out whether it may be."""

    settings: Settings
    consult: Consult = field(compare=False)


class Helping:
    """Puts together the configuration, the settings and the user's consent."""

    def __init__(self, models: ConfiguredModels, consenting: Consenting) -> None:
        self._models = models
        self._consenting = consenting

    async def endpoint(self, settings: ServerSettings) -> Endpoint | None:
        """The model that could be asked."""
        chosen = await asyncio.to_thread(self._models.choose, settings.model_profile)
        return chosen.endpoint

    async def help_for(
        self,
        wish: Wish,
        chosen: ServerSettings,
        settings: Settings,
        file: Path,
        folders: Sequence[Path],
    ) -> Help | None:
        """What a model does for a job with ``settings``; ``None`` if the rules work alone.

        Raises ``Refusal`` if a model is wished for and none is configured.
        """
        generators = wish.generators or chosen.generators
        if generators is Generators.RULES:
            return None
        found = await asyncio.to_thread(self._models.choose, chosen.model_profile)
        if found.endpoint is None and wish.generators is not None:
            raise Refusal(found.problem)
        asked = replace(
            settings,
            generators=generators,
            budget_seconds=chosen.model_budget_seconds,
            model=ModelSettings(
                workflows=wish.workflows or chosen.model_workflows,
                samples=chosen.model_samples,
                attempts=chosen.model_attempts,
                examples=chosen.model_examples,
                self_correction=chosen.model_self_correction,
                most_tokens=chosen.model_most_tokens,
                most_money=chosen.model_most_money,
            ),
        )
        insist = wish.generators is not None

        async def consult(waiting: Waiting) -> Assistance | Withheld:
            if found.endpoint is None:
                return Withheld(f"{found.problem}: the rules work alone")
            return await self._agreement(found.endpoint, file, folders, waiting, insist=insist)

        return Help(asked, consult)

    async def close(self) -> None:
        """Ask the user nothing any more."""
        await self._consenting.close()

    async def _agreement(
        self,
        endpoint: Endpoint,
        file: Path,
        folders: Sequence[Path],
        waiting: Waiting,
        *,
        insist: bool,
    ) -> Assistance | Withheld:
        project = await asyncio.to_thread(project_of, file, folders)
        agreement = await self._consenting.obtain(project, endpoint, waiting, insist=insist)
        match agreement:
            case Agreed():
                return Assistance(endpoint.profile, endpoint.host)
            case Withheld():
                return agreement
            case _:
                assert_never(agreement)
