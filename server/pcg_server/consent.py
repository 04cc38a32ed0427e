"""Code of a project is sent to a host only after the user has said so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.adapters.language_model.consent import Consents
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import PcgError
from pcg_server.questions import PATIENCE_SECONDS, Questions
from pcg_server.user import User

log = logging.getLogger(__name__)

_ALONE = "nothing was sent, and the rules work alone"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Code may be sent, or does not leave this machine."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Code may not be sent; ``told`` says so, and what to do about it."""

    told: str


Agreement = Agreed | Withheld


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a consent is for."""

    project: Path
    host: str


class Consenting:
    """Asks the user, once for each project and host, and keeps what was agreed to.

    Consents are kept where the command line keeps its own. A refusal is kept until the editor
    ends, and asked about again only when the user asks for a model by name.
    """

    def __init__(
        self, consents: Consents, user: Callable[[], User], patience: float = PATIENCE_SECONDS
    ) -> None:
        self._consents = consents
        self._user = user
        self._questions = Questions[Agreement](patience)
        self._given: set[_Matter] = set()
        self._refused: set[_Matter] = set()

    async def obtain(
        self, project: Path, endpoint: Endpoint, waiting: Callable[[str], None], *, insist: bool
    ) -> Agreement:
        """Whether code of ``project`` may be sent to ``endpoint``.

        ``waiting`` is told of a question that the user has to answer first. With ``insist`` a
        refusal is asked about once more.
        """
        matter = _Matter(project, endpoint.host.lower())
        if matter in self._given:
            return Agreed()
        if not await asyncio.to_thread(self._consents.needed, project, endpoint):
            return Agreed()
        if not self._user().can_be_asked:
            return Withheld(
                f"this editor cannot ask whether code may be sent to {endpoint.host}: {_ALONE}; "
                "run `pcg parallelize` on the file once and answer there"
            )
        if matter in self._refused and not insist and not self._questions.is_open(matter):
            return Withheld(f"code is not sent to {endpoint.host}, as you chose: {_ALONE}")
        waiting(f"may code be sent to {endpoint.host}?")
        answer = await self._questions.answer(matter, lambda: self._ask(matter, endpoint))
        return answer or Withheld(
            f"you have not said whether code may go to {endpoint.host}: {_ALONE}"
        )

    async def close(self) -> None:
        """Ask nothing any more."""
        await self._questions.close()

    async def _ask(self, matter: _Matter, endpoint: Endpoint) -> Agreement:
        send = f"Send to {endpoint.host}"
        answer = await self._user().ask(
            f"PCG: send the loops to be parallelized, and what they need to compile, to "
            f"{endpoint.host} (model {endpoint.model}, profile {endpoint.profile})? "
            f"This holds for all of {matter.project}, and is remembered.",
            send,
            "Don't send",
        )
        if answer != send:
            self._refused.add(matter)
            return Withheld(f"code is not sent to {endpoint.host}: {_ALONE}")
        self._refused.discard(matter)
        self._given.add(matter)
        try:
            await asyncio.to_thread(self._consents.allow, matter.project, endpoint.host)
        except PcgError as error:
            # It holds as long as the editor runs.
            log.warning("the consent is not kept: %s", error.sentence)
        return Agreed()
